"""What the broker is asked about its topics, and told."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.errors import EngineError

# DescribeConfigs: set on the topic itself, not the broker's default (KIP-226).
_OF_TOPIC: Final = 1


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """One topic on the broker.

    Attributes:
        stateful: its records are found again by the partition that their key is in.
    """

    name: str
    partitions: int
    configs: dict[str, str]
    stateful: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as the broker has it.

    Attributes:
        own: settings made for this topic; the rest are the broker's defaults.
    """

    partitions: int
    replication: int
    settings: Mapping[str, str]
    own: frozenset[str]


@asynccontextmanager
async def administering(kafka: Kafka) -> AsyncIterator[AIOKafkaAdminClient]:
    """Give an admin client while the context lasts.

    Raises:
        EngineError: the broker is away or refuses.
        ConfigurationError: a certificate, a key or the password cannot be read.
    """
    admin = AIOKafkaAdminClient(**connection(kafka))
    try:
        await admin.start()
        yield admin
    except (KafkaError, OSError) as error:
        where = ", ".join(kafka.bootstrap)
        raise EngineError(f"broker {where}: cannot be reached ({type(error).__name__})") from error
    finally:
        await admin.close()


async def create(admin: AIOKafkaAdminClient, plans: Sequence[TopicPlan], replication: int) -> None:
    """Create topics; one that somebody else has created meanwhile is good.

    Raises:
        EngineError: the broker refuses one.
    """
    if not plans:
        return
    made = [NewTopic(p.name, p.partitions, replication, topic_configs=p.configs) for p in plans]
    response = await admin.create_topics(made)
    for name, code, *reason in response.topic_errors:
        if code and for_code(code) is not TopicAlreadyExistsError:
            raise _refused(name, code, *reason)


async def describe(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, Found]:
    """Return those of the topics that exist.

    Raises:
        EngineError: the broker does not let this user see one.
    """
    # Asked by name, a topic that is missing would be an error or, on some brokers, be created.
    known = set(await admin.list_topics())
    present = [name for name in names if name in known]
    if not present:
        return {}
    settings = await _settings(admin, present)
    found = {}
    for topic in await admin.describe_topics(present):
        name, partitions = topic["topic"], topic["partitions"]
        found[name] = Found(
            len(partitions),
            min((len(partition["replicas"]) for partition in partitions), default=0),
            {key: value for key, (value, _) in settings[name].items()},
            frozenset(key for key, (_, own) in settings[name].items() if own),
        )
    return found


async def _settings(
    admin: AIOKafkaAdminClient, names: Sequence[str]
) -> dict[str, dict[str, tuple[str, bool]]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for response in await admin.describe_configs(resources):
        for code, reason, _kind, name, entries in response.resources:
            if code:
                raise _refused(name, code, reason)
            found[name] = {
                key: (value or "", source == _OF_TOPIC)
                for key, value, _read_only, source, *_ in entries
            }
    return found


async def configure(admin: AIOKafkaAdminClient, name: str, settings: Mapping[str, str]) -> None:
    """Set all settings of a topic; one that is not named goes back to the broker's default.

    Raises:
        EngineError: the broker refuses.
    """
    resource = ConfigResource(ConfigResourceType.TOPIC, name, configs=dict(settings))
    for response in await admin.alter_configs([resource]):
        for code, reason, *_ in response.resources:
            if code:
                raise _refused(name, code, reason)


async def widen(admin: AIOKafkaAdminClient, name: str, partitions: int) -> None:
    """Give a topic more partitions.

    Raises:
        KafkaError: the broker refuses.
    """
    await admin.create_partitions({name: NewPartitions(total_count=partitions)})


def _refused(name: str, code: int, *reason: Any) -> EngineError:  # noqa: ANN401 - or None
    detail = f": {reason[0]}" if reason and reason[0] else ""
    return EngineError(f"topic {name}: {for_code(code).__name__}{detail}")
