"""A simulated day of polling with restarts: every entry exactly once, no host over its limit.

    python -m benchmarks.feeds_day [--feeds 5000] [--hours 24] [--restarts 12]

The poller, the gate, the decisions and the store are the real ones; publishers are in memory and
time is virtual. A restart cuts off whatever is under way and starts again from the store.
"""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from monitor.config.polling import Polling
from monitor.engine.store import Store
from monitor.feeds.links import host_of
from monitor.polling.book import StoreBook
from monitor.polling.hosts import Hosts
from monitor.polling.poller import Means, Poller
from monitor.testing.newsstand import Newsstand
from monitor.testing.virtual_time import run_virtually
from monitor.topics import ARTICLES
from schemas.article import Article

SETTINGS = Polling()
HOUR = 3600.0
# When the day is over, everything that was published late in it is still to be found, by feeds
# that had failed too.
AFTERWARDS = 10 * HOUR


@dataclass(frozen=True)
class Day:
    """How it went.

    Attributes:
        missing: entries that were published and never taken.
        twice: entries that were taken more than once.
        alarming: backlog that was not marked as history.
        worst: most requests open at a host, and the smallest gap between two.
    """

    polls: int
    entries: int
    missing: int
    twice: int
    alarming: int
    worst: tuple[int, float]
    answers: dict[int, int]


async def run_day(stand: Newsstand, path: Path, restarts: int) -> Day:
    """Poll the stand's feeds for its hours, restarting now and then."""
    draw = random.Random(2)  # noqa: S311 - the same at every run
    ends = sorted(draw.uniform(0, stand.hours * HOUR) for _ in range(restarts))
    for end in [*ends, stand.hours * HOUR + AFTERWARDS]:
        await _run_until(stand, path, end)
        await asyncio.sleep(draw.uniform(2, 600))
    return _result(stand, path)


async def _run_until(stand: Newsstand, path: Path, end: float) -> None:
    book = StoreBook(Store(path, durable=False), stand.clock)
    hosts = Hosts(SETTINGS.host_connections, SETTINGS.host_gap, SETTINGS.concurrency)
    now = stand.clock().timestamp()
    states = await book.states()
    hosts.asked({host_of(s.address): now - s.last_poll for s in states.values()})
    jitter = random.Random(3)  # noqa: S311 - the same at every run
    poller = Poller(
        stand.feeds,
        book,
        Means(stand.asker(hosts.enter), stand.read, stand.complete),
        SETTINGS,
        agent="simulation",
        clock=stand.clock,
        jitter=lambda: jitter.uniform(0, SETTINGS.jitter),
    )
    with suppress(TimeoutError):
        async with asyncio.timeout_at(end):
            await poller.run()
    await book.close()


def _result(stand: Newsstand, path: Path) -> Day:
    store = Store(path)
    titles: Counter[str] = Counter()
    alarming = offset = 0
    while entries := store.read(ARTICLES.name, offset, 1000):
        offset = entries[-1].offset + 1
        for entry in entries:
            article = Article.model_validate_json(entry.value)
            titles[article.title] += 1
            alarming += article.published < stand.start and not article.history
    store.close()
    expected = stand.expected()
    hosts = stand.hosts().values()
    return Day(
        polls=stand.answers.total(),
        entries=len(expected),
        missing=sum(titles[title] == 0 for title in expected),
        twice=sum(count > 1 for count in titles.values()),
        alarming=alarming,
        worst=(max(most for most, _ in hosts), min(gap for _, gap in hosts)),
        answers=dict(stand.answers),
    )


def main() -> None:
    """Run it and print how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--restarts", type=int, default=12)
    asked = parser.parse_args()
    stand = Newsstand(asked.feeds, asked.hours)
    logging.disable()  # thousands of publishers have their troubles
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        day = run_virtually(run_day(stand, Path(folder) / "store.db", asked.restarts))
        took = perf_counter() - begun
    print(f"{asked.feeds} feeds, {asked.hours:g} h and {AFTERWARDS / HOUR:g} h to drain,")
    print(f"{asked.restarts} restarts, in {took:.0f} s: {day.polls} polls, {day.answers}")
    print(f"{day.entries} entries: {day.missing} missing, {day.twice} taken twice,")
    print(f"{day.alarming} of the backlog not history")
    print(f"at the busiest host {day.worst[0]} requests at once, {day.worst[1]:.3f} s apart")
    fair = day.worst[0] <= SETTINGS.host_connections and day.worst[1] >= SETTINGS.host_gap
    sys.exit(bool(day.missing or day.twice or day.alarming) or not fair)


if __name__ == "__main__":
    main()
