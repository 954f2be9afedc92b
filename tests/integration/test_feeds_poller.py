"""Feeds over real HTTP into a real store: nothing lost, nothing twice, nobody bothered."""

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.engine.store import Commit, Store
from monitor.feeds.state import FeedState
from monitor.polling.book import StoreBook, Turn
from monitor.polling.poller import Poller
from monitor.polling.running import polling
from monitor.testing.publisher import (
    TRICKS,
    Item,
    Publisher,
    answering,
    redirecting,
    rss,
    throttling,
)
from monitor.topics import ARTICLES
from schemas.article import Article
from schemas.feed import Feed

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
FORGIVEN = ["/not-gzip", "/raw-deflate", "/odd-headers"]
SETTINGS = Polling(contact="https://example.org/bot", host_gap=0, allow_networks=LOOPBACK)


class SetClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 10, 6, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, **spans: float) -> None:
        """Let time pass."""
        self.now += timedelta(**spans)


def feed(url: str, name: str = "wire") -> Feed:
    """Make a feed."""
    return Feed.model_validate({"id": name, "url": url, "outlet": "Wire"})


def published(path: Path) -> list[Article]:
    """Return every article in the store."""
    store = Store(path)
    found = [Article.model_validate_json(e.value) for e in store.read(ARTICLES.name, 0, 9999)]
    store.close()
    return found


@contextlib.asynccontextmanager
async def running(
    path: Path, feeds: list[Feed], clock: Clock, settings: Polling = SETTINGS
) -> AsyncIterator[Poller]:
    """Poll while the context lasts."""
    book = StoreBook(Store(path), clock)
    async with polling(feeds, book, settings, clock) as poller:
        task = asyncio.create_task(poller.run())
        try:
            yield poller
        finally:
            task.cancel()
            await asyncio.wait({task})
    await book.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.01)


async def poll_once(
    path: Path, feeds: list[Feed], clock: Clock, settings: Polling = SETTINGS
) -> dict[str, FeedState]:
    """Run from a start until every feed that was due has been polled, then stop."""
    async with running(path, feeds, clock, settings) as poller:
        at = clock().timestamp()
        await until(
            lambda: (
                len(poller.states) == len(feeds)
                and all(s.next_poll > at or s.gone for s in poller.states.values())
            )
        )
        return dict(poller.states)


async def test_backlog_is_history_and_what_follows_is_news(tmp_path: Path) -> None:
    """The first poll takes the feed's backlog as history; an entry that appears later is news."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.feeds["/f"] = rss([Item("Old", "Old words.", "1")])
        wires = [feed(wire.url + "/f")]
        await poll_once(store, wires, clock)
        clock.forward(hours=5)
        wire.feeds["/f"] = rss([Item("New", "New words.", "2"), Item("Old", "Old words.", "1")])
        await poll_once(store, wires, clock)
    assert [(a.title, a.history, a.outlet, a.feed) for a in published(store)] == [
        ("Old", True, "Wire", "wire"),
        ("New", False, "Wire", "wire"),
    ]


async def test_restart_does_not_ask_early(tmp_path: Path) -> None:
    """However often the service restarts, a feed is asked when it is due and not before."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.feeds["/f"] = rss([Item("Old", "Old words.", "1")])
        wires = [feed(wire.url + "/f")]
        for _ in range(4):
            await poll_once(store, wires, clock)
            clock.forward(seconds=10)
        assert wire.times("/f") == 1
        clock.forward(hours=5)
        await poll_once(store, wires, clock)
        assert wire.times("/f") == 2


async def test_validators_are_sent_back_exactly(tmp_path: Path) -> None:
    """Validators return byte for byte, odd as they may be, and 304 publishes nothing."""
    store, clock = tmp_path / "s.db", SetClock()
    odd = {"etag": 'W/"a b,c"-x', "last-modified": "yesterday, about noon"}
    async with Publisher() as wire:
        wire.tricks["/f"] = answering(body=rss([Item("One", "Words.", "1")]), headers=odd)
        wires = [feed(wire.url + "/f")]
        await poll_once(store, wires, clock)
        clock.forward(hours=5)
        wire.tricks["/f"] = answering(304)
        states = await poll_once(store, wires, clock)
    first, second = wire.asked
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == odd["etag"]
    assert second.headers["if-modified-since"] == odd["last-modified"]
    assert second.headers["user-agent"].startswith("news-monitor/")
    assert "https://example.org/bot" in second.headers["user-agent"]
    assert states["wire"].etag == odd["etag"]
    assert len(published(store)) == 1


async def test_nothing_is_kept_of_a_poll_that_could_not_be_published(tmp_path: Path) -> None:
    """If the disk refuses the articles, the validators are not stored: asked again, whole."""
    clock = SetClock()

    class Refusing(StoreBook):
        async def keep(self, turn: Turn) -> None:
            """Fail before anything is written."""
            raise OSError(28, f"no space for {turn.feed}")

    async with Publisher() as wire:
        wire.feeds["/f"] = rss([Item("One", "Words.", "1")])
        wires = [feed(wire.url + "/f")]
        book = Refusing(Store(tmp_path / "s.db"), clock)
        async with polling(wires, book, SETTINGS, clock) as poller:
            task = asyncio.create_task(poller.run())
            await until(lambda: wire.times("/f") == 1)
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.wait({task})
        await book.close()
        await poll_once(tmp_path / "s.db", wires, clock)
        assert "if-none-match" not in wire.asked[1].headers
    assert [a.title for a in published(tmp_path / "s.db")] == ["One"]


async def test_gone_feed_is_never_asked_again(tmp_path: Path) -> None:
    """After 410 the feed is left alone and says so, across restarts."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher(tricks=dict(TRICKS)) as wire:
        wires = [feed(wire.url + "/gone")]
        for _ in range(3):
            states = await poll_once(store, wires, clock)
            clock.forward(days=30)
        assert wire.times("/gone") == 1
    assert states["wire"].gone
    assert "410" in states["wire"].error


async def test_retry_after_holds_for_the_whole_host(tmp_path: Path) -> None:
    """A host that asks for two hours of rest gets them, from all of its feeds, restart included."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.tricks["/a"] = throttling(7200)
        await poll_once(store, [feed(wire.url + "/a", "a")], clock)
        clock.forward(hours=1)
        wire.feeds["/b"] = rss([Item("B", "Words.", "1")])
        both = [feed(wire.url + "/a", "a"), feed(wire.url + "/b", "b")]
        async with running(store, both, clock):
            await asyncio.sleep(0.3)
        assert wire.times("/a") == 1
        assert wire.times("/b") == 0
        clock.forward(hours=2)
        await poll_once(store, both, clock)
        assert wire.times("/b") == 1


async def test_a_dead_feed_holds_its_host_only_as_long_as_it_asks(tmp_path: Path) -> None:
    """What one feed waits beyond that, because it failed, is no affair of its neighbours."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.tricks["/a"] = throttling(10)
        wire.feeds["/b"] = rss([Item("B", "Words.", "1")])
        dead = [feed(wire.url + "/a", "a")]
        await poll_once(store, dead, clock)
        clock.forward(seconds=11)
        await poll_once(store, [*dead, feed(wire.url + "/b", "b")], clock)
        assert wire.times("/b") == 1


async def test_permanent_redirect_is_believed_after_days(tmp_path: Path) -> None:
    """A 308 is followed at once and remembered when it has said the same for days."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.tricks["/old"] = redirecting("/new", 308)
        wire.feeds["/new"] = rss([Item("One", "Words.", "1")])
        wires = [feed(wire.url + "/old")]
        for _ in range(6):
            states = await poll_once(store, wires, clock)
            clock.forward(days=1)
        assert states["wire"].moved_to == wire.url + "/new"
        assert wire.times("/old") < 6
        assert wire.times("/new") == 6
    assert len(published(store)) == 1


async def test_temporary_redirect_is_never_believed(tmp_path: Path) -> None:
    """A 302 or 307 is followed every time, for ever."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.tricks["/old"] = redirecting("/mid", 302)
        wire.tricks["/mid"] = redirecting("/new", 301)
        wire.feeds["/new"] = rss([Item("One", "Words.", "1")])
        wires = [feed(wire.url + "/old")]
        for _ in range(6):
            states = await poll_once(store, wires, clock)
            clock.forward(days=1)
        assert wire.times("/old") == 6
    assert states["wire"].moved_to is None


@pytest.mark.parametrize("path", sorted(set(TRICKS) - {*FORGIVEN}))
async def test_trouble_is_told_and_backed_off_from(tmp_path: Path, path: str) -> None:
    """Whatever a server does, the feed has an error to read, a later poll, and no article."""
    store, clock = tmp_path / "s.db", SetClock()
    quick = SETTINGS.model_copy(update={"timeout": 1.0, "max_bytes": 1_000_000})
    async with Publisher(tricks=dict(TRICKS)) as wire:
        states = await poll_once(store, [feed(wire.url + path)], clock, quick)
    state = states["wire"]
    assert state.error
    assert state.etag is None
    assert state.gone or state.next_poll >= clock().timestamp() + SETTINGS.floor
    assert published(store) == []


@pytest.mark.parametrize("path", FORGIVEN)
async def test_honest_mistakes_are_forgiven(tmp_path: Path, path: str) -> None:
    """Encodings that are not what they are called, and headers that are no text, are overlooked."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher(tricks=dict(TRICKS)) as wire:
        await poll_once(store, [feed(wire.url + path)], clock)
    assert len(published(store)) == 1


async def test_one_bad_feed_holds_up_no_other(tmp_path: Path) -> None:
    """While one host hangs, the feeds of another are polled."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher(tricks=dict(TRICKS)) as bad, Publisher() as good:
        good.feeds["/f"] = rss([Item("One", "Words.", "1")])
        wires = [feed(f"{bad.url}/hang?{n}", f"bad{n}") for n in range(100)]
        wires.append(feed(good.url + "/f", "good"))
        async with running(store, wires, clock):
            await until(lambda: len(published(store)) == 1)
            assert bad.most_at_once == 2


async def test_host_is_asked_twice_at_a_time_with_a_gap(tmp_path: Path) -> None:
    """A host with many feeds sees two connections and the gap between any two requests."""
    store, clock = tmp_path / "s.db", SetClock()
    gap = 0.05
    calm = SETTINGS.model_copy(update={"host_gap": gap})
    async with Publisher() as wire:
        for n in range(12):
            wire.feeds[f"/{n}"] = rss([Item(f"Title {n}", "Words.", f"{n}")])
        wires = [feed(f"{wire.url}/{n}", f"f{n}") for n in range(12)]
        await poll_once(store, wires, clock, calm)
        times = sorted(asked.at for asked in wire.asked)
    assert wire.most_at_once <= 2
    # Twelve requests cannot begin within less than eleven gaps.
    assert times[-1] - times[0] >= 11 * gap * 0.9
    assert len(published(store)) == 12


async def test_feed_that_renames_everything_raises_no_storm(tmp_path: Path) -> None:
    """New guids for old entries publish nothing; a new guid with new words does."""
    store, clock = tmp_path / "s.db", SetClock()
    old = [Item(f"T{n}", f"Words {n}.", f"a{n}", f"https://e.org/{n}") for n in range(20)]
    async with Publisher() as wire:
        wire.feeds["/f"] = rss(old)
        wires = [feed(wire.url + "/f")]
        await poll_once(store, wires, clock)
        clock.forward(hours=5)
        renamed = [Item(i.title, i.text, "new-" + i.guid, i.link) for i in old]
        wire.feeds["/f"] = rss([Item("New", "News.", "new-99", "https://e.org/99"), *renamed])
        await poll_once(store, wires, clock)
    found = published(store)
    assert len(found) == 21
    assert found[-1].title == "New"


async def test_wire_copy_points_to_the_first_and_still_travels(tmp_path: Path) -> None:
    """Another outlet's copy, after a restart too, is published with the id of the first."""
    store, clock = tmp_path / "s.db", SetClock()
    words = "The council voted on Monday to keep the old harbour open for another ten years. " * 9
    words += " ".join(f"Paragraph {n} gives detail number {n} of it." for n in range(60))
    async with Publisher() as wire:
        wire.feeds["/a"] = rss([Item("First", words, "1", "https://a.org/1")])
        await poll_once(store, [feed(wire.url + "/a", "a")], clock)
        wire.feeds["/b"] = rss([Item("Copy", words + " By our desk.", "1", "https://b.org/1")])
        await poll_once(store, [feed(wire.url + "/b", "b")], clock)
    first, copy = published(store)
    assert first.copy_of is None
    assert copy.copy_of == first.id


async def test_another_address_in_the_watch_list_starts_anew(tmp_path: Path) -> None:
    """A feed that is given another address is asked at once; what it carried is still known."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wire.feeds["/a"] = wire.feeds["/b"] = rss([Item("One", "Words.", "1")])
        await poll_once(store, [feed(wire.url + "/a")], clock)
        await poll_once(store, [feed(wire.url + "/b")], clock)
        assert wire.times("/b") == 1
        assert "if-none-match" not in wire.asked[-1].headers
    assert len(published(store)) == 1


async def test_silent_feed_raises_an_alarm_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A feed that used to speak every few hours and is silent for days is told of, once."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        wires = [feed(wire.url + "/f")]
        for number in range(3):
            wire.feeds["/f"] = rss([Item(f"T{number}", "Words.", f"{number}")])
            await poll_once(store, wires, clock)
            clock.forward(hours=5)
        assert "silent" not in caplog.text
        clock.forward(days=9)
        await poll_once(store, wires, clock)
    assert caplog.text.count("silent for longer") == 1


async def test_unreadable_state_is_polled_anew(tmp_path: Path) -> None:
    """A state written by another version is no reason not to start."""
    path, clock = tmp_path / "s.db", SetClock()
    store = Store(path)
    store.commit(Commit(cells={("polls", "wire"): b'{"of": "another version"}'}), clock())
    store.close()
    async with Publisher() as wire:
        wire.feeds["/f"] = rss([Item("One", "Words.", "1")])
        states = await poll_once(path, [feed(wire.url + "/f")], clock)
    assert states["wire"].error == ""
