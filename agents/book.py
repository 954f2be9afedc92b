"""The book of polling on Kafka: a store for each partition, written through a changelog.

Articles are acknowledged by the broker before the state can be seen: a crash in between repeats the
poll, which finds the same articles under the same ids. The stores are but a copy of the changelog
for the time of an assignment.

Each partition's changelog is written in transactions under the partition's own name. Whoever takes
a partition over so locks out the one before, who may have been frozen and not know it yet.
"""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerFenced

from agents.producing import away, producing
from agents.reading import read_partitions
from monitor.clock import Clock
from monitor.config.service import Kafka
from monitor.engine.kafka_topics import (
    COPIES_BYTES,
    COPIES_TABLE,
    POLLS_BYTES,
    POLLS_TABLE,
    broker_name,
    changelog_name,
    transaction_name,
)
from monitor.engine.store import Commit, Store
from monitor.errors import EngineError
from monitor.feeds.known import Shelf
from monitor.feeds.state import COPIES, FeedState
from monitor.feeds.websub import Subscription
from monitor.polling.book import StoreBook, Turn
from monitor.stages.codec import encode
from monitor.topics import ARTICLES

_BATCH: Final = 500
_KIND, _KEY = 0, 2


class ChangelogBook:
    """Keeps the polling of the partitions that this worker holds.

    Attributes:
        failed: set when it can no longer be written and has to be opened anew.
    """

    def __init__(
        self,
        kafka: Kafka,
        stores: Mapping[int, StoreBook],
        writers: Mapping[int, AIOKafkaProducer],
        articles: AIOKafkaProducer,
    ) -> None:
        """Take what `open_book` has opened."""
        self.failed = asyncio.Event()
        self._kafka = kafka
        self._stores = stores
        self._writers = writers
        self._articles = articles
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, list[_Change]] = defaultdict(list)
        self._where: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._copies_read: dict[int, int] = {}

    def place(self, feeds: Mapping[str, int]) -> None:
        """Learn in which partition each feed is."""
        self._where = dict(feeds)

    async def states(self) -> dict[str, FeedState]:
        """Return the state of every feed that was ever polled, by id."""
        found = [(p, await store.states()) for p, store in self._stores.items()]
        return {n: s for p, states in found for n, s in states.items() if self._where.get(n) == p}

    async def holds(self) -> dict[str, float]:
        """Return the hosts to be left alone, until when."""
        found: dict[str, float] = {}
        for store in self._stores.values():
            for host, until in (await store.holds()).items():
                found[host] = max(until, found.get(host, 0.0))
        return found

    async def copies(self) -> list[tuple[str, bytes]]:
        """Return what the articles of the last days are compared by, of all workers."""
        found: dict[str, bytes] = {}
        self._copies_read.clear()
        name = changelog_name(self._kafka, COPIES_TABLE)
        async for record in read_partitions(self._kafka, name, COPIES_BYTES):
            found[record.key.decode()] = record.value
            self._copies_read[record.partition] = record.offset + 1
        return list(found.items())

    async def follow_copies(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield what comes after `copies`, as all workers write it; never ends by itself."""
        name = changelog_name(self._kafka, COPIES_TABLE)
        records = read_partitions(
            self._kafka, name, COPIES_BYTES, begin=self._copies_read, follow=True
        )
        async for record in records:
            yield record.key.decode(), record.value

    async def shelf(self, feed: str) -> Shelf:
        """Return what a feed is known to have carried."""
        return await self._stores[self._where[feed]].shelf(feed)

    async def subscriptions(self) -> dict[str, Subscription]:
        """Return the subscriptions at hubs, by feed; those of feeds that left the list, too."""
        found: dict[str, Subscription] = {}
        for partition, store in self._stores.items():
            kept = await store.subscriptions()
            found |= {
                n: s for n, s in kept.items() if self._where.setdefault(n, partition) == partition
            }
        return found

    async def keep(self, turn: Turn) -> None:
        """Publish the articles and keep the rest; who is cancelled meanwhile leaves no half of it.

        Raises:
            EngineError: the broker is away or refuses, or another worker has the partition; the
                state is as it was then, and the articles may be there.
        """
        task = asyncio.create_task(self._keep(turn))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for what is being written."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # who waited for it may be gone

    async def _keep(self, turn: Turn) -> None:
        partition = self._where[turn.feed]
        change = await asyncio.to_thread(_change, turn)
        if self.failed.is_set():
            raise EngineError("polling is about to be taken up anew")
        try:
            await self._write(partition, change)
        except (KafkaError, OSError) as error:
            # A producer is of no use after most failures: the broker does not know what it has.
            self.failed.set()
            if isinstance(error, ProducerFenced):
                raise EngineError("another worker has taken this feed over") from error
            raise away(self._kafka, error, "poll not kept: ") from error
        await self._stores[partition].keep(replace(turn, articles=(), copies={}))

    async def _write(self, partition: int, change: "_Change") -> None:
        """Send a change; what waits for a transaction shares the next one.

        The state is sent first, because that tells whether we were replaced, but nobody sees it
        before the transaction is committed: after the articles.
        """
        batch = self._waiting[partition]
        batch.append(change)
        async with self._locks[partition]:
            if batch is not self._waiting[partition]:
                if self.failed.is_set():
                    raise EngineError("the poll that this one was to be kept with was not kept")
                return  # an earlier turn took it along
            self._waiting[partition] = []
            writer = self._writers[partition]
            async with writer.transaction():
                polls = changelog_name(self._kafka, POLLS_TABLE)
                await _send(writer, polls, (c for one in batch for c in one.state), partition)
                articles = broker_name(self._kafka, ARTICLES)
                await _send(self._articles, articles, (c for one in batch for c in one.articles))
                copies = changelog_name(self._kafka, COPIES_TABLE)
                await _send(self._articles, copies, (c for one in batch for c in one.copies))


_Records = tuple[tuple[bytes, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What a turn sends, by topic: keys and values."""

    state: _Records
    articles: _Records
    copies: _Records


def _change(turn: Turn) -> _Change:
    cells = turn.cells()
    return _Change(
        tuple(("\x1f".join(p).encode(), v) for p, v in cells.items() if p[_KIND] != COPIES),
        tuple((article.id.encode(), encode(article)) for article in turn.articles),
        # What is too old goes by the topic's retention.
        tuple((p[1].encode(), v) for p, v in cells.items() if p[_KIND] == COPIES and v),
    )


async def _send(
    producer: AIOKafkaProducer,
    name: str,
    records: Iterable[tuple[bytes, bytes | None]],
    partition: int | None = None,
) -> None:
    sent = [
        await producer.send(name, value, key=key, partition=partition) for key, value in records
    ]
    for one in sent:
        await one


@asynccontextmanager
async def open_book(
    kafka: Kafka, partitions: Sequence[int], folder: Path, clock: Clock
) -> AsyncIterator[ChangelogBook]:
    """Take partitions over: lock out whoever had them, read their changelog, give their book.

    Args:
        kafka: the broker.
        partitions: of the topic `feeds`, held by this worker.
        folder: for the stores; what is there is an earlier assignment's and goes.
        clock: the present.

    Raises:
        EngineError: the broker is away or refuses.
    """
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        articles = await enter(producing(kafka, ARTICLES.max_bytes))
        writers = {
            number: await enter(producing(kafka, POLLS_BYTES, transaction_name(kafka, number)))
            for number in partitions
        }
        stores = {
            number: StoreBook(Store(folder / f"{number}.db", durable=False), clock)
            for number in partitions
        }
        for store in stores.values():
            stack.push_async_callback(store.close)
        await _load(kafka, partitions, folder, clock)
        book = ChangelogBook(kafka, stores, writers, articles)
        stack.push_async_callback(book.close)
        yield book


async def _load(kafka: Kafka, partitions: Sequence[int], folder: Path, clock: Clock) -> None:
    stores = {number: Store(folder / f"{number}.db", durable=False) for number in partitions}
    waiting: dict[int, dict[tuple[str, str], bytes | None]] = defaultdict(dict)

    async def write(partition: int) -> None:
        cells = waiting.pop(partition)
        await asyncio.to_thread(stores[partition].commit, Commit(cells=cells), clock())

    try:
        name = changelog_name(kafka, POLLS_TABLE)
        async for record in read_partitions(kafka, name, POLLS_BYTES, partitions):
            place = record.key.decode().partition("\x1f")
            waiting[record.partition][place[_KIND], place[_KEY]] = record.value
            if len(waiting[record.partition]) >= _BATCH:
                await write(record.partition)
        for partition in tuple(waiting):
            await write(partition)
    finally:
        for store in stores.values():
            store.close()
