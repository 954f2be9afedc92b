"""What every worker has to know: operators' orders, and how endpoints fare.

Both topics are small, compacted and read whole by each worker, because a silence concerns all of
them and an endpoint may move from one to another.
"""

import asyncio
import logging
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.producing import away
from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import broker_name
from monitor.errors import UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import ENDPOINTS, ORDERS
from schemas.health import Health
from schemas.order import Order

logger = logging.getLogger(__name__)

_READ_MILLISECONDS: Final = 1000


class Notes:
    """Follows the topics of orders and of endpoints."""

    def __init__(self, kafka: Kafka) -> None:
        """Prepare; nothing connects yet."""
        self._kafka = kafka
        self._consumer: AIOKafkaConsumer | None = None
        self._lock = asyncio.Lock()
        self._orders: list[Order] = []
        self._health: dict[str, Health] = {}

    async def start(self) -> None:
        """Connect, and read what is there.

        Raises:
            EngineError: the broker is away.
        """
        consumer = AIOKafkaConsumer(**connection(self._kafka), enable_auto_commit=False)
        try:
            await consumer.start()
            partitions = [
                TopicPartition(broker_name(self._kafka, topic), number)
                for topic in (ENDPOINTS, ORDERS)
                for number in range(self._kafka.partitions)
            ]
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            for partition, begin in (await consumer.beginning_offsets(partitions)).items():
                consumer.seek(partition, begin)
            self._consumer = consumer
            while any([await consumer.position(p) < ends[p] for p in partitions]):
                await self._read(_READ_MILLISECONDS)
        except (KafkaError, OSError) as error:
            await consumer.stop()
            raise away(self._kafka, error) from error

    async def stop(self) -> None:
        """Disconnect."""
        if self._consumer is not None:
            await self._consumer.stop()

    async def _read(self, milliseconds: int) -> None:
        if self._consumer is None:
            return
        try:
            batches = await self._consumer.getmany(timeout_ms=milliseconds)
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error, f"{ENDPOINTS} and {ORDERS} not read: ") from error
        for partition, messages in batches.items():
            for message in messages:
                topic = ORDERS if partition.topic == broker_name(self._kafka, ORDERS) else ENDPOINTS
                try:
                    record = decode(topic, message.value)
                except UnreadableRecordError as error:
                    logger.warning("%s", error)
                    continue
                if isinstance(record, Order):
                    self._orders.append(record)
                elif isinstance(record, Health):
                    self._health[record.endpoint] = record

    def keep(self, health: Health) -> None:
        """Remember what this worker itself has just found."""
        self._health[health.endpoint] = health

    async def health(self, endpoint: str) -> Health | None:
        """Return how an endpoint fares.

        Raises:
            EngineError: the broker is away or refuses.
        """
        async with self._lock:
            await self._read(0)
        return self._health.get(endpoint)

    async def orders(self) -> list[Order]:
        """Return the orders that came in since this was last asked, as they were given.

        Raises:
            EngineError: the broker is away or refuses.
        """
        async with self._lock:
            await self._read(0)
        orders, self._orders = self._orders, []
        return sorted(orders, key=lambda order: order.at)
