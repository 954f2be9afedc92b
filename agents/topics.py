"""Brings a broker's topics to what they should be."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.producing import away
from monitor.config.service import Kafka
from monitor.engine.kafka_admin import (
    Found,
    TopicPlan,
    administering,
    configure,
    create,
    describe,
    widen,
)
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_migration import Step, migrate
from monitor.engine.kafka_topics import plan
from monitor.flow import Flow


async def bring_topics(kafka: Kafka, flow: Flow, *, apply: bool) -> list[Step]:
    """Return what the topics need, and do it if asked to and nothing is refused.

    Raises:
        EngineError: the broker is away or refuses.
    """
    plans = plan(kafka, flow)
    async with administering(kafka) as admin:
        found = await describe(admin, [p.name for p in plans])
        empty = await _is_empty(kafka, plans, found)
        steps = migrate(plans, found, kafka.replication, empty=empty)
        if apply and not any(step.refused for step in steps):
            await create(admin, [s.plan for s in steps if s.create], kafka.replication)
            for step in steps:
                if step.widen:
                    await widen(admin, step.plan.name, step.plan.partitions)
                if step.settings:
                    await configure(admin, step.plan.name, {**step.own, **step.plan.configs})
    return steps


async def _is_empty(kafka: Kafka, plans: list[TopicPlan], found: dict[str, Found]) -> bool:
    """Tell whether nothing stands in any changelog yet."""
    partitions = [
        TopicPartition(p.name, number)
        for p in plans
        if p.stateful and p.name in found
        for number in range(found[p.name].partitions)
    ]
    if not partitions:
        return True
    consumer = AIOKafkaConsumer(**connection(kafka), enable_auto_commit=False)
    try:
        await consumer.start()
        return not any((await consumer.end_offsets(partitions)).values())
    except (KafkaError, OSError) as error:
        raise away(kafka, error) from error
    finally:
        await consumer.stop()
