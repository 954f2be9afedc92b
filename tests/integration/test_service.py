"""The embedded service: how it stops, and what it does when something it lives on fails."""

import asyncio
import json
import random
from pathlib import Path

from monitor.testing.receiver import Receiver
from tests.support.commands import call
from tests.support.files import configuration, endpoint
from tests.support.service import start


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
        for n in range(25):
            folder = tmp_path / str(n)
            folder.mkdir()
            desk = endpoint(folder, receiver.url, receiver.secret)
            config = configuration(
                folder,
                endpoints=[desk],
                service={"delivery": {"allow_networks": ["127.0.0.0/8"], "concurrency": 1}},
            )
            call("ingest", batch, "--config", config)
            seen = len(receiver.received)
            service = start(folder / "log", "run", "--config", config)
            await receiver.wait_for(seen + draw.randrange(1, 12), 20)
            service.terminate()
            await asyncio.to_thread(service.join, 10)
            codes.append(service.exitcode)
            service.kill()
    assert codes == [0] * 25
