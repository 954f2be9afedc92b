"""The outbox of the embedded engine: a table of its store."""

import asyncio
import base64
import contextlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from monitor.clock import Clock
from monitor.engine.embedded import to_pending
from monitor.engine.store import Commit, Entry, Store
from monitor.errors import EngineError, UnreadableRecordError
from monitor.identity import make_id
from monitor.stages.codec import decode, encode
from monitor.topics import DEAD_LETTERS, DELIVERIES, ENDPOINTS, ORDERS, RECEIPTS
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery, DeliveryStatus
from schemas.health import Health
from schemas.order import Order

logger = logging.getLogger(__name__)


def receipts(deliveries: Sequence[Delivery], now: datetime) -> list[tuple[str, str, bytes]]:
    """Return what goes on record of tries: (topic, key, value)."""
    records = []
    for delivery in deliveries:
        records.append((RECEIPTS.name, delivery.endpoint, encode(delivery)))
        if delivery.status is DeliveryStatus.EXHAUSTED:
            records.append((DEAD_LETTERS.name, DELIVERIES.name, encode(_dead(delivery, now))))
    return records


def _dead(delivery: Delivery, now: datetime) -> DeadLetter:
    return DeadLetter(
        id=make_id("dd", "deliver", delivery.id),
        hop="deliver",
        topic=DELIVERIES.name,
        key=delivery.endpoint,
        value=base64.b64encode(encode(delivery)).decode(),
        reason=f"endpoint {delivery.endpoint}: {_why(delivery)}",
        error="DeliveryExhausted",
        at=now,
    )


def _why(delivery: Delivery) -> str:
    if delivery.reason:
        return delivery.reason
    last = delivery.attempts[-1]
    why = last.error or f"HTTP {last.status}"
    if last.error and last.status:
        why = f"HTTP {last.status}: {last.error}"
    return f"{len(delivery.attempts)} tries failed, last: {why}"


def _order(entry: Entry) -> Order | None:
    """Read an order; one that cannot be read stays on its topic, is named and stops nothing."""
    try:
        record = decode(ORDERS, entry.value)
    except UnreadableRecordError as error:
        logger.warning("%s %d: %s", ORDERS, entry.offset, error)
        return None
    return record if isinstance(record, Order) else None


_SHORTEST_WAIT: Final = 0.01
_ORDERS_READ: Final = 1000

_T = TypeVar("_T")


@dataclass(slots=True)
class _Settling:
    """What one caller wants written, and where it hears that it is."""

    deliveries: Sequence[Delivery]
    health: Health | None
    queued: Sequence[Delivery]
    done: asyncio.Future[None]


class StoreOutbox:
    """Reads and writes the store in a thread, so that the event loop never waits for a disk.

    What several endpoints have to settle meanwhile goes into one transaction: waiting for the disk
    once for each delivery would bound all of them together to some hundred a second.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take a store of its own; nobody else may use the connection."""
        self._store = store
        # One thread, so that what a cancelled caller leaves running is never beside anything else.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._clock = clock
        self._lock = asyncio.Lock()
        self._news = asyncio.Event()
        self._settling: list[_Settling] = []
        self._writer: asyncio.Task[None] | None = None
        self._orders_read = 0

    def notify(self) -> None:
        """Say that something may have come in."""
        self._news.set()

    async def close(self) -> None:
        """Wait until the store is no longer in use; who opened it may then close it."""
        try:
            await self.flush()
        finally:
            await asyncio.to_thread(self._thread.shutdown)

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""
        async with self._lock:
            return await self._in_thread(lambda: self._store.endpoints_due(now))

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""
        async with self._lock:
            found = await self._in_thread(lambda: self._store.due(endpoint, now, limit))
        return [Delivery.model_validate_json(value) for value in found]

    def is_waiting(self, delivery: Delivery) -> bool:  # noqa: ARG002 - as `Outbox` asks
        """Tell that a delivery is still to be sent: nobody else sends what this store holds."""
        return True

    async def settle(
        self,
        deliveries: Sequence[Delivery],
        health: Health | None = None,
        queued: Sequence[Delivery] = (),
    ) -> None:
        """Write receipts, dead letters, health and the outbox in one transaction."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._settling.append(_Settling(deliveries, health, queued, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    async def flush(self) -> None:
        """Wait until everything settled so far is written."""
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        while self._settling:
            async with self._lock:
                batch, self._settling = self._settling, []
                try:
                    await self._in_thread(partial(self._commit, batch))
                except EngineError as error:
                    outcome: EngineError | None = error
                else:
                    outcome = None
            if any(d.status is DeliveryStatus.PENDING for s in batch for d in s.deliveries):
                # It may come due before whoever waits for news would look again.
                self._news.set()
            for settling in batch:
                if settling.done.done():
                    continue
                if outcome is None:
                    settling.done.set_result(None)
                else:
                    settling.done.set_exception(outcome)

    def _commit(self, batch: Sequence[_Settling]) -> None:
        now = self._clock()
        deliveries = [d for settling in batch for d in settling.deliveries]
        appends = receipts(deliveries, now)
        cells: dict[tuple[str, str], bytes | None] = {}
        for settling in batch:
            appends += [(DELIVERIES.name, d.endpoint, encode(d)) for d in settling.queued]
            if settling.health is not None:
                cells[ENDPOINTS.name, settling.health.endpoint] = encode(settling.health)
        appends += [(ENDPOINTS.name, name, value) for (_, name), value in cells.items() if value]
        waiting = [d for d in deliveries if d.status is DeliveryStatus.PENDING]
        ended = [d.id for d in deliveries if d.status is not DeliveryStatus.PENDING]
        self._store.commit(
            Commit(
                appends=tuple(appends),
                cells=cells,
                requeue=tuple(map(to_pending, waiting)),
                settled=tuple(ended),
            ),
            now,
        )

    async def health(self, endpoint: str) -> Health | None:
        """Return how an endpoint fares, as last settled."""
        async with self._lock:
            found = await self._in_thread(lambda: self._store.cell(ENDPOINTS.name, endpoint))
        return Health.model_validate_json(found) if found else None

    async def orders(self) -> list[Order]:
        """Return the operators' orders that came in since this was last asked; at first, all."""
        async with self._lock:
            entries = await self._in_thread(
                lambda: self._store.read(ORDERS.name, self._orders_read, _ORDERS_READ)
            )
        if entries:
            self._orders_read = entries[-1].offset + 1
        return [order for entry in entries if (order := _order(entry)) is not None]

    async def wait(self, now: datetime, longest: float) -> None:
        """Wait for news, for the next delivery to come due, or ``longest`` seconds."""
        async with self._lock:
            next_due = await self._in_thread(lambda: self._store.next_due(now))
        seconds = longest if next_due is None else min(longest, next_due - now.timestamp())
        with contextlib.suppress(TimeoutError):
            # Not `wait_for`: on 3.11 that swallows a cancellation that comes with the news.
            async with asyncio.timeout(max(seconds, _SHORTEST_WAIT)):
                await self._news.wait()
        # What was notified until here is seen by the caller's next look.
        self._news.clear()
