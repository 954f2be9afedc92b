"""Polling on a real broker: feeds shared by workers that die, and nothing lost or asked twice."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from agents.book import ChangelogBook, open_book
from agents.feeds import partition_of, share_feeds
from agents.polling import Share
from agents.reading import read_topic
from monitor.clock import system_clock
from monitor.config.polling import Polling
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_topics import create_topics
from monitor.errors import EngineError
from monitor.feeds.known import Known, Shelf
from monitor.feeds.state import FeedState
from monitor.feeds.websub import Subscription
from monitor.flow import Flow
from monitor.polling.book import Turn
from monitor.testing.publisher import Item, Publisher, rss
from monitor.topics import ARTICLES
from schemas.article import Article
from schemas.feed import Feed
from tests.kafka.test_faults import _worker
from tests.support.commands import call
from tests.support.making import lake_watchlist

pytestmark = pytest.mark.kafka

HOSTS = 6
POLLING = {
    "allow_networks": ["127.0.0.0/8"],
    "host_gap": 0,
    "host_connections": 1,
    "floor": 0.1,
    "ceiling": 0.3,
    "jitter": 0,
}


async def until(look: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.05)


async def articles(kafka: Kafka) -> list[Article]:
    """Return every article on the broker."""
    return [a for a in await read_topic(kafka, ARTICLES) if isinstance(a, Article)]


async def until_published(kafka: Kafka, titles: set[str]) -> list[Article]:
    """Read the articles until every title is there."""
    async with asyncio.timeout(90):
        while True:
            found = await articles(kafka)
            if titles <= {article.title for article in found}:
                return found
            await asyncio.sleep(0.3)


@asynccontextmanager
async def publishers(count: int) -> AsyncIterator[list[Publisher]]:
    """Give publishers, each a host of its own."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Publisher()) for _ in range(count)]


def feeds_of(wires: Sequence[Publisher]) -> list[Feed]:
    """Return two feeds of each publisher."""
    return [
        Feed.model_validate({"id": f"f{n}-{path}", "url": f"{wire.url}/{path}"})
        for n, wire in enumerate(wires)
        for path in ("a", "b")
    ]


class Entries:
    """What publishers have published so far."""

    def __init__(self, wires: Sequence[Publisher]) -> None:
        """Begin with nothing."""
        self._wires = wires
        self._items: dict[tuple[int, str], list[Item]] = {}
        self.titles: set[str] = set()

    def publish(self) -> None:
        """Add an entry to every feed."""
        for n, wire in enumerate(self._wires):
            for path in ("a", "b"):
                items = self._items.setdefault((n, path), [])
                title = f"{n}-{path}-{len(items)}"
                items.insert(0, Item(title, f"The words of {title}.", title))
                self.titles.add(title)
                wire.feeds[f"/{path}"] = rss(items)


def configure(folder: Path, service: Service, feeds: Sequence[Feed]) -> Path:
    """Write what a worker reads; its tables are its own."""
    folder.mkdir(exist_ok=True)
    data = json.loads(service.model_dump_json())
    data["kafka"]["tables"] = str(folder / "tables")
    data["polling"] = POLLING
    listed = [{"id": feed.id, "url": str(feed.url)} for feed in feeds]
    watchlist = lake_watchlist() | {"feeds": listed}
    (folder / "watchlist.json").write_text(json.dumps(watchlist), encoding="utf-8")
    config = folder / "service.json"
    config.write_text(json.dumps(data), encoding="utf-8")
    return config


async def test_worker_that_dies_is_replaced(service: Service, flow: Flow, tmp_path: Path) -> None:
    """Two workers share the feeds, one is killed: each entry is one article, no host asked twice.

    They carry this role alone. Between an article and its state a kill may repeat the article; it
    is the same one then.
    """
    await create_topics(service.kafka, flow)
    async with publishers(HOSTS) as wires:
        entries, feeds = Entries(wires), feeds_of(wires)
        entries.publish()
        one, other = (configure(tmp_path / name, service, feeds) for name in ("one", "other"))
        role = ("--role", "poll")
        async with _worker(one, *role) as first, _worker(other, *role):
            logs = [config.parent / "worker.log" for config in (one, other)]
            shared = "polling: 2 of 4 partitions"
            await until(lambda: all(shared in log.read_text("utf-8") for log in logs))
            await until_published(service.kafka, entries.titles)
            entries.publish()
            first.kill()
            await first.wait()
            asked = [len(wire.asked) for wire in wires]
            entries.publish()
            await until_published(service.kafka, entries.titles)
            # All feeds are asked by the one that is left, and what is known is known to it.
            await until(
                lambda: all(len(w.asked) > n + 10 for w, n in zip(wires, asked, strict=True))
            )
        found = await articles(service.kafka)
        assert all(wire.most_at_once == 1 for wire in wires)
    assert {a.title for a in found} == entries.titles
    assert len({a.id for a in found}) == len(entries.titles)
    assert {a.version for a in found} == {1}
    repeated = sum(n - 1 for n in Counter(a.id for a in found).values())
    assert repeated <= len(feeds)


@asynccontextmanager
async def sharing(kafka: Kafka, folder: Path) -> AsyncIterator[None]:
    """Poll a share of the feeds while the context lasts."""
    share = Share(kafka, Polling.model_validate(POLLING), folder, system_clock)
    task = asyncio.create_task(share.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()


async def _until_left_alone(wire: Publisher, path: str, while_asked: str) -> None:
    """Wait until a feed is asked no more over five polls of its neighbour.

    A poll that has begun, or a removal that the worker has not read yet, may still ask once.
    """
    async with asyncio.timeout(60):
        asked, since = wire.times(path), wire.times(while_asked)
        while wire.times(while_asked) <= since + 5:
            await asyncio.sleep(0.05)
            if wire.times(path) != asked:
                asked, since = wire.times(path), wire.times(while_asked)


async def test_changes_of_the_list_reach_the_workers(
    service: Service, flow: Flow, tmp_path: Path
) -> None:
    """A feed that is added is polled, one that is removed no longer; nobody starts anew."""
    await create_topics(service.kafka, flow)
    async with publishers(3) as wires:
        Entries(wires).publish()
        config = configure(tmp_path / "desk", service, feeds_of(wires[:2]))
        await share_feeds(service.kafka, feeds_of(wires[:2]))
        async with sharing(service.kafka, tmp_path / "polls"):
            await until(lambda: all(wire.times("/b") > 3 for wire in wires[:2]))
            about = ("--config", config)
            done = await asyncio.to_thread(call, "feeds", "add", f"{wires[2].url}/a", *about)
            assert "counts now" in done.out, done.err
            done = await asyncio.to_thread(call, "feeds", "remove", "f0-a", *about)
            assert "counts now" in done.out, done.err
            await until(lambda: wires[2].times("/a") > 3)
            await _until_left_alone(wires[0], "/a", while_asked="/b")
        listed = await asyncio.to_thread(call, "feeds", "list", "--json", *about)
        rows = {row["id"]: row for row in map(json.loads, listed.out.splitlines())}
        assert set(rows) == {"published", "f0-b", "f1-a", "f1-b"}
        assert {row["status"] for row in rows.values()} == {"good"}
    found = await articles(service.kafka)
    assert sorted(a.title for a in found) == ["0-a-0", "0-b-0", "1-a-0", "1-b-0", "2-a-0"]


async def test_shares_move_without_a_poll_twice(
    service: Service, flow: Flow, tmp_path: Path
) -> None:
    """Workers come and go while entries appear: every entry is published exactly once."""
    await create_topics(service.kafka, flow)
    async with publishers(4) as wires:
        entries = Entries(wires)
        entries.publish()
        await share_feeds(service.kafka, feeds_of(wires))
        async with sharing(service.kafka, tmp_path / "one"):
            await until_published(service.kafka, entries.titles)
            async with sharing(service.kafka, tmp_path / "other"):
                entries.publish()
                await until_published(service.kafka, entries.titles)
            entries.publish()
            await until_published(service.kafka, entries.titles)
        assert all(wire.most_at_once == 1 for wire in wires)
    found = await articles(service.kafka)
    assert sorted(a.title for a in found) == sorted(entries.titles)


FEED = Feed.model_validate({"id": "wire", "url": "https://wire.example/feed"})
SHELF = Shelf(entries={0: Known(article="ar_1", words="tx_1")}, names={"g_1": 0}, next=1)
HELD = Subscription(
    hub="https://h/", topic="https://t/", callback="https://c/", token="", secret=""
)
ARTICLE = Article(id="ar_1", text="Words.", published=system_clock(), arrived=system_clock())
COPY = ("ar_1", bytes(8) + b"\x01" * 256 + b"ar_1")


@asynccontextmanager
async def book_of(kafka: Kafka, folder: Path) -> AsyncIterator[ChangelogBook]:
    """Take over the partition of the one feed."""
    number = partition_of(FEED, kafka.partitions)
    async with open_book(kafka, [number], folder, system_clock) as book:
        book.place({FEED.id: number})
        yield book


async def test_state_moves_with_the_partition(service: Service, flow: Flow, tmp_path: Path) -> None:
    """What one worker has kept the next one finds, on another disk; and the first is locked out."""
    await create_topics(service.kafka, flow)
    state = FeedState(url=str(FEED.url), etag='"1"', next_poll=99.0)
    turn = Turn(
        FEED.id,
        state,
        shelf=SHELF,
        holds={"wire.example:443": 5.0},
        copies=dict([COPY]),
        subscriptions={FEED.id: HELD},
    )
    async with book_of(service.kafka, tmp_path / "one") as first:
        await first.keep(turn)
        async with book_of(service.kafka, tmp_path / "other") as second:
            assert await second.states() == {FEED.id: state}
            assert await second.shelf(FEED.id) == SHELF
            assert await second.holds() == {"wire.example:443": 5.0}
            assert await second.subscriptions() == {FEED.id: HELD}
            assert await second.copies() == [COPY]
            later = state.model_copy(update={"next_poll": 200.0})
            await second.keep(Turn(FEED.id, later, subscriptions={FEED.id: None}))
            # As a worker would that was frozen and does not know that it was replaced.
            with pytest.raises(EngineError, match="another worker"):
                await first.keep(Turn(FEED.id, state, [ARTICLE]))
            assert first.failed.is_set()
            assert await articles(service.kafka) == []
            await second.keep(Turn(FEED.id, later, [ARTICLE]))
            assert await articles(service.kafka) == [ARTICLE]
    async with book_of(service.kafka, tmp_path / "third") as third:
        assert await third.states() == {FEED.id: later}
        assert await third.subscriptions() == {}


async def test_copies_are_found_across_workers(
    service: Service, flow: Flow, tmp_path: Path
) -> None:
    """What one worker publishes is soon compared with by all others."""
    await create_topics(service.kafka, flow)
    async with (
        book_of(service.kafka, tmp_path / "one") as book,
        open_book(service.kafka, [], tmp_path / "other", system_clock) as elsewhere,
    ):
        assert await elsewhere.copies() == []
        following = elsewhere.follow_copies()
        await book.keep(Turn(FEED.id, FeedState(url=str(FEED.url)), copies=dict([COPY])))
        assert await asyncio.wait_for(anext(following), 30) == COPY
        await following.aclose()  # type: ignore[attr-defined]


async def test_list_is_brought_to_the_watch_list(service: Service, flow: Flow) -> None:
    """Only what differs is written; a feed that moves to another host leaves its old place."""
    await create_topics(service.kafka, flow)
    feeds = [
        Feed.model_validate({"id": f"f{n}", "url": f"https://h{n}.example/"}) for n in range(20)
    ]
    assert await share_feeds(service.kafka, feeds) == 20
    assert await share_feeds(service.kafka, feeds) == 0
    assert len({partition_of(feed, 4) for feed in feeds}) == 4
    there = next(f for f in feeds if partition_of(f, 4) != partition_of(feeds[0], 4))
    moved = feeds[0].model_copy(update={"url": there.url})
    assert await share_feeds(service.kafka, [moved, *feeds[1:]]) == 2
    assert await share_feeds(service.kafka, []) == 20
