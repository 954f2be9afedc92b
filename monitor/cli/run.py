"""`news-monitor run`, the service, and `news-monitor ingest`, which hands it articles."""

import asyncio
import signal
from pathlib import Path

import click

from monitor.cli.common import DEFAULT_CONFIG, configuration
from monitor.clock import system_clock
from monitor.config.roles import Role, parts, refuse_parts
from monitor.config.service import EngineKind, Service
from monitor.config.watchlist import WatchList
from monitor.engine.lock import held
from monitor.engine.records import StoreRecords
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.reading import find_files, read_articles
from monitor.stages.codec import encode
from monitor.topics import ARTICLES
from monitor.web.health import serving
from monitor.web.live import application

_config = click.option(
    "--config", type=click.Path(path_type=Path), help="The service's configuration."
)


@click.command()
@_config
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="Carry only this part of the chain (Kafka engine); may be given several times.",
)
def run(config: Path | None, roles: tuple[str, ...]) -> None:
    """Run the service until it is told to stop (SIGTERM or Ctrl-C)."""
    service, watchlist = configuration(config)
    named = [Role(role) for role in roles]
    if service.engine is EngineKind.KAFKA:
        # Imported here because Faust takes as long to import as the embedded engine to start.
        from agents.worker import run_worker  # noqa: PLC0415

        run_worker(service, watchlist, _folder(config), parts(named))
        return
    refuse_parts(named)
    asyncio.run(_embedded(service, watchlist, _folder(config)))


def _folder(config: Path | None) -> Path:
    return (config or DEFAULT_CONFIG).parent


async def _embedded(service: Service, watchlist: WatchList, folder: Path) -> None:
    embedded = EmbeddedService(
        build_flow(watchlist, load_model()),
        folder / service.store,
        watchlist.endpoints,
        service.delivery,
        dead_letter_limit=service.dead_letter_limit,
        feeds=watchlist.feeds,
        polling=service.polling,
    )
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, embedded.stop)
    alerts = application(StoreRecords(folder / service.store))
    with held(folder / service.store):
        async with serving(service.web, embedded.readiness, alerts):
            click.echo(f"running on {folder / service.store}", err=True)
            await embedded.run()


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_config
def ingest(paths: tuple[Path, ...], config: Path | None) -> None:
    """Hand the articles of PATHS to the running service, as if a feed had carried them."""
    service, _ = configuration(config)
    now = system_clock()
    articles = [
        # They arrive now, whatever a file says: a webhook is due from the arrival on.
        article.model_copy(update={"arrived": min(article.arrived, now)})
        for path in find_files(list(paths))
        for article in read_articles(path)
    ]
    if service.engine is EngineKind.KAFKA:
        from agents.intake import publish_articles  # noqa: PLC0415 - as above

        asyncio.run(publish_articles(service.kafka, articles))
    else:
        store = Store(_folder(config) / service.store)
        appends = tuple((ARTICLES.name, article.id, encode(article)) for article in articles)
        store.commit(Commit(appends=appends), now)
        store.close()
    click.echo(f"{len(articles)} articles handed over")
