"""What becomes of deliveries to an endpoint that is disabled, and who is told of it."""

from collections.abc import Iterable, Mapping

from monitor.delivery.target import Target
from monitor.identity import delivery_id, make_id
from schemas.delivery import Delivery, DeliveryStatus
from schemas.event import EndpointDisabled
from schemas.health import Health


def given_up(deliveries: Iterable[Delivery], reason: str) -> list[Delivery]:
    """Give up deliveries for a reason; as dead letters they can be sent again later."""
    update = {"status": DeliveryStatus.EXHAUSTED, "reason": reason}
    return [delivery.model_copy(update=update) for delivery in deliveries]


def disabled_events(health: Health, targets: Mapping[str, Target]) -> list[Delivery]:
    """Tell every endpoint that asked for it that another one was disabled."""
    at = health.disabled_at
    if at is None:
        return []
    event = EndpointDisabled(
        id=make_id("ev", "endpoint.disabled", health.endpoint, at.isoformat()),
        endpoint=health.endpoint,
        reason=health.reason or "",
        failing_since=health.failing_since,
        at=at,
    )
    return [
        Delivery(
            id=delivery_id(event.id, name),
            alert=event.id,
            endpoint=name,
            payload=event,
            created=at,
            due=at,
        )
        for name, target in targets.items()
        if target.watches and name != health.endpoint
    ]
