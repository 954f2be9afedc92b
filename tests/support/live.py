"""The embedded service in this process, fed with alerts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

from monitor.config.service import Delivery as Settings
from monitor.config.watchlist import Endpoint, WatchList
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.flow import Flow
from monitor.stages.codec import decode, encode
from monitor.stages.route import RouteStage, queue
from monitor.stages.stage import Stage
from monitor.topics import (
    ALERTS,
    DEAD_LETTERS,
    DELIVERIES,
    ORDERS,
    RECEIPTS,
    Topic,
)
from schemas.alert import Alert
from schemas.order import Order
from tests.support.making import NOON, alert

QUICK: dict[str, Any] = {
    "allow_networks": ["127.0.0.0/8"],
    "schedule": [0, 0.05, 0.05],
    "jitter": 0,
    "timeout": 2,
    "breaker": {"failures": 50, "pause": 0.05, "longest": 0.1},
}


def tail_of_flow(watchlist: WatchList) -> Flow:
    """Return the chain from alerts on; what comes before has tests of its own."""
    route = RouteStage(watchlist.endpoints)
    return Flow(
        (
            Stage("route", ALERTS, route, emits=(DELIVERIES,), stateful=False),
            Stage("queue", DELIVERIES, queue, emits=(), stateful=False),
        )
    )


class Live:
    """A store that a service works on."""

    def __init__(self, path: Path) -> None:
        """Open the store beside the service."""
        self.path = path
        self.store = Store(path)

    def raise_alerts(self, alerts: Iterable[Alert]) -> None:
        """Let alerts come in."""
        appends = tuple((ALERTS.name, a.actor, encode(a)) for a in alerts)
        self.store.commit(Commit(appends=appends), NOON)

    def order(self, order: Order) -> None:
        """Let an operator order something."""
        appends = ((ORDERS.name, order.endpoint or order.id, encode(order)),)
        self.store.commit(Commit(appends=appends), NOON)

    def records(self, topic: Topic) -> list[Any]:
        """Return every record of a topic."""
        return [decode(topic, e.value) for e in self.store.read(topic.name, 0, 1_000_000)]

    def ended(self) -> dict[str, Any]:
        """Return the deliveries that ended, by endpoint and alert."""
        return {
            f"{r.endpoint} {r.alert}": r for r in self.records(RECEIPTS) if r.status != "pending"
        }

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the store shows something; another thread writes it, so it is asked."""
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(0.02)

    async def until_ended(self, count: int) -> dict[str, Any]:
        """Wait until so many deliveries ended."""
        await self.until(lambda: len(self.ended()) >= count)
        return self.ended()

    def dead(self) -> list[Any]:
        """Return the dead letters."""
        return self.records(DEAD_LETTERS)


@contextlib.asynccontextmanager
async def serving(
    folder: Path,
    endpoints: list[dict[str, Any]],
    **settings: Any,  # noqa: ANN401 - settings
) -> AsyncIterator[Live]:
    """Run a service over a store of ``folder`` while the context lasts."""
    made = tuple(map(Endpoint.model_validate, endpoints))
    watchlist = WatchList.model_validate(
        {"actors": [{"id": "duarte", "name": "Ines Duarte"}], "endpoints": made}
    )
    service = EmbeddedService(
        tail_of_flow(watchlist),
        folder / "store.db",
        made,
        Settings.model_validate(QUICK | settings),
        dead_letter_limit=50,
    )
    live = Live(folder / "store.db")
    running = asyncio.create_task(service.run())
    try:
        yield live
    finally:
        service.stop()
        await running
        live.store.close()


def alerts_on(*issues: str, start: int = 0) -> list[Alert]:
    """Make alerts, one on each issue."""
    return [alert(id=f"al_{start + n}", issue=issue) for n, issue in enumerate(issues)]
