"""From an alert to a delivery for each endpoint that wants it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.alerts.match import wants
from monitor.config.watchlist import Endpoint
from monitor.identity import delivery_id
from monitor.stages.stage import Cells, Emission, Outcome
from monitor.topics import DELIVERIES
from schemas.alert import Alert
from schemas.delivery import Delivery
from schemas.event import Correction


class RouteStage:
    """Chooses endpoints."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        """Take the endpoints that are enabled."""
        self._endpoints = tuple(endpoint for endpoint in endpoints if endpoint.enabled)

    def __call__(self, alert: Alert, _cells: Cells) -> Outcome:
        """Decide on one alert."""
        wanting = [e.id for e in self._endpoints if wants(e.filters, alert)]
        return deliver_to(wanting, alert.id, alert, alert.raised_at)


def deliver_to(
    endpoints: Iterable[str], name: str, payload: Alert | Correction, at: datetime
) -> Outcome:
    """Send a payload of the id ``name`` on its way to each endpoint, due at once."""
    return Outcome(
        tuple(
            Emission(
                DELIVERIES,
                endpoint,
                Delivery(
                    id=delivery_id(name, endpoint),
                    alert=name,
                    endpoint=endpoint,
                    payload=payload,
                    created=at,
                    due=at,
                ),
            )
            for endpoint in endpoints
        )
    )


def queue(delivery: Delivery, _cells: Cells) -> Outcome:
    """Put a delivery into the outbox."""
    return Outcome(queued=(delivery,))
