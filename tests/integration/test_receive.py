"""`news-monitor receive`: what an operator tries an endpoint with."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from standardwebhooks.webhooks import Webhook

from tests.support.commands import COMMAND, call, one_clear_line, process_environment


@asynccontextmanager
async def receiving(secret: Path) -> AsyncIterator[tuple[str, asyncio.StreamReader]]:
    """Run the command; give its address and what it prints from then on."""
    process = await asyncio.create_subprocess_exec(
        COMMAND, "receive", "--secret-file", secret, "--port", "0",
        stdout=asyncio.subprocess.PIPE, env=process_environment({"PYTHONUNBUFFERED": "1"}),
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            said = (await process.stdout.readline()).decode()
            yield said.removeprefix("receiving at ").strip(), process.stdout
            process.terminate()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()


async def test_receiver_makes_its_secret_and_tells_genuine_from_forged(tmp_path: Path) -> None:
    """The endpoint reads the file that the receiver made; a forger's control codes stay out."""
    secret = tmp_path / "secret"
    genuine = '{"type": "signal.raised", "data": {"title": "Rao: speaks of “measures”"}}'
    forged = '{"type": "signal.raised", "data": {"title": "\\u001b[2J gone"}}'
    async with receiving(secret) as (url, printed), aiohttp.ClientSession() as session:
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        now = datetime.now(UTC)
        signed = Webhook(secret.read_text().strip()).sign("dl_1", now, genuine)
        for body, signature, status in (
            (genuine, signed, 204),
            (forged, "v1,AAAA", 401),
            ("no json", "v1,AAAA", 400),
        ):
            headers = {
                "webhook-id": "dl_1",
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": signature,
            }
            async with session.post(url, data=body.encode(), headers=headers) as answer:
                assert answer.status == status
        first, second = [(await printed.readline()).decode().strip() for _ in range(2)]
    assert first == "signature verified  signal.raised  Rao: speaks of “measures”  dl_1"
    assert second == "signature wrong  signal.raised  \N{REPLACEMENT CHARACTER}[2J gone  dl_1"


async def test_secret_outlives_the_receiver(tmp_path: Path) -> None:
    """Started again, it knows the secret that the endpoint signs with."""
    async with receiving(tmp_path / "secret"):
        made = (tmp_path / "secret").read_text()
    async with receiving(tmp_path / "secret"):
        assert (tmp_path / "secret").read_text() == made


def test_place_that_cannot_be_had_is_one_clear_line(tmp_path: Path) -> None:
    """An address of another machine, or a folder that is missing, is said."""
    done = call("receive", "--secret-file", tmp_path / "secret", "--host", "203.0.113.1")
    assert "203.0.113.1:8070" in one_clear_line(done)
    done = call("receive", "--secret-file", tmp_path / "missing" / "secret")
    assert "missing/secret" in one_clear_line(done)
