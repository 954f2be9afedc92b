"""The whole service, as a process: from a publisher's feed to the chain, killed on the way."""

import asyncio
import json
import random
from pathlib import Path

from monitor.testing.publisher import Item, Publisher, rss
from tests.support.files import configuration
from tests.support.service import Look, start

ROUNDS = 8
FEEDS = 6
POLLING = {
    "allow_networks": ["127.0.0.0/8"],
    "host_gap": 0,
    "floor": 0.05,
    "ceiling": 0.2,
    "jitter": 0,
}


def configured(folder: Path, publisher: Publisher) -> Path:
    """Write a configuration with feeds that are polled every moment."""
    config = configuration(folder, service={"polling": POLLING})
    path = folder / "watchlist.json"
    watchlist = json.loads(path.read_text("utf-8"))
    watchlist["feeds"] = [{"id": f"f{n}", "url": f"{publisher.url}/{n}"} for n in range(FEEDS)]
    path.write_text(json.dumps(watchlist), encoding="utf-8")
    return config


async def test_killed_poller_publishes_every_entry_once(tmp_path: Path) -> None:
    """Killed while entries appear: each is in the store exactly once, and the chain has read it."""
    draw = random.Random(5)  # noqa: S311 - seeded
    entries: dict[int, list[Item]] = {n: [] for n in range(FEEDS)}
    look, log = Look(tmp_path / "store.db"), tmp_path / "run.log"
    async with Publisher() as publisher:
        config = configured(tmp_path, publisher)
        service = start(log, "run", "--config", config)
        try:
            for number in range(ROUNDS):
                for n in range(FEEDS):
                    text = f"“We will take legal action over the permit {n},” Duarte said."
                    entries[n].insert(0, Item(f"T{n}-{number}", text, f"g{n}-{number}"))
                    publisher.feeds[f"/{n}"] = rss(entries[n])
                await asyncio.sleep(draw.random() * 0.6)
                service.kill()
                await asyncio.to_thread(service.join)
                service = start(log, "run", "--config", config)
            async with asyncio.timeout(60):
                while len(look.records("articles")) < ROUNDS * FEEDS or not look.idle():
                    assert service.is_alive(), log.read_text("utf-8")
                    await asyncio.sleep(0.05)
            # Polled many more times, nothing comes twice.
            asked = len(publisher.asked)
            async with asyncio.timeout(60):
                while len(publisher.asked) < asked + 10 * FEEDS:  # noqa: ASYNC110 - of another process
                    await asyncio.sleep(0.05)
            service.terminate()
            await asyncio.to_thread(service.join)
            assert service.exitcode == 0, log.read_text("utf-8")
        finally:
            service.kill()
            await asyncio.to_thread(service.join)
    titles = [article["title"] for article in look.records("articles")]
    assert sorted(titles) == sorted(f"T{n}-{m}" for n in range(FEEDS) for m in range(ROUNDS))
    assert look.records("dead-letters") == []
    assert look.gapless()
    assert "Traceback" not in log.read_text("utf-8")
