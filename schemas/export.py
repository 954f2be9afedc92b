"""JSON Schemas of every record, as published beside the code."""

from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from schemas.alert import Alert
from schemas.article import Article
from schemas.base import SCHEMA_VERSION, VersionedRecord
from schemas.change import Change
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery
from schemas.event import Correction, Digest, EndpointDisabled, EndpointTest, EventType
from schemas.feed import Feed
from schemas.health import Health
from schemas.order import Order
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
    Health,
    Order,
)
EVENTS: Final[dict[EventType, type[BaseModel]]] = {
    EventType.STATEMENT_NEW: Alert,
    EventType.POSITION_CHANGED: Alert,
    EventType.SIGNAL_RAISED: Alert,
    EventType.ALERTS_DIGEST: Digest,
    EventType.ARTICLE_CORRECTED: Correction,
    EventType.ENDPOINT_TEST: EndpointTest,
    EventType.ENDPOINT_DISABLED: EndpointDisabled,
}
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


def event_schema_name(kind: EventType) -> str:
    """Return the file name of an event's schema, with the version in it."""
    return f"event.{kind}.v{SCHEMA_VERSION}.json"


def event_schema(kind: EventType) -> dict[str, Any]:
    """Return the schema of a webhook's body: a CloudEvents 1.0 event of one type."""
    data = TypeAdapter(EVENTS[kind]).json_schema(mode="serialization")
    definitions = data.pop("$defs", {})
    text = {"type": "string", "minLength": 1}
    moment = {"type": "string", "format": "date-time"}
    schema: dict[str, Any] = {
        "$schema": _DIALECT,
        "$id": f"urn:news-monitor:schema:{event_schema_name(kind).removesuffix('.json')}",
        "title": kind.value,
        "type": "object",
        "properties": {
            "specversion": {"const": "1.0"},
            "id": text | {"description": "Also the webhook-id: the same on every retry."},
            "source": text,
            "type": {"const": kind.value},
            "subject": text | {"description": "The actor's id, else the endpoint's."},
            "time": moment,
            "timestamp": moment,
            "datacontenttype": {"const": "application/json"},
            "data": data,
        },
    }
    schema["required"] = list(schema["properties"])
    return schema | ({"$defs": definitions} if definitions else {})
