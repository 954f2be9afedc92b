"""`news-monitor silences`: alerts that are not to be sent for a while."""

from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.desk import at, by_option, config_option, json_option, open_desk, say, span
from monitor.clock import system_clock
from monitor.errors import InputError
from monitor.identity import make_id
from schemas.order import OrderKind


@click.group()
def silences() -> None:
    """Silence alerts for a while. What is suppressed stays on record: `deliveries list`."""


@silences.command()
@config_option
@click.option("--actor", help="Only alerts about this actor.")
@click.option("--issue", help="Only alerts on this issue or signal.")
@click.option("--for", "length", required=True, callback=span, help="How long: 30m, 2h, 7d.")
@click.option("--why", required=True, help="The reason, for those who miss the alerts.")
@by_option
def add(
    config: Path | None,
    actor: str | None,
    issue: str | None,
    length: timedelta,
    why: str,
    by: str,
) -> None:
    """Suppress alerts about an actor, on an issue, or both."""
    if actor is None and issue is None:
        raise InputError("say what to silence: --actor, --issue or both")
    desk = open_desk(config)
    watchlist = desk.watchlist
    if actor is not None and actor not in {a.id for a in watchlist.actors}:
        raise InputError(f"no actor has the id {actor!r}")
    known = {i.id for i in watchlist.issues} | {s.id for s in watchlist.signals}
    if issue is not None and issue not in known:
        raise InputError(f"no issue or signal has the id {issue!r}")
    now = system_clock()
    order = desk.order(
        OrderKind.SILENCE,
        by,
        why,
        id=make_id("sl", actor or "", issue or "", now.isoformat()),
        actor=actor,
        issue=issue,
        until=now + length,
    )
    click.echo(f"{order.id}: until {at(order.until)} UTC")


@silences.command("list")
@config_option
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@json_option
def list_(config: Path | None, *, everything: bool, as_json: bool) -> None:
    """List silences."""
    now = system_clock()
    for silence in open_desk(config).orders().every_silence.values():
        if silence.until is None or (silence.until <= now and not everything):
            continue
        about = " ".join(filter(None, (silence.actor, silence.issue)))
        line = f"{silence.id}  until {at(silence.until)}  {about}  by {silence.by}: {silence.why}"
        say(as_json, silence, lambda text=line: text)  # type: ignore[misc]


@silences.command()
@click.argument("name")
@config_option
@by_option
def expire(name: str, config: Path | None, by: str) -> None:
    """End silence NAME now."""
    desk = open_desk(config)
    silence = desk.orders().every_silence.get(name)
    if silence is None:
        raise InputError(f"no silence has the id {name}")
    desk.order(
        OrderKind.SILENCE,
        by,
        silence.why,
        id=name,
        actor=silence.actor,
        issue=silence.issue,
        until=system_clock(),
    )
    click.echo(f"{name}: over")
