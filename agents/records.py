"""Topics on Kafka as an operator's commands read and write them."""

import asyncio
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
from monitor.errors import UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import Topic
from schemas.base import VersionedRecord

_POLL_MILLISECONDS: Final = 500


class KafkaRecords:
    """Topics of a broker."""

    def __init__(self, kafka: Kafka) -> None:
        """Take the broker."""
        self._kafka = kafka

    def read(self, topic: Topic) -> Iterator[VersionedRecord]:
        """Return every record of a topic; what cannot be read is left out."""
        yield from asyncio.run(read_topic(self._kafka, topic, skip_unreadable=True))

    def follow(self, topic: Topic, *, from_start: bool = False) -> Iterator[VersionedRecord]:
        """Return the records that come in, from now or from the start; never ends by itself."""
        with asyncio.Runner() as runner:
            consumer = runner.run(self._consumer(topic, from_start=from_start))
            try:
                while True:
                    try:
                        batches = runner.run(consumer.getmany(timeout_ms=_POLL_MILLISECONDS))
                    except (KafkaError, OSError) as error:
                        raise away(self._kafka, error, f"{topic} not read: ") from error
                    for message in (m for messages in batches.values() for m in messages):
                        try:
                            yield decode(topic, message.value)
                        except UnreadableRecordError:
                            continue
            finally:
                runner.run(consumer.stop())

    async def _consumer(self, topic: Topic, *, from_start: bool) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            **connection(self._kafka),
            enable_auto_commit=False,
            max_partition_fetch_bytes=topic.max_bytes + 65536,
        )
        try:
            await consumer.start()
            partitions = [
                TopicPartition(broker_name(self._kafka, topic), number)
                for number in range(self._kafka.partitions)
            ]
            consumer.assign(partitions)
            where = consumer.beginning_offsets if from_start else consumer.end_offsets
            for partition, offset in (await where(partitions)).items():
                consumer.seek(partition, offset)
        except (KafkaError, OSError) as error:
            await consumer.stop()
            raise away(self._kafka, error) from error
        return consumer

    def publish(self, topic: Topic, records: Sequence[tuple[str, bytes]]) -> None:
        """Append records, each with its key."""
        asyncio.run(publish(self._kafka, topic, records))
