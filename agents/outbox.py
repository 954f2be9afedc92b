"""The outbox on Kafka: a table, with an index in memory that is made anew from it."""

import asyncio
import contextlib
import heapq
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from agents.app import KafkaApp
from agents.deliver import SETTLE
from agents.notes import Notes
from agents.tables import Writes, done_key, is_own_key
from monitor.clock import Clock
from monitor.engine.done import Done
from monitor.engine.kafka_topics import OUTBOX_TABLE
from monitor.engine.outbox import receipts
from monitor.stages.codec import encode
from monitor.topics import DELIVERIES, ENDPOINTS, RECEIPTS
from schemas.delivery import Delivery, DeliveryStatus
from schemas.health import Health
from schemas.order import Order

_SHORTEST_WAIT: Final = 0.01


class TableOutbox:
    """Deliveries of the partitions that this worker holds.

    What was tried stays in the table until its receipt has been read, so neither is sent meanwhile:
    what this worker has tried, and anything at all while receipts stand unread that were written
    before it got its partitions. A worker that is told to stop reads no more, but ends its tries.
    """

    def __init__(self, kafka: KafkaApp, notes: Notes, clock: Clock) -> None:
        """Take the application; the index is empty until `rebuild`."""
        self._notes = notes
        self._kafka = kafka
        self._clock = clock
        self._table = kafka.tables[OUTBOX_TABLE]
        self._waiting: dict[str, dict[str, Delivery]] = defaultdict(dict)
        # Of tries whose receipt is being sent, and of those whose receipt is not in the table yet.
        self._sending: set[str] = set()
        self._unread: set[str] = set()
        # Of each partition of receipts, where it ended when it was given to this worker, and for
        # how long it is waited for that they are read so far.
        self._ends: dict[int, int] = {}
        self._patience = clock()
        self._news = asyncio.Event()

    def forget(self) -> None:
        """Send nothing more, because the partitions are about to be divided anew."""
        self._waiting.clear()

    async def rebuild(self) -> None:
        """Read the index from the table, after partitions came or went."""
        self.forget()
        # Their receipts stand before the ends that are asked for now, or are for whoever holds the
        # partition. Those that are being sent may come behind.
        told = self._unread - self._sending
        consumer = self._kafka.app.consumer
        topic = self._kafka.topics[RECEIPTS.name].get_topic_name()
        held = [place for place in consumer.assignment() if place.topic == topic]
        ends = await consumer.highwaters(*held) if held else {}
        self._ends = {place.partition: end for place, end in ends.items()}
        self._patience = self._clock() + timedelta(
            seconds=self._kafka.app.conf.broker_session_timeout
        )
        self._unread -= told - self._sending
        for key, value in self._table.items():
            if not is_own_key(key):
                self._put(Delivery.model_validate_json(value))

    async def queue(self, partition: int, delivery: Delivery, also: Writes) -> None:
        """Keep a new delivery; one that already waits is left as it is. Called by the agent.

        Args:
            partition: of the record at hand.
            delivery: what waits.
            also: what is written together with it.
        """
        key = delivery.id.encode()
        if key in self._table:
            await self._table.write(partition, also)
        else:
            await self._table.write(partition, {key: encode(delivery), **also})
            self._put(delivery)

    async def settled(self, partition: int, delivery: Delivery, also: Writes) -> None:
        """Take a receipt to the table: waiting again, or gone. Called by the agent.

        Args:
            partition: of the record at hand.
            delivery: as it was tried.
            also: what is written together with it.
        """
        key = delivery.id.encode()
        # That a receipt is read shows in the table before it does in the index.
        self._unread.add(delivery.id)
        if delivery.status is DeliveryStatus.PENDING and key not in self._table:
            # Another worker that held the partition has delivered it meanwhile.
            await self._table.write(partition, also)
        elif delivery.status is DeliveryStatus.PENDING:
            await self._table.write(partition, {key: encode(delivery), **also})
            self._put(delivery)
        else:
            await self._table.write(partition, {key: None, **also})
            self._waiting[delivery.endpoint].pop(delivery.id, None)
        self._unread.discard(delivery.id)
        if self._ends:
            self._news.set()

    def _put(self, delivery: Delivery) -> None:
        self._waiting[delivery.endpoint][delivery.id] = delivery
        self._news.set()

    def __len__(self) -> int:
        """Count what waits."""
        return sum(map(len, self._waiting.values()))

    def _due(self, endpoint: str, now: datetime) -> list[Delivery]:
        if self._is_behind(now):
            return []
        waiting = self._waiting[endpoint].values()
        return [d for d in waiting if d.due <= now and d.id not in self._unread]

    def _is_behind(self, now: datetime) -> bool:
        """Tell whether receipts of before the last `rebuild` are unread, and awaited still.

        What a broker keeps at the end of a partition may be no record (the end of a transaction),
        so they are awaited for no longer than a session.
        """
        for partition, end in list(self._ends.items()):
            done = Done.read(self._table.look(partition, done_key(SETTLE.name)))
            if done.offset + 1 >= end or now >= self._patience:
                del self._ends[partition]
        return bool(self._ends)

    def is_waiting(self, delivery: Delivery) -> bool:
        """Tell whether a delivery that was due is still this worker's to send."""
        return delivery.id in self._waiting[delivery.endpoint]

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""
        return [endpoint for endpoint in list(self._waiting) if self._due(endpoint, now)]

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""
        return heapq.nsmallest(limit, self._due(endpoint, now), key=lambda d: (d.due, d.id))

    async def settle(
        self,
        deliveries: Sequence[Delivery],
        health: Health | None = None,
        queued: Sequence[Delivery] = (),
    ) -> None:
        """Send the receipts and await them; the agent brings them into the table.

        What comes of a try goes first: a crash in between repeats it under the same ids.
        """
        ids = {delivery.id for delivery in deliveries}
        self._sending |= ids
        self._unread |= ids
        receipted: set[str] = set()
        try:
            first = [(DELIVERIES.name, d.endpoint, encode(d)) for d in queued]
            if health is not None:
                first.append((ENDPOINTS.name, health.endpoint, encode(health)))
                self._notes.keep(health)
            await self._send(first)
            outcomes = await asyncio.gather(
                *(self._send(receipts([d], self._clock())) for d in deliveries),
                return_exceptions=True,
            )
            errors = [error for error in outcomes if error is not None]
            receipted = {d.id for d, error in zip(deliveries, outcomes, strict=True) if not error}
            if errors:
                raise errors[0]
        finally:
            # What has no receipt is to be tried again.
            self._unread -= ids - receipted
            self._sending -= ids

    async def _send(self, records: Sequence[tuple[str, str, bytes]]) -> None:
        sent = [
            await self._kafka.topics[name].send(key=key.encode(), value=value)
            for name, key, value in records
        ]
        await asyncio.gather(*sent)

    async def health(self, endpoint: str) -> Health | None:
        """Return how an endpoint fares, as last settled by whichever worker."""
        return await self._notes.health(endpoint)

    async def orders(self) -> list[Order]:
        """Return the operators' orders that came in since this was last asked; at first, all."""
        return await self._notes.orders()

    async def wait(self, now: datetime, longest: float) -> None:
        """Wait for news, for the next delivery to come due, or ``longest`` seconds."""
        coming = [
            d.due.timestamp() - now.timestamp()
            for waiting in self._waiting.values()
            for d in waiting.values()
            if d.due > now
        ]
        with contextlib.suppress(TimeoutError):
            # Not `wait_for`: on 3.11 that swallows a cancellation that comes with the news.
            async with asyncio.timeout(max(min([longest, *coming]), _SHORTEST_WAIT)):
                await self._news.wait()
        self._news.clear()
