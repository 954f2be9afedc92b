"""Reads topics from outside a worker."""

import contextlib
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from monitor.config.service import Kafka
from monitor.engine.kafka_topics import broker_name
from monitor.errors import EngineError, UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import Topic
from schemas.base import VersionedRecord

_READ_MILLISECONDS: Final = 1000


async def read_topic(
    kafka: Kafka, topic: Topic, *, skip_unreadable: bool = False
) -> list[VersionedRecord]:
    """Read a whole topic; the order within each partition is kept.

    Args:
        kafka: the broker.
        topic: what to read.
        skip_unreadable: leave out what is no record of the topic instead of raising.

    Raises:
        UnreadableRecordError: a value is no record of the topic.
        EngineError: the broker is away.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=list(kafka.bootstrap),
        enable_auto_commit=False,
        max_partition_fetch_bytes=topic.max_bytes + 65536,
    )
    records: list[VersionedRecord] = []
    try:
        await consumer.start()
        partitions = [
            TopicPartition(broker_name(kafka, topic), number) for number in range(kafka.partitions)
        ]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        # Not seek_to_beginning: in aiokafka 0.14 it loses against the reset to "latest".
        for partition, begin in (await consumer.beginning_offsets(partitions)).items():
            consumer.seek(partition, begin)
        while any([await consumer.position(p) < ends[p] for p in partitions]):
            batch = await consumer.getmany(timeout_ms=_READ_MILLISECONDS)
            for message in (m for messages in batch.values() for m in messages):
                with contextlib.suppress(*((UnreadableRecordError,) if skip_unreadable else ())):
                    records.append(decode(topic, message.value))
    except (KafkaError, OSError) as error:
        raise EngineError(f"broker {', '.join(kafka.bootstrap)}: {error}") from error
    finally:
        await consumer.stop()
    return records
