"""`news-monitor replay` as a process: deterministic, quiet, and sending only when asked."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from monitor.testing.receiver import Receiver
from tests.support.commands import COMMAND, process_environment, run
from tests.support.files import configuration, endpoint
from tests.support.making import THREAT

ALLOWED = {"delivery": {"allow_networks": ["127.0.0.0/8"]}}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Write three articles that raise alerts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    words = [THREAT, "Reyl said that every option is on the table over the permit.", "Nothing."]
    for n, text in enumerate(words):
        head = f"---\npublished: 2025-10-{n + 10}T08:00:00Z\n---\n"
        (folder / f"{n}.txt").write_text(head + text, encoding="utf-8")
    return folder


async def test_two_runs_give_the_same_bytes(tmp_path: Path, texts: Path) -> None:
    """Whatever the hash seed and however often, a replay prints the same bytes."""
    config = configuration(tmp_path / "c")
    runs = await asyncio.gather(
        *(
            asyncio.to_thread(
                run, "replay", texts, "--json", "--config", config, PYTHONHASHSEED=seed
            )
            for seed in ("0", "4242")
        )
    )
    assert {done.code for done in runs} == {0}
    assert len({done.out for done in runs}) == 1
    assert '"record":"alert"' in runs[0].out


@pytest.mark.parametrize("options", [[], ["--deliver"]], ids=["without", "with --deliver"])
async def test_delivers_only_when_asked(tmp_path: Path, texts: Path, options: list[str]) -> None:
    """Nothing is sent without ``--deliver``; with it every alert arrives, verified."""
    async with Receiver() as receiver:
        desk = endpoint(tmp_path, receiver.url, receiver.secret)
        config = configuration(tmp_path / "c", endpoints=[desk], service=ALLOWED)
        done = await asyncio.to_thread(run, "replay", texts, "--json", "--config", config, *options)
    assert done.code == 0, done.err
    printed = [json.loads(line) for line in done.out.splitlines()]
    alerts = {line["id"] for line in printed if line["record"] == "alert"}
    assert len(alerts) >= 2
    assert {got.event["data"]["id"] for got in receiver.received} == (alerts if options else set())
    assert all(got.verified for got in receiver.received)
    ended = {line["alert"] for line in printed if line.get("status") == "delivered"}
    assert ended == (alerts if options else set())


def test_missing_secret_is_one_clear_line(tmp_path: Path, texts: Path) -> None:
    """``--deliver`` without the endpoint's secret says which one is missing."""
    desk = {"id": "desk", "url": "https://desk.example/", "secret": "env:NOT_SET_ANYWHERE"}
    config = configuration(tmp_path / "c", endpoints=[desk])
    done = run("replay", texts, "--deliver", "--json", "--config", config)
    assert done.code == 2
    assert done.err == "endpoint desk: secret env:NOT_SET_ANYWHERE: the variable is not set\n"


def test_bad_input_as_a_process(tmp_path: Path) -> None:
    """The installed command, too, answers bad input with one line and exit code 2."""
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    done = run("replay", big)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{big}: larger than 10 MiB (50 MiB)\n"


def test_reader_that_goes_away(tmp_path: Path, texts: Path) -> None:
    """`news-monitor replay … | head -1` ends quietly."""
    done = subprocess.run(  # noqa: S602 - the pipe is what is tested
        f"'{COMMAND}' replay '{texts}' --json --config '{configuration(tmp_path / 'c')}' | head -1",
        shell=True,
        capture_output=True,
        env=process_environment({}),
        timeout=60,
        check=False,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


async def test_a_disabled_endpoint_needs_no_secret(tmp_path: Path, texts: Path) -> None:
    """``--deliver`` asks only those for a secret who are told."""
    desk = endpoint(tmp_path, "https://desk.example/hook", enabled=False)
    (tmp_path / "desk.secret").unlink()
    config = configuration(tmp_path, endpoints=[desk], service=ALLOWED)
    assert run("replay", texts, "--deliver", "--json", "--config", config).code == 0
