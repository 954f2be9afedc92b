"""Order: what an operator told the service to do, by whom and why."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.base import VersionedRecord


class OrderKind(StrEnum):
    """What is ordered."""

    ENABLE = "enable"
    DISABLE = "disable"
    ROTATE = "rotate"
    SILENCE = "silence"


class Order(VersionedRecord):
    """An operator's order. The newest one on an endpoint, or under a silence's id, holds."""

    id: str
    kind: OrderKind
    endpoint: str | None = None
    actor: str | None = Field(default=None, description="Whom a silence is about; else everybody.")
    issue: str | None = Field(
        default=None, description="Issue or signal a silence is about; else everything."
    )
    until: AwareDatetime | None = Field(default=None, description="When a silence ends.")
    at: AwareDatetime
    by: str
    why: str
