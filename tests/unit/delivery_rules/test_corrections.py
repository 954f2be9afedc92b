"""Who is told that an article no longer says what it said."""

from monitor.config.watchlist import Endpoint
from monitor.stages.correct import CorrectStage
from monitor.stages.stage import NoState
from schemas.delivery import Delivery
from schemas.event import Correction
from schemas.statement import Report
from tests.support.making import NOON


def endpoint(**filters: object) -> Endpoint:
    """Make an endpoint that wants to hear of corrections."""
    return Endpoint.model_validate(
        {
            "id": "desk",
            "url": "https://desk.example/",
            "secret": "env:S",
            "filters": {"events": ["article.corrected"]} | filters,
        }
    )


def told(*endpoints: Endpoint, **fields: object) -> list[Delivery]:
    """Return the deliveries of a corrected article that retracts two statements."""
    report = Report.model_validate(
        {
            "article": "A1",
            "article_version": 2,
            "actor": "duarte",
            "published": NOON,
            "arrived": NOON,
            "statements": (),
            "retracts": ("st_1", "st_2"),
            "retracted_issues": ("permit", "legal-action"),
        }
        | fields
    )
    outcome = CorrectStage(endpoints)(report, NoState())
    return [e.record for e in outcome.emissions if isinstance(e.record, Delivery)]


def test_names_what_is_gone() -> None:
    """A subscriber finds its alerts by the ids of the statements."""
    (delivery,) = told(endpoint())
    assert isinstance(delivery.payload, Correction)
    assert delivery.payload.retracted == ("st_1", "st_2")
    assert told(endpoint())[0].id == delivery.id


def test_only_those_who_asked_and_whom_it_concerns() -> None:
    """Filters on actors, issues and signals hold for corrections too."""
    assert told(endpoint(events=[])) == []
    assert told(endpoint(actors=["reyl"])) == []
    assert told(endpoint(issues=["price-cap"])) == []
    assert told(endpoint(issues=["permit"]))
    assert told(endpoint(issues=["price-cap"], signals=["legal-action"]))


def test_nothing_retracted_tells_nothing() -> None:
    """An article that only grew, or that is part of a backlog, disturbs nobody."""
    assert told(endpoint(), retracts=()) == []
    assert told(endpoint(), history=True) == []
