"""When a delivery is tried again, and what an answer means."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from schemas.delivery import Attempt, Delivery, DeliveryStatus

_OK = range(200, 300)


def after_attempt(
    delivery: Delivery, attempt: Attempt, schedule: Sequence[float], jitter: float
) -> Delivery:
    """Return the delivery as it stands after a try.

    Args:
        delivery: as it stood before.
        attempt: how the try went. Any 2xx is success; everything else is a failure, redirects
            included, because they are never followed.
        schedule: seconds before each try, the first included; when it is used up the delivery is
            exhausted.
        jitter: the wait is lengthened by this share of it (0 and up).
    """
    attempts = (*delivery.attempts, attempt)
    update: dict[str, object] = {"attempts": attempts}
    if attempt.status in _OK:
        update["status"] = DeliveryStatus.DELIVERED
    elif len(attempts) >= len(schedule):
        update["status"] = DeliveryStatus.EXHAUSTED
    else:
        update["due"] = next_due(attempt.at, schedule[len(attempts)], jitter)
    return delivery.model_copy(update=update)


def next_due(last: datetime, wait: float, jitter: float) -> datetime:
    """Return when to try again, ``wait`` seconds after ``last`` and a little."""
    return last + timedelta(seconds=wait * (1 + jitter))
