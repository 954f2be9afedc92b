"""`news-monitor topics`: the topics on the broker, compared with what they should be."""

import asyncio
import shlex
import sys
from pathlib import Path

import click

from monitor.cli.common import configuration
from monitor.config.service import EngineKind, Kafka
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_acls import WHO, grants, script
from monitor.engine.kafka_migration import Step
from monitor.errors import InputError
from monitor.flow import Flow, build_flow
from monitor.language.model_file import load_model

_config = click.option(
    "--config", type=click.Path(path_type=Path), help="The service's configuration."
)


@click.group()
def topics() -> None:
    """Set up and change the topics of the Kafka engine."""


def _configured(config: Path | None) -> tuple[Kafka, WatchList]:
    service, watchlist = configuration(config)
    if service.engine is not EngineKind.KAFKA:
        raise InputError(f"engine is {service.engine}: only the Kafka engine has topics to set up")
    return service.kafka, watchlist


def _wanted(config: Path | None) -> tuple[Kafka, Flow]:
    kafka, watchlist = _configured(config)
    return kafka, build_flow(watchlist, load_model())


def _steps(kafka: Kafka, flow: Flow, *, apply: bool) -> list[Step]:
    # Imported here because it takes as long as the embedded engine to start.
    from agents.topics import bring_topics  # noqa: PLC0415

    return asyncio.run(bring_topics(kafka, flow, apply=apply))


def _show(steps: list[Step]) -> None:
    for step in steps:
        for line in step.lines():
            click.echo(line)


@topics.command()
@_config
def plan(config: Path | None) -> None:
    """Show what `apply` would do; nothing is changed."""
    steps = _steps(*_wanted(config), apply=False)
    _show(steps)
    if not steps:
        click.echo("nothing to do")


@topics.command()
@_config
def apply(config: Path | None) -> None:
    """Create what is missing and set what differs; nothing is done if anything is refused.

    What would lose records or part keys from their state is refused, and the exit code is 1.
    """
    steps = _steps(*_wanted(config), apply=True)
    _show(steps)
    if any(step.refused for step in steps):
        click.echo("nothing was changed", err=True)
        sys.exit(1)
    click.echo("done" if steps else "nothing to do")


@topics.command()
@_config
def check(config: Path | None) -> None:
    """Exit with 0 when every topic is as it should be, else with 1."""
    steps = _steps(*_wanted(config), apply=False)
    _show(steps)
    if steps:
        sys.exit(1)
    click.echo("good: every topic is as it should be")


@topics.command()
@click.argument("who", nargs=-1, type=click.Choice(WHO), metavar="[WHO]...")
@click.option(
    "--principal",
    default="User:{who}",
    show_default=True,
    help="How the broker knows each; {who} stands for the role or the command.",
)
@click.option(
    "--tool", help="How kafka-acls is called; with the configuration's brokers unless given."
)
@_config
def acls(who: tuple[str, ...], principal: str, tool: str | None, config: Path | None) -> None:
    """Print the kafka-acls commands that allow WHO what they need and no more.

    WHO is a role or a command that reaches the broker; everyone unless given. Nothing is asked of
    the broker.
    """
    kafka, _ = _configured(config)
    brokers = shlex.quote(",".join(kafka.bootstrap))
    found = [grant for grant in grants(kafka) if not who or grant.who in who]
    for line in script(
        found,
        lambda name: principal.replace("{who}", name),
        tool or f"kafka-acls --bootstrap-server {brokers}",
    ):
        click.echo(line)
