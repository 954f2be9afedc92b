"""The list of feeds as workers share it: the topic `feeds`, in the partitions that they divide.

All feeds of a host are in one partition, so that one worker asks it and needs nobody's leave.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from agents.producing import away, producing
from agents.reading import read_partitions
from monitor.config.service import Kafka
from monitor.engine.kafka_topics import POLLS_BYTES, POLLS_TABLE, broker_name, changelog_name
from monitor.feeds.links import host_of
from monitor.feeds.state import POLLS, SUBSCRIPTIONS, FeedState
from monitor.feeds.websub import Subscription
from monitor.polling.book import readable
from monitor.stages.codec import encode
from monitor.topics import FEEDS
from schemas.feed import Feed

_Place = tuple[int, str]


def partition_of(feed: Feed, partitions: int) -> int:
    """Return the partition that a feed is in: that of its host."""
    digest = blake2b(host_of(str(feed.url)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) % partitions


async def share_feeds(kafka: Kafka, feeds: Iterable[Feed]) -> int:
    """Bring the topic to what a watch-list says; workers follow it.

    What is no longer listed is taken out first, so that a feed that moves to another host is never
    in two places. Cut off in the middle, the next call does the rest.

    Returns:
        how many records that took.

    Raises:
        EngineError: the broker is away or refuses.
    """
    wanted: dict[_Place, bytes | None] = {
        (partition_of(feed, kafka.partitions), feed.id): encode(feed) for feed in feeds
    }
    listed = await _listed(kafka)
    gone: dict[_Place, bytes | None] = dict.fromkeys(listed.keys() - wanted.keys())
    new = {place: value for place, value in wanted.items() if listed.get(place) != value}
    if not gone and not new:
        return 0
    async with producing(kafka, FEEDS.max_bytes) as producer:
        try:
            for changes in (gone, new):
                await _send(producer, broker_name(kafka, FEEDS), changes)
        except (KafkaError, OSError) as error:
            raise away(kafka, error, f"{FEEDS} not taken: ") from error
    return len(gone) + len(new)


async def _send(
    producer: AIOKafkaProducer, name: str, changes: Mapping[_Place, bytes | None]
) -> None:
    sent = [
        await producer.send(name, value, key=feed.encode(), partition=partition)
        for (partition, feed), value in sorted(changes.items(), key=lambda change: change[0])
    ]
    for one in sent:
        await one


async def _listed(kafka: Kafka) -> dict[_Place, bytes]:
    found: dict[_Place, bytes] = {}
    async for record in read_partitions(kafka, broker_name(kafka, FEEDS), FEEDS.max_bytes):
        place = (record.partition, record.key.decode("utf-8", "replace"))
        if record.value is None:
            found.pop(place, None)
        else:
            found[place] = record.value
    return found


async def read_polls(
    kafka: Kafka, feeds: Iterable[Feed]
) -> tuple[dict[str, FeedState], dict[str, Subscription]]:
    """Return where the polling of feeds and their subscriptions stand, as workers last kept it.

    Raises:
        EngineError: the broker is away.
    """
    places = {feed.id: partition_of(feed, kafka.partitions) for feed in feeds}
    found: dict[str, dict[str, bytes]] = {POLLS: {}, SUBSCRIPTIONS: {}}
    name = changelog_name(kafka, POLLS_TABLE)
    async for record in read_partitions(kafka, name, POLLS_BYTES):
        kind, _, feed = record.key.decode().partition("\x1f")
        if kind not in found or places.get(feed) != record.partition:
            continue
        if record.value is None:
            found[kind].pop(feed, None)
        else:
            found[kind][feed] = record.value
    states = readable(FeedState, found[POLLS].items())
    return states, readable(Subscription, found[SUBSCRIPTIONS].items())
