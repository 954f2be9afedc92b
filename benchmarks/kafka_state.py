"""Memory, tables and restarts of a worker that tracks very many statements.

    python -m benchmarks.kafka_state [--statements N] [--seed-articles N]

A worker reads some articles, and what its tables then hold is written to their changelogs again and
again under new keys, until they hold N statements: as many actors more, each with the state of one
that was read. Another worker starts on an empty disk, stops, and starts again on what it has left
there; then it is sent articles, to see what they cost beside so much state. Changelogs are as they
are once compacted: of each key the last record.
"""

import argparse
import asyncio
import json
import secrets
import tempfile
import time
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from agents.intake import publish_articles
from agents.producing import producing
from benchmarks.kafka import memory, until_done, worker
from benchmarks.throughput import OWN, articles
from monitor.config.load import load_watchlist
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import changelog_name, create_topics
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.testing.kafka import broker_from_environment

_REPORTS_OF_ARTICLE = 3  # of the development articles
_TABLES = ("extract", "track")
_ABREAST = 2000
_LARGEST = 32 * 1024 * 1024

Held = dict[tuple[int, bytes], bytes]


async def _held(kafka: Kafka, table: str) -> Held:
    """Return what a changelog holds: the last value of each key, by partition."""
    consumer = AIOKafkaConsumer(**connection(kafka))
    await consumer.start()
    try:
        places = [TopicPartition(changelog_name(kafka, table), n) for n in range(kafka.partitions)]
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)
        held: Held = {}
        while any([await consumer.position(place) < ends[place] for place in places]):
            for place, records in (await consumer.getmany(timeout_ms=500)).items():
                for record in records:
                    held[place.partition, record.key] = record.value
        return {where: value for where, value in held.items() if value is not None}
    finally:
        await consumer.stop()


async def _multiply(kafka: Kafka, producer: AIOKafkaProducer, table: str, times: int) -> int:
    """Write what a table holds so many times more; return the records that it then has."""
    held = await _held(kafka, table)
    pending = []
    for copy in range(times):
        for (partition, key), value in held.items():
            sent = await producer.send(
                changelog_name(kafka, table), value, key=key + b"~%d" % copy, partition=partition
            )
            pending.append(sent)
        if len(pending) > _ABREAST:
            await asyncio.gather(*pending)
            pending.clear()
    await asyncio.gather(*pending)
    return len(held) * (times + 1)


async def _grow(kafka: Kafka, times: int) -> dict[str, int]:
    async with producing(kafka, _LARGEST) as producer:
        return {t: await _multiply(kafka, producer, t, times) for t in _TABLES}


def measure(bootstrap: str, statements: int, seed: int) -> None:
    """Build the state, start workers on it, print."""
    kafka = Kafka(bootstrap=(bootstrap,), prefix=f"b{secrets.token_hex(4)}", partitions=12)
    service = Service(watchlist="", engine="kafka", kafka=kafka)
    corpus, watchlist = OWN / "dev.jsonl", OWN / "dev-watchlist.json"
    asyncio.run(create_topics(kafka, build_flow(load_watchlist(watchlist), load_model())))
    batch = articles(corpus, seed + 200)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with worker(folder, service, watchlist, 1):
            asyncio.run(publish_articles(kafka, batch[:seed]))
            asyncio.run(until_done(kafka))
        records = asyncio.run(_grow(kafka, statements // (seed * _REPORTS_OF_ARTICLE)))
        print(json.dumps({"statements": statements, "changelog records": records}), flush=True)
        for disk in ("empty", "kept"):
            begun = time.perf_counter()
            with worker(folder, service, watchlist, 2) as pid:
                ready = time.perf_counter() - begun
                tables = folder / "worker-2" / "tables"
                size = sum(f.stat().st_size for f in tables.rglob("*") if f.is_file())
                told = {
                    "disk": disk,
                    "seconds to ready": round(ready, 1),
                    "MB resident": round(memory([pid])),
                    "MB of tables": round(size / 1024**2),
                }
                if disk == "kept":
                    begun = time.perf_counter()
                    asyncio.run(publish_articles(kafka, batch[seed:]))
                    asyncio.run(until_done(kafka))
                    carried = (len(batch) - seed) / (time.perf_counter() - begun)
                    told["articles/s"] = round(carried, 1)
                print(json.dumps(told), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed-articles", type=int, default=400)
    args = parser.parse_args()
    broker = broker_from_environment()
    broker.start()
    try:
        measure(broker.bootstrap, args.statements, args.seed_articles)
    finally:
        broker.close()


if __name__ == "__main__":
    main()
