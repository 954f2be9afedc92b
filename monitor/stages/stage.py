"""What a stage is: a pure function from a record and keyed state to records and new state.

A stage is given no clock. Whatever depends on time takes it from the record, so that the same
articles give the same results whenever they are processed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from monitor.topics import Topic
from schemas.base import VersionedRecord
from schemas.delivery import Delivery


class Cells(Protocol):
    """Keyed state as a stage reads it. Values are JSON bytes that only the stage understands."""

    def get(self, key: str) -> bytes | None:
        """Return what was last written under ``key``, or None."""


class NoState:
    """State that holds nothing, for deciding on a record by itself."""

    def get(self, _key: str) -> bytes | None:
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Emission:
    """A record for a topic."""

    topic: Topic
    key: str
    record: VersionedRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage decided.

    Attributes:
        emissions: records to send on, in order.
        writes: state to write by key; None deletes.
        queued: deliveries for the outbox, where the sender finds them.
    """

    emissions: tuple[Emission, ...] = ()
    writes: Mapping[str, bytes | None] = field(default_factory=dict)
    queued: tuple[Delivery, ...] = ()


NOTHING = Outcome()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the chain.

    Attributes:
        name: also the name of its reader and of its state.
        source: the topic it reads.
        decide: the pure function. It may raise on a record it cannot process.
        emits: the topics it may send to.
        stateful: whether it keeps keyed state.
    """

    name: str
    source: Topic
    decide: Callable[[Any, Cells], Outcome]
    emits: tuple[Topic, ...]
    stateful: bool = True
