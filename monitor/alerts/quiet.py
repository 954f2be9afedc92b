"""Silences, quiet hours, digests and grouping: what becomes of an alert before it is sent.

The ideas and words are Alertmanager's. Nothing is dropped here: what is suppressed stays on record
with its reason and can be sent; what is held comes later, together with what was held beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Final, Self
from zoneinfo import ZoneInfo

from monitor.config.manners import QuietHours, Weekday
from monitor.config.watchlist import Endpoint
from schemas.alert import Alert
from schemas.delivery import Delivery
from schemas.event import Digest, DigestItem
from schemas.order import Order
from schemas.vocabulary import Severity

QUIET: Final = "quiet hours"
DIGEST: Final = "digest"

_SEVERITIES: Final = tuple(Severity)
_WEEKDAYS: Final = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Manners:
    """When an endpoint's alerts wait, and with what."""

    group_wait: float = 0.0
    digest: float | None = None
    quiet: QuietHours | None = None

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        """Take them from an endpoint's configuration."""
        return cls(endpoint.group_wait, endpoint.digest, endpoint.quiet)


NO_MANNERS: Final = Manners()


class Fate(Enum):
    """What becomes of a delivery that is due."""

    SEND = auto()
    HOLD = auto()
    SUPPRESS = auto()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a delivery, and why.

    Attributes:
        fate: what becomes of it.
        reason: why, for people.
        until: to when it is held.
        held: what it waits with; deliveries that waited with the same are sent in one message.
            None: alone.
    """

    fate: Fate
    reason: str = ""
    until: datetime | None = None
    held: str | None = None


SEND: Final = Decision(Fate.SEND)


def decide(
    delivery: Delivery, manners: Manners, silences: Iterable[Order], now: datetime
) -> Decision:
    """Decide on one delivery that is due."""
    alert = delivery.payload
    if isinstance(alert, Digest) and not delivery.redrives:
        # One that comes late waits the night out alone, being many already.
        return _in_quiet_hours(alert.alerts, manners.quiet, now) or SEND
    if delivery.redrives or not isinstance(alert, Alert):
        return SEND
    for silence in silences:
        if is_silenced(alert, silence, now):
            return Decision(Fate.SUPPRESS, describe_silence(silence))
    if (quiet := _in_quiet_hours((alert,), manners.quiet, now, QUIET)) is not None:
        return quiet
    if delivery.attempts or delivery.held is not None:
        return SEND
    if manners.digest is not None and not _at_least(alert, Severity.CRITICAL):
        end = _next_digest(manners.digest, now)
        return Decision(Fate.HOLD, "the endpoint asked for digests", end, DIGEST)
    if manners.group_wait:
        key = alert.issue or alert.signal or alert.actor
        end = now + timedelta(seconds=manners.group_wait)
        return Decision(Fate.HOLD, f"grouped with others on {key}", end, f"issue {key}")
    return SEND


def _in_quiet_hours(
    alerts: Sequence[Alert | DigestItem],
    quiet: QuietHours | None,
    now: datetime,
    held: str | None = None,
) -> Decision | None:
    """Hold what comes in quiet hours, unless one of its alerts is urgent; else None."""
    if quiet is None or any(_at_least(alert, quiet.unless) for alert in alerts):
        return None
    end = quiet_until(quiet, now)
    if end is None:
        return None
    return Decision(Fate.HOLD, f"quiet hours until {end:%Y-%m-%d %H:%M} UTC", end, held)


def is_silenced(alert: Alert, silence: Order, now: datetime) -> bool:
    """Tell whether a silence is in force and about this alert."""
    return (
        silence.until is not None
        and silence.at <= now < silence.until
        and silence.actor in (None, alert.actor)
        and silence.issue in (None, alert.issue, alert.signal)
    )


def describe_silence(silence: Order) -> str:
    """Say which silence it is, by whom and why."""
    until = f"{silence.until:%Y-%m-%d %H:%M} UTC" if silence.until else "revoked"
    return f"silence {silence.id} by {silence.by} until {until}: {silence.why}"


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """Return when the quiet hours end that ``now`` is in, else None."""
    zone = ZoneInfo(quiet.zone)
    today = now.astimezone(zone).date()
    # Quiet hours that began yesterday may last until this morning.
    for day in (today - timedelta(days=1), today):
        if quiet.days and _WEEKDAYS[day.weekday()] not in quiet.days:
            continue
        overnight = timedelta(days=1 if quiet.until < quiet.from_ else 0)
        begin = datetime.combine(day, quiet.from_, zone)
        end = datetime.combine(day + overnight, quiet.until, zone)
        if begin <= now < end:
            return end.astimezone(UTC)
    return None


def _next_digest(every: float, now: datetime) -> datetime:
    # Counted from the epoch, so that a restart changes nothing.
    return datetime.fromtimestamp((now.timestamp() // every + 1) * every, UTC)


def _at_least(alert: Alert | DigestItem, severity: Severity) -> bool:
    return _SEVERITIES.index(alert.severity) >= _SEVERITIES.index(severity)
