"""WebSub against a real hub: what it brings is read once, and a hub that fails costs nothing."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.config.polling import Polling, WebSub
from monitor.engine.store import Store
from monitor.errors import EngineError
from monitor.feeds.websub import Subscription
from monitor.polling.book import StoreBook, Turn, read_subscriptions
from monitor.polling.poller import Poller
from monitor.polling.running import polling
from monitor.testing.hub import Hub
from monitor.testing.publisher import Item, Publisher, answering, rss
from schemas.feed import Feed
from tests.integration.test_feeds_poller import (
    SETTINGS,
    SetClock,
    feed,
    poll_once,
    published,
    running,
    until,
)

HOUR = 3600.0
_NONE = Subscription(hub="", topic="", callback="", token="", secret="")
OLD, NEW, NEWER = (Item(name, f"{name} words.", name) for name in ("Old", "New", "Newer"))


@dataclass
class Desk:
    """A feed with a hub, and what polls it."""

    store: Path
    clock: SetClock
    hub: Hub
    wire: Publisher
    settings: Polling
    feeds: list[Feed]

    def show(self, *items: Item) -> bytes:
        """Let the feed carry entries, the newest first; return the document."""
        topic = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="{self.topic}"/>'
        hub = topic.replace("self", "hub").replace(self.topic, self.hub.url)
        self.wire.feeds["/f"] = rss(items, channel=topic + hub)
        return self.wire.feeds["/f"]

    @property
    def topic(self) -> str:
        """What the hub knows the feed by."""
        return self.wire.url + "/f?utm_source=hub"

    def subscription(self) -> Subscription | None:
        """Return what is in the store."""
        store = Store(self.store)
        try:
            return read_subscriptions(store).get("wire")
        finally:
            store.close()

    def is_subscribed(self) -> bool:
        """Tell whether the store holds a verified subscription."""
        held = self.subscription()
        return held is not None and held.until > self.clock().timestamp()

    async def poll(self) -> float:
        """Poll what is due; return the seconds until the next poll."""
        states = await poll_once(self.store, self.feeds, self.clock, self.settings)
        return states["wire"].next_poll - self.clock().timestamp()

    def running(self) -> contextlib.AbstractAsyncContextManager[Poller]:
        """Poll while the context lasts."""
        return running(self.store, self.feeds, self.clock, self.settings)

    async def subscribe(self) -> None:
        """Poll, and run until the hub has verified."""
        async with self.running():
            await until(lambda: self.is_subscribed() and bool(self.hub.confirmed))

    def titles(self) -> list[str]:
        """Return the titles of everything published."""
        return [article.title for article in published(self.store)]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a feed of one old entry, with a hub."""
    port = free_port()
    told = WebSub.model_validate(
        {
            "callback": f"http://127.0.0.1:{port}/hooks",
            "bind": f"127.0.0.1:{port}",
            "plain_hubs": True,
        }
    )
    settings = SETTINGS.model_copy(update={"websub": told})
    async with Hub() as hub, Publisher() as wire:
        made = Desk(
            tmp_path / "s.db", SetClock(), hub, wire, settings, [feed(wire.url + "/f", "wire")]
        )
        made.show(OLD)
        yield made


@pytest.mark.parametrize("verifies", ["first", "later"])
async def test_what_a_hub_brings_is_published_once(desk: Desk, verifies: str) -> None:
    """Subscribed, verified and brought: one article, which the next poll knows already."""
    desk.hub.verifies = verifies
    await desk.subscribe()
    (form,) = desk.hub.asked
    assert form["hub.topic"] == desk.topic
    assert form["hub.callback"].startswith(str(desk.settings.websub.callback) + "/")
    async with desk.running():
        for _ in range(2):
            assert await desk.hub.bring(desk.show(NEW, OLD)) == [202]
    assert desk.titles() == ["Old", "New"]
    assert [article.history for article in published(desk.store)] == [True, False]
    desk.clock.forward(hours=5)
    assert 6 * HOUR <= await desk.poll() <= 6 * HOUR * 1.1
    assert desk.wire.times("/f") == 2
    assert desk.titles() == ["Old", "New"]


async def test_polls_are_rare_only_while_the_hub_delivers(desk: Desk) -> None:
    """A hub that has brought nothing yet, or misses an entry, makes no poll wait for it."""
    await desk.subscribe()
    desk.clock.forward(hours=5)
    assert await desk.poll() <= SETTINGS.ceiling * 1.1
    async with desk.running():
        await desk.hub.bring(desk.show(NEW, OLD))
    desk.clock.forward(hours=5)
    assert await desk.poll() >= 6 * HOUR
    desk.show(NEWER, NEW, OLD)
    desk.clock.forward(hours=7)
    assert await desk.poll() <= SETTINGS.ceiling * 1.1
    assert desk.titles() == ["Old", "New", "Newer"]


async def test_subscription_survives_a_restart_and_is_renewed(desk: Desk) -> None:
    """The callback stays the same; the hub is asked again when a quarter of the lease is left."""
    desk.hub.lease = 100 * 3600
    await desk.subscribe()
    (callback,) = desk.hub.confirmed
    for _ in range(14):
        desk.clock.forward(hours=5)
        await desk.poll()
    assert len(desk.hub.asked) == 1
    desk.clock.forward(hours=6)
    async with desk.running():
        await until(lambda: len(desk.hub.answers) == 2)
    assert [form["hub.callback"] for form in desk.hub.asked] == [callback, callback]
    assert desk.hub.asked[0]["hub.secret"] == desk.hub.asked[1]["hub.secret"]
    held = desk.subscription()
    assert held is not None
    assert held.until == desk.clock().timestamp() + 100 * HOUR


async def test_restart_polls_before_the_lease_ends(desk: Desk) -> None:
    """However long polls may wait, the one that renews comes before the lease ends."""
    desk.hub.lease = 8 * 3600
    await desk.subscribe()
    async with desk.running():
        await desk.hub.bring(desk.show(NEW, OLD))
    desk.clock.forward(hours=4)
    assert await desk.poll() <= 4 * HOUR


async def test_what_is_not_signed_well_is_ignored(desk: Desk) -> None:
    """Answered as if it were taken (section 7.1), and published only when a poll finds it."""
    await desk.subscribe()
    forged = rss([Item("Forged", "Words.", "x"), OLD])
    async with desk.running():
        for method, secret in (("sha1", None), ("md5", None), ("", None), ("sha256", "wrong")):
            assert await desk.hub.bring(forged, method=method, secret=secret) == [202]
    assert desk.titles() == ["Old"]
    desk.clock.forward(hours=5)
    assert await desk.poll() <= SETTINGS.ceiling * 1.1


async def test_strong_signatures_are_taken(desk: Desk) -> None:
    """Each method of the Recommendation but SHA-1."""
    await desk.subscribe()
    methods = ["sha256", "sha384", "sha512"]
    async with desk.running():
        for method in methods:
            await desk.hub.bring(desk.show(Item(method, "Words.", method), OLD), method=method)
    assert desk.titles() == ["Old", *methods]


async def test_denied_subscription_leaves_polling(desk: Desk) -> None:
    """A hub that denies is not asked again that day, and the feed is polled as ever."""
    await desk.subscribe()
    (callback,) = desk.hub.confirmed
    async with desk.running():
        assert await desk.hub.ask(callback, denial(desk)) == (200, "")
    held = desk.subscription()
    assert held is not None
    assert held.reason == "denied by the hub: no more"
    desk.clock.forward(hours=5)
    assert await desk.poll() <= SETTINGS.ceiling * 1.1
    assert len(desk.hub.asked) == 1
    desk.clock.forward(hours=20)
    async with desk.running():
        await until(lambda: len(desk.hub.asked) == 2)


async def test_hub_that_refuses_leaves_polling(desk: Desk) -> None:
    """Its answer is kept as the reason, it is not asked again at the next poll, later it is."""
    desk.hub.status = 500
    async with desk.running():
        await until(lambda: (desk.subscription() or _NONE).reason == "HTTP 500")
    desk.clock.forward(minutes=30)
    assert await desk.poll() <= SETTINGS.ceiling * 1.1
    assert len(desk.hub.asked) == 1
    desk.hub.status = 202
    desk.clock.forward(hours=5)
    await desk.subscribe()


async def test_nobody_else_confirms_a_subscription(desk: Desk) -> None:
    """Another path, topic or mode, or a question that was never asked, is "not found"."""
    await desk.subscribe()
    (callback,) = desk.hub.confirmed
    right = {"hub.mode": "subscribe", "hub.topic": desk.topic, "hub.challenge": "c"}
    wrong = [
        (callback, right | {"hub.lease_seconds": "9"}),
        (callback, right | {"hub.mode": "unsubscribe"}),
        (callback, right | {"hub.topic": desk.topic + "x"}),
        (callback, right | {"hub.mode": "denied", "hub.topic": "other"}),
        (callback, {}),
        (callback, {"hub.mode": "\ufffd", "": "\0"}),
        (callback[:-1], right),
        (callback + "x", right),
        (callback.rpartition("/")[0] + "/", right),
    ]
    before = desk.subscription()
    async with desk.running():
        for address, query in wrong:
            status, _ = await desk.hub.ask(address, query)
            assert status == 404, (address, query)
        # Whoever asks without end is no longer listened to, even where he is right.
        for _ in range(30):
            await desk.hub.ask(callback, right)
        assert (await desk.hub.ask(callback, denial(desk)))[0] == 404
    assert desk.subscription() == before


def denial(desk: Desk) -> dict[str, str]:
    """Return what a hub says that denies."""
    return {"hub.mode": "denied", "hub.topic": desk.topic, "hub.reason": "no more"}


async def test_removed_feed_is_unsubscribed(desk: Desk) -> None:
    """A feed that left the watch-list leaves its hub at the next start, once."""
    await desk.subscribe()
    desk.feeds = []
    for _ in range(2):
        async with desk.running():
            await until(lambda: desk.subscription() is None and not desk.hub.confirmed)
    assert [form["hub.mode"] for form in desk.hub.asked] == ["subscribe", "unsubscribe"]
    assert "hub.secret" not in desk.hub.asked[1]


async def test_feed_that_changes_its_hub_changes_with_it(desk: Desk) -> None:
    """The old hub is left and the new one asked, under another path and secret."""
    await desk.subscribe()
    async with Hub() as other:
        old, desk.hub = desk.hub, other
        desk.show(NEW, OLD)
        desk.clock.forward(hours=5)
        async with desk.running():
            await until(lambda: bool(other.confirmed) and not old.confirmed)
        (first, leaving), (second,) = old.asked, other.asked
    assert leaving["hub.mode"] == "unsubscribe"
    assert leaving["hub.callback"] == first["hub.callback"] != second["hub.callback"]
    assert first["hub.secret"] != second["hub.secret"]


async def test_redirected_hub_is_asked_where_it_is(desk: Desk) -> None:
    """307 sends the same form again; 302 would turn it into something else and is refused."""
    async with Hub() as other:
        desk.hub.status, desk.hub.headers = 307, {"location": other.url}
        async with desk.running():
            await until(lambda: bool(other.confirmed))
        assert other.asked == desk.hub.asked


@pytest.mark.parametrize("hub", ["http://10.0.0.1/", "http://169.254.169.254/latest/"])
async def test_hub_out_of_bounds_is_not_reached(desk: Desk, hub: str) -> None:
    """A feed cannot make us send anything to the network that we stand in."""
    desk.hub.url = hub
    desk.show(OLD)
    async with desk.running():
        await until(lambda: "private or reserved" in (desk.subscription() or _NONE).reason)


async def test_hub_without_tls_is_left_alone(desk: Desk) -> None:
    """The secret goes over TLS only (section 5.1), unless the operator says otherwise."""
    told = desk.settings.websub.model_copy(update={"plain_hubs": False})
    desk.settings = desk.settings.model_copy(update={"websub": told})
    await desk.poll()
    assert desk.hub.asked == []
    assert desk.subscription() is None


async def test_headers_name_the_hub_too(desk: Desk) -> None:
    """Link headers come before the document (section 4)."""
    link = f'<{desk.hub.url}>; rel="hub", <{desk.topic}>; rel=self'
    desk.wire.tricks["/f"] = answering(body=rss([OLD]), headers={"link": link})
    await desk.subscribe()
    assert desk.hub.asked[0]["hub.topic"] == desk.topic


async def test_message_that_cannot_be_kept_is_brought_again(desk: Desk) -> None:
    """The hub is told to try again, and nothing of the message is lost or kept by half."""
    await desk.subscribe()

    class Full(StoreBook):
        async def keep(self, turn: Turn) -> None:
            """Refuse articles."""
            if turn.articles:
                raise EngineError("disk full")
            await super().keep(turn)

    book = Full(Store(desk.store), desk.clock)
    async with polling(desk.feeds, book, desk.settings, desk.clock) as poller:
        task = asyncio.create_task(poller.run())
        await until(lambda: bool(poller.states))
        assert await desk.hub.bring(desk.show(NEW, OLD)) == [503]
        task.cancel()
        await asyncio.wait({task})
    await book.close()
    async with desk.running():
        assert await desk.hub.bring(desk.show(NEW, OLD)) == [202]
    assert desk.titles() == ["Old", "New"]


async def test_hostile_hub_is_held_in_bounds(desk: Desk) -> None:
    """What is too large, packed, endless or too often is refused; the feed is polled as ever."""
    limits = {"max_bytes": 100_000, "timeout": 1.0}
    desk.settings = desk.settings.model_copy(update=limits)
    await desk.subscribe()
    async with desk.running():
        assert await desk.hub.bring(bytes(100_001)) == [413]
        assert await desk.hub.bring(b"x", headers={"content-encoding": "gzip"}) == [415]
        assert await desk.hub.bring(b"no feed") == [202]
        assert await desk.hub.bring(desk.show(NEW, OLD)) == [429]
        desk.clock.forward(minutes=6)
        for _ in range(30):
            assert await desk.hub.bring(desk.show(NEW, OLD)) == [202]
        assert await desk.hub.bring(desk.show(NEWER, OLD)) == [429]
        assert desk.titles() == ["Old", "New"]
        (callback,) = desk.hub.confirmed
        endless = asyncio.create_task(_endless(callback))
        assert (await endless).startswith(b"HTTP/1.1 408")
    desk.clock.forward(hours=5)
    await desk.poll()
    assert desk.titles() == ["Old", "New", "Newer"]


async def _endless(callback: str) -> bytes:
    """Promise a body and send a little of it; return the beginning of the answer."""
    _, _, place, path = callback.split("/", 3)
    host, port = place.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST /{path} HTTP/1.1\r\nhost: {place}\r\ncontent-length: 99\r\n\r\n<".encode())
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    return answer


async def test_taken_port_is_one_clear_line(desk: Desk) -> None:
    """Without its address the poller does not start, and says which it is."""
    _, port = desk.settings.websub.bind.split(":")
    told = pytest.raises(EngineError, match=r"polling\.websub\.bind 127\.0\.0\.1:\d+: ")
    with socket.create_server(("127.0.0.1", int(port))), told:
        await desk.poll()
