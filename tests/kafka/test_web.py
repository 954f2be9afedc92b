"""The role `web` on a real broker: what it shows outlives the broker's absence."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from agents.intake import publish
from monitor.config.service import Service
from monitor.stages.codec import encode
from monitor.testing.kafka import Broker
from monitor.topics import ALERTS
from tests.kafka.test_compose import _free_port, _until_shown
from tests.kafka.test_faults import _worker
from tests.support.live import alerts_on
from tests.support.making import lake_watchlist

pytestmark = pytest.mark.kafka


async def test_alerts_are_shown_and_streamed_after_the_broker_was_away(
    service: Service, broker: Broker, tmp_path: Path
) -> None:
    """A process with this role alone, up before any other: its feed fills, its streams go on."""
    if broker.external:
        pytest.skip("somebody else's broker is not stopped")
    port = _free_port()
    settings = service.model_dump(mode="json") | {"web": {"port": port}}
    (tmp_path / "watchlist.json").write_text(json.dumps(lake_watchlist()), "utf-8")
    config = tmp_path / "service.json"
    config.write_text(json.dumps(settings), "utf-8")
    first, second = alerts_on("permit", "price-cap")
    page = f"http://127.0.0.1:{port}"

    async def raise_alert(alert: object) -> None:
        await publish(service.kafka, ALERTS, [(alert.actor, encode(alert))])  # type: ignore[attr-defined]

    async with _worker(config, "--role", "web"), asyncio.timeout(120):
        await _until_shown(f"{page}/readyz", "")
        await raise_alert(first)
        await _until_shown(f"{page}/alerts.atom", first.id)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{page}/alerts/stream") as stream,
        ):
            assert b"listening" in await stream.content.readline()
            await asyncio.to_thread(broker.stop)
            await asyncio.sleep(3)  # longer than a look at the topic takes
            await asyncio.to_thread(broker.start)
            await raise_alert(second)
            async for line in stream.content:
                if second.id.encode() in line:
                    break
        await _until_shown(f"{page}/alerts.atom", second.id)
