"""The operators' orders in force."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from schemas.order import Order, OrderKind


class Orders:
    """Keeps the newest order on each endpoint and each silence."""

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        """Take the orders known so far, in the order in which they were given."""
        self._switches: dict[str, Order] = {}
        self._silences: dict[str, Order] = {}
        self.take(orders)

    def take(self, orders: Iterable[Order]) -> None:
        """Take more orders."""
        for order in orders:
            if order.kind is OrderKind.SILENCE:
                self._silences[order.id] = order
            elif order.kind is not OrderKind.ROTATE and order.endpoint is not None:
                self._switches[order.endpoint] = order

    def switch(self, endpoint: str) -> Order | None:
        """Return the newest order that switches an endpoint on or off."""
        return self._switches.get(endpoint)

    def silences(self, now: datetime) -> list[Order]:
        """Return the silences in force."""
        return [s for s in self._silences.values() if s.until is not None and s.until > now]

    @property
    def every_silence(self) -> Mapping[str, Order]:
        """Every silence ever ordered, by id."""
        return self._silences
