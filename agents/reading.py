"""Reads topics from outside a worker."""

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import broker_name
from monitor.errors import EngineError, UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import Topic
from schemas.base import VersionedRecord

_READ_MILLISECONDS: Final = 1000
_MARGIN: Final = 65536  # what Kafka adds around a record


async def read_partitions(
    kafka: Kafka,
    name: str,
    max_bytes: int,
    partitions: Iterable[int] | None = None,
    *,
    begin: Mapping[int, int] | None = None,
    follow: bool = False,
) -> AsyncIterator["ConsumerRecord[Any, Any]"]:
    """Yield every record that was committed; the order within each partition is kept.

    Args:
        kafka: the broker.
        name: of the topic on the broker.
        max_bytes: of its largest record.
        partitions: which of them; all unless given.
        begin: first offset by partition; the beginning unless given.
        follow: go on with what comes, for ever, instead of ending at the present end.

    Raises:
        EngineError: the broker is away.
    """
    numbers = range(kafka.partitions) if partitions is None else partitions
    wanted = [TopicPartition(name, number) for number in numbers]
    if not wanted:
        return
    consumer = AIOKafkaConsumer(
        **connection(kafka),
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_partition_fetch_bytes=max_bytes + _MARGIN,
    )
    try:
        await consumer.start()
        consumer.assign(wanted)
        ends = await consumer.end_offsets(wanted)
        # Not seek_to_beginning: in aiokafka 0.14 it loses against the reset to "latest".
        for partition, first in (await consumer.beginning_offsets(wanted)).items():
            consumer.seek(partition, (begin or {}).get(partition.partition, first))
        while follow or any([await consumer.position(p) < ends[p] for p in wanted]):
            for records in (await consumer.getmany(timeout_ms=_READ_MILLISECONDS)).values():
                for record in records:
                    yield record
    except (KafkaError, OSError) as error:
        raise EngineError(f"broker {', '.join(kafka.bootstrap)}: {error}") from error
    finally:
        await consumer.stop()


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
    records: list[VersionedRecord] = []
    async for message in read_partitions(kafka, broker_name(kafka, topic), topic.max_bytes):
        with contextlib.suppress(*((UnreadableRecordError,) if skip_unreadable else ())):
            records.append(decode(topic, message.value))
    return records
