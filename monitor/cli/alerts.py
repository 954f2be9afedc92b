"""`news-monitor alerts`: what subscribers were told, whole."""

from collections import deque
from pathlib import Path

import click
from aiohttp import web

from monitor.cli.desk import at, config_option, json_option, open_desk, say
from monitor.errors import InputError
from monitor.topics import ALERTS
from monitor.web.live import application
from schemas.alert import Alert
from schemas.evidence import Evidence
from schemas.vocabulary import Place


@click.group()
def alerts() -> None:
    """See alerts."""


def _line(alert: Alert) -> str:
    return f"{at(alert.raised_at)}  {alert.id}  {alert.severity:8} {alert.title}"


@alerts.command()
@config_option
@click.option("--last", default=10, show_default=True, help="Begin with so many of the newest.")
@click.option("--follow", "-f", is_flag=True, help="Go on as they come in, until Ctrl-C.")
@json_option
def tail(config: Path | None, last: int, *, follow: bool, as_json: bool) -> None:
    """Print the newest alerts."""
    records = open_desk(config).records
    newest = deque((a for a in records.read(ALERTS) if isinstance(a, Alert)), maxlen=last)
    for alert in newest:
        say(as_json, alert, lambda a=alert: _line(a))  # type: ignore[misc]
    if not follow:
        return
    for record in records.follow(ALERTS):
        if isinstance(record, Alert):
            say(as_json, record, lambda a=record: _line(a))  # type: ignore[misc]


@alerts.command()
@click.argument("name")
@config_option
@json_option
def show(name: str, config: Path | None, *, as_json: bool) -> None:
    """Show alert NAME with its evidence and its reasons."""
    for alert in open_desk(config).records.read(ALERTS):
        if isinstance(alert, Alert) and alert.id == name:
            say(as_json, alert, lambda a=alert: _whole(a))  # type: ignore[misc]
            return
    raise InputError(f"no alert has the id {name}")


@alerts.command()
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8089, show_default=True, help="On which port; 0 for any.")
def serve(config: Path | None, host: str, port: int) -> None:
    """Serve alerts as an Atom feed and as Server-Sent Events, until stopped.

    Nobody is asked for a password: put a proxy that does before it where others can reach it.
    """
    app = application(open_desk(config).records)
    click.echo(f"serving on http://{host}:{port}/alerts.atom and /alerts/stream", err=True)
    web.run_app(app, host=host, port=port, print=None)


def _whole(alert: Alert) -> str:
    lines = [_line(alert)]
    lines.append(f"  {alert.actor_name}, {alert.issue or alert.signal}, alert {alert.sequence}")
    lines += [f"  {move.change}: {move.reason}" for move in alert.moves]
    if alert.condition:
        lines.append(f"  if: {alert.condition}")
    for name, evidence in (("now", alert.after), ("before", alert.before)):
        if evidence is not None:
            lines += _evidence(name, evidence)
    return "\n".join(lines)


def _evidence(name: str, evidence: Evidence) -> list[str]:
    lines = [f"  {name}, {at(evidence.said_at)}, {evidence.outlet or 'no outlet'}:"]
    for words, span in zip(evidence.content, evidence.spans, strict=False):
        of_title = " of the title" if evidence.place is Place.TITLE else ""
        lines.append(f"    “{' '.join(words.split())}” at {span[0]}–{span[1]}{of_title}")
    if evidence.lookalike:
        lines.append(f"    “{evidence.mention}” is written with letters of another alphabet")
    if evidence.link:
        lines.append(f"    {evidence.link}")
    return lines
