"""`news-monitor demo`: the seed through the whole chain into a receiver on this machine."""

import asyncio
import tempfile
from pathlib import Path

import click
from rich.console import Console

from monitor.cli.common import SEEDS, configuration
from monitor.cli.replay import gather
from monitor.cli.show import Show, webhook_line
from monitor.config.watchlist import Endpoint
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.deliver import deliver_all
from monitor.replay.run import EmbeddedReplay
from monitor.testing.receiver import Receiver

_LOOPBACK = "127.0.0.0/8"


@click.command()
def demo() -> None:
    """Replay the seeds, deliver the alerts to a local webhook receiver, show every step."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="news-monitor-") as folder:
        asyncio.run(_demo(console, Path(folder)))


async def _demo(console: Console, folder: Path) -> None:
    service, watchlist = configuration(None)
    watchlist, articles = gather([SEEDS], watchlist)
    async with Receiver() as receiver:
        secret = folder / "secret"
        secret.write_text(receiver.secret, encoding="utf-8")
        endpoint = Endpoint(id="demo", url=receiver.url, secret=f"file:{secret}")
        watchlist = watchlist.model_copy(update={"endpoints": (endpoint,)})
        show = Show(console, {actor.id: actor.name for actor in watchlist.actors})
        store = Store(folder / "demo.db", durable=False)
        try:
            run = EmbeddedReplay(
                build_flow(watchlist, load_model()),
                store,
                dead_letter_limit=service.dead_letter_limit,
            )
            for replayed in run.run(articles):
                show.article(replayed)
            settings = service.delivery.model_validate(
                service.delivery.model_dump() | {"allow_networks": (_LOOPBACK,)}
            )
            await deliver_all(folder / "demo.db", watchlist.endpoints, settings)
        finally:
            store.close()
        _received(console, receiver)


def _received(console: Console, receiver: Receiver) -> None:
    console.print(f"\n[bold]{len(receiver.received)} webhooks received[/] at {receiver.url}")
    for request in receiver.received:
        console.print(webhook_line(request))
