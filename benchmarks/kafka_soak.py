"""Memory of a worker over a long run at a steady rate.

    python -m benchmarks.kafka_soak [--minutes M] [--per-second R] [--named SHARE]

One worker on a real broker on this machine is sent the development articles, again and again under
new ids and on later days. Every ten seconds the resident memory of its processes is read. Printed
are the medians of each tenth of the run, and how many articles were behind at the end.
"""

import argparse
import asyncio
import json
import secrets
import statistics
import tempfile
import time
from pathlib import Path

from agents.intake import publish_articles
from benchmarks.kafka import lag, memory, worker
from benchmarks.throughput import OWN, articles, thinned
from monitor.config.load import load_watchlist
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_topics import create_topics
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.testing.kafka import broker_from_environment

_EVERY = 10.0


async def soak(bootstrap: str, minutes: float, per_second: float, named: float) -> None:
    """Run and print."""
    kafka = Kafka(bootstrap=(bootstrap,), prefix=f"b{secrets.token_hex(4)}", partitions=12)
    service = Service(watchlist="", engine="kafka", kafka=kafka)
    corpus = OWN / "dev.jsonl"
    actors = thinned(load_watchlist(OWN / "dev-watchlist.json"), corpus, named)
    batch = articles(corpus, round(minutes * 60 * per_second))
    await create_topics(kafka, build_flow(actors, load_model()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        watchlist = folder / "watchlist.json"
        watchlist.write_text(actors.model_dump_json(), encoding="utf-8")
        with worker(folder, service, watchlist, 1) as pid:
            seen: list[float] = []
            each = max(1, round(per_second * _EVERY))
            start = time.perf_counter()
            for n in range(0, len(batch), each):
                await publish_articles(kafka, batch[n : n + each])
                seen.append(memory([pid]))
                due = start + (n + each) / per_second
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            behind = await lag(kafka)
    tenth = max(1, len(seen) // 10)
    medians = [round(statistics.median(seen[i : i + tenth])) for i in range(0, len(seen), tenth)]
    print(json.dumps({"articles": len(batch), "MB resident": medians, "records behind": behind}))


def main() -> None:
    """Soak and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--per-second", type=float, default=20)
    parser.add_argument("--named", type=float, default=0.125)
    args = parser.parse_args()
    broker = broker_from_environment()
    broker.start()
    try:
        asyncio.run(soak(broker.bootstrap, args.minutes, args.per_second, args.named))
    finally:
        broker.close()


if __name__ == "__main__":
    main()
