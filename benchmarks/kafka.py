"""Articles a second end to end on Kafka, by the number of workers, with what each costs.

    python -m benchmarks.kafka [--workers 1 2 3] [--articles N] [--analysts N] [--named SHARE]

Workers are processes as the service runs them, on disks of their own, over twelve partitions of a
real broker on this machine. ``--named`` is explained in benchmarks/throughput.py. The time is from
the first article sent to the moment when every role has committed everything. Recovery is the time
in which a worker on an empty disk gets ready with the state that the run has left.
"""

import argparse
import asyncio
import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition

from agents.intake import publish_articles
from benchmarks.throughput import OWN, articles, thinned
from monitor.config.load import load_watchlist
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.config.web import Web
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import (
    application_id,
    broker_name,
    changelog_name,
    create_topics,
)
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.testing.kafka import broker_from_environment
from monitor.topics import ALERTS, ARTICLES, DELIVERIES, RECEIPTS, STATEMENTS

_READS = {
    Role.ANALYSE: (ARTICLES,),
    Role.TRACK: (STATEMENTS,),
    Role.DELIVER: (ALERTS, STATEMENTS, DELIVERIES, RECEIPTS),
}
_PORT = 18300


async def _ends(kafka: Kafka, names: list[str]) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(**connection(kafka))
    await consumer.start()
    try:
        places = [TopicPartition(name, n) for name in names for n in range(kafka.partitions)]
        return dict(await consumer.end_offsets(places))
    finally:
        await consumer.stop()


async def lag(kafka: Kafka) -> int:
    """Return the records that any role has still to commit."""
    lag = 0
    async with administering(kafka) as admin:
        for role, topics in _READS.items():
            done = await admin.list_consumer_group_offsets(application_id(kafka, role))
            names = [broker_name(kafka, topic) for topic in topics]
            for place, end in (await _ends(kafka, names)).items():
                lag += end - max(done[place].offset if place in done else 0, 0)
    return lag


async def until_done(kafka: Kafka) -> None:
    """Wait until every role has committed everything."""
    # Nothing is on its way between two topics when two looks in a row find nothing.
    quiet = 0
    while quiet < 2:
        quiet = quiet + 1 if await lag(kafka) == 0 else 0
        await asyncio.sleep(0.2)


@contextmanager
def worker(folder: Path, service: Service, watchlist: Path, number: int) -> Iterator[int]:
    """Run a worker; give its process id once it is ready."""
    own = folder / f"worker-{number}"
    own.mkdir(exist_ok=True)
    kafka = service.kafka.model_copy(update={"tables": str(own / "tables")})
    web = Web(port=_PORT + number)
    named = service.model_copy(update={"kafka": kafka, "web": web, "watchlist": str(watchlist)})
    config = own / "service.json"
    config.write_text(named.model_dump_json(), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("news-monitor")), "run", "--config", str(config)]
    with (own / "log").open("ab") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            while True:
                with suppress(URLError, OSError):
                    urlopen(f"http://127.0.0.1:{web.port}/readyz", timeout=1).close()
                    break
                time.sleep(0.05)
            yield process.pid
        finally:
            process.terminate()


def _cpu(pids: list[int]) -> float:
    """Return the processor seconds of processes and of what they have started."""
    total = 0.0
    for pid in pids:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            times = one.cpu_times()
            total += times.user + times.system
    return total


def memory(pids: list[int]) -> float:
    """Return the resident megabytes of processes and of what they have started."""
    every = [p for pid in pids for p in (psutil.Process(pid), *psutil.Process(pid).children())]
    return sum(process.memory_info().rss for process in every) / 1024**2


def measure(bootstrap: str, workers: int, number: int, analysts: int, named: float) -> None:
    """Run one measurement and print it."""
    kafka = Kafka(
        bootstrap=(bootstrap,), prefix=f"b{secrets.token_hex(4)}", analysts=analysts, partitions=12
    )
    service = Service(watchlist="", engine="kafka", kafka=kafka)
    corpus = OWN / "dev.jsonl"
    actors = thinned(load_watchlist(OWN / "dev-watchlist.json"), corpus, named)
    batch = articles(corpus, number)
    asyncio.run(create_topics(kafka, build_flow(actors, load_model())))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        watchlist = folder / "watchlist.json"
        watchlist.write_text(actors.model_dump_json(), encoding="utf-8")
        stack: list[int] = []

        def run(left: int) -> None:
            if left:
                with worker(folder, service, watchlist, left) as pid:
                    stack.append(pid)
                    run(left - 1)
                return
            before, begun = _cpu(stack), time.perf_counter()
            asyncio.run(publish_articles(kafka, batch))
            asyncio.run(until_done(kafka))
            seconds, cpu = time.perf_counter() - begun, _cpu(stack) - before
            print(
                json.dumps(
                    {
                        "workers": workers,
                        "analysts each": analysts,
                        "articles": number,
                        "share that names an actor": named,
                        "articles/s": round(number / seconds, 1),
                        "cores used by workers": round(cpu / seconds, 2),
                        "articles/s a core": round(number / cpu, 1),
                        "MB resident": round(memory(stack)),
                    }
                )
            )

        run(workers)
        names = [changelog_name(kafka, table) for table in ("extract", "track")]
        state = sum(asyncio.run(_ends(kafka, names)).values())
        begun = time.perf_counter()
        with worker(folder, service, watchlist, 0):
            ready = time.perf_counter() - begun
        print(json.dumps({"changelog records": state, "seconds to ready": round(ready, 1)}))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--analysts", type=int, default=1)
    parser.add_argument("--named", type=float, default=1.0)
    args = parser.parse_args()
    broker = broker_from_environment()
    broker.start()
    try:
        for workers in args.workers:
            measure(broker.bootstrap, workers, args.articles, args.analysts, args.named)
    finally:
        broker.close()


if __name__ == "__main__":
    main()
