"""From a corrected article to those who may have been told what it no longer says."""

from collections.abc import Sequence

from monitor.alerts.match import wants_correction
from monitor.config.watchlist import Endpoint
from monitor.identity import make_id
from monitor.stages.route import deliver_to
from monitor.stages.stage import NOTHING, Cells, Outcome
from schemas.event import Correction
from schemas.statement import Report


class CorrectStage:
    """Tells that statements were taken out of an article.

    It does not know which of them was alerted on: a subscriber matches their ids with the
    ``statement`` of the alerts it holds.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        """Take the endpoints that are enabled."""
        self._endpoints = tuple(endpoint for endpoint in endpoints if endpoint.enabled)

    def __call__(self, report: Report, _cells: Cells) -> Outcome:
        """Decide on one report."""
        if not report.retracts or report.history:
            return NOTHING
        correction = Correction(
            id=make_id(
                "co", report.article, str(report.article_version), report.actor, *report.retracts
            ),
            actor=report.actor,
            article=report.article,
            article_version=report.article_version,
            outlet=report.outlet,
            title=report.title,
            link=report.link,
            retracted=report.retracts,
            issues=report.retracted_issues,
            at=report.arrived,
        )
        wanting = [e.id for e in self._endpoints if wants_correction(e.filters, correction)]
        return deliver_to(wanting, correction.id, correction, correction.at)
