"""Endpoints that fail in every way: each ends as it should, and none disturbs another."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from aiohttp import web

from monitor.testing.faulty import Fault, failing
from monitor.testing.receiver import Receiver
from monitor.topics import ENDPOINTS
from tests.support.files import endpoint
from tests.support.live import Live, alerts_on, serving
from tests.support.web import serving as http


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.GONE])
async def test_every_fault_is_a_dead_letter_with_every_try(tmp_path: Path, fault: Fault) -> None:
    """However an endpoint fails, each try is on record and the alert ends as a dead letter."""
    async with (
        failing(fault) as url,
        serving(tmp_path, [endpoint(tmp_path, url)], timeout=0.4, longest_wait=0.05) as live,
    ):
        live.raise_alerts(alerts_on("permit"))
        (ended,) = (await live.until_ended(1)).values()
        assert (ended.status, len(ended.attempts)) == ("exhausted", 3)
        assert all(len(a.error or "") < 500 for a in ended.attempts)
        (letter,) = live.dead()
        assert "3 tries failed" in letter.reason


async def test_gone_disables_and_tells_those_who_asked(tmp_path: Path) -> None:
    """After 410 nothing more is sent there; the operators' endpoint hears of it once."""
    async with Receiver() as ops, failing(Fault.GONE) as url:
        watches = {"filters": {"events": ["endpoint.disabled"]}}
        endpoints = [
            endpoint(tmp_path, url),
            endpoint(tmp_path, ops.url, ops.secret, id="ops", **watches),
        ]
        async with serving(tmp_path, endpoints) as live:
            live.raise_alerts(alerts_on("permit"))
            await ops.wait_for(1, 10)
            (told,) = ops.received
            assert told.verified
            assert told.event["type"] == "endpoint.disabled"
            assert told.event["data"]["endpoint"] == "desk"
            live.raise_alerts(alerts_on("price-cap", start=1))
            ended = await live.until_ended(3)
        assert len(ended["desk al_0"].attempts) == 1
        assert ended["desk al_1"].attempts == ()
        assert "410 Gone" in ended["desk al_1"].reason


async def test_disabled_endpoint_stays_disabled_after_a_restart(tmp_path: Path) -> None:
    """What is known of an endpoint survives the process that knew it."""
    async with failing(Fault.GONE) as url:
        async with serving(tmp_path, [endpoint(tmp_path, url)]) as live:
            live.raise_alerts(alerts_on("permit"))
            await live.until_ended(1)
        async with serving(tmp_path, [endpoint(tmp_path, url)]) as live:
            live.raise_alerts(alerts_on("price-cap", start=1))
            ended = await live.until_ended(2)
        assert ended["desk al_1"].attempts == ()


async def test_breaker_spares_a_dead_endpoint(tmp_path: Path) -> None:
    """With the breaker open one try at a time is made, not one for each alert."""
    calls = 0

    async def fail(_request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        return web.Response(status=500)

    breaker = {"failures": 3, "pause": 60, "longest": 60}
    async with http(fail) as url:
        desk = endpoint(tmp_path, url)
        async with serving(tmp_path, [desk], breaker=breaker, concurrency=1) as live:
            live.raise_alerts(alerts_on(*["permit"] * 20))
            await _until_paused(live)
            assert calls == 3
        async with serving(tmp_path, [desk], breaker=breaker, concurrency=1) as live:
            live.raise_alerts(alerts_on("permit", start=99))
            await asyncio.sleep(0.2)
        assert calls == 3


async def _until_paused(live: Live) -> None:
    await live.until(lambda: any(health.paused_until for health in live.records(ENDPOINTS)))


async def test_retry_after_pauses_everything_to_that_endpoint(tmp_path: Path) -> None:
    """One 429 and the other alerts wait too; the wait is written down."""
    calls = 0

    async def busy(_request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        return web.Response(status=429, headers={"retry-after": "3600"})

    async with http(busy) as url:
        desk = endpoint(tmp_path, url)
        async with serving(tmp_path, [desk], concurrency=1) as live:
            live.raise_alerts(alerts_on(*["permit"] * 5))
            await _until_paused(live)
            (health,) = live.records(ENDPOINTS)
        assert calls == 1
        assert "asked to wait" in health.reason


async def test_failing_endpoints_do_not_disturb_a_healthy_one(tmp_path: Path) -> None:
    """While others refuse, drip, pour and redirect, a healthy endpoint gets every alert once."""
    async with Receiver() as good:
        async with contextlib.AsyncExitStack() as stack:
            urls = {fault: await stack.enter_async_context(failing(fault)) for fault in Fault}
            endpoints = [endpoint(tmp_path, url, id=f"bad-{fault}") for fault, url in urls.items()]
            endpoints.append(endpoint(tmp_path, good.url, good.secret, id="good"))
            async with serving(tmp_path, endpoints, timeout=5) as live:
                live.raise_alerts(alerts_on(*["permit"] * 100))
                # Long before the silent ones have come to their time-out even once.
                await good.wait_for(100, 20)
                ended = live.ended()
        assert {got.event["data"]["id"] for got in good.received} == {f"al_{n}" for n in range(100)}
        assert all(got.verified for got in good.received)
        assert not any(name.startswith(("bad-silent", "bad-drip")) for name in ended)


async def test_many_silent_endpoints_do_not_use_up_the_connections(tmp_path: Path) -> None:
    """Thirty endpoints that hang, each with all its tries under way, hold up nobody."""
    async with contextlib.AsyncExitStack() as stack:
        good = await stack.enter_async_context(Receiver())
        urls = [await stack.enter_async_context(failing(Fault.SILENT)) for _ in range(30)]
        silent = [endpoint(tmp_path, url, id=f"a-{n}") for n, url in enumerate(urls)]
        endpoints = [*silent, endpoint(tmp_path, good.url, good.secret, id="z-good")]
        async with serving(tmp_path, endpoints, timeout=30) as live:
            live.raise_alerts(alerts_on(*["permit"] * 20))
            await good.wait_for(20, 15)
            assert not any(name.startswith("a-") for name in live.ended())


async def test_answer_reaches_the_record_escaped(tmp_path: Path) -> None:
    """What an endpoint answers cannot move an operator's cursor or forge a line of the log."""

    async def nasty(_request: web.Request) -> web.Response:
        return web.Response(status=500, body=b"\x1b[2J\r\nERROR all is well\xff")

    async with http(nasty) as url, serving(tmp_path, [endpoint(tmp_path, url)]) as live:
        live.raise_alerts(alerts_on("permit"))
        (ended,) = (await live.until_ended(1)).values()
    error = ended.attempts[0].error
    assert error.isascii()
    assert error.isprintable()
    assert "\\x1b[2J" in error
