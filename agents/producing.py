"""Producers as everything here uses them: acknowledged by all replicas, without repetition."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.errors import EngineError


@asynccontextmanager
async def producing(
    kafka: Kafka, max_bytes: int, name: str | None = None
) -> AsyncIterator[AIOKafkaProducer]:
    """Give a producer while the context lasts.

    Args:
        kafka: the broker.
        max_bytes: of the largest record.
        name: for transactions; whoever takes the same name later locks this producer out.

    Raises:
        EngineError: the broker is away.
    """
    producer = AIOKafkaProducer(
        **connection(kafka),
        acks="all",
        enable_idempotence=True,
        max_request_size=max_bytes,
        transactional_id=name,
    )
    try:
        try:
            await producer.start()
        except (KafkaError, OSError) as error:
            raise away(kafka, error) from error
        yield producer
    finally:
        with suppress(KafkaError):  # told before, where it mattered
            await producer.stop()


def away(kafka: Kafka, error: Exception, what: str = "") -> EngineError:
    """Say in one line what the broker did not do."""
    where = ", ".join(kafka.bootstrap)
    return EngineError(f"broker {where}: {what}{type(error).__name__}")
