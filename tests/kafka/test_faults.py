"""Promises 1 and 3 on a real broker: workers die, records are poisoned, nothing is lost."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from agents.intake import publish_articles
from agents.replay import read_topic
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_topics import broker_name, create_topics
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_story
from monitor.replay.run import EmbeddedReplay
from monitor.testing.receiver import Receiver
from monitor.topics import (
    ALERTS,
    ARTICLES,
    CHANGES,
    DEAD_LETTERS,
    DELIVERIES,
    ENDPOINTS,
    FEEDS,
    ORDERS,
    POSITIONS,
    RECEIPTS,
    STATEMENTS,
    Topic,
)
from schemas.article import Article
from schemas.dead_letter import DeadLetter
from schemas.position import Position

pytestmark = pytest.mark.kafka

_PATIENCE = 90.0
_ARTICLES_A_KILL = 11  # a whole telling of the story


def _configure(folder: Path, service: Service, watchlist: dict, receiver: Receiver) -> Path:
    """Write the configuration that a worker process reads."""
    secret = folder / "secret"
    secret.write_text(receiver.secret, encoding="utf-8")
    endpoint = {"id": "desk", "url": receiver.url, "secret": f"file:{secret}"}
    (folder / "watchlist.json").write_text(
        json.dumps(watchlist | {"endpoints": [endpoint]}), encoding="utf-8"
    )
    data = json.loads(service.model_dump_json())
    data["delivery"] |= {"allow_networks": ["127.0.0.0/8"], "schedule": [0, 0.2, 0.5, 1, 2, 4]}
    config = folder / "service.json"
    config.write_text(json.dumps(data), encoding="utf-8")
    return config


@asynccontextmanager
async def _worker(config: Path, *options: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker in a process of its own; it is gone afterwards, however that ends."""
    command = Path(sys.executable).with_name("news-monitor")
    with (config.parent / "worker.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            command, "-v", "run", "--config", config, *options, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _until(kafka: Kafka, topic: Topic, ids: set[str]) -> list:
    """Read a topic until it holds every id."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            records = await read_topic(kafka, topic, skip_unreadable=True)
            if ids <= {record.id for record in records}:  # type: ignore[attr-defined]
                return records
            await asyncio.sleep(0.3)


def _told(receiver: Receiver) -> set[str]:
    """Return the alerts that the receiver was told of."""
    return {request.event["data"]["id"] for request in receiver.received}


@dataclass(frozen=True, slots=True)
class _Undisturbed:
    """What an undisturbed embedded run ends with: ids of alerts and changes, positions by key."""

    alerts: set[str]
    changes: set[str]
    positions: dict[str, Position]


def _undisturbed(
    watchlist: WatchList, articles: list[Article], model: Model, path: Path
) -> _Undisturbed:
    """Run articles through the embedded engine."""
    store = Store(path, durable=False)
    run = EmbeddedReplay(build_flow(watchlist, model), store, dead_letter_limit=50)
    done = list(run.run(articles))
    found = _Undisturbed(
        {alert.id for one in done for alert in one.of(ALERTS)},
        {change.id for one in done for change in one.of(CHANGES)},
        {
            entry.key: Position.model_validate_json(entry.value)
            for entry in store.read(POSITIONS.name, 0, 1_000_000)
        },
    )
    store.close()
    return found


def _expected(story: Path, model: Model, folder: Path) -> tuple[list[Article], set[str], dict]:
    """Return a story's articles, and the alerts and positions of an undisturbed embedded run."""
    watchlist, articles = read_story(story)
    found = _undisturbed(watchlist, articles, model, folder / f"{story.stem}.db")
    return articles, found.alerts, found.positions


def _years_of(story: Path, count: int) -> tuple[WatchList, list[Article]]:
    """Tell a story as often as it takes for so many articles, each time years after the last.

    By then all positions have lapsed, so each telling alerts anew; the last is as dated.
    """
    watchlist, articles = read_story(story)
    tellings = -(-count // len(articles))
    told = []
    for telling in range(tellings):
        back = timedelta(days=400 * (tellings - 1 - telling))
        told += [
            article.model_copy(
                update={
                    "id": f"{article.id}-{telling}",
                    "published": article.published - back,
                    "arrived": article.arrived - back,
                }
            )
            for article in articles
        ]
    return watchlist, told


class _Killer:
    """Kills workers amid their work: in the moment in which one of them has sent something."""

    def __init__(self, kafka: Kafka) -> None:
        """Prepare."""
        self._kafka = kafka
        self._dice = random.Random(7)  # noqa: S311 - the same moments every time

    async def strike(self, process: asyncio.subprocess.Process, turn: int) -> bool:
        """Kill a worker as soon as a topic grows, another one each time, or a moment later.

        Returns:
            whether it was killed; on a busy machine one may lose its session and end by itself.
        """
        topic = (STATEMENTS, CHANGES, ALERTS, DELIVERIES, RECEIPTS)[turn % 5]
        name = broker_name(self._kafka, topic)
        consumer = AIOKafkaConsumer(bootstrap_servers=list(self._kafka.bootstrap))
        await consumer.start()
        try:
            places = [TopicPartition(name, number) for number in range(self._kafka.partitions)]
            before = await consumer.end_offsets(places)
            async with asyncio.timeout(_PATIENCE):
                while await consumer.end_offsets(places) == before:
                    if process.returncode is not None:
                        return False
                    await asyncio.sleep(0.002)
        finally:
            await consumer.stop()
        await asyncio.sleep(self._dice.choice((0.0, 0.0, 0.01, 0.05, 0.3)))
        if process.returncode is not None:
            return False
        process.send_signal(signal.SIGKILL)
        await process.wait()
        return True


async def test_workers_killed_amid_their_work_lose_and_invent_nothing(
    service: Service, model: Model, root: Path, tmp_path: Path
) -> None:
    """Kills -9 under load: the changes, alerts and positions of an undisturbed run, and no others.

    Three, or as many as NEWS_MONITOR_KILLS says (`make test-long`), each of a worker that has just
    sent something, with its own offset, state or acknowledgement still to be written.
    """
    kills = int(os.environ.get("NEWS_MONITOR_KILLS", "3"))
    story = root / "seeds" / "stories" / "takeover-battle.json"
    own, articles = _years_of(story, _ARTICLES_A_KILL * (kills + 1))
    expected = _undisturbed(own, articles, model, tmp_path / "undisturbed.db")
    watchlist = json.loads(story.read_text(encoding="utf-8"))["watchlist"]
    kafka = service.kafka
    await create_topics(kafka, build_flow(own, model))
    killer = _Killer(kafka)
    async with Receiver() as receiver:
        config = _configure(tmp_path, service, watchlist, receiver)
        for kill in range(kills):
            # Each kill has work of its own to fall into.
            batch = articles[kill * _ARTICLES_A_KILL : (kill + 1) * _ARTICLES_A_KILL]
            struck = False
            while not struck:
                async with _worker(config) as process:
                    striking = asyncio.create_task(killer.strike(process, kill))
                    await publish_articles(kafka, batch, partition=0)
                    batch = []
                    struck = await striking
        async with _worker(config):
            await publish_articles(kafka, articles[kills * _ARTICLES_A_KILL :], partition=0)
            alerts = await _until(kafka, ALERTS, expected.alerts)
            await receiver.wait_until(lambda: _told(receiver) >= expected.alerts, _PATIENCE)
            await _until(kafka, CHANGES, expected.changes)
    assert {alert.id for alert in alerts} == expected.alerts
    assert {change.id for change in await read_topic(kafka, CHANGES)} == expected.changes  # type: ignore[attr-defined]
    assert _told(receiver) == expected.alerts
    assert all(request.verified for request in receiver.received)
    webhook_ids = {(r.id, r.event["data"]["id"]) for r in receiver.received}
    assert len(webhook_ids) == len(expected.alerts)
    latest: dict[str, Position] = {}
    for record in await read_topic(kafka, POSITIONS):
        assert isinstance(record, Position)
        latest[f"{record.actor}|{record.issue}"] = record
    assert latest == expected.positions
    assert await read_topic(kafka, DEAD_LETTERS) == []


async def test_poison_goes_to_the_dead_letters_and_the_stream_goes_on(
    service: Service, model: Model, root: Path, tmp_path: Path
) -> None:
    """What no codec can read stands in the dead letters with its reason; the rest gets through."""
    story = root / "seeds" / "stories" / "border-standoff.json"
    articles, expected, _ = _expected(story, model, tmp_path)
    watchlist = json.loads(story.read_text(encoding="utf-8"))["watchlist"]
    poison = [b"\xff\xfe not json", b"{}", b'{"id": 7}', b"null", b"[" * 5000]
    own, _ = read_story(story)
    await create_topics(service.kafka, build_flow(own, model))
    producer = AIOKafkaProducer(bootstrap_servers=list(service.kafka.bootstrap))
    await producer.start()
    for topic in (
        *(ARTICLES, STATEMENTS, ALERTS, DELIVERIES, RECEIPTS),
        *(FEEDS, ORDERS, ENDPOINTS),  # read whole by each worker: named in its log and left out
    ):
        for value in poison:
            name = broker_name(service.kafka, topic)
            await producer.send_and_wait(name, value, key=b"k", partition=0)
    # A record without a value is a deletion to Kafka; to a stage it is just as unreadable.
    await producer.send_and_wait(broker_name(service.kafka, ARTICLES), None, key=b"k", partition=0)
    await producer.stop()
    await publish_articles(service.kafka, articles, partition=0)
    async with (
        Receiver() as receiver,
        _worker(_configure(tmp_path, service, watchlist, receiver)),
    ):
        alerts = await _until(service.kafka, ALERTS, expected)
    assert {alert.id for alert in alerts} == expected
    dead = await read_topic(service.kafka, DEAD_LETTERS)
    assert all(isinstance(letter, DeadLetter) and letter.reason for letter in dead)
    given_up = Counter(
        (letter.topic, letter.hop)
        for letter in {letter.id: letter for letter in dead}.values()  # type: ignore[attr-defined]
    )
    assert given_up == {
        ("articles", "extract"): len(poison) + 1,
        ("statements", "track"): len(poison),
        ("statements", "correct"): len(poison),
        ("alerts", "route"): len(poison),
        ("deliveries", "queue"): len(poison),
        ("receipts", "settle"): len(poison),
    }


async def test_lost_table_is_rebuilt_from_its_changelog(
    service: Service, model: Model, root: Path, tmp_path: Path
) -> None:
    """A worker on a new disk knows what was said before: no old news is told again."""
    story = root / "seeds" / "stories" / "takeover-battle.json"
    articles, expected, _ = _expected(story, model, tmp_path)
    watchlist = json.loads(story.read_text(encoding="utf-8"))["watchlist"]
    own, _ = read_story(story)
    await create_topics(service.kafka, build_flow(own, model))
    half = len(articles) // 2
    async with Receiver() as receiver:
        config = _configure(tmp_path, service, watchlist, receiver)
        await publish_articles(service.kafka, articles[:half], partition=0)
        before = _alerts_of_first(half, story, model, tmp_path)
        async with _worker(config) as process:
            await _until(service.kafka, ALERTS, before)
            process.send_signal(signal.SIGTERM)
            await process.wait()
            assert process.returncode == 0
        (tmp_path / "tables").rename(tmp_path / "lost")
        await publish_articles(service.kafka, articles[half:], partition=0)
        async with _worker(config):
            alerts = await _until(service.kafka, ALERTS, expected)
    assert sorted(alert.id for alert in alerts) == sorted(expected)


def _alerts_of_first(count: int, story: Path, model: Model, folder: Path) -> set[str]:
    """Return the alerts of a story's first articles."""
    watchlist, articles = read_story(story)
    store = Store(folder / "first.db", durable=False)
    run = EmbeddedReplay(build_flow(watchlist, model), store, dead_letter_limit=50)
    alerts = {alert.id for done in run.run(articles[:count]) for alert in done.of(ALERTS)}
    store.close()
    return alerts


def test_broker_that_is_away_is_one_clear_line(tmp_path: Path, root: Path) -> None:
    """Without a broker, replay says so in one line and exits with 2."""
    config = tmp_path / "service.json"
    data = {
        "watchlist": str(root / "deploy" / "watchlists" / "european-security.yaml"),
        "engine": "kafka",
        "kafka": {"bootstrap": ["127.0.0.1:9"]},
    }
    config.write_text(json.dumps(data), encoding="utf-8")
    command = Path(sys.executable).with_name("news-monitor")
    done = subprocess.run(
        [command, "replay", "--config", config], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "broker 127.0.0.1:9: cannot be reached (KafkaConnectionError)\n"
