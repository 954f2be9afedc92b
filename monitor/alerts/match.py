"""Which endpoints want an alert."""

from monitor.alerts.kinds import event_type
from monitor.config.watchlist import Filters
from schemas.alert import Alert
from schemas.event import Correction, EventType
from schemas.vocabulary import Severity

_SEVERITIES = tuple(Severity)


def wants(filters: Filters, alert: Alert) -> bool:
    """Tell whether an alert passes every filter that is set; an empty filter lets all through."""
    return (
        (not filters.actors or alert.actor in filters.actors)
        and (not filters.issues or alert.issue in filters.issues or _signalled(filters, alert))
        and (not filters.signals or alert.signal in filters.signals or _positioned(filters, alert))
        and (not filters.changes or any(m.change in filters.changes for m in alert.moves))
        and (not filters.directions or alert.direction in filters.directions)
        and (not filters.events or event_type(alert) in filters.events)
        and (not filters.languages or any(_within(alert.language, x) for x in filters.languages))
        and _SEVERITIES.index(alert.severity) >= _SEVERITIES.index(filters.min_severity)
        and alert.confidence >= filters.min_confidence
    )


def _within(tag: str, wanted: str) -> bool:
    """Tell whether a language tag is in a range ("en-GB" in "en"): RFC 4647, 3.3.1."""
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(f"{wanted}-")


def _signalled(filters: Filters, alert: Alert) -> bool:
    # "These issues, and these signals": a signal alert has no issue and is judged by its signal.
    return alert.signal is not None and alert.signal in filters.signals


def _positioned(filters: Filters, alert: Alert) -> bool:
    return alert.issue is not None and alert.issue in filters.issues


def wants_correction(filters: Filters, correction: Correction) -> bool:
    """Tell whether an endpoint wants to hear that an article was corrected."""
    asked = (*filters.issues, *filters.signals)
    return (
        EventType.ARTICLE_CORRECTED in filters.events
        and (not filters.actors or correction.actor in filters.actors)
        and (not asked or any(issue in asked for issue in correction.issues))
    )
