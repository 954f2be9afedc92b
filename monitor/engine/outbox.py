"""The outbox of the embedded engine: a table of its store."""

import asyncio
import base64
import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from monitor.clock import Clock
from monitor.engine.embedded import to_pending
from monitor.engine.store import Commit, Store
from monitor.identity import make_id
from monitor.stages.codec import encode
from monitor.topics import DEAD_LETTERS, DELIVERIES, RECEIPTS
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery, DeliveryStatus


def receipts(deliveries: Sequence[Delivery], now: datetime) -> list[tuple[str, str, bytes]]:
    """Return what goes on record of tries: (topic, key, value)."""
    records = []
    for delivery in deliveries:
        records.append((RECEIPTS.name, delivery.endpoint, encode(delivery)))
        if delivery.status is DeliveryStatus.EXHAUSTED:
            records.append((DEAD_LETTERS.name, DELIVERIES.name, encode(_dead(delivery, now))))
    return records


def _dead(delivery: Delivery, now: datetime) -> DeadLetter:
    last = delivery.attempts[-1]
    why = last.error or f"HTTP {last.status}"
    if last.error and last.status:
        why = f"HTTP {last.status}: {last.error}"
    return DeadLetter(
        id=make_id("dd", "deliver", delivery.id),
        hop="deliver",
        topic=DELIVERIES.name,
        key=delivery.endpoint,
        value=base64.b64encode(encode(delivery)).decode(),
        reason=f"endpoint {delivery.endpoint}: {len(delivery.attempts)} tries failed, last: {why}",
        error="DeliveryExhausted",
        at=now,
    )


_SHORTEST_WAIT: Final = 0.01


class StoreOutbox:
    """Reads and writes the store in a thread, so that the event loop never waits for a disk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take a store of its own; nobody else may use the connection."""
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._news = asyncio.Event()

    def notify(self) -> None:
        """Say that something may have come in."""
        self._news.set()

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""
        async with self._lock:
            return await asyncio.to_thread(self._store.endpoints_due, now)

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""
        async with self._lock:
            found = await asyncio.to_thread(self._store.due, endpoint, now, limit)
        return [Delivery.model_validate_json(value) for value in found]

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Write receipts, dead letters and the outbox in one transaction."""
        now = self._clock()
        step = Commit(
            appends=tuple(receipts(deliveries, now)),
            requeue=tuple(to_pending(d) for d in deliveries if d.status is DeliveryStatus.PENDING),
            settled=tuple(d.id for d in deliveries if d.status is not DeliveryStatus.PENDING),
        )
        async with self._lock:
            await asyncio.to_thread(self._store.commit, step, now)

    async def wait(self, now: datetime, longest: float) -> None:
        """Wait for news, for the next delivery to come due, or ``longest`` seconds."""
        async with self._lock:
            next_due = await asyncio.to_thread(self._store.next_due, now)
        seconds = longest if next_due is None else min(longest, next_due - now.timestamp())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), max(seconds, _SHORTEST_WAIT))
        # What was notified until here is seen by the caller's next look.
        self._news.clear()
