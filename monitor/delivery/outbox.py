"""The outbox as the sender sees it; each engine keeps it in its own way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.delivery import Delivery


class Outbox(Protocol):
    """Deliveries that wait, kept durably: a restart finds them where they were."""

    async def endpoints(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is due at an endpoint, the longest waiting first."""

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Record how tries went: gone and receipted, waiting again, or a dead letter."""

    async def wait(self, now: datetime, longest: float) -> None:
        """Wait until something may be due, or ``longest`` seconds."""
