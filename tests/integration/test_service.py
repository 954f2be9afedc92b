"""The embedded service: how it stops, and what it does when something it lives on fails."""

import asyncio
import json
import random
import shutil
from pathlib import Path

import pytest

from monitor.config.service import Delivery as Settings
from monitor.delivery.sender import Sender
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit
from monitor.flow import Flow
from monitor.stages.codec import encode
from monitor.stages.stage import NOTHING, Cells, Outcome
from monitor.testing.receiver import Receiver
from monitor.topics import ARTICLES
from schemas.article import Article
from tests.support.commands import call, run
from tests.support.files import configuration, endpoint
from tests.support.making import NOON, article
from tests.support.service import start
from tests.support.stages import open_store, stage_of


async def test_stop_during_a_delivery_is_clean(tmp_path: Path) -> None:
    """A service that is told to stop while it sends ends with code 0, not with a crash.

    The cancelled task's thread still works on the SQLite connection that `run` closes.
    """
    lines = [
        {"id": f"A{n}", "text": f"“We will take legal action over the permit {n},” {who} said."}
        | {"published": f"19{year}-10-06T08:00:00Z"}
        for n, (year, who) in enumerate(
            (year, who) for year in range(10, 60) for who in ("Duarte", "Reyl", "Lundy")
        )
    ]
    batch = tmp_path / "a.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    draw = random.Random(3)  # noqa: S311 - seeded
    codes: list[int | None] = []
    async with Receiver() as receiver:
        filled = tmp_path / "filled"
        filled.mkdir()
        config = configuration(
            filled,
            endpoints=[endpoint(filled, receiver.url, receiver.secret)],
            service={"delivery": {"allow_networks": ["127.0.0.0/8"], "concurrency": 1}},
        )
        call("ingest", batch, "--config", config)
        for n in range(25):
            folder = shutil.copytree(filled, tmp_path / str(n))
            seen = len(receiver.received)
            service = start(folder / "log", "run", "--config", folder / config.name)
            await receiver.wait_for(seen + draw.randrange(1, 12), 20)
            service.terminate()
            await asyncio.to_thread(service.join, 10)
            codes.append(service.exitcode)
            service.kill()
    assert codes == [0] * 25


def test_missing_secret_of_a_service_is_one_clear_line(tmp_path: Path) -> None:
    """`run` without an endpoint's secret says so and nothing else (no unclosed session)."""
    desk = {"id": "desk", "url": "https://desk.example/", "secret": "env:NOT_SET_ANYWHERE"}
    done = run("run", "--config", configuration(tmp_path, endpoints=[desk]))
    assert done.code == 2
    told = [line for line in done.err.splitlines() if not line.startswith("running on")]
    assert told == ["endpoint desk: secret env:NOT_SET_ANYWHERE: the variable is not set"]


async def test_service_ends_with_its_sender(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender that dies takes the service with it, for a supervisor to start it again."""

    async def die(_sender: Sender) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Sender, "run", die)
    service = EmbeddedService(Flow(()), tmp_path / "store.db", (), Settings(), dead_letter_limit=5)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        await asyncio.wait_for(service.run(), 10)


async def test_stop_is_heard_in_the_middle_of_a_backlog(tmp_path: Path) -> None:
    """SIGTERM ends the service after the step at hand, however long the backlog is."""
    holder: list[EmbeddedService] = []

    def once(_found: Article, _cells: Cells) -> Outcome:
        holder[0].stop()
        return NOTHING

    store = open_store(tmp_path)
    step = Commit(appends=tuple((ARTICLES.name, "k", encode(article())) for _ in range(3000)))
    store.commit(step, NOON)
    service = EmbeddedService(
        Flow((stage_of(once),)), tmp_path / "store.db", (), Settings(), dead_letter_limit=5
    )
    holder.append(service)
    running = asyncio.create_task(service.run())
    await asyncio.wait({running}, timeout=10)
    read = store.cursor("stage")
    store.close()
    assert read < 3000


async def test_a_second_service_on_one_store_is_refused(tmp_path: Path) -> None:
    """Two would send everything twice: the second says so and ends; commands beside it work."""
    config = configuration(tmp_path)
    first = start(tmp_path / "log", "run", "--config", config)
    try:
        for _ in range(500):
            if (tmp_path / "log").is_file() and "running on" in (tmp_path / "log").read_text():
                break
            await asyncio.sleep(0.02)
        second = await asyncio.to_thread(run, "run", "--config", config)
        assert first.is_alive(), (tmp_path / "log").read_text()
        assert second.code == 2
        assert "already runs on this store" in second.err
        assert (await asyncio.to_thread(run, "endpoints", "list", "--config", config)).code == 0
    finally:
        first.kill()
        first.join()
    third = start(tmp_path / "log3", "run", "--config", config)
    try:
        for _ in range(500):
            if (tmp_path / "log3").is_file() and "running on" in (tmp_path / "log3").read_text():
                break
            await asyncio.sleep(0.02)
        assert "running on" in (tmp_path / "log3").read_text()
    finally:
        third.kill()
        third.join()
