"""The body of a webhook: a CloudEvents 1.0 structured event that Standard Webhooks can carry."""

from datetime import datetime
from typing import Final

import orjson

from monitor.alerts.kinds import event_type
from monitor.delivery.fit import fitted
from schemas.alert import Alert
from schemas.event import Correction, EventType, Payload

__all__ = ["CONTENT_TYPE", "EventType", "attributes", "binary_headers", "event_body", "event_type"]

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
SOURCE: Final = "urn:news-monitor"

# Standard Webhooks advises to stay under 20 KB.
LARGEST_BODY: Final = 20_000


def attributes(message_id: str, payload: Payload) -> dict[str, str]:
    """Return the CloudEvents attributes of an event."""
    return {
        "specversion": "1.0",
        "id": message_id,
        "source": SOURCE,
        "type": event_type(payload).value,
        "subject": _subject(payload),
        "time": _stamp(_time(payload)),
    }


def binary_headers(message_id: str, payload: Payload) -> list[tuple[str, bytes]]:
    """Return an event's attributes as Kafka headers: CloudEvents' binary mode.

    The value of the record is then the data alone.
    """
    named = {f"ce_{name}": value for name, value in attributes(message_id, payload).items()}
    named["content-type"] = "application/json"
    return [(name, value.encode()) for name, value in named.items()]


def event_body(delivery_id: str, payload: Payload) -> bytes:
    """Serialise an event once; the bytes are signed and sent as they are."""
    body = _serialise(delivery_id, payload)
    if len(body) < LARGEST_BODY:
        return body
    for step in fitted(payload):
        body = _serialise(delivery_id, step)
        if len(body) < LARGEST_BODY:
            break
    return body


def _serialise(delivery_id: str, payload: Payload) -> bytes:
    envelope: dict[str, object] = {**attributes(delivery_id, payload)}
    envelope["timestamp"] = envelope["time"]
    envelope["datacontenttype"] = "application/json"
    envelope["data"] = orjson.Fragment(payload.__pydantic_serializer__.to_json(payload))
    return orjson.dumps(envelope)


def _subject(payload: Payload) -> str:
    return payload.actor if isinstance(payload, Alert | Correction) else payload.endpoint


def _time(payload: Payload) -> datetime:
    return payload.raised_at if isinstance(payload, Alert) else payload.at


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
