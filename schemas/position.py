"""Position: where an actor stands on an issue now."""

from pydantic import AwareDatetime, Field

from schemas.base import Record, VersionedRecord
from schemas.evidence import Evidence
from schemas.statement import Act


class LiveAct(Record):
    """An act that still stands, with its fullest wording."""

    act: Act
    statement: str = Field(description="Id of the statement with the fullest wording.")
    first_said: AwareDatetime
    last_said: AwareDatetime
    sightings: int = Field(ge=1, description="Articles known to report it.")
    evidence: Evidence


class Position(VersionedRecord):
    """Where an actor stands on an issue, with the acts that put it there."""

    actor: str
    issue: str
    pressure: int = Field(ge=0, le=4, description="Highest level of the live hostile acts.")
    opening: int = Field(ge=0, le=4, description="Highest level of the live cooperative acts.")
    since: AwareDatetime | None = Field(default=None, description="When it last moved.")
    last_said: AwareDatetime | None = None
    acts: tuple[LiveAct, ...] = ()
