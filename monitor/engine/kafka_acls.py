"""Who may do what on the broker: the least that each role and each command works with.

`news-monitor topics acls` prints the list, the documentation shows it, and tests run it against a
broker with an authorizer.
"""

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from monitor.config.roles import Role
from monitor.config.service import Kafka
from monitor.engine.kafka_topics import (
    CARRIED,
    COPIES_TABLE,
    OUTBOX_TABLE,
    POLLS_TABLE,
    application_id,
    broker_name,
    changelog_name,
    failures_table,
    polling_group,
    replay_prefix,
    transaction_prefix,
)
from monitor.topics import (
    ALERTS,
    ALERTS_BY_ID,
    ARTICLES,
    CHANGES,
    DEAD_LETTERS,
    DELIVERIES,
    ENDPOINTS,
    FEEDS,
    ORDERS,
    POSITIONS,
    RECEIPTS,
    STATEMENTS,
    Topic,
)


class Resource(StrEnum):
    """What a right is on, as `kafka-acls` names it."""

    TOPIC = "topic"
    GROUP = "group"
    TRANSACTIONAL_ID = "transactional-id"


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may do.

    Attributes:
        who: a role or a command of `news-monitor`.
        names: of the resources.
        operations: as Kafka names them. Read, Write, Delete and Alter include Describe, and
            AlterConfigs includes DescribeConfigs.
        prefixed: each name stands for all that begin so.
    """

    who: str
    resource: Resource
    names: tuple[str, ...]
    operations: tuple[str, ...]
    prefixed: bool = False

    def words(self, principal: str) -> list[str]:
        """Return what `kafka-acls` is told to allow a principal this."""
        words = ["--add", "--force", "--allow-principal", principal]
        for operation in self.operations:
            words += ["--operation", operation]
        for name in self.names:
            words += [f"--{self.resource}", name]
        return [*words, "--resource-pattern-type", "prefixed" if self.prefixed else "literal"]


_READ: Final = ("Read",)
_WRITE: Final = ("Write",)
_BOTH: Final = ("Read", "Write")

# The commands that reach the broker without being a role; `silences` is as `endpoints`.
TOPICS, INGEST, REPLAY = "topics", "ingest", "replay"
FEEDS_COMMAND, ENDPOINTS_COMMAND = "feeds", "endpoints"
ALERTS_COMMAND, DELIVERIES_COMMAND, DEAD_COMMAND = "alerts", "deliveries", "dead"


def grants(kafka: Kafka) -> list[Grant]:
    """Return the list: roles, then commands."""
    found = [grant for role in _ROLES for grant in _of_role(kafka, role)]
    own = f"{kafka.prefix}."
    apply = ("Create", "Alter", "AlterConfigs")
    found.append(Grant(TOPICS, Resource.TOPIC, (own,), apply, prefixed=True))
    for command, uses in _COMMANDS.items():
        found += _grants(kafka, command, uses)
    apart = (replay_prefix(kafka),)
    every = ("Create", "Delete", "Read", "Write")
    found.append(Grant(REPLAY, Resource.TOPIC, apart, every, prefixed=True))
    found.append(Grant(REPLAY, Resource.GROUP, apart, _READ, prefixed=True))
    return found


def _of_role(kafka: Kafka, role: Role) -> Iterable[Grant]:
    # A role that starts looks whether all topics are there.
    own = f"{kafka.prefix}."
    yield Grant(role, Resource.TOPIC, (own,), ("Describe",), prefixed=True)
    if role in CARRIED:
        yield Grant(role, Resource.GROUP, (application_id(kafka, role),), _READ)
    if role is Role.POLL:
        yield Grant(role, Resource.GROUP, (polling_group(kafka),), _READ)
        name = transaction_prefix(kafka)
        yield Grant(role, Resource.TRANSACTIONAL_ID, (name,), _WRITE, prefixed=True)
    yield from _grants(kafka, role, _ROLES[role])


@dataclass(frozen=True, slots=True)
class _Uses:
    """What is read only, written only and both: topics and tables by name."""

    reads: tuple[Topic, ...] = ()
    writes: tuple[Topic, ...] = ()
    both: tuple[Topic, ...] = ()
    reads_tables: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def _grants(kafka: Kafka, who: str, uses: _Uses) -> Iterable[Grant]:
    for operations, topics, tables in (
        (_READ, uses.reads, uses.reads_tables),
        (_WRITE, uses.writes, ()),
        (_BOTH, uses.both, uses.tables),
    ):
        names = [broker_name(kafka, topic) for topic in topics]
        names += [changelog_name(kafka, table) for table in tables]
        if names:
            yield Grant(who, Resource.TOPIC, tuple(names), operations)


_ROLES: Final = {
    Role.POLL: _Uses(writes=(ARTICLES,), both=(FEEDS,), tables=(POLLS_TABLE, COPIES_TABLE)),
    Role.ANALYSE: _Uses(
        reads=(ARTICLES,),
        writes=(STATEMENTS, DEAD_LETTERS),
        tables=("extract", failures_table(Role.ANALYSE)),
    ),
    Role.TRACK: _Uses(
        reads=(STATEMENTS,),
        writes=(CHANGES, POSITIONS, ALERTS, ALERTS_BY_ID, DEAD_LETTERS),
        tables=("track", failures_table(Role.TRACK)),
    ),
    Role.DELIVER: _Uses(
        reads=(ALERTS, STATEMENTS, ORDERS),
        writes=(DEAD_LETTERS,),
        both=(DELIVERIES, RECEIPTS, ENDPOINTS),
        tables=(OUTBOX_TABLE, failures_table(Role.DELIVER)),
    ),
    Role.WEB: _Uses(reads=(ALERTS,)),
}
_COMMANDS: Final = {
    INGEST: _Uses(writes=(ARTICLES,)),
    FEEDS_COMMAND: _Uses(both=(FEEDS,), reads_tables=(POLLS_TABLE,)),
    ENDPOINTS_COMMAND: _Uses(reads=(ENDPOINTS,), both=(ORDERS,)),
    ALERTS_COMMAND: _Uses(reads=(ALERTS,)),
    DELIVERIES_COMMAND: _Uses(reads=(RECEIPTS,), both=(DELIVERIES,)),
    DEAD_COMMAND: _Uses(
        reads=(DEAD_LETTERS,), writes=(ARTICLES, STATEMENTS, ALERTS, DELIVERIES, RECEIPTS)
    ),
}
WHO: Final = (*map(str, _ROLES), TOPICS, *_COMMANDS, REPLAY)


def script(found: Iterable[Grant], principal: Callable[[str], str], tool: str) -> list[str]:
    """Return shell commands that allow it all.

    Args:
        found: the list, or a part of it.
        principal: under what name the broker knows a role or a command.
        tool: `kafka-acls` with what it needs to reach the broker, as the shell reads it.
    """
    return [f"{tool} {shlex.join(grant.words(principal(grant.who)))}" for grant in found]
