"""`news-monitor endpoints`: who is told, how they fare, and switching them on and off."""

import asyncio
import ipaddress
from pathlib import Path

import click
import orjson

from monitor.cli.desk import Desk, at, by_option, config_option, json_option, open_desk
from monitor.clock import system_clock
from monitor.config.rotation import finish_rotation, rotate
from monitor.config.watchlist import Endpoint
from monitor.delivery.health import why_disabled
from monitor.delivery.post import post
from monitor.delivery.target import shown, targets
from monitor.errors import InputError
from monitor.identity import delivery_id, make_id
from monitor.net.session import open_session
from schemas.delivery import Attempt, Delivery
from schemas.event import EndpointTest
from schemas.order import OrderKind

_OK = range(200, 300)


@click.group()
def endpoints() -> None:
    """See, test and switch endpoints."""


@endpoints.command("list")
@config_option
@json_option
def list_(config: Path | None, *, as_json: bool) -> None:
    """List endpoints: where they are, and how they fare. Credentials are left out."""
    desk = open_desk(config)
    orders, health = desk.orders(), desk.health()
    for endpoint in desk.watchlist.endpoints:
        fares = health.get(endpoint.id)
        switch = orders.switch(endpoint.id)
        why = why_disabled(fares, switch)
        if not endpoint.enabled:
            why = "disabled in the watch-list"
        state = "disabled" if why else "enabled"
        if not why and fares and fares.failing_since:
            recent = switch is None or switch.at < fares.failing_since
            state, why = ("failing", fares.reason) if recent else (state, why)
        line = {
            "id": endpoint.id,
            "state": state,
            "url": shown(endpoint),
            "format": endpoint.format.value,
            "failing_since": at(fares.failing_since) if fares else "-",
            "failures": fares.failures if fares else 0,
            "why": why or "",
        }
        if as_json:
            click.echo(orjson.dumps(line).decode())
        else:
            click.echo(f"{endpoint.id:24} {state:9} {line['url']:40} {why or ''}".rstrip())


@endpoints.command()
@click.argument("name")
@config_option
def test(name: str, config: Path | None) -> None:
    """Send an endpoint.test event to NAME, now and once, and show the answer."""
    desk = open_desk(config)
    attempt = asyncio.run(_test(desk, desk.endpoint(name)))
    protocol = "SMTP" if desk.endpoint(name).mail else "HTTP"
    answer = f"{protocol} {attempt.status}" if attempt.status else "no answer"
    detail = f": {attempt.error}" if attempt.error else ""
    click.echo(f"{name}: {answer} after {attempt.seconds:.3f} s{detail}")
    if attempt.status not in _OK:
        raise InputError(f"{name}: the test was not taken")


async def _test(desk: Desk, endpoint: Endpoint) -> Attempt:
    now = system_clock()
    event = EndpointTest(
        id=make_id("ev", "endpoint.test", endpoint.id, now.isoformat()),
        endpoint=endpoint.id,
        message="A test of news-monitor: nothing has happened.",
        at=now,
    )
    delivery = Delivery(
        id=delivery_id(event.id, endpoint.id),
        alert=event.id,
        endpoint=endpoint.id,
        payload=event,
        created=now,
        due=now,
    )
    settings = desk.service.delivery
    networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = list(settings.allow_networks)
    async with open_session(networks, timeout=settings.timeout, decompress=False) as session:
        target = targets([endpoint])[endpoint.id]
        return await post(session, target, delivery, system_clock, networks)


_why = click.option("--why", required=True, help="The reason, for those who come after you.")


@endpoints.command()
@click.argument("name")
@config_option
@by_option
@click.option("--why", default="enabled by an operator", help="The reason.")
def enable(name: str, config: Path | None, by: str, why: str) -> None:
    """Send to NAME again. What it missed stands in the dead letters: see `dead redrive`."""
    desk = open_desk(config)
    desk.order(OrderKind.ENABLE, by, why, endpoint=desk.endpoint(name).id)
    click.echo(f"{name}: enabled")


@endpoints.command()
@click.argument("name")
@config_option
@by_option
@_why
def disable(name: str, config: Path | None, by: str, why: str) -> None:
    """Stop sending to NAME. What would go there becomes a dead letter, to be sent again later."""
    desk = open_desk(config)
    desk.order(OrderKind.DISABLE, by, why, endpoint=desk.endpoint(name).id)
    click.echo(f"{name}: disabled")


@endpoints.command("rotate")
@click.argument("name")
@config_option
@by_option
@click.option("--finish", is_flag=True, help="Drop the old secrets; subscribers know the new one.")
def rotate_(name: str, config: Path | None, by: str, *, finish: bool) -> None:
    """Put a new secret before the old one of NAME: both sign until --finish.

    The secret is written to the file it is kept in and shown nowhere.
    """
    desk = open_desk(config)
    endpoint = desk.endpoint(name)
    if endpoint.secret is None:
        raise InputError(f"{name}: format {endpoint.format.value} is not signed")
    count = (finish_rotation if finish else rotate)(endpoint.secret)
    desk.order(OrderKind.ROTATE, by, "rotated", endpoint=name)
    click.echo(f"{name}: {count} secret{'s sign' if count > 1 else ' signs'} from now on")
