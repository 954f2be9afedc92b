"""Alerts without a webhook: Atom and Server-Sent Events."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.atom import atom
from monitor.engine.records import StoreRecords
from monitor.errors import EngineError
from monitor.topics import Topic
from monitor.web import live as live_page
from monitor.web.live import application
from schemas.alert import Alert
from schemas.base import VersionedRecord
from tests.support.live import Live, alerts_on
from tests.support.making import alert

_ATOM = "{http://www.w3.org/2005/Atom}"


@contextlib.asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[Live, str]]:
    """Serve the alerts of a store; give the store and the address."""
    live = Live(folder / "store.db")
    runner = web.AppRunner(application(StoreRecords(folder / "store.db")), shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield live, f"http://{host}:{port}"
    finally:
        await runner.cleanup()
        live.store.close()


def titles(feed: bytes) -> list[str]:
    """Return the titles of a feed's entries."""
    root = ET.fromstring(feed)  # noqa: S314 - our own
    return [e.findtext(f"{_ATOM}title") or "" for e in root.iter(f"{_ATOM}entry")]


async def test_feed_has_the_newest_first_and_filters(tmp_path: Path) -> None:
    """A reader subscribes to everything, to an actor or to an issue."""
    found = [
        alert(id="al_1", title="first", issue="permit"),
        alert(id="al_2", title="second", issue="price-cap"),
        alert(id="al_3", title="third", issue="permit", actor="reyl"),
    ]
    async with serving(tmp_path) as (live, url), aiohttp.ClientSession() as session:
        live.raise_alerts(found)

        async def feed(query: str = "") -> list[str]:
            async with session.get(f"{url}/alerts.atom{query}") as answer:
                assert answer.content_type == "application/atom+xml"
                return titles(await answer.read())

        async with asyncio.timeout(10):
            while len(await feed()) < 3:  # noqa: ASYNC110 - a reader polls
                await asyncio.sleep(0.05)
        assert await feed() == ["third", "second", "first"]
        assert await feed("?issue=permit") == ["third", "first"]
        assert await feed("?actor=reyl") == ["third"]


class Troubled(StoreRecords):
    """Records that cannot be read at first."""

    asked = 0

    def follow(self, topic: Topic, *, from_start: bool = False) -> Iterator[VersionedRecord]:
        """Fail once, then follow."""
        self.asked += 1
        if self.asked == 1:
            raise EngineError("the broker is away")
        return super().follow(topic, from_start=from_start)


async def test_feed_goes_on_when_what_is_behind_it_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A broker that is away for a while does not leave a feed of old alerts for good."""
    monkeypatch.setattr(live_page, "_AGAIN_SECONDS", 0.05)
    store = Live(tmp_path / "store.db")
    store.raise_alerts([alert(id="al_1", title="first")])
    alerts = live_page.LiveAlerts(Troubled(tmp_path / "store.db"))
    await alerts.start(web.Application())
    async with asyncio.timeout(10):
        while not alerts._newest:  # noqa: ASYNC110 - a thread tells nobody
            await asyncio.sleep(0.02)
    assert "the broker is away; trying again" in caplog.text
    store.store.close()


async def test_stream_tells_each_alert_and_resumes(tmp_path: Path) -> None:
    """A live subscriber hears each alert; one that comes back hears what it missed."""
    async with serving(tmp_path) as (live, url), aiohttp.ClientSession() as session:
        async with session.get(f"{url}/alerts/stream?issue=permit") as stream:
            assert await stream.content.readline() == b": listening\n"
            live.raise_alerts(alerts_on("price-cap", "permit", "permit"))
            heard = [await event(stream), await event(stream)]
        assert [e["id"] for e in heard] == ["al_1", "al_2"]
        live.raise_alerts(alerts_on("permit", start=3))
        back = {"Last-Event-ID": "al_1"}
        async with session.get(f"{url}/alerts/stream", headers=back) as stream:
            assert [(await event(stream))["id"] for _ in range(2)] == ["al_2", "al_3"]


async def event(stream: aiohttp.ClientResponse) -> dict[str, str]:
    """Read one event."""
    fields = {}
    async with asyncio.timeout(10):
        while "data" not in fields:
            name, _, value = (await stream.content.readline()).decode().partition(": ")
            fields[name] = value.strip()
    assert fields["event"] == "statement.new"
    found: dict[str, str] = json.loads(fields["data"])
    assert found["id"] == fields["id"]
    return found


@given(st.text(), st.text())
def test_feed_is_always_well_formed(title: str, outlet: str) -> None:
    """Whatever an article says, feed readers can read the feed."""
    found: Alert = alert().model_copy(
        update={"title": title, "after": alert().after.model_copy(update={"outlet": outlet})}
    )
    assert len(titles(atom([found], "all", "http://feed.example/"))) == 1
