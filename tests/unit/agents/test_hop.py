"""Hops give up what they only think about when partitions go, and end what they write."""

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from agents.app import KafkaApp
from agents.hop import Hop
from monitor.config.roles import Role
from monitor.stages.stage import Outcome, Stage
from monitor.topics import STATEMENTS
from tests.support.making import NOON


class Slow:
    """Stands for a table and for the place where it is decided; ends when it is told to."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.begun, self.let = asyncio.Event(), asyncio.Event()
        self.written: list[Mapping[bytes, bytes | None]] = []

    def get(self, _key: bytes) -> None:
        """Hold no state."""

    async def write(self, _partition: int, writes: Mapping[bytes, bytes | None]) -> None:
        """Write."""
        self.begun.set()
        await self.let.wait()
        self.written.append(writes)

    async def __call__(self, *_: object) -> Outcome:
        """Decide."""
        self.begun.set()
        await self.let.wait()
        return Outcome((), {"key": b"state"})


class Given:
    """An event of partition 0."""

    def __init__(self) -> None:
        """Begin unacknowledged."""
        self.message = SimpleNamespace(partition=0, offset=7, timestamp=1.0)
        self.key = self.value = b"{}"
        self.acknowledged = False

    def ack(self) -> None:
        """Acknowledge."""
        self.acknowledged = True


@pytest.fixture
def table() -> Slow:
    """Return the state."""
    return Slow()


@pytest.fixture
def mind() -> Slow:
    """Return where it is decided."""
    return Slow()


@pytest.fixture
def hop(table: Slow, mind: Slow) -> Hop:
    """Return a hop between the two."""
    conf = SimpleNamespace(broker_session_timeout=60.0)
    app: Any = SimpleNamespace(conf=conf, consumer=SimpleNamespace(stood_still=lambda: False))
    tables: Any = {"track": table, "failures-track": table}
    stage = Stage("track", STATEMENTS, lambda _, __: Outcome(), emits=())
    kafka = KafkaApp(Role.TRACK, app, {}, tables)
    decide: Any = mind
    return Hop(kafka, stage, limit=5, clock=lambda: NOON, decide=decide)


async def stream(*events: Given) -> Any:  # noqa: ANN401 - of Faust
    """Give events and no more."""
    for event in events:
        yield event
    await asyncio.Event().wait()


class Stream:
    """What Faust gives an agent."""

    def __init__(self, *events: Given) -> None:
        """Take events."""
        self._events = events

    def noack(self) -> "Stream":
        """Leave acknowledging to the agent."""
        return self

    def events(self) -> Any:  # noqa: ANN401 - of Faust
        """Give the events."""
        return stream(*self._events)


async def test_what_is_only_being_decided_is_given_up(hop: Hop, table: Slow, mind: Slow) -> None:
    """Whoever reads it next decides; the records behind it are not begun."""
    first, second = Given(), Given()
    carrying: Any = Stream(first, second)
    agent = asyncio.create_task(hop.carry(carrying))
    await mind.begun.wait()
    async with asyncio.timeout(1):
        await hop.release()
    mind.let.set()
    table.let.set()
    await asyncio.sleep(0.01)
    assert table.written == []
    assert not first.acknowledged
    assert not second.acknowledged
    agent.cancel()


async def test_what_is_being_written_is_waited_for(hop: Hop, table: Slow, mind: Slow) -> None:
    """Nothing is written after the partition has gone."""
    event = Given()
    carrying: Any = Stream(event)
    agent = asyncio.create_task(hop.carry(carrying))
    mind.let.set()
    await table.begun.wait()
    going = asyncio.create_task(hop.release())
    await asyncio.sleep(0.01)
    assert not going.done()
    table.let.set()
    await going
    assert len(table.written) == 1
    assert event.acknowledged
    agent.cancel()


@pytest.mark.parametrize("moment", ["deciding", "sending"])
async def test_worker_that_stood_still_for_a_session_writes_nothing(
    hop: Hop, table: Slow, mind: Slow, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Thawed, it has records of partitions that are another worker's by now."""

    class Ended(BaseException):
        """The process is over."""

    def end(_reason: str) -> None:
        raise Ended

    async def freeze(_outcome: Outcome) -> None:
        hop._kafka.app.consumer.stood_still = lambda: True

    monkeypatch.setattr("agents.hop.stop_process", end)
    mind.let.set()
    table.let.set()
    if moment == "deciding":
        await freeze(Outcome())
    else:
        monkeypatch.setattr(hop, "_send", freeze)
    event: Any = Given()
    with pytest.raises(Ended):
        await hop.handle(event)
    assert table.written == []
    assert not event.acknowledged
