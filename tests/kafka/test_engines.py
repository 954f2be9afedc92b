"""Promises 2 and 4: the engines may differ in speed, never in results or in what they send."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.replay import replay_on_kafka
from monitor.config.service import Service
from monitor.config.watchlist import WatchList
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_articles, read_story
from monitor.replay.run import EmbeddedReplay, Replayed
from monitor.testing.receiver import Receiver
from schemas.article import Article
from tests.support.commands import run
from tests.support.files import configuration, endpoint
from tests.support.making import THREAT

pytestmark = pytest.mark.kafka


def lines(results: Iterable[Replayed]) -> Iterator[dict[str, Any]]:
    """Return the JSON lines of a replay."""
    for replayed in results:
        yield from replayed.lines()


def embedded(watchlist: WatchList, model: Model, articles: list[Article], folder: Path) -> list:
    """Replay through the embedded engine."""
    store = Store(folder / "embedded.db", durable=False)
    try:
        run = EmbeddedReplay(build_flow(watchlist, model), store, dead_letter_limit=50)
        return list(lines(run.run(articles)))
    finally:
        store.close()


def by_kind(found: Iterable[dict[str, Any]], kind: str) -> list[str]:
    """Return the ids of one kind of record, sorted."""
    return sorted(line["id"] for line in found if line["record"] == kind)


def test_seed_gives_the_same_ids_on_both_engines(
    service: Service, shipped: tuple[Service, WatchList], model: Model, root: Path, tmp_path: Path
) -> None:
    """The seed's alerts have the same ids whether one process or Kafka carried it."""
    _, watchlist = shipped
    articles = list(read_articles(root / "seeds" / "000_58129c60560acc1c.txt"))
    one = embedded(watchlist, model, articles, tmp_path)
    other = list(lines(replay_on_kafka(service, watchlist, articles)))
    for kind in ("article", "statement", "change", "alert"):
        assert by_kind(one, kind) == by_kind(other, kind), kind
    assert by_kind(one, "alert")


@pytest.mark.parametrize("name", ["border-standoff", "takeover-battle"])
def test_story_gives_the_same_records_on_both_engines(
    name: str, service: Service, model: Model, root: Path, tmp_path: Path
) -> None:
    """A story with copies, late arrivals and a correction ends alike on both engines."""
    watchlist, articles = read_story(root / "seeds" / "stories" / f"{name}.json")
    one = embedded(watchlist, model, articles, tmp_path)
    other = list(lines(replay_on_kafka(service, watchlist, articles)))
    for kind in ("statement", "change", "alert", "dead_letter"):
        assert by_kind(one, kind) == by_kind(other, kind), kind
    first = {line["id"]: line for line in one if line["record"] == "alert"}
    second = {line["id"]: line for line in other if line["record"] == "alert"}
    assert first == second


@pytest.mark.parametrize("options", [[], ["--deliver"]], ids=["without", "with --deliver"])
async def test_promise_4_replay_sends_only_when_asked(
    options: list[str], service: Service, tmp_path: Path
) -> None:
    """Through Kafka, too, no webhook goes out of a replay without ``--deliver``."""
    text = tmp_path / "threat.txt"
    text.write_text(f"---\npublished: 2025-10-10T08:00:00Z\n---\n{THREAT}", "utf-8")
    kafka = service.model_dump(mode="json")["kafka"] | {"analysts": 0}
    settings = {"engine": "kafka", "kafka": kafka}
    async with Receiver() as receiver:
        desk = endpoint(tmp_path, receiver.url, receiver.secret)
        config = configuration(
            tmp_path / "c",
            endpoints=[desk],
            service=settings | {"delivery": {"allow_networks": ["127.0.0.0/8"]}},
        )
        done = await asyncio.to_thread(run, "replay", text, "--json", "--config", config, *options)
    assert done.code == 0, done.err
    printed = [json.loads(line) for line in done.out.splitlines()]
    alerts = {line["id"] for line in printed if line["record"] == "alert"}
    assert alerts
    assert {got.event["data"]["id"] for got in receiver.received} == (alerts if options else set())
