"""Alerts over HTTP, whatever becomes of where they are read."""

import asyncio
import threading
from collections.abc import Iterator, Sequence

from aiohttp import StreamReader
from aiohttp.test_utils import TestClient, TestServer

from monitor.errors import EngineError
from monitor.topics import Topic
from monitor.web.live import application
from schemas.alert import Alert
from tests.support.making import alert


class Late:
    """Records that cannot be read at first."""

    def __init__(self) -> None:
        """Begin with none."""
        self.asked = 0
        self.over = threading.Event()

    def read(self, _topic: Topic) -> Iterator[Alert]:
        """Return nothing."""
        return iter(())

    def follow(self, _topic: Topic, *, from_start: bool = False) -> Iterator[Alert]:
        """Fail when first asked."""
        assert from_start
        self.asked += 1
        if self.asked == 1:
            raise EngineError("broker away")
        yield alert(id="al_late")
        self.over.wait()

    def publish(self, _topic: Topic, _records: Sequence[tuple[str, bytes]]) -> None:
        """Take nothing."""


async def test_feed_is_filled_by_a_broker_that_comes_late() -> None:
    """A page that is up before its broker shows the alerts as soon as they can be read."""
    records = Late()
    async with TestClient(TestServer(application(records))) as client, asyncio.timeout(20):
        while "al_late" not in await (await client.get("/alerts.atom")).text():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert records.asked == 2


class Growing:
    """Records of which some stand there before anybody reads, and more come."""

    def __init__(self, there: int) -> None:
        """Begin with so many alerts."""
        self.told = [alert(id=f"al_{n}") for n in range(there)]
        self.may_read = threading.Event()
        self.grown = threading.Event()
        self.over = threading.Event()

    def read(self, _topic: Topic) -> Iterator[Alert]:
        """Return what is there, once that may be read."""
        self.may_read.wait()
        return iter(tuple(self.told))

    def follow(self, _topic: Topic, *, from_start: bool = False) -> Iterator[Alert]:
        """Return all, and one more."""
        assert from_start
        yield from self.told
        self.grown.wait()
        yield alert(id="al_new")
        self.over.wait()

    def publish(self, _topic: Topic, _records: Sequence[tuple[str, bytes]]) -> None:
        """Take nothing."""


async def test_reader_that_returns_while_the_service_starts_gets_what_it_missed_once() -> None:
    """Alerts of before, read anew after a restart, are no news to who has had them."""
    records = Growing(600)
    async with TestClient(TestServer(application(records))) as client, asyncio.timeout(20):
        asked = client.get("/alerts/stream", headers={"Last-Event-ID": "al_597"})
        reader = asyncio.create_task(asked)
        other = await client.get("/alerts/stream")
        records.may_read.set()
        got = [await _next_id((await reader).content) for _ in range(2)]
        records.grown.set()
        got.append(await _next_id((await reader).content))
        assert got == ["al_598", "al_599", "al_new"]
        assert await _next_id(other.content) == "al_new"
    records.over.set()


async def _next_id(stream: StreamReader) -> str:
    while True:
        line = (await stream.readline()).decode()
        if line.startswith("id: "):
            return line.removeprefix("id: ").strip()
