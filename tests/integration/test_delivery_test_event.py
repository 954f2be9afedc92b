"""`endpoints test`: can an endpoint be reached?"""

import asyncio
from pathlib import Path

from monitor.testing.faulty import Fault, failing
from monitor.testing.receiver import Receiver
from tests.support.commands import Finished, run
from tests.support.files import configuration, endpoint


async def asked(folder: Path, url: str, secret: str | None = None) -> Finished:
    """Let an operator test an endpoint."""
    made = endpoint(folder, url, secret) if secret else endpoint(folder, url)
    delivery = {"allow_networks": ["127.0.0.0/8"], "timeout": 5}
    config = configuration(folder, endpoints=[made], service={"delivery": delivery})
    return await asyncio.to_thread(run, "endpoints", "test", "desk", "--config", config)


async def test_reachable_endpoint_gets_a_signed_test_event(tmp_path: Path) -> None:
    """The subscriber sees a genuine event that says it is a test; the operator sees the answer."""
    async with Receiver() as desk:
        done = await asked(tmp_path, desk.url, desk.secret)
    (got,) = desk.received
    assert got.verified
    assert got.event["type"] == "endpoint.test"
    assert done.code == 0
    assert done.out.startswith("desk: HTTP 204 after ")


async def test_failing_endpoint_is_told_with_its_answer(tmp_path: Path) -> None:
    """The operator learns what the endpoint answered, and a script that it failed."""
    async with failing(Fault.ERROR) as url:
        done = await asked(tmp_path, url)
    assert done.code == 2
    assert "HTTP 500" in done.out
    assert "broken" in done.out
    assert done.err.endswith("desk: the test was not taken\n")
