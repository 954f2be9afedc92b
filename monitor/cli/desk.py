"""What the operator's commands share: the configuration, the records, and how times are written."""

import getpass
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from monitor.cli.common import DEFAULT_CONFIG, configuration
from monitor.clock import system_clock
from monitor.config.service import EngineKind, Service
from monitor.config.watchlist import Endpoint, WatchList
from monitor.delivery.ledger import Ledger
from monitor.delivery.orders import Orders
from monitor.engine.records import Records, StoreRecords
from monitor.errors import InputError
from monitor.identity import make_id
from monitor.stages.codec import encode
from monitor.topics import DELIVERIES, ENDPOINTS, ORDERS, RECEIPTS
from schemas.health import Health
from schemas.order import Order, OrderKind

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)([smhd])")

config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="The service's configuration."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
by_option = click.option("--by", default=getpass.getuser, help="Who orders it; you by default.")


@dataclass(frozen=True, slots=True)
class Desk:
    """An operator's view of the service."""

    service: Service
    watchlist: WatchList
    records: Records

    def endpoint(self, name: str) -> Endpoint:
        """Return an endpoint of the watch-list.

        Raises:
            InputError: there is none of that id.
        """
        for endpoint in self.watchlist.endpoints:
            if endpoint.id == name:
                return endpoint
        known = ", ".join(endpoint.id for endpoint in self.watchlist.endpoints) or "none"
        raise InputError(f"no endpoint has the id {name!r}; there are: {known}")

    def orders(self) -> Orders:
        """Return the operators' orders."""
        found = [o for o in self.records.read(ORDERS) if isinstance(o, Order)]
        return Orders(sorted(found, key=lambda order: order.at))

    def health(self) -> dict[str, Health]:
        """Return how each endpoint fares, as last recorded."""
        return {
            found.endpoint: found
            for found in self.records.read(ENDPOINTS)
            if isinstance(found, Health)
        }

    def ledger(self) -> Ledger:
        """Return what is on record of deliveries."""
        return Ledger(self.records.read(DELIVERIES), self.records.read(RECEIPTS))

    def order(self, kind: OrderKind, by: str, why: str, **fields: Any) -> Order:  # noqa: ANN401 - an order's own
        """Give an order to the service."""
        now = system_clock()
        name = fields.pop("id", None) or make_id(
            "or", kind, str(fields.get("endpoint")), now.isoformat()
        )
        order = Order(id=name, kind=kind, at=now, by=by, why=why, **fields)
        # The newest order of each key is kept: a rotation must not replace a switch.
        switches = order.endpoint if kind is not OrderKind.ROTATE else None
        self.records.publish(ORDERS, [(switches or order.id, encode(order))])
        return order


def open_desk(config: Path | None) -> Desk:
    """Read the configuration and find the records of its engine."""
    service, watchlist = configuration(config)
    if service.engine is EngineKind.KAFKA:
        # Imported only where it is used: what Kafka needs takes long to import.
        from agents.records import KafkaRecords  # noqa: PLC0415

        return Desk(service, watchlist, KafkaRecords(service.kafka))
    folder = (config or DEFAULT_CONFIG).parent
    return Desk(service, watchlist, StoreRecords(folder / service.store))


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    """Read a time: a date, a date and time (UTC unless it says otherwise), or "2h" ago."""
    if value is None:
        return None
    if found := _SPAN.fullmatch(value):
        return system_clock() - _length(found)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is neither a time nor a span such as 2h") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def span(_context: click.Context, _option: click.Parameter, value: str) -> timedelta:
    """Read a span such as 30m, 2h or 7d."""
    if found := _SPAN.fullmatch(value):
        return _length(found)
    raise click.BadParameter(f"{value!r} is no span such as 30m, 2h or 7d")


def _length(found: re.Match[str]) -> timedelta:
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


since_option = click.option(
    "--since", callback=moment, help="Only since then: 2025-10-06T12:00, or 2h for two hours ago."
)


def say(as_json: bool, record: Any, line: Callable[[], str]) -> None:  # noqa: ANN401, FBT001 - any record
    """Print a record as JSON or as a line for people."""
    click.echo(record.model_dump_json() if as_json else line())


def at(moment_: datetime | None) -> str:
    """Write a time for people."""
    return f"{moment_.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment_ else "-"
