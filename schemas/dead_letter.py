"""DeadLetter: what could not be processed, with the reason."""

from pydantic import AwareDatetime, Field

from schemas.base import VersionedRecord


class DeadLetter(VersionedRecord):
    """A record that could not be processed, kept whole so that it can be sent again."""

    id: str
    hop: str = Field(description="The hop that gave up on it.")
    topic: str
    key: str | None = None
    value: str = Field(description="The record as it came, base64.")
    reason: str = Field(description="What is wrong with it, naming the field where one is known.")
    error: str = Field(description="Class of the error.")
    at: AwareDatetime
