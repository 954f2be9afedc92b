"""From an alert to a delivery for each endpoint that wants it."""

from collections.abc import Sequence

from monitor.alerts.match import wants
from monitor.config.watchlist import Endpoint
from monitor.identity import delivery_id
from monitor.stages.stage import Cells, Emission, Outcome
from monitor.topics import DELIVERIES
from schemas.alert import Alert
from schemas.delivery import Delivery


class RouteStage:
    """Chooses endpoints."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        """Take the endpoints that are enabled."""
        self._endpoints = tuple(endpoint for endpoint in endpoints if endpoint.enabled)

    def __call__(self, alert: Alert, _cells: Cells) -> Outcome:
        """Decide on one alert."""
        return Outcome(
            tuple(
                Emission(
                    DELIVERIES,
                    endpoint.id,
                    Delivery(
                        id=delivery_id(alert.id, endpoint.id),
                        alert=alert.id,
                        endpoint=endpoint.id,
                        payload=alert,
                        created=alert.raised_at,
                        due=alert.raised_at,
                    ),
                )
                for endpoint in self._endpoints
                if wants(endpoint.filters, alert)
            )
        )


def queue(delivery: Delivery, _cells: Cells) -> Outcome:
    """Put a delivery into the outbox."""
    return Outcome(queued=(delivery,))
