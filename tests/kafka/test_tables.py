"""Tables on a real broker: what is on one disk, on another and on the changelog is one state."""

import asyncio
import shutil
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from agents import hop
from agents.intake import publish_articles
from agents.tables import Store, Table
from agents.worker import Worker, running
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_topics import application_id, broker_name, changelog_name
from monitor.engine.readiness import Readiness
from monitor.topics import ARTICLES
from tests.kafka.test_delivery import until
from tests.support.making import article

pytestmark = pytest.mark.kafka


@pytest.fixture
def service(service: Service) -> Service:
    """Return a configuration that reads articles in this process, at once."""
    kafka = service.kafka.model_copy(update={"analysts": 0, "partitions": 1, "drain": 0.5})
    return service.model_copy(update={"kafka": kafka})


async def end_of(kafka: Kafka, name: str) -> int:
    """Return the offset that the next record of a topic's first partition gets."""
    consumer = AIOKafkaConsumer(bootstrap_servers=list(kafka.bootstrap))
    await consumer.start()
    try:
        place = TopicPartition(name, 0)
        return (await consumer.end_offsets([place]))[place]
    finally:
        await consumer.stop()


async def committed(kafka: Kafka) -> int | None:
    """Return which article is read next."""
    group = application_id(kafka, Role.ANALYSE)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=list(kafka.bootstrap), group_id=group, enable_auto_commit=False
    )
    await consumer.start()
    try:
        return await consumer.committed(TopicPartition(broker_name(kafka, ARTICLES), 0))
    finally:
        await consumer.stop()


def table_of(worker: Worker) -> Table:
    """Return the table of what articles have said."""
    return worker.apps[0].tables["extract"]


def analysing(
    service: Service, watchlist: WatchList, folder: Path, readiness: Readiness
) -> AbstractAsyncContextManager[Worker]:
    """Run a worker that reads articles."""
    return running(service, watchlist, folder, roles={Role.ANALYSE}, readiness=readiness)


async def until_ready(readiness: Readiness) -> None:
    """Wait until tables are recovered."""
    async with asyncio.timeout(60):
        while readiness.reasons():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def test_state_that_was_acknowledged_but_not_stored_is_read_from_the_changelog(
    service: Service, watchlist: WatchList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that ends between the broker's word and its own disk loses nothing.

    The partition is another worker's for a while, so the record is not read again here.
    """
    kafka = service.kafka
    dead, other = tmp_path / "dead", tmp_path / "other"
    monkeypatch.setattr(hop, "stop_process", print)  # the test's own process is to go on
    with monkeypatch.context() as patch:

        def ends(*_: object) -> None:
            raise asyncio.CancelledError

        patch.setattr(Store, "write", ends)
        async with analysing(service, watchlist, dead, Readiness()):
            await publish_articles(kafka, [article()])
            changelog = changelog_name(kafka, "extract")
            await until(partial(end_of, kafka, changelog))
            await asyncio.sleep(0.3)  # for whoever notes the broker's word by itself
            shutil.copytree(dead, tmp_path / "disk")
    async with analysing(service, watchlist, other, ready := Readiness()) as worker:
        await until_ready(ready)
        await until(partial(committed, kafka))
        state = dict(table_of(worker).items())
    assert state
    async with analysing(service, watchlist, tmp_path / "disk", ready := Readiness()) as worker:
        await until_ready(ready)
        assert dict(table_of(worker).items()) == state
