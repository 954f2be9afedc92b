"""Tables on a real broker: what is on one disk, on another and on the changelog is one state."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from agents import hop
from agents.intake import publish_articles
from agents.reading import read_topic
from agents.tables import Store, Table
from agents.worker import Worker, running
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_topics import (
    application_id,
    broker_name,
    changelog_name,
    create_topics,
)
from monitor.engine.readiness import Readiness
from monitor.flow import Flow
from monitor.topics import ARTICLES, CHANGES, STATEMENTS, Topic
from tests.kafka.test_delivery import until
from tests.support.making import NO_STATEMENTS, THREAT, article

pytestmark = pytest.mark.kafka

OFFER = "“We are ready to talk about the permit,” Duarte said."


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


@asynccontextmanager
async def as_group(kafka: Kafka, role: Role) -> AsyncIterator[AIOKafkaConsumer]:
    """Stand for a role's group, whose workers are stopped."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=list(kafka.bootstrap),
        group_id=application_id(kafka, role),
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def committed(kafka: Kafka, role: Role, topic: Topic) -> int | None:
    """Return which record of a topic a role reads next."""
    async with as_group(kafka, role) as consumer:
        return await consumer.committed(TopicPartition(broker_name(kafka, topic), 0))


async def read_again(kafka: Kafka, role: Role, topic: Topic) -> None:
    """Let a role begin with the first record, as if it had died before it could commit."""
    async with as_group(kafka, role) as consumer:
        place = TopicPartition(broker_name(kafka, topic), 0)
        consumer.assign([place])
        await consumer.commit({place: 0})


def table_of(worker: Worker) -> Table:
    """Return the table of what articles have said."""
    return worker.apps[0].tables["extract"]


def analysing(
    service: Service, watchlist: WatchList, folder: Path, readiness: Readiness | None = None
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
        async with analysing(service, watchlist, dead):
            await publish_articles(kafka, [article()])
            changelog = changelog_name(kafka, "extract")
            await until(partial(end_of, kafka, changelog))
            await asyncio.sleep(0.3)  # for whoever notes the broker's word by itself
            shutil.copytree(dead, tmp_path / "disk")
    async with analysing(service, watchlist, other, ready := Readiness()) as worker:
        await until_ready(ready)
        await until(partial(committed, kafka, Role.ANALYSE, ARTICLES))
        state = dict(table_of(worker).items())
    assert state
    async with analysing(service, watchlist, tmp_path / "disk", ready := Readiness()) as worker:
        await until_ready(ready)
        assert dict(table_of(worker).items()) == state


async def test_promise_2_record_that_is_read_again_is_only_acknowledged(
    service: Service, watchlist: WatchList, tmp_path: Path
) -> None:
    """State written and offset not committed: the next worker, on another disk, says nothing new.

    Judged once more, the statements would be copies of themselves, and the text an old edit.
    """
    kafka = service.kafka
    roles = {Role.ANALYSE, Role.TRACK}
    edited = article(THREAT + " “The permit is void,” she added.", version=2)
    async with running(service, watchlist, tmp_path / "one", roles=roles):
        await publish_articles(kafka, [article(), edited, article(id="A2", text=OFFER)])
        await until(partial(committed_up_to, kafka, Role.ANALYSE, ARTICLES, 3))
        told = len(await read_topic(kafka, STATEMENTS))
        await until(partial(committed_up_to, kafka, Role.TRACK, STATEMENTS, told))
        changes = await read_topic(kafka, CHANGES)
    assert len(changes) >= 3
    await read_again(kafka, Role.ANALYSE, ARTICLES)
    await read_again(kafka, Role.TRACK, STATEMENTS)
    async with running(service, watchlist, tmp_path / "two", roles=roles):
        await publish_articles(kafka, [article(id="A3", text=NO_STATEMENTS), article()])
        await until(partial(committed_up_to, kafka, Role.ANALYSE, ARTICLES, 5))
        await until(partial(committed_up_to, kafka, Role.TRACK, STATEMENTS, told))
    assert len(await read_topic(kafka, STATEMENTS)) == told
    assert await read_topic(kafka, CHANGES) == changes


async def committed_up_to(kafka: Kafka, role: Role, topic: Topic, offset: int) -> bool:
    """Tell whether a role has come so far."""
    return (await committed(kafka, role, topic) or 0) >= offset


async def test_topic_that_was_made_again_is_read_from_its_first_record(
    service: Service, watchlist: WatchList, flow: Flow, tmp_path: Path
) -> None:
    """Its offsets were done before, its records were not."""
    kafka = service.kafka
    async with analysing(service, watchlist, tmp_path):
        await publish_articles(kafka, [article(), article(id="A2", text=OFFER)])
        await until(partial(committed_up_to, kafka, Role.ANALYSE, ARTICLES, 2))
    async with administering(kafka) as admin:
        await admin.delete_topics([broker_name(kafka, ARTICLES)])
    await until(partial(made_again, kafka, flow))
    await publish_articles(kafka, [article(id="A3")])
    async with analysing(service, watchlist, tmp_path):

        async def found() -> bool:
            return any(r.article == "A3" for r in await read_topic(kafka, STATEMENTS))

        await until(found)


async def made_again(kafka: Kafka, flow: Flow) -> bool:
    """Make a topic that was deleted, as soon as the broker has let it go."""
    return broker_name(kafka, ARTICLES) in await create_topics(kafka, flow)
