"""Alert: a change, signal or new statement worth telling."""

from pydantic import AwareDatetime, Field

from schemas.base import Record, VersionedRecord
from schemas.evidence import Evidence
from schemas.vocabulary import ChangeKind, Direction, Force, PositionClass, Severity


class Move(Record):
    """One of the changes that an alert lists."""

    change: ChangeKind
    direction: Direction
    statement: str
    reason: str
    rule: str


class Alert(VersionedRecord):
    """What a subscriber is told, once, under an id that a replay gives again.

    ``id`` hashes rule version, actor, issue or signal, change and statement.
    """

    id: str
    actor: str
    actor_name: str
    issue: str | None = None
    signal: str | None = None
    change: ChangeKind
    direction: Direction
    reversed: bool = False
    severity: Severity
    title: str = Field(description="One line a person understands at a glance.")
    position: PositionClass
    force: Force | None = None
    condition: str | None = None
    statement: str = Field(description="Id of the statement that moved it.")
    article: str
    language: str = Field(default="en", description="Language tag of the article (BCP 47).")
    moves: tuple[Move, ...] = Field(description="Every change on this key in this article.")
    after: Evidence = Field(description="The words that moved it.")
    before: Evidence | None = Field(default=None, description="What they are measured against.")
    outlets: tuple[str, ...] = Field(default=(), description="Outlets known to carry the words.")
    confidence: float = Field(ge=0.0, le=1.0)
    rule_version: int
    raised_at: AwareDatetime = Field(description="Arrival of the article that raised it.")
    sequence: int = Field(ge=1, description="Counts the alerts of this actor.")
    previous_alert: str | None = Field(default=None, description="Id of this actor's last alert.")
