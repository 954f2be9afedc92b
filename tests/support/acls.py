"""What `news-monitor topics acls` prints, carried out on a broker as `kafka-acls` would."""

import argparse
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest_v1, DeleteAclsRequest
from aiokafka.protocol.api import Request

# The numbers of Kafka's protocol: ResourceType, PatternType, AclOperation, AclPermissionType.
_RESOURCES = {"topic": 2, "group": 3, "transactional_id": 5}
_PATTERNS = {"literal": 3, "prefixed": 4}
OPERATIONS = {
    "Read": 3,
    "Write": 4,
    "Create": 5,
    "Delete": 6,
    "Alter": 7,
    "Describe": 8,
    "DescribeConfigs": 10,
    "AlterConfigs": 11,
}
_ALLOW = 3


@dataclass(frozen=True, slots=True)
class Right:
    """One operation on one resource for one principal."""

    principal: str
    operation: str
    resource: str
    name: str
    pattern: str

    def covers(self, topic: str) -> bool:
        """Tell whether it is on a topic."""
        same = topic.startswith if self.pattern == "prefixed" else topic.__eq__
        return self.resource == "topic" and same(self.name)

    def numbers(self) -> tuple[Any, ...]:
        """Return it as the protocol has it; from every host."""
        return (
            *(_RESOURCES[self.resource], self.name, _PATTERNS[self.pattern]),
            *(self.principal, "*", OPERATIONS[self.operation], _ALLOW),
        )


def rights(lines: Iterable[str]) -> list[Right]:
    """Read printed commands; one that `kafka-acls` would not take as it is meant is an error."""
    parser = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=False)
    parser.add_argument("tool", choices=["kafka-acls"])
    parser.add_argument("--bootstrap-server", required=True)
    parser.add_argument("--add", action="store_true", required=True)
    parser.add_argument("--force", action="store_true", required=True)
    parser.add_argument("--allow-principal", required=True)
    parser.add_argument("--operation", action="append", choices=list(OPERATIONS))
    parser.add_argument("--resource-pattern-type", choices=list(_PATTERNS), required=True)
    for resource in _RESOURCES:
        parser.add_argument(f"--{resource.replace('_', '-')}", action="append", default=[])
    found = []
    for line in lines:
        told = parser.parse_args(shlex.split(line))
        found += [
            Right(told.allow_principal, operation, resource, name, told.resource_pattern_type)
            for operation in told.operation
            for resource in _RESOURCES
            for name in getattr(told, resource)
        ]
    return found


class _Create(Request[CreateAclsRequest_v1]):
    """Create ACLs, all at once: aiokafka's own request takes one."""

    API_KEY = CreateAclsRequest_v1.API_KEY

    def __init__(self, numbers: list[tuple[Any, ...]]) -> None:
        self._numbers = numbers

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        return request_struct_class(self._numbers)


async def allow(bootstrap: str, wanted: Iterable[Right]) -> None:
    """Create ACLs."""
    response = await _ask(bootstrap, _Create([right.numbers() for right in wanted]))
    for code, reason in response.creation_responses:
        if code:
            raise for_code(code)(reason)


async def withdraw(bootstrap: str, right: Right) -> None:
    """Delete an ACL."""
    response = await _ask(bootstrap, DeleteAclsRequest(*right.numbers()))
    ((code, reason, found),) = response.filter_responses
    if code:
        raise for_code(code)(reason)
    assert len(found) == 1


async def _ask(bootstrap: str, request: Any) -> Any:  # noqa: ANN401 - aiokafka ships no types
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        return await admin._send_request(request)
    finally:
        await admin.close()
