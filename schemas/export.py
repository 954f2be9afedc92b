"""JSON Schemas of every record, as published beside the code."""

from typing import Any, Final

from schemas.alert import Alert
from schemas.article import Article
from schemas.base import SCHEMA_VERSION, VersionedRecord
from schemas.change import Change
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery
from schemas.feed import Feed
from schemas.position import Position
from schemas.statement import Report, Statement

RECORDS: Final[tuple[type[VersionedRecord], ...]] = (
    Feed,
    Article,
    Statement,
    Report,
    Position,
    Change,
    Alert,
    Delivery,
    DeadLetter,
)
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_name(record: type[VersionedRecord]) -> str:
    """Return the file name of a record's schema, with the version in it."""
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in record.__name__).lstrip("-")
    return f"{words}.v{SCHEMA_VERSION}.json"


def json_schema(record: type[VersionedRecord]) -> dict[str, Any]:
    """Return a record's schema as it is written (serialised), which is also how it is read."""
    return {
        "$schema": _DIALECT,
        "$id": f"urn:news-monitor:schema:{schema_name(record).removesuffix('.json')}",
    } | record.model_json_schema(mode="serialization")
