"""When a delivery is tried again, and what an answer means."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from schemas.delivery import Attempt, Delivery, DeliveryStatus

OK: Final = range(200, 300)

_ASKS_TO_WAIT: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_LONGEST_WAIT: Final = 86_400.0


def after_attempt(
    delivery: Delivery,
    attempt: Attempt,
    schedule: Sequence[float],
    jitter: float,
    longest_wait: float = _LONGEST_WAIT,
) -> Delivery:
    """Return the delivery as it stands after a try.

    Args:
        delivery: as it stood before.
        attempt: how the try went. Any 2xx is success; everything else is a failure, redirects
            included, because they are never followed. 410 is the last word.
        schedule: seconds before each try, the first included; when it is used up the delivery is
            exhausted.
        jitter: the wait is lengthened by this share of it (0 and up).
        longest_wait: most seconds for which a Retry-After is honoured.
    """
    attempts = (*delivery.attempts, attempt)
    update: dict[str, object] = {"attempts": attempts}
    if attempt.status in OK:
        update["status"] = DeliveryStatus.DELIVERED
    elif len(attempts) >= len(schedule) or attempt.status == HTTPStatus.GONE:
        update["status"] = DeliveryStatus.EXHAUSTED
    else:
        asked = min(attempt.retry_after or 0.0, longest_wait)
        update["due"] = max(
            next_due(attempt.at, schedule[len(attempts)], jitter),
            attempt.at + timedelta(seconds=asked),
        )
    return delivery.model_copy(update=update)


def next_due(last: datetime, wait: float, jitter: float) -> datetime:
    """Return when to try again, ``wait`` seconds after ``last`` and a little."""
    return last + timedelta(seconds=wait * (1 + jitter))


def retry_after(status: int, header: str | None, now: datetime) -> float | None:
    """Read how many seconds an endpoint asks us to wait (RFC 9110, 10.2.3), in either form.

    Only 429 and 503 ask; what cannot be read asks for nothing.
    """
    if header is None or status not in _ASKS_TO_WAIT:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max((at - now).total_seconds(), 0.0)
