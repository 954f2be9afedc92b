"""The topics as a broker keeps them, made from the one definition in `monitor.topics`."""

from typing import Final

from monitor.config.roles import Role
from monitor.config.service import Kafka
from monitor.engine.kafka_admin import TopicPlan, administering, create
from monitor.flow import Flow
from monitor.topics import DELIVERIES, Topic

OUTBOX_TABLE = "outbox"
# Where the polling of each feed stands: its state, what it has carried, its subscription.
POLLS_TABLE = "polls"
# Everything that is known of a feed's entries is one record.
POLLS_BYTES = 8 * 1024 * 1024
# What articles of the last days are compared by.
COPIES_TABLE = "copies"
COPIES_BYTES = 64 * 1024
_COPIES_SECONDS = 4 * 24 * 60 * 60
# How many records in a row each stage could not process, by stage and partition.
_FAILURES_BYTES = 64 * 1024

# The stages that each role carries, and so the state that it holds.
CARRIED: Final = {
    Role.ANALYSE: ("extract",),
    Role.TRACK: ("track",),
    Role.DELIVER: ("route", "correct", "queue", "settle"),
}
_OWN_TABLES: Final = {
    OUTBOX_TABLE: Role.DELIVER,
    POLLS_TABLE: Role.POLL,
    COPIES_TABLE: Role.POLL,
}


def broker_name(kafka: Kafka, topic: Topic) -> str:
    """Return the name under which the broker knows a topic."""
    return f"{kafka.prefix}.{topic.name}"


def application_id(kafka: Kafka, role: Role) -> str:
    """Return the id of a role's consumer group, which is also what changelogs are named after."""
    return f"{kafka.prefix}.{role}"


def polling_group(kafka: Kafka) -> str:
    """Return the id of the consumer group whose members divide the feeds."""
    return application_id(kafka, Role.POLL)


def transaction_name(kafka: Kafka, partition: int) -> str:
    """Return the name under which a partition's polling is written, by one worker at a time."""
    return f"{transaction_prefix(kafka)}{partition}"


def transaction_prefix(kafka: Kafka) -> str:
    """Return what the names of all partitions' transactions begin with."""
    return f"{polling_group(kafka)}."


def replay_prefix(kafka: Kafka) -> str:
    """Return what the topics and groups of all replays begin with."""
    return f"{kafka.prefix}-replay-"


def failures_table(role: Role) -> str:
    """Return the table in which a role counts failures in a row."""
    return f"failures-{role}"


def changelog_name(kafka: Kafka, table: str) -> str:
    """Return the topic from which a lost table is rebuilt, as Faust names it."""
    return f"{application_id(kafka, _owner(table))}-{table}-changelog"


def _owner(table: str) -> Role:
    for role, stages in CARRIED.items():
        if table in stages or table == failures_table(role):
            return role
    return _OWN_TABLES[table]


def plan(kafka: Kafka, flow: Flow) -> list[TopicPlan]:
    """Return every topic that must exist, changelogs included."""
    plans = [
        TopicPlan(broker_name(kafka, topic), kafka.partitions, _configs(topic))
        for topic in flow.topics
    ]
    tables = {stage.name: stage.source.max_bytes for stage in flow.stages if stage.stateful}
    tables |= {OUTBOX_TABLE: DELIVERIES.max_bytes, POLLS_TABLE: POLLS_BYTES}
    tables |= {failures_table(role): _FAILURES_BYTES for role in CARRIED}
    plans += [_changelog(kafka, name, size) for name, size in tables.items()]
    copies = _changelog(kafka, COPIES_TABLE, COPIES_BYTES)
    copies.configs["cleanup.policy"] = "compact,delete"
    copies.configs["retention.ms"] = str(_COPIES_SECONDS * 1000)
    return [*plans, copies]


def _configs(topic: Topic) -> dict[str, str]:
    configs = {
        "max.message.bytes": str(topic.max_bytes),
        # By this, a record of a topic that was made again is told from one that was done.
        "message.timestamp.type": "LogAppendTime",
    }
    if topic.retention is None:
        return configs | {"cleanup.policy": "compact"}
    return configs | {
        "cleanup.policy": "delete",
        "retention.ms": str(int(topic.retention * 1000)),
    }


def _changelog(kafka: Kafka, table: str, max_bytes: int) -> TopicPlan:
    return TopicPlan(
        changelog_name(kafka, table),
        kafka.partitions,
        {"cleanup.policy": "compact", "max.message.bytes": str(max_bytes)},
        stateful=True,
    )


async def create_topics(kafka: Kafka, flow: Flow) -> list[str]:
    """Create the topics that are missing; return their names.

    Raises:
        EngineError: the broker is away or refuses.
    """
    async with administering(kafka) as admin:
        known = set(await admin.list_topics())
        missing = [p for p in plan(kafka, flow) if p.name not in known]
        await create(admin, missing, kafka.replication)
        return [p.name for p in missing]
