"""A release after another on a real broker: state that the one wrote is read by the other."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from agents.intake import publish_articles
from agents.reading import read_partitions, read_topic
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_topics import changelog_name
from monitor.engine.store import Commit, Store
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_story
from monitor.replay.run import EmbeddedReplay
from monitor.testing.receiver import Receiver
from monitor.topics import ALERTS, DEAD_LETTERS, POSITIONS, STATEMENTS
from schemas.article import Article
from schemas.position import Position
from tests.kafka.test_faults import _until, _worker
from tests.kafka.test_promises import (
    alert_ids,
    member,
    prepared,
    receiver,
    story,
    until_positions,
)
from tests.support.making import NOON

pytestmark = pytest.mark.kafka

__all__ = ["receiver", "story"]  # fixtures

ROLES = ("--role", "analyse", "--role", "track")
Rewrite = Callable[[dict[str, Any]], dict[str, Any]]


def earlier(kept: dict[str, Any]) -> dict[str, Any]:
    """Write a history as the release before did: acts had no confidence."""
    for entry in kept["entries"]:
        for said in entry["said"]:
            for act in said["acts"]:
                act.pop("confidence", None)
    kept.pop("mood", None)
    return {**kept, "version": 1}


def later(kept: dict[str, Any]) -> dict[str, Any]:
    """Write a history as a release to come might."""
    return {**kept, "version": 99, "mood": "grim"}


def rewritten(value: bytes, rewrite: Rewrite) -> bytes | None:
    """Rewrite a value if it is a history."""
    kept = orjson.loads(value)
    return orjson.dumps(rewrite(kept)) if "entries" in kept else None


async def rewrite_state(kafka: Kafka, rewrite: Rewrite) -> int:
    """Rewrite every history on the changelog; return how many there are."""
    name = changelog_name(kafka, "track")
    newest: dict[tuple[int, bytes], bytes] = {}
    async for record in read_partitions(kafka, name, STATEMENTS.max_bytes):
        newest[record.partition, record.key] = record.value
    producer = AIOKafkaProducer(bootstrap_servers=list(kafka.bootstrap))
    await producer.start()
    count = 0
    for (partition, key), value in newest.items():
        if (found := rewritten(value, rewrite)) is not None:
            await producer.send_and_wait(name, found, key=key, partition=partition)
            count += 1
    await producer.stop()
    return count


def undisturbed(
    story: Path, half: int, model: Model, path: Path
) -> tuple[list[Article], list[set[str]], dict[str, Position]]:
    """Run a story through the embedded engine, whose state is of the release before at half time.

    Returns:
        the articles, the alerts of the first half and of both, the last positions.
    """
    watchlist, articles = read_story(story)
    store = Store(path, durable=False)
    run = EmbeddedReplay(build_flow(watchlist, model), store, dead_letter_limit=50)
    told: list[set[str]] = []
    alerts: set[str] = set()
    for part in (articles[:half], articles[half:]):
        alerts |= {alert.id for done in run.run(part) for alert in done.of(ALERTS)}
        told.append(set(alerts))
        cells = {
            ("track", key): found
            for key, value in store.cells("track")
            if (found := rewritten(value, earlier)) is not None
        }
        store.commit(Commit(cells=cells), NOON)
    positions = {
        entry.key: Position.model_validate_json(entry.value)
        for entry in store.read(POSITIONS.name, 0, 100_000)
    }
    store.close()
    return articles, told, positions


async def test_promise_2_state_is_carried_from_release_to_release(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """An earlier version is brought up to date as it is read; a later one is refused, untouched.

    The records that need the refused state stay unread, for the release that knows it.
    """
    kafka = service.kafka.model_copy(update={"analysts": 0})
    service = service.model_copy(update={"kafka": kafka})
    half = 5
    articles, (first, both), positions = undisturbed(story, half, model, tmp_path / "own.db")
    await prepared(service, story, model)
    one, two, three = (
        member(tmp_path, service, story, receiver, name) for name in ("one", "two", "three")
    )
    async with _worker(one, *ROLES) as process:
        await publish_articles(kafka, articles[:half], partition=0)
        await _until(kafka, ALERTS, first)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert await rewrite_state(kafka, later)
    await publish_articles(kafka, articles[half:], partition=0)
    async with _worker(two, *ROLES) as process:
        assert await process.wait() == 70
    assert "written by a later release" in (two.parent / "worker.log").read_text("utf-8")
    assert await alert_ids(kafka) == first
    await rewrite_state(kafka, earlier)
    async with _worker(three, *ROLES):
        await _until(kafka, ALERTS, both)
        await until_positions(kafka, positions)
    assert await alert_ids(kafka) == both
    assert await read_topic(kafka, DEAD_LETTERS) == []
