"""The first start of docker-compose.yml, with processes in place of its containers."""

import asyncio
import secrets
import shutil
import socket
import sys
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import aiohttp
import pytest
from ruamel.yaml import YAML

from monitor.testing.kafka import Broker
from tests.support.commands import process_environment

pytestmark = pytest.mark.kafka

_COMMAND = Path(sys.executable).with_name("news-monitor")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Containers:
    """Runs the services of a compose file that are ours, each in a folder like its container's."""

    def __init__(self, root: Path, folder: Path, bootstrap: str) -> None:
        """Take the checkout, a folder to run in, and the broker that stands for `kafka`."""
        compose = YAML(typ="safe").load((root / "docker-compose.yml").read_text("utf-8"))
        self.services: dict[str, dict] = {
            name: service
            for name, service in compose["services"].items()
            if service.get("image") == "news-monitor"
        }
        (network,) = compose["networks"]["default"]["ipam"]["config"]
        self._root, self._folder = root, folder
        self._receiver = _free_port()
        # What only containers have: names of hosts, a network of their own, shared volumes.
        self._known = {
            '["kafka:9092"]': f'["{bootstrap}"]\n  prefix: c{secrets.token_hex(4)}',
            "http://receiver:8070/": f"http://127.0.0.1:{self._receiver}/",
            network["subnet"]: "127.0.0.0/8",
            "/run/receiver/": f"{folder / 'receiver' / 'var'}/",
        }

    def folder(self, name: str) -> Path:
        """Return the folder of a service, made as its image would hold it."""
        own = self._folder / name
        if not own.exists():
            shutil.copytree(self._root / "deploy", own / "deploy")
            (own / "seeds").symlink_to(self._root / "seeds")
            (own / "var").mkdir()
            for path in (own / "deploy" / "compose.yaml", own / "deploy/watchlists/compose.yaml"):
                text = path.read_text("utf-8")
                for told, here in self._known.items():
                    text = text.replace(told, here)
                path.write_text(text.replace("port: 8088", f"port: {_free_port()}"), "utf-8")
        return own

    def web(self, name: str) -> str:
        """Return where a worker answers."""
        config = YAML(typ="safe").load(self.folder(name) / "deploy" / "compose.yaml")
        return f"http://127.0.0.1:{config['web']['port']}"

    async def start(self, name: str) -> asyncio.subprocess.Process:
        """Start a service with the command of the compose file."""
        words = list(self.services[name]["command"])
        if name == "receiver":
            words += ["--port", str(self._receiver)]
        with (self.folder(name) / "log").open("wb") as log:
            return await asyncio.create_subprocess_exec(
                _COMMAND, *words, cwd=self.folder(name), stdout=log, stderr=log,
                env=process_environment({"PYTHONUNBUFFERED": "1"}),
            )  # fmt: skip

    def log(self, name: str) -> str:
        """Return what a service has printed."""
        return (self.folder(name) / "log").read_text("utf-8")


async def _until_shown(url: str, text: str) -> None:
    """Wait until a worker answers, with a text among what it says."""
    while True:
        with suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                if answer.ok and text in await answer.text():
                    return
        await asyncio.sleep(0.2)


async def test_first_start_runs_the_seed_into_the_receiver(
    root: Path, tmp_path: Path, broker: Broker
) -> None:
    """What `docker compose up` starts hands over the seed and shows its alerts, all verified."""
    containers = Containers(root, tmp_path, broker.bootstrap)
    workers = [n for n, s in containers.services.items() if s["command"][0] == "run"]
    async with AsyncExitStack() as stack:

        async def start(name: str) -> asyncio.subprocess.Process:
            process = await containers.start(name)
            stack.push_async_callback(process.wait)
            stack.callback(lambda: process.returncode is None and process.kill())
            return process

        assert await (await start("topics")).wait() == 0, containers.log("topics")
        receiver = await start("receiver")
        async with asyncio.timeout(90):
            secret = containers.folder("receiver") / "var" / "secret"
            while not secret.exists():  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(0.05)
            running = [await start(name) for name in workers]
            for name in workers:
                await _until_shown(f"{containers.web(name)}/readyz", "")
            assert await (await start("seed")).wait() == 0, containers.log("seed")
            while "signal.raised" not in containers.log("receiver"):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.2)
            await _until_shown(f"{containers.web('web')}/alerts.atom", "Lavrov")
            for process in (*running, receiver):
                process.terminate()
            assert {await process.wait() for process in (*running, receiver)} == {0}
    assert "signature verified" in containers.log("receiver")
    assert "signature wrong" not in containers.log("receiver")
