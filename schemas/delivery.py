"""Delivery: one alert, or other event, on its way to one endpoint."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.base import Record, VersionedRecord
from schemas.event import Payload


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    SUPPRESSED = "suppressed"
    GROUPED = "grouped"


class Attempt(Record):
    """One try at an endpoint."""

    at: AwareDatetime
    status: int | None = Field(default=None, description="HTTP status, where there was one.")
    error: str | None = Field(default=None, description="What went wrong, in words.")
    seconds: float = Field(
        default=0.0, ge=0.0, allow_inf_nan=False, description="How long the try took."
    )
    retry_after: float | None = Field(
        default=None, ge=0.0, description="Seconds the endpoint asked us to wait."
    )


class Delivery(VersionedRecord):
    """One event on its way to one endpoint; ``id`` is the ``webhook-id`` on every retry."""

    id: str
    alert: str = Field(description="Id of the alert or other event.")
    endpoint: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    payload: Payload = Field(union_mode="left_to_right")
    created: AwareDatetime
    due: AwareDatetime = Field(description="Not to be tried before.")
    attempts: tuple[Attempt, ...] = ()
    held: str | None = Field(
        default=None, description="What it waits with, where it waits to be sent with others."
    )
    reason: str | None = Field(
        default=None, description="Why it was held, suppressed, grouped or given up."
    )
    group: str | None = Field(default=None, description="Delivery in which it was sent, grouped.")
    redrives: int = Field(
        default=0,
        ge=0,
        description="How often an operator sent it again; then no silence or quiet hour holds it.",
    )
