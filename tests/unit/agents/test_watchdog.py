"""What the watchdog puts up with."""

import asyncio
from pathlib import Path
from typing import cast

import pytest
from faust.tables.manager import TableManager
from faust.types import TP

from agents import watchdog
from agents.app import KafkaApp, build_app
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.engine.progress import Offsets, Place
from monitor.engine.readiness import Readiness
from monitor.errors import ConfigurationError
from monitor.flow import Flow

WAITING: dict[Place, Offsets] = {("articles", 0): Offsets(3, 0, 9)}


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the reasons for which the process would be ended."""
    reasons: list[str] = []
    monkeypatch.setattr(watchdog, "stop_process", reasons.append)
    return reasons


async def watched(
    kafka: Kafka, app: KafkaApp, readiness: Readiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the watchdog look for a little longer than it has patience; records wait all the time."""

    async def offsets(*_: object) -> dict[Place, Offsets]:
        return WAITING

    monkeypatch.setattr(watchdog, "_offsets", offsets)
    async with watchdog.watching(kafka, [app], readiness):
        await asyncio.sleep(1.5)


async def test_recovery_of_tables_is_no_stall(
    flow: Flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: list[str]
) -> None:
    """However long tables take, nobody ends the worker; standing still afterwards does."""
    service = Service(watchlist="", engine="kafka", kafka=Kafka(stall_timeout=1.0))
    app, readiness = build_app(service, flow, tmp_path, Role.ANALYSE), Readiness()
    readiness.hold(Role.ANALYSE, "tables are recovered")
    await watched(service.kafka, app, readiness, monkeypatch)
    assert ended == []
    readiness.release(Role.ANALYSE)
    await watched(service.kafka, app, readiness, monkeypatch)
    assert len(ended) == 1
    assert "6 records wait" in ended[0]


async def test_recovery_that_reads_nothing_is_a_stall(
    flow: Flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: list[str]
) -> None:
    """A recovery that has stopped for good ends the worker; one that is done does not."""
    service = Service(watchlist="", engine="kafka", kafka=Kafka(stall_timeout=1.0))
    app, readiness = build_app(service, flow, tmp_path, Role.ANALYSE), Readiness()
    readiness.hold(Role.ANALYSE, "tables are recovered")
    recovery = cast("TableManager", app.app.tables).recovery
    recovery.in_recovery = True
    recovery.active_highwaters.update({TP("changelog", 0): 143, TP("changelog", 1): -1})
    recovery.active_offsets.update({TP("changelog", 0): 143, TP("changelog", 1): -1})
    await watched(service.kafka, app, readiness, monkeypatch)
    assert ended == []
    recovery.active_offsets[TP("changelog", 0)] = 100
    await watched(service.kafka, app, readiness, monkeypatch)
    assert len(ended) == 1
    assert "43 records wait" in ended[0]


async def test_secret_that_cannot_be_read_is_told(
    flow: Flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a password or a token is away the worker is not ready, and says which file."""
    app = build_app(Service(watchlist="", engine="kafka"), flow, tmp_path, Role.ANALYSE)

    async def offsets(*_: object) -> dict[Place, Offsets]:
        raise ConfigurationError(["kafka.security.sasl.token_file: token: is empty"])

    monkeypatch.setattr(watchdog, "_offsets", offsets)
    readiness = Readiness()
    async with watchdog.watching(Service(watchlist="").kafka, [app], readiness):
        await asyncio.sleep(0.01)
        assert readiness.reasons() == ["broker: kafka.security.sasl.token_file: token: is empty"]
