"""Workers come and go: no group waits for one that is not there."""

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from agents.intake import publish_articles
from agents.reading import read_partitions
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_topics import CARRIED, application_id, broker_name, create_topics
from monitor.flow import Flow
from monitor.testing.receiver import Receiver
from monitor.topics import ARTICLES, STATEMENTS
from schemas.article import Article
from schemas.statement import Report
from tests.kafka.test_faults import _worker
from tests.kafka.test_promises import member, receiver, story
from tests.support.making import article, lake_watchlist

pytestmark = pytest.mark.kafka

__all__ = ["receiver", "story"]  # fixtures

logger = logging.getLogger(__name__)


async def members(kafka: Kafka, role: Role) -> int:
    """Count the members of a role's group, as the broker does."""
    async with administering(kafka) as admin:
        (answer,) = await admin.describe_consumer_groups([application_id(kafka, role)])
    ((_error, _group, _state, _type, _protocol, listed, *_),) = answer.groups
    return len(listed)


@pytest.mark.parametrize("moment", ["Starting...", "(Re-)joining", "opening partition"])
async def test_worker_stopped_while_it_starts_leaves_its_groups(
    moment: str, service: Service, story: Path, receiver: Receiver, tmp_path: Path
) -> None:
    """Asked to stop before it is a member, while it becomes one or while tables are recovered."""
    kafka = service.kafka.model_copy(update={"session_timeout": 30, "analysts": 0})
    service = service.model_copy(update={"kafka": kafka})
    config = member(tmp_path, service, story, receiver, "one")
    log = config.parent / "worker.log"
    async with _worker(config) as process, asyncio.timeout(60):
        while not log.exists() or moment not in log.read_text("utf-8"):  # noqa: ASYNC110 - a file
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):  # under the session timeout
            assert await process.wait() == 0
    assert [await members(kafka, role) for role in CARRIED] == [0, 0, 0]


async def until_logged(config: Path, words: str, times: int) -> None:
    """Wait until a worker has logged something so often, over all its lives."""
    log = config.parent / "worker.log"
    async with asyncio.timeout(90):
        while not log.exists() or log.read_text("utf-8").count(words) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@asynccontextmanager
async def load(kafka: Kafka, reports: list[Article]) -> AsyncIterator[None]:
    """Publish articles all the time while the context lasts, and keep them in a list."""

    async def publish() -> None:
        while True:
            batch = [threat(len(reports) + number) for number in range(4)]
            reports.extend(batch)
            await asyncio.shield(publish_articles(kafka, batch))
            await asyncio.sleep(0.1)

    task = asyncio.create_task(publish())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def threat(number: int) -> Article:
    """Make an article with one statement."""
    words = f"“We will take legal action over the permit, case {number},” Duarte said."
    return article(words, id=f"A{number}")


async def test_workers_come_and_go_without_a_gap_over_the_session_timeout(
    service: Service, flow: Flow, receiver: Receiver, tmp_path: Path
) -> None:
    """Scaling out, a rolling restart and scaling in: no partition waits for a dead session.

    Measured by the broker's time between the statements of one partition's articles, under steady
    load. The session is far longer than a slow machine's rebalances, so only waiting for it takes
    as long. Each article is there once: nothing is lost as partitions move, and nothing is done by
    two workers.
    """
    kafka = service.kafka.model_copy(update={"session_timeout": 60, "analysts": 0})
    service = service.model_copy(update={"kafka": kafka})
    lake = tmp_path / "lake.json"
    lake.write_text(json.dumps({"watchlist": lake_watchlist()}), "utf-8")
    await create_topics(kafka, flow)
    one, two = (member(tmp_path, service, lake, receiver, name) for name in ("one", "two"))
    role = ("--role", "analyse")
    reports: list[Article] = []
    async with AsyncExitStack() as stack:

        async def start(config: Path, times: int) -> asyncio.subprocess.Process:
            process = await stack.enter_async_context(_worker(config, *role))
            await until_logged(config, "Worker ready", times)
            return process

        async def stop(process: asyncio.subprocess.Process) -> None:
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0

        first = await start(one, 1)
        async with load(kafka, reports):
            await asyncio.sleep(2)
            second = await start(two, 1)
            await until_logged(one, "Worker ready", 2)
            await stop(first)
            await until_logged(two, "Worker ready", 2)
            await start(one, 3)
            await until_logged(two, "Worker ready", 3)
            await stop(second)
            await until_logged(one, "Worker ready", 4)
            await asyncio.sleep(2)
        times = await appended(kafka, {report.id for report in reports})
    assert sum(map(len, times.values())) == len(reports)
    gaps = [later - before for found in times.values() for before, later in pairwise(found)]
    logger.info("the longest gap was %.1f s", max(gaps))
    assert max(gaps) < kafka.session_timeout


async def appended(kafka: Kafka, articles: set[str]) -> dict[int, list[float]]:
    """Return when the statements of each partition's articles were appended, once all are there."""
    name = broker_name(kafka, ARTICLES)
    partitions = {
        record.key.decode(): record.partition
        async for record in read_partitions(kafka, name, ARTICLES.max_bytes)
    }
    name = broker_name(kafka, STATEMENTS)
    missing = set(articles)
    try:
        async with asyncio.timeout(60):
            while True:
                times: dict[int, list[float]] = {}
                async for record in read_partitions(kafka, name, STATEMENTS.max_bytes):
                    report = Report.model_validate_json(record.value)
                    own = times.setdefault(partitions[report.article], [])
                    own.append(record.timestamp / 1000)
                    missing.discard(report.article)
                if not missing:
                    return times
                await asyncio.sleep(0.2)
    except TimeoutError:
        pytest.fail(f"lost: {sorted((partitions[article], article) for article in missing)}")
