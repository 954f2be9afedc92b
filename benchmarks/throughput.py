"""Articles a second through the whole chain, article to alert, on either engine.

    python -m benchmarks.throughput [--engine embedded|kafka] [--articles N] [--analysts N]
                                    [--named SHARE] [--corpus FILE.jsonl --watchlist FILE]

With ``--named`` only that share of the articles names an actor, as in a stream of all news: of the
watch-list remain those that are named in the first articles of the corpus and in no others.
Without a corpus it takes the articles written for this project, again and again under new ids and
on later days. The embedded engine runs as the service does, over a file that waits for the disk at
each commit. Kafka is a real broker on this machine, found as the tests find it, with one worker.
"""

import argparse
import asyncio
import resource
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle, islice
from pathlib import Path

from agents.intake import publish_articles
from agents.replay import finished
from agents.worker import running
from monitor.config.load import load_watchlist
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import Actor, WatchList
from monitor.engine.embedded import EmbeddedEngine
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.reading import read_articles
from monitor.testing.kafka import broker_from_environment
from monitor.topics import ALERTS, ARTICLES, STATEMENTS
from schemas.article import Article

OWN = Path(__file__).parent / "data" / "statements"


def articles(corpus: Path, number: int) -> list[Article]:
    """Return ``number`` articles, repeating the corpus on later days under new ids."""
    known = list(read_articles(corpus))
    rounds = cycle(known)
    made: Iterator[Article] = (
        article.model_copy(
            update={
                "id": f"{article.id}-{n}",
                "published": article.published + timedelta(days=40 * (n // len(known))),
                "arrived": article.arrived + timedelta(days=40 * (n // len(known))),
            }
        )
        for n, article in zip(count(), rounds, strict=False)
    )
    return list(islice(made, number))


def thinned(watchlist: WatchList, corpus: Path, share: float) -> WatchList:
    """Return the watch-list with those actors alone that a share of the articles names.

    Raises:
        SystemExit: no actor is left.
    """
    known = [f"{article.title} {article.text}".casefold() for article in read_articles(corpus)]
    kept, others = known[: round(share * len(known))], known[round(share * len(known)) :]

    def named(actor: Actor, texts: list[str]) -> bool:
        names = [name.casefold() for name in (actor.name, *actor.aliases)]
        return any(name in text for text in texts for name in names)

    actors = [a for a in watchlist.actors if named(a, kept) and not named(a, others)]
    if not actors:
        raise SystemExit(f"no actor is named in {share:.0%} of {corpus} alone")
    return watchlist.model_copy(update={"actors": tuple(actors)})


def embedded(watchlist: WatchList, batch: list[Article]) -> tuple[float, dict[str, int]]:
    """Return the seconds that the embedded engine takes, and what came out."""
    flow = build_flow(watchlist, load_model())
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "bench.db")
        engine = EmbeddedEngine(flow, store, dead_letter_limit=50)
        engine.publish(ARTICLES, ((article.id, article) for article in batch))
        begun = time.perf_counter()
        engine.pump()
        seconds = time.perf_counter() - begun
        out = {topic.name: store.end(topic.name) for topic in (STATEMENTS, ALERTS)}
        out["dead letters"] = store.end("dead-letters")
        store.close()
    return seconds, out


@contextmanager
def _broker() -> Iterator[str]:
    broker = broker_from_environment()
    broker.start()
    try:
        yield broker.bootstrap
    finally:
        broker.close()


async def _kafka(
    watchlist: WatchList, batch: list[Article], bootstrap: str, analysts: int
) -> tuple[float, dict[str, int]]:
    kafka = Kafka(
        bootstrap=(bootstrap,),
        prefix=f"b{secrets.token_hex(4)}",
        partitions=4,
        analysts=analysts,
    )
    service = Service(watchlist="", engine="kafka", kafka=kafka)
    with tempfile.TemporaryDirectory() as folder:
        async with running(service, watchlist, Path(folder)) as worker:
            begun = time.perf_counter()
            await publish_articles(kafka, batch)
            await finished(worker, len(batch))
            seconds = time.perf_counter() - begun
            sent = worker.hops["extract"].sent + worker.hops["track"].sent
    return seconds, {topic.name: sent[topic.name] for topic in (STATEMENTS, ALERTS)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--engine", choices=("embedded", "kafka"), default="embedded")
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--analysts", type=int, default=1, help="Processes that read, on Kafka.")
    parser.add_argument("--named", type=float, default=1.0, help="Share that names an actor.")
    parser.add_argument("--corpus", type=Path, default=OWN / "dev.jsonl")
    parser.add_argument("--watchlist", type=Path, default=OWN / "dev-watchlist.json")
    args = parser.parse_args()
    watchlist = load_watchlist(args.watchlist)
    if args.named < 1:
        watchlist = thinned(watchlist, args.corpus, args.named)
    batch = articles(args.corpus, args.articles)
    words = sum(len(article.text.split()) for article in batch)
    if args.engine == "embedded":
        seconds, out = embedded(watchlist, batch)
    else:
        with _broker() as bootstrap:
            seconds, out = asyncio.run(_kafka(watchlist, batch, bootstrap, args.analysts))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{args.engine}: {len(batch)} articles ({words / len(batch):.0f} words each) in"
        f" {seconds:.1f} s: {len(batch) / seconds:.0f} articles/s, {words / seconds:.0f} words/s,"
        f" {megabytes:.0f} MB resident at most"
    )
    print("  " + ", ".join(f"{number} {name}" for name, number in out.items()))


if __name__ == "__main__":
    main()
