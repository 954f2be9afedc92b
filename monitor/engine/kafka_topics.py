"""The topics as a broker keeps them, made from the one definition in `monitor.topics`."""

from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from monitor.config.service import Kafka
from monitor.errors import EngineError
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


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """One topic on the broker."""

    name: str
    partitions: int
    configs: dict[str, str]


def broker_name(kafka: Kafka, topic: Topic) -> str:
    """Return the name under which the broker knows a topic."""
    return f"{kafka.prefix}.{topic.name}"


def application_id(kafka: Kafka) -> str:
    """Return the id of the consumer group, which is also what changelogs are named after."""
    return f"{kafka.prefix}.worker"


def polling_group(kafka: Kafka) -> str:
    """Return the id of the consumer group whose members divide the feeds."""
    return f"{kafka.prefix}.poll"


def transaction_name(kafka: Kafka, partition: int) -> str:
    """Return the name under which a partition's polling is written, by one worker at a time."""
    return f"{kafka.prefix}.poll.{partition}"


def changelog_name(kafka: Kafka, table: str) -> str:
    """Return the topic from which a lost table is rebuilt, as Faust names it."""
    return f"{application_id(kafka)}-{table}-changelog"


def plan(kafka: Kafka, flow: Flow) -> list[TopicPlan]:
    """Return every topic that must exist, changelogs included."""
    plans = [
        TopicPlan(broker_name(kafka, topic), kafka.partitions, _configs(topic))
        for topic in flow.topics
    ]
    tables = {stage.name: stage.source.max_bytes for stage in flow.stages if stage.stateful}
    tables |= {OUTBOX_TABLE: DELIVERIES.max_bytes, POLLS_TABLE: POLLS_BYTES}
    plans += [_changelog(kafka, name, size) for name, size in tables.items()]
    copies = _changelog(kafka, COPIES_TABLE, COPIES_BYTES)
    copies.configs["cleanup.policy"] = "compact,delete"
    copies.configs["retention.ms"] = str(_COPIES_SECONDS * 1000)
    return [*plans, copies]


def _configs(topic: Topic) -> dict[str, str]:
    configs = {"max.message.bytes": str(topic.max_bytes)}
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
    )


async def create_topics(kafka: Kafka, flow: Flow) -> list[str]:
    """Create the topics that are missing; return their names.

    Raises:
        EngineError: the broker is away or refuses.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=list(kafka.bootstrap))
    try:
        await admin.start()
        known = set(await admin.list_topics())
        missing = [p for p in plan(kafka, flow) if p.name not in known]
        if missing:
            response = await admin.create_topics(
                [
                    NewTopic(p.name, p.partitions, kafka.replication, topic_configs=p.configs)
                    for p in missing
                ]
            )
            for name, code, *reason in response.topic_errors:
                error = for_code(code)
                if code and error is not TopicAlreadyExistsError:
                    detail = f": {reason[0]}" if reason and reason[0] else ""
                    raise EngineError(f"topic {name}: {error.__name__}{detail}")
    except (KafkaError, OSError) as error:
        where = ", ".join(kafka.bootstrap)
        raise EngineError(f"broker {where}: cannot be reached ({type(error).__name__})") from error
    else:
        return [p.name for p in missing]
    finally:
        await admin.close()
