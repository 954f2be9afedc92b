"""What the watchdog puts up with."""

import asyncio
from pathlib import Path

import pytest

from agents import watchdog
from agents.app import build_app
from monitor.config.roles import Role
from monitor.config.service import Service
from monitor.engine.progress import Offsets, Place, Progress
from monitor.engine.readiness import Readiness
from monitor.errors import ConfigurationError
from monitor.flow import Flow

WAITING: dict[Place, Offsets] = {("articles", 0): Offsets(3, 0, 9)}


def test_recovery_of_tables_is_no_stall(
    flow: Flow, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long tables take, nobody ends the worker; standing still afterwards does."""
    app = build_app(
        Service(watchlist="", engine="kafka"), flow, tmp_path_factory.mktemp("t"), Role.ANALYSE
    )
    ended: list[str] = []
    monkeypatch.setattr(watchdog, "stop_process", ended.append)
    progress, readiness = Progress(0.0), Readiness()
    readiness.hold(Role.ANALYSE, "tables are recovered")
    for _ in range(3):
        watchdog._judge(app, progress, WAITING, readiness)
    assert ended == []
    readiness.release(Role.ANALYSE)
    watchdog._judge(app, progress, WAITING, readiness)
    assert len(ended) == 1
    assert "6 records wait" in ended[0]


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
