"""What a supervisor is told: `/healthz`, `/readyz`, `/metrics` and `news-monitor health`."""

import asyncio
import socket
from collections.abc import Iterator

import aiohttp
import click
import pytest

from monitor.cli.main import cli
from monitor.config.polling import WebSub
from monitor.config.web import Web
from monitor.engine.readiness import Readiness
from monitor.errors import EngineError
from monitor.web.health import serving
from tests.support.commands import run


async def asked(url: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_ready_until_somebody_has_a_reason() -> None:
    """Readiness goes off with each reason in a line, while the process stays alive."""
    readiness = Readiness()
    async with serving(Web(port=0), readiness) as where:
        assert await asked(f"{where}/readyz") == (200, "ready\n")
        readiness.hold("track", "is starting")
        readiness.hold("broker", "127.0.0.1:9: cannot be reached")
        assert await asked(f"{where}/readyz") == (
            503,
            "broker: 127.0.0.1:9: cannot be reached\ntrack: is starting\n",
        )
        assert (await asked(f"{where}/healthz"))[0] == 200
        readiness.release("track")
        readiness.release("broker")
        assert (await asked(f"{where}/readyz"))[0] == 200


async def test_metrics_are_served() -> None:
    """Prometheus finds what the process counts."""
    async with serving(Web(port=0), Readiness()) as where:
        status, text = await asked(f"{where}/metrics")
    assert status == 200
    assert "# TYPE " in text


async def test_only_this_machine_is_answered_unless_told_otherwise() -> None:
    """Without a host in the configuration the service listens on the loopback interface."""
    async with serving(Web(port=0), Readiness()) as where:
        assert where is not None
        assert where.startswith("http://127.0.0.1:")


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for word, found in command.commands.items():
            yield from _commands(found, f"{name} {word}")


def test_nothing_is_opened_to_others_by_default() -> None:
    """Every address that anything of ours listens on is this machine's own unless it is set."""
    hosts = {
        name: option.default
        for name, command in _commands(cli, "news-monitor")
        for option in command.params
        if option.name == "host"
    }
    assert hosts
    assert set(hosts.values()) == {"127.0.0.1"}, hosts
    assert Web().host == "127.0.0.1"
    assert WebSub().bind.startswith("127.0.0.1:")


async def test_taken_port_is_one_clear_line() -> None:
    """A port that another process has is named."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EngineError, match=f"web: 127.0.0.1:{port} cannot be listened on"):
            async with serving(Web(port=port), Readiness()):
                pass


async def test_health_command_tells_ready_from_not() -> None:
    """A container's health check goes by the exit code, its operator by the reason."""
    readiness = Readiness()
    async with serving(Web(port=0), readiness) as where:
        good = await asyncio.to_thread(run, "health", "--url", where)
        readiness.hold("track", "is starting")
        bad = await asyncio.to_thread(run, "health", "--url", where)
    gone = await asyncio.to_thread(run, "health", "--url", where)
    assert (good.code, good.out) == (0, "ready\n")
    assert (bad.code, bad.err) == (1, "not ready: track: is starting\n")
    assert gone.code == 1
    assert gone.err.startswith(f"not ready: {where}/readyz: ")
    assert gone.err.count("\n") == 1
