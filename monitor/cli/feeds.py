"""`news-monitor feeds`: what is polled, how it fares, and changes to the list."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from monitor.cli.common import DEFAULT_CONFIG, configuration
from monitor.clock import system_clock
from monitor.config.document import Document
from monitor.config.edit import add_feeds, remove_feed
from monitor.config.polling import Polling
from monitor.config.service import EngineKind, Service
from monitor.config.watchlist import WatchList
from monitor.engine.store import Store
from monitor.errors import EngineError, InputError
from monitor.feeds.opml import Outline, feed_id, read_opml, write_opml
from monitor.feeds.report import Row, report
from monitor.feeds.state import FeedState
from monitor.feeds.websub import Subscription
from monitor.polling.book import read_states, read_subscriptions
from monitor.polling.trial import Trial, try_feed
from monitor.stages.codec import to_line

_config = click.option(
    "--config", type=click.Path(path_type=Path), help="The service's configuration."
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
_NEXT_START = "it counts from the next start of the service"
_NOW = "it counts now"


@click.group()
def feeds() -> None:
    """See, try and change the feeds that are polled."""


@feeds.command(name="list")
@_config
@_json
def list_(config: Path | None, *, as_json: bool) -> None:
    """Show every feed with its state, its error and what is overdue."""
    service, watchlist = configuration(config)
    rows = _rows(service, watchlist, config)
    if as_json:
        for row in rows:
            click.echo(to_line(row.fields()))
        return
    table = Table("feed", "status", "last poll", "next poll", "entries", "error", box=None)
    for row in rows:
        table.add_row(*row.cells(), style=row.style)
    Console().print(table)


@feeds.command()
@click.argument("url")
@click.option("--id", "name", help="Its id; made of the feed's title if none is given.")
@click.option("--outlet", help="Name printed with its articles; the feed's title if none is given.")
@_config
def add(url: str, name: str | None, outlet: str | None, config: Path | None) -> None:
    """Try the feed at URL and add it to the watch-list."""
    service, watchlist = configuration(config)
    if any(str(feed.url) == url for feed in watchlist.feeds):
        raise InputError(f"{url}: is in the watch-list already")
    tried = _try(url, service.polling)
    if tried.problem:
        raise InputError(f"{url}: {tried.problem}")
    title = outlet or tried.title
    made = name or feed_id(title, [feed.id for feed in watchlist.feeds])
    add_feeds(_watchlist_path(config), [{"id": made, "url": url, "outlet": title}])
    click.echo(f"{made}: added with {len(tried.articles)} entries; {_share(config)}")


@feeds.command()
@click.argument("name", metavar="ID")
@_config
def remove(name: str, config: Path | None) -> None:
    """Take a feed out of the watch-list; what it carried stays known."""
    configuration(config)
    remove_feed(_watchlist_path(config), name)
    click.echo(f"{name}: removed; {_share(config)}")


@feeds.command()
@click.argument("url")
@_config
@_json
def test(url: str, config: Path | None, *, as_json: bool) -> None:
    """Fetch URL once, as the service would, and show what it would publish."""
    service, _ = configuration(config)
    tried = _try(url, service.polling)
    if tried.problem:
        raise InputError(f"{url}: {tried.problem}")
    if as_json:
        for article in tried.articles:
            click.echo(to_line(article.model_dump(mode="json")))
        return
    click.echo(f"{tried.title} ({tried.version}), {len(tried.articles)} entries")
    for line in tried.remarks:
        click.echo(f"  {line}")
    for article in tried.articles:
        click.echo(f"  {article.published:%Y-%m-%d %H:%M}  {article.title or article.text[:80]}")


@feeds.command(name="import")
@click.argument("opml", type=click.Path(path_type=Path, dir_okay=False))
@_config
def import_(opml: Path, config: Path | None) -> None:
    """Add every feed of an OPML file that is not in the watch-list yet."""
    _, watchlist = configuration(config)
    try:
        found = read_opml(opml.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        raise InputError(f"{opml}: {(error.strerror or str(error)).lower()}") from error
    known = {str(feed.url) for feed in watchlist.feeds}
    new = [outline for outline in found if outline.url not in known]
    if new:
        add_feeds(_watchlist_path(config), _named(new, [feed.id for feed in watchlist.feeds]))
    click.echo(f"{len(new)} feeds added, {len(found) - len(new)} known; {_share(config)}")


@feeds.command()
@_config
def export(config: Path | None) -> None:
    """Write the watch-list's feeds as OPML."""
    _, watchlist = configuration(config)
    click.echo(write_opml(watchlist.feeds), nl=False)


def _named(outlines: list[Outline], taken: list[str]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for outline in outlines:
        name = feed_id(outline.title or outline.url, taken)
        taken.append(name)
        made.append({"id": name, "url": outline.url, "outlet": outline.title})
    return made


def _try(url: str, settings: Polling) -> Trial:
    return asyncio.run(try_feed(url, settings, system_clock))


def _share(config: Path | None) -> str:
    """Let running workers know the list as it stands; return from when on it counts."""
    service, watchlist = configuration(config)
    if service.engine is EngineKind.EMBEDDED:
        return _NEXT_START
    # Imported only where it is used: what Kafka needs takes long to import.
    from agents.feeds import share_feeds  # noqa: PLC0415

    try:
        asyncio.run(share_feeds(service.kafka, watchlist.feeds))
    except EngineError as error:
        return f"{_NEXT_START} ({error})"
    return _NOW


def _rows(service: Service, watchlist: WatchList, config: Path | None) -> list[Row]:
    states: dict[str, FeedState] = {}
    subscriptions: dict[str, Subscription] = {}
    path = (config or DEFAULT_CONFIG).parent / service.store
    if service.engine is EngineKind.KAFKA:
        from agents.feeds import read_polls  # noqa: PLC0415 - as above

        states, subscriptions = asyncio.run(read_polls(service.kafka, watchlist.feeds))
    elif path.is_file():
        store = Store(path)
        states, subscriptions = read_states(store), read_subscriptions(store)
        store.close()
    return report(watchlist.feeds, states, subscriptions, datetime.now(UTC), service.polling)


def _watchlist_path(config: Path | None) -> Path:
    path = config or DEFAULT_CONFIG
    return path.parent / str(Document(path).data["watchlist"])
