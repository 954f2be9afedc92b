"""The outbox of the embedded engine: one connection, used by one thread at a time."""

import asyncio
import threading
from datetime import datetime
from pathlib import Path

import pytest

from monitor.clock import system_clock
from monitor.engine.outbox import StoreOutbox
from monitor.engine.store import Commit, Store
from monitor.stages.codec import encode
from monitor.topics import ORDERS
from schemas.order import Order, OrderKind
from tests.support.making import NOON, delivery
from tests.support.stages import open_store


async def test_cancelled_read_keeps_the_connection_to_itself(tmp_path: Path) -> None:
    """A read that was cancelled ends before the next use, and before closing."""
    inside, release = threading.Event(), threading.Event()
    told: list[str] = []

    class Watched(Store):
        def endpoints_due(self, now: datetime) -> list[str]:
            inside.set()
            release.wait(5)
            found = super().endpoints_due(now)
            told.append("looked")
            return found

        def next_due(self, now: datetime) -> float | None:
            told.append("next")
            return super().next_due(now)

    store = Watched(tmp_path / "store.db", durable=False)
    outbox = StoreOutbox(store, system_clock)
    looking = asyncio.create_task(outbox.endpoints(NOON))
    await asyncio.to_thread(inside.wait, 5)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    waiting = asyncio.create_task(outbox.wait(NOON, 0))
    await asyncio.sleep(0.05)
    waiting.cancel()
    threading.Timer(0.1, release.set).start()
    await outbox.close()
    told.append("closed")
    store.close()
    assert told in (["looked", "closed"], ["looked", "next", "closed"])


async def test_cancelled_settle_keeps_the_connection_to_itself(tmp_path: Path) -> None:
    """A connection is used by one thread at a time, also after a task was cancelled."""
    inside, release = threading.Event(), threading.Event()
    users: list[int] = []
    most: list[int] = []

    class Watched(Store):
        def commit(self, step: Commit, now: datetime) -> None:
            users.append(1)
            inside.set()
            release.wait(5)
            super().commit(step, now)
            users.pop()

        def endpoints_due(self, now: datetime) -> list[str]:
            most.append(len(users) + 1)
            return super().endpoints_due(now)

    store = Watched(tmp_path / "store.db", durable=False)
    outbox = StoreOutbox(store, system_clock)
    settling = asyncio.create_task(outbox.settle([delivery()]))
    await asyncio.to_thread(inside.wait, 5)
    settling.cancel()
    looking = asyncio.create_task(outbox.endpoints(NOON))
    await asyncio.gather(settling, return_exceptions=True)
    await asyncio.sleep(0)
    threading.Timer(0.2, release.set).start()
    await looking
    store.close()
    assert most == [1]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
async def test_cancelling_is_heard_when_news_comes_in(tmp_path: Path, turns: int) -> None:
    """SIGTERM while articles are processed ends the service (Python 3.11: `wait_for` swallows it).

    The last `notify` and the cancellation come together; the sender then goes on for ever.
    """
    store = open_store(tmp_path)
    outbox = StoreOutbox(store, system_clock)
    waiting = asyncio.create_task(outbox.wait(NOON, 60))
    while not outbox._news._waiters:  # type: ignore[attr-defined]  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    outbox.notify()
    for _ in range(turns):
        await asyncio.sleep(0)
    heard = waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    store.close()
    assert waiting.cancelled() or not heard


async def test_an_unreadable_order_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be read as an order is named in the log; the orders around it are obeyed."""
    store = Store(tmp_path / "store.db", durable=False)
    good = Order(id="o1", kind=OrderKind.DISABLE, endpoint="desk", at=NOON, by="ada", why="a test")
    values = (b"{no json", encode(good), b'{"id": 7}')
    store.commit(Commit(appends=tuple((ORDERS.name, "desk", v) for v in values)), NOON)
    outbox = StoreOutbox(store, system_clock)
    assert await outbox.orders() == [good]
    assert await outbox.orders() == []
    await outbox.close()
    store.close()
    assert caplog.text.count("orders") >= 2
