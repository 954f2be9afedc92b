"""Which endpoints want an alert."""

from monitor.config.watchlist import Filters
from schemas.alert import Alert
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
        and _SEVERITIES.index(alert.severity) >= _SEVERITIES.index(filters.min_severity)
    )


def _signalled(filters: Filters, alert: Alert) -> bool:
    # "These issues, and these signals": a signal alert has no issue and is judged by its signal.
    return alert.signal is not None and alert.signal in filters.signals


def _positioned(filters: Filters, alert: Alert) -> bool:
    return alert.issue is not None and alert.issue in filters.issues
