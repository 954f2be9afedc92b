"""`news-monitor check`: is the configuration good?"""

from pathlib import Path

import click

from monitor.cli.common import configuration
from monitor.delivery.target import targets


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="The service's configuration.")
@click.option("--secrets/--no-secrets", default=False, help="Also read every endpoint's secret.")
def check(config: Path | None, *, secrets: bool) -> None:
    """Check the configuration and the watch-list; name every problem at once."""
    service, watchlist = configuration(config)
    if secrets:
        targets(watchlist.endpoints)
    click.echo(
        f"good: {len(watchlist.actors)} actors, {len(watchlist.issues)} issues,"
        f" {len(watchlist.signals)} signals, {len(watchlist.feeds)} feeds,"
        f" {len(watchlist.endpoints)} endpoints; engine {service.engine}"
    )
