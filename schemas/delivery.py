"""Delivery: one alert on its way to one endpoint."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.alert import Alert
from schemas.base import Record, VersionedRecord


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"


class Attempt(Record):
    """One try at an endpoint."""

    at: AwareDatetime
    status: int | None = Field(default=None, description="HTTP status, where there was one.")
    error: str | None = Field(default=None, description="What went wrong, in words.")
    seconds: float = Field(default=0.0, ge=0.0, description="How long the try took.")


class Delivery(VersionedRecord):
    """One alert on its way to one endpoint; ``id`` is the ``webhook-id`` on every retry."""

    id: str
    alert: str
    endpoint: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    payload: Alert
    created: AwareDatetime
    due: AwareDatetime = Field(description="Not to be tried before.")
    attempts: tuple[Attempt, ...] = ()
