"""Ends a worker whose consumers have stopped in silence, so that its supervisor starts it again.

It asks the broker through a connection of its own, because the one that it watches may be what has
stopped.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final, cast

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from faust.tables.manager import TableManager

from agents.app import KafkaApp
from agents.hop import stop_process
from agents.metrics import LAG
from monitor.config.service import Kafka
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import application_id
from monitor.engine.progress import Offsets, Place, Progress
from monitor.engine.readiness import Readiness
from monitor.errors import NewsMonitorError

logger = logging.getLogger(__name__)

_MOST_LOOKS: Final = 10.0
_ANSWER_SECONDS: Final = 10.0


@asynccontextmanager
async def watching(
    kafka: Kafka, apps: Sequence[KafkaApp], readiness: Readiness
) -> AsyncIterator[None]:
    """Watch applications while the context lasts."""
    task = asyncio.create_task(_watch(kafka, apps, readiness))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(kafka: Kafka, apps: Sequence[KafkaApp], readiness: Readiness) -> None:
    progress = {app.role: Progress(kafka.stall_timeout) for app in apps}
    every = min(kafka.stall_timeout / 6, _MOST_LOOKS)
    while True:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                found = {app.role: await _offsets(kafka, app) for app in apps}
                if not apps:
                    await _reach(kafka)
        except (NewsMonitorError, KafkaError, OSError) as error:
            # A new process would find no broker either: wait for it to come back.
            readiness.hold("broker", str(error) or type(error).__name__)
            for one in progress.values():
                one.restart()
        else:
            readiness.release("broker")
            for app in apps:
                LAG.labels(app.role).set(sum(o.lag for o in found[app.role].values()))
                # Topics are not read while tables are recovered: they begin anew behind it.
                held = readiness.is_held(app.role)
                places = _tables(app) if held else found[app.role]
                _judge(app, progress[app.role], places, readiness)
        await asyncio.sleep(every)


def _judge(
    app: KafkaApp, progress: Progress, found: dict[Place, Offsets], readiness: Readiness
) -> None:
    stalled = progress.stalled(found, monotonic())
    if stalled:
        (topic, partition), seconds = max(stalled.items(), key=lambda item: item[1])
        reason = (
            f"{topic}, partition {partition}: {found[topic, partition].lag} records wait and"
            f" none was read for {seconds:.0f} s"
        )
        readiness.hold(app.role, reason)
        progress.restart()  # told once, not at every look until the process has ended
        stop_process(f"{app.role}: {reason}")


def _tables(app: KafkaApp) -> dict[Place, Offsets]:
    """Return how far the tables of an application are recovered, their changelogs taken together.

    Faust waits for ever for a changelog that it does not get. The one known reason is mended
    (`docs/decisions/0015`).
    """
    recovery = cast("TableManager", app.app.tables).recovery
    if not recovery.in_recovery:
        return {}
    ends = {partition: last + 1 for partition, last in recovery.active_highwaters.items()}
    read = sum(recovery.active_offsets.get(partition, -1) + 1 for partition in ends)
    return {("changelogs", 0): Offsets(read, 0, sum(ends.values()))}


async def _reach(kafka: Kafka) -> None:
    async with administering(kafka):
        pass


async def _offsets(kafka: Kafka, app: KafkaApp) -> dict[Place, Offsets]:
    """Return where the partitions stand that an application reads; changelogs are not read so."""
    sources = {topic.get_topic_name() for topic in app.topics.values()}
    held = [
        TopicPartition(partition.topic, partition.partition)
        for partition in app.app.consumer.assignment()
        if partition.topic in sources
    ]
    if not held:
        return {}
    async with administering(kafka) as admin:
        group = application_id(kafka, app.role)
        committed = await admin.list_consumer_group_offsets(group, partitions=held)
    consumer = AIOKafkaConsumer(**connection(kafka), enable_auto_commit=False)
    try:
        await consumer.start()
        begins = await consumer.beginning_offsets(held)
        ends = await consumer.end_offsets(held)
    finally:
        with contextlib.suppress(KafkaError):
            await consumer.stop()
    found = {}
    for place in held:
        offset = committed[place].offset if place in committed else -1
        known = offset if offset >= 0 else None
        found[place.topic, place.partition] = Offsets(known, begins[place], ends[place])
    return found
