"""`news-monitor replay`: articles from files through the whole chain."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from monitor.cli.common import SEEDS, configuration
from monitor.cli.show import Show
from monitor.config.service import EngineKind, Service
from monitor.config.watchlist import WatchList
from monitor.engine.store import Store
from monitor.errors import InputError
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.deliver import deliver_all
from monitor.replay.reading import find_files, read_articles, read_story
from monitor.replay.run import EmbeddedReplay, Replayed
from monitor.stages.codec import to_line
from schemas.article import Article


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), help="The service's configuration.")
@click.option(
    "--engine",
    type=click.Choice([kind.value for kind in EngineKind]),
    help="Where to run the chain; the configuration's engine otherwise.",
)
@click.option("--deliver", is_flag=True, help="Also send the alerts to the endpoints.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def replay(
    paths: tuple[Path, ...],
    config: Path | None,
    engine: str | None,
    *,
    deliver: bool,
    as_json: bool,
) -> None:
    """Replay PATHS (text, JSONL, stories, folders; the seeds by default) through the chain.

    Nothing is delivered unless --deliver is given, and nothing that runs is touched: a replay
    works in a store, or in topics, of its own.
    """
    service, watchlist = configuration(config)
    watchlist, articles = gather(list(paths) or [SEEDS], watchlist)
    kind = EngineKind(engine) if engine else service.engine
    if not deliver:
        watchlist = watchlist.model_copy(update={"endpoints": ()})
    console = Console(highlight=False)
    show = Show(console, {actor.id: actor.name for actor in watchlist.actors})
    results = (
        _embedded(service, watchlist, articles)
        if kind is EngineKind.EMBEDDED
        else _kafka(service, watchlist, articles)
    )
    hidden = as_json or not console.is_terminal or len(articles) == 1
    with Progress(console=Console(stderr=True), disable=hidden, transient=True) as progress:
        task = progress.add_task("replaying", total=len(articles))
        for replayed in results:
            if as_json:
                for line in replayed.lines():
                    click.echo(to_line(line))
            else:
                show.article(replayed)
            progress.advance(task)


def gather(paths: list[Path], watchlist: WatchList) -> tuple[WatchList, list[Article]]:
    """Read every path; return the watch-list to use and the articles in order of arrival.

    A story brings its own watch-list, so it is replayed by itself.

    Raises:
        InputError: a path is missing, cannot be read, or a story is not alone.
    """
    files = find_files(paths)
    stories = [path for path in files if path.suffix == ".json"]
    if stories:
        if len(files) > 1:
            raise InputError(f"{stories[0]}: a story has its own watch-list: replay it by itself")
        return read_story(stories[0])
    articles = [article for path in files for article in read_articles(path)]
    return watchlist, sorted(articles, key=lambda article: article.arrived)


def _embedded(
    service: Service, watchlist: WatchList, articles: list[Article]
) -> Iterator[Replayed]:
    with tempfile.TemporaryDirectory(prefix="news-monitor-") as folder:
        store = Store(Path(folder) / "replay.db", durable=False)
        try:
            run = EmbeddedReplay(
                build_flow(watchlist, load_model()),
                store,
                dead_letter_limit=service.dead_letter_limit,
            )
            yield from run.run(articles)
            if run.waiting():
                yield asyncio.run(
                    deliver_all(Path(folder) / "replay.db", watchlist.endpoints, service.delivery)
                )
        finally:
            store.close()


def _kafka(service: Service, watchlist: WatchList, articles: list[Article]) -> Iterator[Replayed]:
    # Faust is imported only where it is used: it takes longer than a whole embedded replay.
    from agents.replay import replay_on_kafka  # noqa: PLC0415

    yield from replay_on_kafka(service, watchlist, articles)
