"""Alerts over HTTP, whatever becomes of where they are read."""

import asyncio
import threading
from collections.abc import Iterator, Sequence

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
