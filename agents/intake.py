"""Hands records to the chain from outside a worker."""

from collections.abc import Iterable

from aiokafka.errors import KafkaError

from agents.producing import away, producing
from monitor.config.service import Kafka
from monitor.engine.kafka_topics import broker_name
from monitor.stages.codec import encode
from monitor.topics import ARTICLES, Topic
from schemas.article import Article


async def publish_articles(
    kafka: Kafka, articles: Iterable[Article], *, partition: int | None = None
) -> int:
    """Send articles in the order given and await the broker's acknowledgement of each.

    Args:
        kafka: the broker.
        articles: what to send.
        partition: send all through one partition, so that their order is kept.

    Returns:
        how many were sent.

    Raises:
        EngineError: the broker is away or refuses one; those before it are there.
    """
    records = ((article.id, encode(article)) for article in articles)
    return await publish(kafka, ARTICLES, records, partition=partition)


async def publish(
    kafka: Kafka,
    topic: Topic,
    records: Iterable[tuple[str, bytes]],
    *,
    partition: int | None = None,
) -> int:
    """Send records, each with its key, in the order given and await each acknowledgement.

    Raises:
        EngineError: the broker is away or refuses one; those before it are there.
    """
    name = broker_name(kafka, topic)
    count = 0
    async with producing(kafka, topic.max_bytes) as producer:
        try:
            pending = [
                await producer.send(name, value, key=key.encode(), partition=partition)
                for key, value in records
            ]
            for sent in pending:
                await sent
                count += 1
        except (KafkaError, OSError) as error:
            raise away(kafka, error, f"{topic} not taken: ") from error
    return count
