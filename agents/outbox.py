"""The outbox on Kafka: a table, with an index in memory that is made anew from it."""

import asyncio
import contextlib
import heapq
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from agents.app import KafkaApp
from agents.notes import Notes
from agents.tables import Writes, is_own_key
from monitor.clock import Clock
from monitor.engine.kafka_topics import OUTBOX_TABLE
from monitor.engine.outbox import receipts
from monitor.stages.codec import encode
from monitor.topics import DELIVERIES, ENDPOINTS
from schemas.delivery import Delivery, DeliveryStatus
from schemas.health import Health
from schemas.order import Order

_SHORTEST_WAIT: Final = 0.01


class TableOutbox:
    """Deliveries of the partitions that this worker holds."""

    def __init__(self, kafka: KafkaApp, notes: Notes, clock: Clock) -> None:
        """Take the application; the index is empty until `rebuild`."""
        self._notes = notes
        self._kafka = kafka
        self._clock = clock
        self._table = kafka.tables[OUTBOX_TABLE]
        self._waiting: dict[str, dict[str, Delivery]] = defaultdict(dict)
        self._under_way: set[str] = set()
        self._news = asyncio.Event()

    def rebuild(self) -> None:
        """Read the index from the table, after partitions came or went."""
        self._waiting.clear()
        self._under_way.clear()
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
        if delivery.status is DeliveryStatus.PENDING:
            await self._table.write(partition, {key: encode(delivery), **also})
            self._put(delivery)
        else:
            await self._table.write(partition, {key: None, **also})
            self._waiting[delivery.endpoint].pop(delivery.id, None)
        self._under_way.discard(delivery.id)

    def _put(self, delivery: Delivery) -> None:
        self._waiting[delivery.endpoint][delivery.id] = delivery
        self._news.set()

    def __len__(self) -> int:
        """Count what waits."""
        return sum(map(len, self._waiting.values()))

    def _due(self, endpoint: str, now: datetime) -> list[Delivery]:
        waiting = self._waiting[endpoint].values()
        return [d for d in waiting if d.due <= now and d.id not in self._under_way]

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""
        return [endpoint for endpoint in list(self._waiting) if self._due(endpoint, now)]

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""
        found = heapq.nsmallest(limit, self._due(endpoint, now), key=lambda d: (d.due, d.id))
        self._under_way.update(delivery.id for delivery in found)
        return found

    async def settle(
        self,
        deliveries: Sequence[Delivery],
        health: Health | None = None,
        queued: Sequence[Delivery] = (),
    ) -> None:
        """Send the receipts and await them; the agent brings them into the table.

        What comes of a try goes first: a crash in between repeats it under the same ids.
        """
        first = [(DELIVERIES.name, d.endpoint, encode(d)) for d in queued]
        if health is not None:
            first.append((ENDPOINTS.name, health.endpoint, encode(health)))
            self._notes.keep(health)
        await self._send(first)
        await self._send(receipts(deliveries, self._clock()))

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
            await asyncio.wait_for(self._news.wait(), max(min([longest, *coming]), _SHORTEST_WAIT))
        self._news.clear()
