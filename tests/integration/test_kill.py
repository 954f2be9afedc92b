"""Killed at any moment and started again, the service gives the same alerts, each delivered."""

import asyncio
import json
import random
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.engine.store import Commit, Store
from monitor.testing.receiver import Receiver
from monitor.topics import ARTICLES
from schemas.article import Article
from tests.support.commands import call
from tests.support.files import configuration, endpoint
from tests.support.making import NOON, article
from tests.support.service import Look, start

# One kill for each batch but the last.
BATCHES = 22
PER_BATCH = 7
_SURNAMES = ("Duarte", "Reyl", "Lundy")
_WORDS = (
    "“We will take legal action over the permit in case {n},” {who} said.",
    "{who} said that the pipeline permit number {n} must be withdrawn.",
    "“We reject the price cap of {n} crowns,” {who} said. “Every option is on the table.”",
    "{who} said that talks on the pipeline could begin in week {n}.",
    "“If there is no answer in {n} days, we will file a lawsuit,” {who} warned.",
    "According to {who}, the permit of {n} October was a mistake.",
)


def generated() -> list[Article]:
    """Return articles with several statements each; some are edits or copies of earlier ones."""
    draw = random.Random(7)  # noqa: S311 - the same articles at every run
    found: list[Article] = []
    for n in range(BATCHES * PER_BATCH):
        text = "\n".join(
            draw.choice(_WORDS).format(n=draw.randrange(2, 40), who=draw.choice(_SURNAMES))
            for _ in range(draw.randrange(2, 6))
        )
        name, version = f"G{n}", 1
        if n > 10 and n % 11 == 0:
            name, version = found[n - 7].id, found[n - 7].version + 1
        if n > 10 and n % 9 == 0:
            text = found[n - 5].text
        at = NOON + timedelta(hours=7 * n)
        found.append(article(text, id=name, version=version, published=at, outlet=f"O{n % 4}"))
    return found


def _lines(folder: Path, articles: list[Article]) -> list[Path]:
    """Write the articles as files to hand over one after the other."""
    paths = []
    for number in range(BATCHES):
        batch = articles[number * PER_BATCH : (number + 1) * PER_BATCH]
        path = folder / f"batch-{number:02}.jsonl"
        path.write_text(
            "".join(
                json.dumps(
                    {
                        "id": a.id,
                        "version": a.version,
                        "text": a.text,
                        "outlet": a.outlet,
                        "published": a.published.isoformat(),
                        "arrives": a.arrived.isoformat(),
                    }
                )
                + "\n"
                for a in batch
            ),
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def _poison(store: Path, number: int) -> None:
    """Put something unreadable among the articles."""
    opened = Store(store)
    opened.commit(Commit(appends=((ARTICLES.name, "x", b"{poison %d" % number),)), NOON)
    opened.close()


def _configured(folder: Path, receiver: Receiver) -> Path:
    folder.mkdir()
    return configuration(
        folder,
        endpoints=[endpoint(folder, receiver.url, receiver.secret)],
        service={
            "delivery": {
                "allow_networks": ["127.0.0.0/8"],
                "schedule": [0] * 20,
                "jitter": 0,
            }
        },
    )


async def _hand_over(config: Path, path: Path, *, aside: bool) -> None:
    """Hand articles over, by a process of its own (``aside``) or by this one."""
    if not aside:
        assert (await asyncio.to_thread(call, "ingest", path, "--config", config)).code == 0
        return
    ingest = start(config.parent / "ingest.log", "ingest", path, "--config", config)
    await asyncio.to_thread(ingest.join)
    assert ingest.exitcode == 0, (config.parent / "ingest.log").read_text("utf-8")


async def _run(folder: Path, batches: list[Path], draw: random.Random | None) -> Look:
    """Run a service over the batches; with ``draw``, kill it once in each batch but the last."""
    async with Receiver(answer=lambda n: 500 if n % 5 == 2 else 204) as receiver:
        config = _configured(folder, receiver)
        store = folder / "store.db"
        Store(store).close()
        look = Look(store)
        log = folder / "run.log"
        service = start(log, "run", "--config", config)
        try:
            async with asyncio.timeout(120):
                for number, batch in enumerate(batches):
                    if number % 8 == 3:
                        _poison(store, number)
                    before = look.progress()
                    await _hand_over(config, batch, aside=draw is not None and number % 4 == 0)
                    if draw is None or number == len(batches) - 1:
                        continue
                    # Some are killed before they have begun, some in the middle, some at the end.
                    wanted = before + draw.randrange(0, 60)
                    for _ in range(draw.randrange(1, 40)):
                        if look.progress() > wanted:
                            break
                        await asyncio.sleep(draw.random() * 0.005)
                    service.kill()
                    await asyncio.to_thread(service.join)
                    assert service.exitcode == -9, log.read_text("utf-8")
                    service = start(log, "run", "--config", config)
                while not look.idle():
                    assert service.is_alive(), log.read_text("utf-8")
                    await asyncio.sleep(0.01)
            service.terminate()
            await asyncio.to_thread(service.join)
            assert service.exitcode == 0, log.read_text("utf-8")
            assert "Traceback" not in log.read_text("utf-8")
        finally:
            service.kill()
            await asyncio.to_thread(service.join)
        _check_received(receiver, look)
        return look


def _check_received(receiver: Receiver, look: Look) -> None:
    """Every alert came at least once, verified, under one webhook id of its own."""
    ids: dict[str, set[str]] = defaultdict(set)
    for got in receiver.received:
        assert got.verified
        ids[got.event["data"]["id"]].add(got.id)
    assert set(ids) == {alert["id"] for alert in look.records("alerts")}
    assert all(len(found) == 1 for found in ids.values())
    assert len(set.union(*ids.values())) == len(ids)


def _outcome(look: Look) -> dict[str, Any]:
    """Return everything that must not depend on being killed."""
    positions = {(p["actor"], p["issue"]): p for p in look.records("positions")}
    return {
        "articles": [a.get("id") for a in look.records("articles") if isinstance(a, dict)],
        "statements": [s["id"] for r in look.records("statements") for s in r["statements"]],
        "changes": [c["id"] for c in look.records("changes")],
        "alerts": [(a["id"], a["sequence"]) for a in look.records("alerts")],
        "deliveries": [d["id"] for d in look.records("deliveries")],
        "dead letters": [d["id"] for d in look.records("dead-letters")],
        "positions": positions,
    }


@pytest.fixture
def batches(tmp_path: Path) -> list[Path]:
    """Write the articles to files."""
    return _lines(tmp_path, generated())


async def test_killed_service_gives_what_an_undisturbed_one_gives(
    tmp_path: Path, batches: list[Path]
) -> None:
    """Killed two dozen times while articles come in: same ids, no gap, every alert delivered."""
    calm = await _run(tmp_path / "calm", batches, None)
    killed = await _run(tmp_path / "killed", batches, random.Random(20))  # noqa: S311 - seeded
    wanted, found = _outcome(calm), _outcome(killed)
    assert len(wanted["alerts"]) > 10
    assert len(wanted["statements"]) > 300
    assert len(wanted["dead letters"]) == 3
    assert found == wanted
    assert killed.gapless()
