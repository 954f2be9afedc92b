"""Change: the tracker's verdict on one statement, with the rule that gave it."""

from pydantic import Field

from schemas.base import VersionedRecord
from schemas.vocabulary import ChangeKind, Direction, Rail


class Change(VersionedRecord):
    """A verdict on a statement: a move from one position to another, or why it is none."""

    id: str
    actor: str
    issue: str = Field(description="Issue or, for a signal, the signal's id.")
    change: ChangeKind
    direction: Direction
    rail: Rail = Rail.NONE
    statement: str = Field(description="Id of the statement judged.")
    article: str
    before: str | None = Field(
        default=None, description="Id of the statement it is measured against."
    )
    reason: str = Field(description="Why, in a sentence a reader understands.")
    rule: str = Field(description="Name of the rule that decided.")
    rule_version: int = 1
    alerts: bool = Field(description="Whether it is worth telling by default.")
