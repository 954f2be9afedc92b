"""How fast feeds are polled and read, and what feedparser's own test corpus does to the readers.

    python -m benchmarks.feeds [--feeds 3000] [--rounds 3] [--no-corpus] [--kafka]

Polling: a publisher on one core, everything of ours (loop, readers, store) on another; nine of ten
feeds answer 304. With `--kafka` the book is that of the Kafka engine, its broker and the publisher
on the other core. The corpus comes from feedparser's source distribution by pip.
"""

import argparse
import asyncio
import multiprocessing
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from time import perf_counter

import feedparser
from aiohttp import web

from agents.book import open_book
from monitor.clock import Clock
from monitor.config.load import load_service
from monitor.config.polling import Polling
from monitor.config.service import Kafka
from monitor.engine.kafka_topics import create_topics
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.polling.book import Book, StoreBook
from monitor.polling.running import polling
from monitor.polling.workers import UnreadableDocumentError, Workers
from monitor.testing.kafka import Broker
from monitor.testing.publisher import Item, rss
from schemas.feed import Feed

_SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "news-monitor.yaml"
CHANGING = 10  # one of so many
ENTRIES = 30
PARAGRAPH = "<p>The minister said on Monday that “nothing is decided” &amp; talks go on.</p>" * 8
NOON = datetime(2025, 10, 6, 12, tzinfo=UTC)
# All feeds stand at one loopback address here, which in the world are many hosts.
SETTINGS = Polling(
    contact="https://example.org/",
    allow_networks=(ip_network("127.0.0.0/8"),),
    host_gap=0,
    host_connections=32,
    workers=1,
)


def document(number: int, turn: int) -> bytes:
    """Return a feed as it stands at a turn: one new entry each time."""
    return rss(
        [
            Item(
                f"Title {number} {n}",
                f"{PARAGRAPH} Entry {n}.",
                f"{number}-{n}",
                f"https://example.org/{number}/{n}?utm_source=rss",
                NOON + timedelta(minutes=n),
            )
            for n in range(turn + ENTRIES, turn, -1)
        ]
    )


def serve(told: Connection, turn: "Synchronized[int]", core: int) -> None:
    """Publish, on a core of its own."""
    os.sched_setaffinity(0, {core})

    async def answer(request: web.Request) -> web.Response:
        number = int(request.path[1:])
        shown = turn.value if number % CHANGING == 0 else 0
        etag = f'"{number}-{shown}"'
        if request.headers.get("if-none-match") == etag:
            return web.Response(status=304, headers={"etag": etag})
        body = document(number, shown)
        return web.Response(body=body, content_type="application/rss+xml", headers={"etag": etag})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{number}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        told.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@asynccontextmanager
async def book_in(path: Path, clock: Clock, kafka: Kafka | None) -> AsyncIterator[Book]:
    """Give the book of the embedded engine, or of the other one."""
    if kafka is None:
        book = StoreBook(Store(path), clock)
        yield book
        await book.close()
        return
    everything = range(kafka.partitions)
    async with open_book(kafka, everything, path.with_suffix(".tables"), clock) as changelog:
        changelog.place({f"f{n}": n % kafka.partitions for n in range(100_000)})
        yield changelog


async def poll_all(feeds: list[Feed], path: Path, now: datetime, kafka: Kafka | None) -> float:
    """Poll every feed once; return the seconds from the first request to the last commit."""
    clock = lambda: now  # noqa: E731 - the present does not pass
    async with (
        book_in(path, clock, kafka) as book,
        polling(feeds, book, SETTINGS, clock) as poller,
    ):
        begun = perf_counter()
        task = asyncio.create_task(poller.run())
        while not (  # noqa: ASYNC110 - the poller tells nobody
            len(poller.states) == len(feeds)
            and all(s.next_poll > now.timestamp() for s in poller.states.values())
        ):
            await asyncio.sleep(0.02)
        took = perf_counter() - begun
        errors = [state.error for state in poller.states.values() if state.error]
        task.cancel()
        await asyncio.wait({task})
    if errors:
        raise RuntimeError(f"{len(errors)} polls failed: {errors[0]}")
    return took


def measure_polling(count: int, rounds: int, kafka: Kafka | None) -> None:
    """Print how many feeds are polled in a second."""
    cores = sorted(os.sched_getaffinity(0))
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    turn = context.Value("i", 0)
    server = context.Process(target=serve, args=(theirs, turn, cores[-1]), daemon=True)
    server.start()
    port = ours.recv()
    feeds = [
        Feed.model_validate({"id": f"f{n}", "url": f"http://127.0.0.1:{port}/{n}"})
        for n in range(count)
    ]
    os.sched_setaffinity(0, {cores[0]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        took = asyncio.run(poll_all(feeds, path, NOON, kafka))
        print(
            f"first poll, all new: {count / took:.0f} feeds/s, {count * ENTRIES / took:.0f}"
            f" entries/s"
        )
        for number in range(1, rounds + 1):
            turn.value = number
            took = asyncio.run(poll_all(feeds, path, NOON + timedelta(days=2 * number), kafka))
            print(f"round {number}, 90 % unchanged: {count / took:.0f} feeds/s")
    server.terminate()
    server.join()


def on_kafka(count: int, rounds: int) -> None:
    """Print the same for the Kafka engine."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})  # the broker's, too
    with Broker() as broker:
        os.sched_setaffinity(0, cores)
        kafka = Kafka(bootstrap=(broker.bootstrap,))
        flow = build_flow(load_service(_SHIPPED)[1], load_model())
        asyncio.run(create_topics(kafka, flow))
        print("on Kafka:")
        measure_polling(count, rounds, kafka)
    os.sched_setaffinity(0, cores)


async def measure_reading(seconds: float = 5.0) -> None:
    """Print how fast one reader reads a typical feed."""
    body = document(1, 1)
    async with Workers(1) as workers:
        await workers.read(body, "https://example.org/")
        begun, done = perf_counter(), 0
        while (took := perf_counter() - begun) < seconds:
            await workers.read(body, "https://example.org/")
            done += 1
    print(
        f"reading: {done / took:.0f} documents/s of {len(body) / 1000:.0f} kB with {ENTRIES}"
        f" entries, {done * len(body) / took / 1e6:.1f} MB/s, one reader"
    )


def corpus(folder: Path) -> list[Path]:
    """Return every document of feedparser's tests."""
    wanted = f"feedparser=={feedparser.__version__}"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-binary",
            "feedparser",
            "--dest",
            str(folder),
            wanted,
        ],
        check=True,
    )
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    inside = sorted(folder.glob("*/tests/**/*"))
    return [path for path in inside if path.is_file() and path.suffix != ".py"]


async def measure_corpus() -> None:
    """Print what becomes of feedparser's test corpus."""
    with tempfile.TemporaryDirectory() as folder:
        paths = corpus(Path(folder))
        entries, killed, slowest = 0, Counter[str](), (0.0, "")
        async with Workers(1) as workers:
            await workers.read(b"<rss/>", "https://example.org/")
            for path in paths:
                begun = perf_counter()
                try:
                    found = await workers.read(path.read_bytes(), "https://example.org/feed")
                    entries += len(found.entries)
                except UnreadableDocumentError as error:
                    killed[f"{path.name}: {error}"] += 1
                slowest = max(slowest, (perf_counter() - begun, path.name))
    print(
        f"corpus: {len(paths)} documents, {entries} entries, {len(killed)} readers lost,"
        f" slowest {slowest[0]:.3f} s ({slowest[1]})"
    )
    for line in killed:
        print(f"  {line}")


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kafka", action="store_true")
    parser.add_argument("--corpus", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    if asked.kafka:
        on_kafka(asked.feeds, asked.rounds)
        return
    measure_polling(asked.feeds, asked.rounds, None)
    asyncio.run(measure_reading())
    if asked.corpus:
        asyncio.run(measure_corpus())


if __name__ == "__main__":
    main()
