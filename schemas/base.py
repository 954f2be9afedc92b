"""What every record has in common."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = 1

# Offsets are counted in Unicode code points of the text they slice, as Python counts them:
# text[start:end] is the words. Half open.
Span = tuple[int, int]


class Record(BaseModel):
    """A frozen record; unknown fields are refused, so that no reader drops them unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VersionedRecord(Record):
    """A record that travels on a topic of its own and therefore names its schema's version."""

    schema_version: Literal[1] = Field(
        default=SCHEMA_VERSION,
        description="Version of this record's schema. Raised only when old readers would misread.",
    )
