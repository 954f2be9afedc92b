"""Whether the broker allows a role what it works with, asked before it starts to work.

Without being asked, Kafka tells only whoever tries. A right to read back a table's changelog is not
missed until a disk is lost, and a consumer without its group waits for ever.
"""

from collections.abc import Collection, Mapping
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Schema, String

from monitor.config.roles import Role
from monitor.config.service import Kafka
from monitor.engine.kafka_acls import Grant, Resource, grants
from monitor.engine.kafka_admin import administering
from monitor.errors import EngineError

# AclOperation of Kafka's protocol; what is allowed is the sum of the powers of two.
_CODES: Final = {"Read": 3, "Write": 4}
_EVERYTHING: Final = -1
_REFUSED: Final = 29  # TOPIC_AUTHORIZATION_FAILED
# An answer that says nothing about what is allowed (KIP-430).
_UNSAID: Final = -(2**31)


class _MetadataResponse(Response):  # type: ignore[misc] # aiokafka ships no types
    API_KEY = 3
    API_VERSION = 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "brokers",
            Array(
                ("node_id", Int32),
                ("host", String("utf-8")),
                ("port", Int32),
                ("rack", String("utf-8")),
            ),
        ),
        ("cluster_id", String("utf-8")),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16),
                ("topic", String("utf-8")),
                ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("isr", Array(Int32)),
                        ("offline_replicas", Array(Int32)),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
        ("cluster_authorized_operations", Int32),
    )


class _MetadataRequest_v8(RequestStruct):  # type: ignore[misc] # noqa: N801 - as aiokafka's own
    API_KEY = 3
    API_VERSION = 8
    RESPONSE_TYPE = _MetadataResponse
    SCHEMA = Schema(
        ("topics", Array(String("utf-8"))),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
    )


class _MetadataRequest(Request[_MetadataRequest_v8]):  # type: ignore[misc]
    """Metadata with what is allowed: aiokafka 0.14 knows the request up to version 5 only."""

    API_KEY = 3

    def __init__(self, topics: list[str]) -> None:
        self._topics = topics

    def build(self, request_struct_class: type[_MetadataRequest_v8]) -> _MetadataRequest_v8:
        create, of_cluster, of_topics = False, False, True
        return request_struct_class(self._topics, create, of_cluster, of_topics)


async def check_rights(kafka: Kafka, roles: Collection[Role]) -> None:
    """Ask the broker whether roles may do what they work with; every topic has to exist.

    Raises:
        EngineError: they may not, with everything that is missing, or the broker is away.
    """
    wanted = [
        grant
        for grant in grants(kafka)
        if grant.who in roles and not grant.prefixed and set(grant.operations) <= _CODES.keys()
    ]
    missing: dict[str, list[str]] = {}
    async with administering(kafka) as admin:
        allowed = {
            Resource.TOPIC: await _topics(admin, _named(wanted, Resource.TOPIC)),
            Resource.GROUP: await _groups(admin, _named(wanted, Resource.GROUP)),
        }
    for grant in wanted:
        for name in grant.names:
            may = allowed[grant.resource].get(name, _EVERYTHING)
            lacks = [o for o in grant.operations if not may & 1 << _CODES[o]]
            if lacks:
                what = f"{' and '.join(lacks)} {grant.resource} {name}"
                missing.setdefault(grant.who, []).append(what)
    if missing:
        told = "; ".join(f"{who} may not {', '.join(found)}" for who, found in missing.items())
        who = " ".join(missing)
        raise EngineError(f"the broker refuses: {told} (see `news-monitor topics acls {who}`)")


def _named(wanted: Collection[Grant], resource: Resource) -> list[str]:
    return [name for grant in wanted if grant.resource is resource for name in grant.names]


async def _topics(admin: AIOKafkaAdminClient, names: list[str]) -> Mapping[str, int]:
    """Return what is allowed on topics; a broker before 2.3 does not say."""
    try:
        response = await admin._send_request(_MetadataRequest(names))  # noqa: SLF001 - it has no public way
    except NotImplementedError:
        return {}
    found = {}
    for code, name, _internal, _partitions, may in response.topics:
        if code == _REFUSED:
            found[name] = 0
        elif not code and may != _UNSAID:
            found[name] = may
    return found


async def _groups(admin: AIOKafkaAdminClient, names: list[str]) -> Mapping[str, int]:
    """Return which groups are refused; whoever may read one may also find it."""
    found = {}
    for name in names:
        try:
            await admin.find_coordinator(name)
        except GroupAuthorizationFailedError:
            found[name] = 0
        except KafkaError:
            continue  # it is not there yet, which says nothing about what is allowed
    return found
