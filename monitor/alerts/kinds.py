"""Under which type an event travels."""

from schemas.alert import Alert
from schemas.event import (
    Correction,
    Digest,
    EndpointDisabled,
    EventType,
    Payload,
)
from schemas.vocabulary import ChangeKind


def event_type(payload: Payload) -> EventType:
    """Say what a payload tells; of an alert: a first position, a move or a signal."""
    if isinstance(payload, Alert):
        if payload.signal is not None:
            return EventType.SIGNAL_RAISED
        if payload.change is ChangeKind.NEW_POSITION:
            return EventType.STATEMENT_NEW
        return EventType.POSITION_CHANGED
    if isinstance(payload, Correction):
        return EventType.ARTICLE_CORRECTED
    if isinstance(payload, Digest):
        return EventType.ALERTS_DIGEST
    if isinstance(payload, EndpointDisabled):
        return EventType.ENDPOINT_DISABLED
    return EventType.ENDPOINT_TEST
