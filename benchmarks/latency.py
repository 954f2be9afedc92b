"""From an article's arrival to the receipt of its alert, through the service on either engine.

    python -m benchmarks.latency [--articles N] [--per-second R]
    python -m benchmarks.latency --engine kafka [--articles N] [--load PERCENT ...]

The service runs as `news-monitor run` runs it; the receiver is a real HTTP server on this machine.
Articles come in one at a time at a steady rate, each with one signal that alerts, which is more
than news has. On Kafka one worker is first sent all articles at once, which shows how many a second
it carries, and then further ones at shares of that rate. The embedded engine is a store that waits
for the disk, the chain in a thread, the sender on the event loop.
"""

import argparse
import asyncio
import secrets
import tempfile
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path

from agents.producing import producing
from benchmarks.kafka import worker
from monitor.clock import system_clock
from monitor.config.service import Delivery, Kafka, Service
from monitor.config.watchlist import Actor, Endpoint, Issue, Signal, WatchList
from monitor.engine.kafka_topics import broker_name, create_topics
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.stages.codec import encode
from monitor.testing.kafka import broker_from_environment
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


def _article(actor: Actor) -> Article:
    now = system_clock()
    return Article(
        id=f"A-{actor.id}",
        text=_TEXT.format(name=actor.name),
        published=now - timedelta(seconds=1),
        arrived=now,
    )


def _first(receiver: Receiver) -> dict[str, float]:
    """Return the moment of each article's first webhook."""
    first: dict[str, float] = {}
    for request in receiver.received:
        first.setdefault(request.event["data"]["article"], request.at)
    return first


async def on_kafka(bootstrap: str, count: int, loads: list[float]) -> None:
    """Measure one worker and print."""
    kafka = Kafka(bootstrap=(bootstrap,), prefix=f"b{secrets.token_hex(4)}", partitions=12)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Receiver() as receiver, producing(kafka, ARTICLES.max_bytes) as producer:
            secret = folder / "secret"
            secret.write_text(receiver.secret, encoding="utf-8")
            endpoint = Endpoint(id="desk", url=receiver.url, secret=f"file:{secret}")
            listed = _watchlist(count * (1 + len(loads)), endpoint)
            (folder / "list.json").write_text(listed.model_dump_json(), encoding="utf-8")
            delivery = Delivery.model_validate({"allow_networks": ["127.0.0.0/8"]})
            service = Service(watchlist="", engine="kafka", kafka=kafka, delivery=delivery)
            await create_topics(kafka, build_flow(listed, load_model()))
            actors = iter(listed.actors)

            async def send(per_second: float | None) -> dict[str, float]:
                sent = {}
                start = time.perf_counter()
                for n, actor in enumerate(islice(actors, count)):
                    if per_second is not None:
                        due = start + n / per_second
                        await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    article = _article(actor)
                    sent[article.id] = time.perf_counter()
                    key = article.id.encode()
                    await producer.send(broker_name(kafka, ARTICLES), encode(article), key=key)
                await receiver.wait_until(lambda: sent.keys() <= _first(receiver).keys(), 300)
                return sent

            with worker(folder, service, folder / "list.json", 1):
                burst = await send(None)
                first = _first(receiver)
                carried = count / (max(first[a] for a in burst) - min(burst.values()))
                print(f"kafka, one worker: {count} articles at once, {carried:.1f} articles/s")
                for load in loads:
                    sent = await send(carried * load / 100)
                    first = _first(receiver)
                    seconds = sorted(first[article] - at for article, at in sent.items())
                    print(f"{load:g} % load: {_shown(seconds, carried * load / 100)}")


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
                article = _article(actor)
                sent[article.id] = time.perf_counter()
                append = (ARTICLES.name, article.id, encode(article))
                await asyncio.to_thread(store.commit, Commit(appends=(append,)), system_clock())
            await receiver.wait_for(2 * count, 60)
            service.stop()
            await running
            store.close()
            first = _first(receiver)
            return sorted(first[article] - at for article, at in sent.items())


def _shown(seconds: list[float], per_second: float) -> str:
    milliseconds = [second * 1000 for second in seconds]
    shown = ", ".join(
        f"p{share:g} {milliseconds[round(share / 100 * (len(seconds) - 1))]:.0f} ms"
        for share in (50, 90, 99, 99.9)
    )
    return (
        f"{len(seconds)} articles at {per_second:.3g}/s: {shown}, worst {milliseconds[-1]:.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--engine", choices=("embedded", "kafka"), default="embedded")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--per-second", type=float, default=20, help="On the embedded engine.")
    parser.add_argument("--load", type=float, nargs="+", default=[10, 50, 80], help="On Kafka.")
    args = parser.parse_args()
    if args.engine == "embedded":
        seconds = asyncio.run(measure(args.articles, args.per_second))
        print(_shown(seconds, args.per_second))
        return
    broker = broker_from_environment()
    broker.start()
    try:
        asyncio.run(on_kafka(broker.bootstrap, args.articles, args.load))
    finally:
        broker.close()


if __name__ == "__main__":
    main()
