"""Faust's transport, mended: what was being read as partitions were divided is read again."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from agents.app import build_app
from agents.transport import Consumer
from monitor.config.roles import Role
from monitor.config.service import Service
from monitor.flow import Flow

ARTICLES = TP("articles", 0)
CHANGELOG = TP("changelog", 0)
END = 10
COMMITTED = 2
READ = 6


class Broker:
    """A partition, how far it is committed and how far it was read."""

    def __init__(self) -> None:
        self.position = READ
        self.fetching = asyncio.Event()
        self.answering = asyncio.Event()
        self.answering.set()

    async def getmany(
        self,
        active_partitions: set[TP],
        timeout: float,  # noqa: ARG002, ASYNC109 - Faust's
    ) -> Mapping[TP, list[Any]]:
        """Fetch at once, and answer when told to; no partition in particular means every one."""
        self.fetching.set()
        found = self._fetch() if ARTICLES in active_partitions else []
        await self.answering.wait()
        if not active_partitions:
            found = self._fetch()
        await asyncio.sleep(0.01)
        return {ARTICLES: found} if found else {}

    def _fetch(self) -> list[SimpleNamespace]:
        begin, self.position = self.position, END
        return [_record(offset) for offset in range(begin, END)]

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Go back to what is to be read next."""
        await asyncio.sleep(0.1)
        self.position = COMMITTED
        return {ARTICLES: COMMITTED}

    async def earliest_offsets(self, *partitions: TP) -> Mapping[TP, int]:
        """Return where partitions begin."""
        return dict.fromkeys(partitions, 0)

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Go to an offset."""
        self.position = partitions[ARTICLES]

    def highwater(self, _: TP) -> int:
        """Return the offset that the next record gets."""
        return END


def _record(offset: int) -> SimpleNamespace:
    return SimpleNamespace(
        topic=ARTICLES.topic,
        partition=ARTICLES.partition,
        offset=offset,
        timestamp=0,
        timestamp_type=0,
        headers=(),
        key=b"",
        value=b"",
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
    )


def consumer_of(flow: Flow, folder: Path) -> Consumer:
    """Return a consumer that reads what `Broker` holds, and no thread of its own."""
    app = build_app(Service(watchlist="", engine="kafka"), flow, folder, Role.ANALYSE).app
    consumer = app.consumer
    assert isinstance(consumer, Consumer)
    consumer._thread.thread_loop.close()
    consumer._thread = Broker()
    return consumer


@pytest.fixture
async def consumer(flow: Flow, tmp_path: Path) -> AsyncIterator[Consumer]:
    """Return a consumer that is reading, and hands messages on to the queue `handed_on`."""
    consumer = consumer_of(flow, tmp_path)
    consumer.handed_on = asyncio.Queue()
    consumer.callback = consumer.handed_on.put
    consumer._set_active_tps({ARTICLES, CHANGELOG})
    consumer.pause_partitions({ARTICLES})
    reading = asyncio.create_task(
        consumer._drain_messages(SimpleNamespace(_stopped=asyncio.Event()))
    )
    yield consumer
    reading.cancel()
    await asyncio.wait({reading})


async def test_records_are_read_once_and_in_order_behind_a_rebalance(consumer: Consumer) -> None:
    """From what was committed, though more had been read before and is at hand to be read on."""
    await consumer._thread.fetching.wait()
    consumer.resume_partitions({ARTICLES})
    async with asyncio.timeout(5):
        await consumer.perform_seek()
        consumer.resume_flow()
        offsets = [(await consumer.handed_on.get()).offset for _ in range(COMMITTED, END)]
    assert offsets == list(range(COMMITTED, END))


async def test_table_gets_all_of_its_changelog_though_a_fetch_outlives_the_rebalance(
    consumer: Consumer,
) -> None:
    """What an old fetch brings is not taken for what is behind the place that was sought."""
    consumer.resume_partitions({ARTICLES})
    consumer._thread.answering.clear()
    consumer._thread.fetching.clear()
    await consumer._thread.fetching.wait()

    async def recover() -> None:
        consumer.stop_flow()
        await consumer.seek_wait({ARTICLES: 0})
        consumer.resume_flow()

    recovering = asyncio.create_task(recover())
    await asyncio.sleep(0.05)
    consumer._thread.answering.set()
    async with asyncio.timeout(5):
        await recovering
        offsets = [(await consumer.handed_on.get()).offset for _ in range(END)]
    assert offsets == list(range(END))


async def test_partitions_that_are_paused_while_a_fetch_waits_do_not_make_it_one_of_all(
    consumer: Consumer,
) -> None:
    """A set of partitions that was emptied means every partition to the broker's client."""
    await consumer._thread.fetching.wait()
    consumer._thread.answering.clear()
    consumer._thread.fetching.clear()
    await consumer._thread.fetching.wait()
    consumer.pause_partitions({CHANGELOG})
    consumer._thread.answering.set()
    await asyncio.sleep(0.05)
    assert consumer._thread.position == READ


@pytest.mark.parametrize(("seconds", "late"), [(20.0, False), (28.0, True), (60.0, True)])
async def test_consumer_that_stood_still_for_a_session_says_so_ever_after(
    flow: Flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, seconds: float, late: bool
) -> None:
    """Of 30 s, the last heartbeat being up to 3 s older than the standstill."""
    app = build_app(Service(watchlist="", engine="kafka"), flow, tmp_path, Role.ANALYSE).app
    consumer, now = app.consumer, 100.0
    thread = consumer._thread
    monkeypatch.setattr("agents.transport.monotonic", lambda: now)
    pauses = iter([1.0, seconds, 1.0, 1.0])

    async def sleep(_seconds: float) -> None:
        nonlocal now
        now += next(pauses, 0.0)
        if now == 103.0 + seconds:
            thread._stopped.set()

    monkeypatch.setattr(thread, "sleep", sleep)
    assert not consumer.stood_still()
    await thread._beat.fun(thread)
    assert consumer.stood_still() is late
    thread.thread_loop.close()


async def test_consumer_seeks_before_anything_is_read(flow: Flow, tmp_path: Path) -> None:
    """At a start nobody reads yet, so there is nobody to wait for."""
    consumer = consumer_of(flow, tmp_path)
    async with asyncio.timeout(5):
        await consumer.perform_seek()
    assert consumer._thread.position == COMMITTED
