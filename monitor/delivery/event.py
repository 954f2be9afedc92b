"""The body of a webhook: a CloudEvents 1.0 structured event that Standard Webhooks can carry."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import orjson

from schemas.alert import Alert
from schemas.vocabulary import ChangeKind

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
_SOURCE: Final = "urn:news-monitor"


class EventType(StrEnum):
    """What an event tells."""

    STATEMENT_NEW = "statement.new"
    POSITION_CHANGED = "position.changed"
    SIGNAL_RAISED = "signal.raised"


def event_type(alert: Alert) -> EventType:
    """Say what an alert tells: a first position, a move or a signal."""
    if alert.signal is not None:
        return EventType.SIGNAL_RAISED
    if alert.change is ChangeKind.NEW_POSITION:
        return EventType.STATEMENT_NEW
    return EventType.POSITION_CHANGED


def event_body(delivery_id: str, alert: Alert) -> bytes:
    """Serialise an alert once; the bytes are signed and sent as they are."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": delivery_id,
            "source": _SOURCE,
            "type": event_type(alert).value,
            "subject": alert.actor,
            "time": _stamp(alert.raised_at),
            "timestamp": _stamp(alert.raised_at),
            "datacontenttype": "application/json",
            "data": alert.model_dump(mode="json"),
        }
    )


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
