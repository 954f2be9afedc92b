"""The outbox as the sender sees it; each engine keeps it in its own way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.delivery import Delivery
from schemas.health import Health
from schemas.order import Order


class Outbox(Protocol):
    """Deliveries that wait, kept durably: a restart finds them where they were."""

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""

    def is_waiting(self, delivery: Delivery) -> bool:
        """Tell whether a delivery that was due is still this process's to send."""

    async def settle(
        self,
        deliveries: Sequence[Delivery],
        health: Health | None = None,
        queued: Sequence[Delivery] = (),
    ) -> None:
        """Record how tries went: gone and receipted, waiting again, or a dead letter.

        Args:
            deliveries: as they stand now.
            health: how their endpoint fares, where that has changed.
            queued: new deliveries that come of it.
        """

    async def health(self, endpoint: str) -> Health | None:
        """Return how an endpoint fares, as last settled, by this process or the one before it."""

    async def orders(self) -> list[Order]:
        """Return the operators' orders that came in since this was last asked; at first, all."""

    async def wait(self, now: datetime, longest: float) -> None:
        """Wait until something may be due, or ``longest`` seconds."""
