"""What the watchdog puts up with."""

import pytest

from agents import watchdog
from agents.app import build_app
from monitor.config.roles import Role
from monitor.config.service import Service
from monitor.engine.progress import Offsets, Place, Progress
from monitor.engine.readiness import Readiness
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
