"""A replay through Kafka, in topics of its own that are deleted afterwards."""

import asyncio
import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from agents.intake import publish_articles
from agents.reading import read_topic
from agents.worker import Worker, running
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import plan, replay_prefix
from monitor.errors import EngineError
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.run import SHOWN, Replayed
from monitor.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, DELIVERIES, STATEMENTS
from schemas.alert import Alert
from schemas.article import Article
from schemas.base import VersionedRecord
from schemas.change import Change
from schemas.statement import Report

_POLL_SECONDS: Final = 0.05


def replay_on_kafka(
    service: Service, watchlist: WatchList, articles: list[Article], *, keep: bool = False
) -> Iterator[Replayed]:
    """Replay articles through one worker; return what came of each, in order.

    All articles go through one partition, so that their order is kept.

    Raises:
        EngineError: the broker is away.
    """
    yield from asyncio.run(_replay(service, watchlist, articles, keep=keep))


async def _replay(
    service: Service, watchlist: WatchList, articles: list[Article], *, keep: bool
) -> list[Replayed]:
    kafka = service.kafka.model_copy(
        update={"prefix": f"{replay_prefix(service.kafka)}{secrets.token_hex(4)}", "partitions": 4}
    )
    service = service.model_copy(update={"kafka": kafka})
    try:
        with tempfile.TemporaryDirectory(prefix="news-monitor-") as folder:
            async with running(service, watchlist, Path(folder)) as worker:
                await publish_articles(kafka, articles, partition=0)
                await finished(worker, len(articles))
            return await _collect(kafka, articles)
    finally:
        if not keep:
            await _delete_topics(service, watchlist)


async def finished(worker: Worker, articles: int) -> None:
    """Wait until every record has passed every hop; the hops count what they send and read.

    Raises:
        EngineError: the worker crashed.
    """
    extract, track = worker.hops["extract"], worker.hops["track"]
    route, queue = worker.hops["route"], worker.hops["queue"]
    correct = worker.hops["correct"]
    while not (
        extract.read >= articles
        and track.read >= extract.sent[STATEMENTS.name]
        and route.read >= track.sent[ALERTS.name]
        and correct.read >= extract.sent[STATEMENTS.name]
        and queue.read >= route.sent[DELIVERIES.name] + correct.sent[DELIVERIES.name]
        and (worker.outbox is None or len(worker.outbox) == 0)
    ):
        if any(kafka.app.crashed for kafka in worker.apps):
            raise EngineError("the worker ended before the replay did")
        await asyncio.sleep(_POLL_SECONDS)


async def _collect(kafka: Kafka, articles: list[Article]) -> list[Replayed]:
    """Sort what came out by article and actor, the order in which one process would tell it."""
    found = {topic: await read_topic(kafka, topic) for topic in SHOWN if topic is not ARTICLES}
    by_article: dict[str, Replayed] = {a.id: Replayed([(ARTICLES, a)]) for a in articles}
    for topic in (STATEMENTS, CHANGES, ALERTS):
        for record in sorted(found[topic], key=_actor):
            if (replayed := by_article.get(_article(record))) is not None:
                replayed.records.append((topic, record))
    results = list(by_article.values())
    results[-1].records += [(DEAD_LETTERS, record) for record in found[DEAD_LETTERS]]
    return results


def _actor(record: VersionedRecord) -> str:
    return record.actor if isinstance(record, Report | Change | Alert) else ""


def _article(record: VersionedRecord) -> str:
    return record.article if isinstance(record, Report | Change | Alert) else ""


async def _delete_topics(service: Service, watchlist: WatchList) -> None:
    admin = AIOKafkaAdminClient(**connection(service.kafka))
    flow = build_flow(watchlist, load_model())
    # Whatever is left is cleared by its retention; the replay itself is done.
    with contextlib.suppress(KafkaError, OSError):
        await admin.start()
        await admin.delete_topics([p.name for p in plan(service.kafka, flow)])
    await admin.close()
