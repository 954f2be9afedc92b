"""`news-monitor deliveries`: what was sent, held or suppressed, and sending it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.desk import (
    at,
    config_option,
    json_option,
    open_desk,
    say,
    since_option,
)
from monitor.clock import system_clock
from monitor.delivery.ledger import again, last_event
from monitor.errors import InputError
from monitor.stages.codec import encode
from monitor.topics import DELIVERIES
from schemas.alert import Alert
from schemas.delivery import Delivery, DeliveryStatus

endpoint_option = click.option("--endpoint", help="Only of this endpoint.")
_status = click.option("--status", type=click.Choice([s.value for s in DeliveryStatus]))
ids_option = click.option(
    "--id", "ids", multiple=True, help="This one; may be given several times."
)
last_option = click.option(
    "--last", default=100, show_default=True, help="At most so many, the newest."
)


@click.group()
def deliveries() -> None:
    """See deliveries, suppressed ones included, and send them again."""


def _line(delivery: Delivery) -> str:
    title = delivery.payload.title if isinstance(delivery.payload, Alert) else delivery.alert
    tries = f"{len(delivery.attempts)} tries"
    why = f"  ({delivery.reason})" if delivery.reason else ""
    return (
        f"{at(last_event(delivery))}  {delivery.id}  {delivery.endpoint:16}"
        f" {delivery.status:10} {tries:9} {title}{why}"
    )


@deliveries.command("list")
@config_option
@endpoint_option
@_status
@since_option
@last_option
@click.option("--counts", is_flag=True, help="Only how many, by endpoint, status and reason.")
@json_option
def list_(
    config: Path | None,
    endpoint: str | None,
    status: str | None,
    since: datetime | None,
    last: int,
    *,
    counts: bool,
    as_json: bool,
) -> None:
    """List deliveries with their state: pending, delivered, suppressed, grouped or exhausted."""
    ledger = open_desk(config).ledger()
    if counts:
        for (name, state, reason), count in sorted(ledger.counts().items()):
            click.echo(f"{count:8} {name:24} {state:10} {reason}".rstrip())
        return
    wanted = DeliveryStatus(status) if status else None
    for delivery in ledger.select(endpoint=endpoint, status=wanted, since=since)[-last:]:
        say(as_json, delivery, lambda d=delivery: _line(d))  # type: ignore[misc]


@deliveries.command()
@click.argument("name")
@config_option
@json_option
def show(name: str, config: Path | None, *, as_json: bool) -> None:
    """Show delivery NAME with every try."""
    delivery = open_desk(config).ledger().find(name)
    say(as_json, delivery, lambda: "\n".join(details(delivery)))


def details(delivery: Delivery) -> Iterable[str]:
    """Tell a delivery with every try, line by line."""
    yield _line(delivery)
    yield f"  of {delivery.alert}, created {at(delivery.created)}, due {at(delivery.due)}"
    if delivery.group:
        yield f"  sent within {delivery.group}"
    for number, attempt in enumerate(delivery.attempts, 1):
        answer = f"HTTP {attempt.status}" if attempt.status else "no answer"
        error = f": {attempt.error}" if attempt.error else ""
        yield f"  {number}. {at(attempt.at)}  {answer} after {attempt.seconds:.3f} s{error}"


@deliveries.command()
@config_option
@ids_option
@endpoint_option
@_status
@since_option
def redrive(
    config: Path | None,
    ids: Sequence[str],
    endpoint: str | None,
    status: str | None,
    since: datetime | None,
) -> None:
    """Send deliveries that ended without arriving once more, under their own ids.

    Silences and quiet hours do not hold them then. A delivered one is sent again only by --id.
    """
    desk = open_desk(config)
    ledger = desk.ledger()
    if ids:
        chosen = [ledger.find(name) for name in ids]
    elif endpoint or status or since:
        wanted = DeliveryStatus(status) if status else None
        chosen = [
            d
            for d in ledger.select(endpoint=endpoint, status=wanted, since=since)
            if d.status in (DeliveryStatus.SUPPRESSED, DeliveryStatus.EXHAUSTED)
        ]
    else:
        raise InputError("say which: --id, --endpoint, --status or --since")
    waiting = [d.id for d in chosen if d.status is DeliveryStatus.PENDING]
    if waiting:
        raise InputError(f"still waiting to be sent: {', '.join(waiting)}")
    now = system_clock()
    desk.records.publish(DELIVERIES, [(d.endpoint, encode(again(d, now))) for d in chosen])
    click.echo(f"{len(chosen)} deliveries sent again")
