"""How an endpoint fares: when it is left alone for a while, and when for good. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.config.service import Delivery as Settings
from monitor.delivery.schedule import OK
from schemas.delivery import Attempt
from schemas.health import Health
from schemas.order import Order, OrderKind

GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we put up with what.

    Attributes:
        failures: in a row, that open the breaker; 0 never does.
        pause: seconds for which it opens first.
        longest: each failed probe doubles the pause up to this.
        disable_after: seconds of nothing but failures after which an endpoint is disabled.
        longest_wait: most seconds for which a Retry-After is honoured.
        silence: seconds without a try after which nobody knows how an endpoint fares.
    """

    failures: int = 0
    pause: float = 5.0
    longest: float = 300.0
    disable_after: float = 432_000.0
    longest_wait: float = 86_400.0
    silence: float = 2 * 86_400.0

    @classmethod
    def of(cls, settings: Settings) -> "Patience":
        """Take it from the configuration."""
        breaker = settings.breaker
        return cls(
            breaker.failures,
            breaker.pause,
            breaker.longest,
            settings.disable_after,
            settings.longest_wait,
            # Of a delivery that fails the next try comes sooner.
            2 * max(*settings.schedule, settings.longest_wait, settings.breaker.longest),
        )


def after_try(health: Health, attempt: Attempt, now: datetime, patience: Patience) -> Health:
    """Return how an endpoint fares after a try that ended ``now``."""
    if attempt.status in OK:
        return _after_success(health, now)
    since = _failing_since(health, attempt, patience)
    failures = health.failures + 1
    update: dict[str, object] = {
        "failures": failures,
        "failing_since": since,
        "failed_at": attempt.at,
    }
    if health.disabled_at is not None:
        return health.model_copy(update=update)
    if attempt.status == GONE:
        update |= {"disabled_at": now, "reason": "it answered 410 Gone"}
    elif now - since >= timedelta(seconds=patience.disable_after):
        span = _words(patience.disable_after)
        update |= {"disabled_at": now, "reason": f"nothing but failures for {span}"}
    elif health.paused_until is not None and health.paused_until > now:
        pass  # Tries that were under way when the pause began say nothing new.
    elif attempt.retry_after:
        wait = min(attempt.retry_after, patience.longest_wait)
        reason = f"it answered {attempt.status} and asked to wait {_words(wait)}"
        update |= {"paused_until": now + timedelta(seconds=wait), "reason": reason}
    elif patience.failures and failures >= patience.failures:
        pause = min(health.pause * 2 or patience.pause, patience.longest)
        update |= {
            "pause": pause,
            "paused_until": now + timedelta(seconds=pause),
            "reason": f"breaker open after {failures} failures in a row",
        }
    return health.model_copy(update=update)


def _after_success(health: Health, now: datetime) -> Health:
    if health.failing_since is None and health.disabled_at is None:
        return health
    if health.disabled_at is not None:
        # What was still under way when it was disabled does not enable it.
        return Health(
            endpoint=health.endpoint, disabled_at=health.disabled_at, reason=health.reason
        )
    if health.pause == 0 and health.paused_until is not None and health.paused_until > now:
        # What was under way beside the try that was asked to wait takes nothing back.
        return Health(
            endpoint=health.endpoint, paused_until=health.paused_until, reason=health.reason
        )
    return Health(endpoint=health.endpoint)


def _failing_since(health: Health, attempt: Attempt, patience: Patience) -> datetime:
    since, last = health.failing_since, health.failed_at
    silent = last is not None and attempt.at - last > timedelta(seconds=patience.silence)
    # Where nothing was tried for long it may have been well meanwhile.
    return attempt.at if since is None or silent else since


def is_probing(health: Health) -> bool:
    """Tell whether the next try is a probe, to be made alone."""
    return health.pause > 0


def why_disabled(health: Health | None, order: Order | None) -> str | None:
    """Say why an endpoint is not sent to, else None. The newer of order and verdict holds."""
    if order is not None and order.kind is OrderKind.DISABLE:
        return f"disabled by {order.by}: {order.why}"
    if health is None or health.disabled_at is None:
        return None
    if order is not None and order.kind is OrderKind.ENABLE and order.at >= health.disabled_at:
        return None
    return f"disabled since {health.disabled_at:%Y-%m-%d %H:%M} UTC: {health.reason}"


def enabled_again(health: Health, order: Order) -> Health:
    """Return how an endpoint fares after an operator's order: enabled, it starts afresh."""
    if order.kind is OrderKind.ENABLE:
        return Health(endpoint=health.endpoint)
    return health


def _words(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {name}"
    return f"{seconds:.3g} seconds"
