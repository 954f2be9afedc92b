"""What is on record of deliveries: where each stands, and how an operator sends it again."""

import base64
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from monitor.errors import InputError, UnreadableRecordError
from monitor.stages.codec import decode, encode
from monitor.topics import DELIVERIES
from schemas.base import VersionedRecord
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery, DeliveryStatus


class Ledger:
    """Deliveries by id, each as it was last recorded."""

    def __init__(
        self, deliveries: Iterable[VersionedRecord], receipts: Iterable[VersionedRecord]
    ) -> None:
        """Read both topics.

        Args:
            deliveries: as they were handed over, those sent again included.
            receipts: how it went.
        """
        self._latest: dict[str, Delivery] = {}
        # A delivery that was sent again is told from its first round by its count.
        for record in (*deliveries, *receipts):
            if isinstance(record, Delivery):
                known = self._latest.get(record.id)
                if known is None or record.redrives >= known.redrives:
                    self._latest[record.id] = record

    def find(self, name: str) -> Delivery:
        """Return one delivery.

        Raises:
            InputError: there is none of that id.
        """
        try:
            return self._latest[name]
        except KeyError:
            raise InputError(f"no delivery has the id {name}") from None

    def select(
        self,
        *,
        endpoint: str | None = None,
        status: DeliveryStatus | None = None,
        since: datetime | None = None,
    ) -> list[Delivery]:
        """Return deliveries, the oldest first."""
        found = (
            delivery
            for delivery in self._latest.values()
            if endpoint in (None, delivery.endpoint)
            and status in (None, delivery.status)
            and (since is None or last_event(delivery) >= since)
        )
        return sorted(found, key=lambda delivery: (last_event(delivery), delivery.id))

    def counts(self) -> Counter[tuple[str, str, str]]:
        """Count deliveries by endpoint, status and reason."""
        return Counter(
            (delivery.endpoint, delivery.status.value, delivery.reason or "")
            for delivery in self._latest.values()
        )


def last_event(delivery: Delivery) -> datetime:
    """Return when something last happened to a delivery."""
    return delivery.attempts[-1].at if delivery.attempts else delivery.created


def delivery_of(letter: DeadLetter) -> Delivery | None:
    """Return the delivery that a dead letter holds, else None."""
    if letter.topic != DELIVERIES.name:
        return None
    try:
        record = decode(DELIVERIES, base64.b64decode(letter.value))
    except UnreadableRecordError:
        return None
    return record if isinstance(record, Delivery) else None


def again(delivery: Delivery, now: datetime) -> Delivery:
    """Return a delivery to be sent once more: same id, a schedule of its own, held by nothing."""
    return delivery.model_copy(
        update={
            "status": DeliveryStatus.PENDING,
            "due": now,
            "attempts": (),
            "held": None,
            "reason": None,
            "group": None,
            "redrives": delivery.redrives + 1,
        }
    )


def revived(letter: DeadLetter, now: datetime) -> tuple[str, str, bytes]:
    """Return what a dead letter puts back: topic, key and value."""
    delivery = delivery_of(letter)
    value = base64.b64decode(letter.value) if delivery is None else encode(again(delivery, now))
    return letter.topic, letter.key or "", value
