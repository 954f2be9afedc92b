"""Topics on Kafka as an operator's commands read and write them."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.intake import publish
from agents.producing import away
from agents.reading import read_topic
from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import broker_name
from monitor.errors import EngineError, UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import Topic
from schemas.base import VersionedRecord

logger = logging.getLogger(__name__)

_POLL_MILLISECONDS: Final = 500
_AGAIN_SECONDS: Final = 1.0


class KafkaRecords:
    """Topics of a broker."""

    def __init__(self, kafka: Kafka) -> None:
        """Take the broker."""
        self._kafka = kafka

    def read(self, topic: Topic) -> Iterator[VersionedRecord]:
        """Return every record of a topic; what cannot be read is left out."""
        yield from asyncio.run(read_topic(self._kafka, topic, skip_unreadable=True))

    def follow(self, topic: Topic, *, from_start: bool = False) -> Iterator[VersionedRecord]:
        """Return the records that come in, from now or from the start; never ends by itself.

        Once begun, it waits for a broker that goes away and goes on where it was.

        Raises:
            EngineError: the broker is away at the beginning.
        """
        with asyncio.Runner() as runner:
            begin = runner.run(self._begin(topic, from_start=from_start))
            while True:
                try:
                    yield from self._from(runner, topic, begin)
                except EngineError as error:
                    logger.warning("%s: waiting for it", error)
                    time.sleep(_AGAIN_SECONDS)

    def _from(
        self, runner: asyncio.Runner, topic: Topic, places: dict[TopicPartition, int]
    ) -> Iterator[VersionedRecord]:
        """Return the records from these offsets on, which are moved along."""
        consumer = runner.run(self._at(topic, places))
        try:
            while True:
                batches = runner.run(consumer.getmany(timeout_ms=_POLL_MILLISECONDS))
                for place, messages in batches.items():
                    for message in messages:
                        places[place] = message.offset + 1
                        with contextlib.suppress(UnreadableRecordError):
                            yield decode(topic, message.value)
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error, f"{topic} not read: ") from error
        finally:
            runner.run(consumer.stop())

    async def _at(self, topic: Topic, places: dict[TopicPartition, int]) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            **connection(self._kafka),
            enable_auto_commit=False,
            max_partition_fetch_bytes=topic.max_bytes + 65536,
        )
        try:
            await consumer.start()
        except (KafkaError, OSError) as error:
            await consumer.stop()
            raise away(self._kafka, error) from error
        consumer.assign(list(places))
        for place, offset in places.items():
            consumer.seek(place, offset)
        return consumer

    async def _begin(self, topic: Topic, *, from_start: bool) -> dict[TopicPartition, int]:
        consumer = AIOKafkaConsumer(**connection(self._kafka), enable_auto_commit=False)
        places = [
            TopicPartition(broker_name(self._kafka, topic), number)
            for number in range(self._kafka.partitions)
        ]
        try:
            await consumer.start()
            where = consumer.beginning_offsets if from_start else consumer.end_offsets
            found: dict[TopicPartition, int] = await where(places)
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error) from error
        finally:
            await consumer.stop()
        return found

    def publish(self, topic: Topic, records: Sequence[tuple[str, bytes]]) -> None:
        """Append records, each with its key."""
        asyncio.run(publish(self._kafka, topic, records))
