"""`news-monitor check`: is the configuration good?"""

from pathlib import Path

import click

from monitor.cli.common import configuration
from monitor.config.service import EngineKind, Service
from monitor.config.watchlist import WatchList
from monitor.delivery.target import targets
from monitor.errors import ConfigurationError


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="The service's configuration.")
@click.option(
    "--secrets/--no-secrets",
    default=False,
    help="Also read the secrets: every endpoint's, and what proves to Kafka who comes.",
)
def check(config: Path | None, *, secrets: bool) -> None:
    """Check the configuration and the watch-list; name every problem at once."""
    service, watchlist = configuration(config)
    if secrets:
        _read_secrets(service, watchlist)
    click.echo(
        f"good: {len(watchlist.actors)} actors, {len(watchlist.issues)} issues,"
        f" {len(watchlist.signals)} signals, {len(watchlist.feeds)} feeds,"
        f" {len(watchlist.endpoints)} endpoints; engine {service.engine}"
    )


def _read_secrets(service: Service, watchlist: WatchList) -> None:
    problems = []
    try:
        targets(watchlist.endpoints)
    except ConfigurationError as error:
        problems += error.problems
    if service.engine is EngineKind.KAFKA:
        # Imported only where it is used: what Kafka needs takes long to import.
        from monitor.engine.kafka_connection import connection  # noqa: PLC0415

        try:
            connection(service.kafka)
        except ConfigurationError as error:
            problems += error.problems
    if problems:
        raise ConfigurationError(problems)
