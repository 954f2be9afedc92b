"""From an article's arrival to the receipt of its alert, through the embedded service.

    python -m benchmarks.latency [--articles N] [--per-second R]

The service runs as `news-monitor run` runs it: a store that waits for the disk, the chain in a
thread, the sender on the event loop; the receiver is a real HTTP server on this machine. Articles
come in one at a time at a steady rate, each with one signal that alerts.
"""

import argparse
import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from monitor.clock import system_clock
from monitor.config.service import Delivery
from monitor.config.watchlist import Actor, Endpoint, Issue, Signal, WatchList
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.stages.codec import encode
from monitor.testing.receiver import Receiver
from monitor.topics import ARTICLES
from schemas.article import Article

_TEXT = (
    "SANDVIK - The council met again on Monday and talked for three hours about the route.\n"
    "“If there is no answer, we will take legal action over the permit,” {name} said. "
    "“Nobody can say that we did not ask.”\n"
)


def _watchlist(actors: int, endpoint: Endpoint) -> WatchList:
    return WatchList(
        actors=tuple(
            Actor(id=f"actor-{n}", name=f"Mara Hollen{_letters(n)}") for n in range(actors)
        ),
        issues=(Issue(id="permit", terms=("permit",)),),
        signals=(Signal(id="legal-action", phrases=("legal action",)),),
        endpoints=(endpoint,),
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


async def measure(count: int, per_second: float) -> list[float]:
    """Return the seconds from publishing to receipt of each article's first webhook, sorted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Receiver() as receiver:
            secret = folder / "secret"
            secret.write_text(receiver.secret, encoding="utf-8")
            endpoint = Endpoint(id="desk", url=receiver.url, secret=f"file:{secret}")
            watchlist = _watchlist(count, endpoint)
            service = EmbeddedService(
                build_flow(watchlist, load_model()),
                folder / "latency.db",
                watchlist.endpoints,
                Delivery.model_validate({"allow_networks": ["127.0.0.0/8"]}),
                dead_letter_limit=50,
            )
            running = asyncio.create_task(service.run())
            await asyncio.sleep(1)
            store = Store(folder / "latency.db")
            sent: dict[str, float] = {}
            start = time.perf_counter()
            for n, actor in enumerate(watchlist.actors):
                await asyncio.sleep(max(0.0, start + n / per_second - time.perf_counter()))
                article = Article(
                    id=f"A{n}",
                    text=_TEXT.format(name=actor.name),
                    published=system_clock() - timedelta(seconds=1),
                    arrived=system_clock(),
                )
                sent[article.id] = time.perf_counter()
                append = (ARTICLES.name, article.id, encode(article))
                await asyncio.to_thread(store.commit, Commit(appends=(append,)), system_clock())
            await receiver.wait_for(2 * count, 60)
            service.stop()
            await running
            store.close()
            first: dict[str, float] = {}
            for request in receiver.received:
                first.setdefault(request.event["data"]["article"], request.at)
            return sorted(first[article] - at for article, at in sent.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--per-second", type=float, default=20)
    args = parser.parse_args()
    seconds = asyncio.run(measure(args.articles, args.per_second))
    milliseconds = [second * 1000 for second in seconds]
    shown = ", ".join(
        f"p{share:g} {milliseconds[int(share / 100 * (len(seconds) - 1))]:.0f} ms"
        for share in (50, 90, 99)
    )
    print(
        f"{len(seconds)} articles at {args.per_second:g}/s: {shown},"
        f" worst {milliseconds[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
