"""Many publishers in memory, for simulations: they publish, fail, throttle, and keep count.

They check what a publisher can check: how many requests of ours are open at a host, and how far
apart they begin.
"""

import asyncio
import random
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.feeds.intake import Taken
from monitor.feeds.links import host_of
from monitor.feeds.parsed import ParsedEntry, ParsedFeed
from monitor.net.answer import Answer
from schemas.article import Article
from schemas.feed import Feed

_WINDOW: Final = 30
_BACKLOG: Final = 10
_HOUR: Final = 3600.0
# How many entries a feed brings in a day: most few, some many.
_RATES: Final = (0.2, 1, 1, 3, 8, 24, 60)
_FEWEST_PER_HOST: Final = 4
_ROUNDING: Final = 1e-6

Gate = Callable[[str], AbstractAsyncContextManager[None]]


@dataclass(slots=True)
class _Wire:
    """One feed: when each of its entries appears."""

    feed: Feed
    appear: list[float]


@dataclass(slots=True)
class _Seen:
    """What a host has seen of us."""

    open: int = 0
    most: int = 0
    last: float = float("-inf")
    nearest: float = float("inf")


@dataclass
class Newsstand:
    """Feeds of many hosts over some hours, the same for the same seed.

    Attributes:
        start: the moment at which the loop's clock stands at nought.
        trouble: share of requests that go wrong.
        answers: how often each status was given.
    """

    count: int
    hours: float
    seed: int = 1
    trouble: float = 0.02
    start: datetime = datetime(2025, 10, 6, tzinfo=UTC)
    answers: Counter[int] = field(default_factory=Counter)
    _wires: dict[str, _Wire] = field(default_factory=dict)
    _hosts: defaultdict[str, _Seen] = field(default_factory=lambda: defaultdict(_Seen))

    def __post_init__(self) -> None:
        """Lay out everything that will be published."""
        self._draw = random.Random(self.seed)  # noqa: S311 - the same at every run
        hosts = max(1, self.count // _FEWEST_PER_HOST)
        for n in range(self.count):
            # A tenth of all feeds at one host, as at the great platforms.
            host = "platform" if n % 10 == 0 else f"host{self._draw.randrange(hosts)}"
            url = f"https://{host}.example/feeds/{n}"
            appear = [-self._draw.random() * 48 * _HOUR for _ in range(_BACKLOG)]
            rate = self._draw.choice(_RATES) / (24 * _HOUR)
            at = self._draw.expovariate(rate)
            while at < self.hours * _HOUR:
                appear.append(at)
                at += self._draw.expovariate(rate)
            feed = Feed.model_validate({"id": f"feed{n}", "url": url})
            self._wires[url] = _Wire(feed, sorted(appear))

    @property
    def feeds(self) -> Sequence[Feed]:
        """All feeds."""
        return [wire.feed for wire in self._wires.values()]

    def clock(self) -> datetime:
        """Tell the time by the loop."""
        return self.start + timedelta(seconds=asyncio.get_running_loop().time())

    def expected(self) -> list[str]:
        """Return the title of everything that is ever published."""
        return [f"{w.feed.id} {n}" for w in self._wires.values() for n in range(len(w.appear))]

    def hosts(self) -> Mapping[str, tuple[int, float]]:
        """Return for each host the most open requests and the smallest gap between two."""
        return {name: (seen.most, seen.nearest) for name, seen in self._hosts.items()}

    def asker(self, gate: Gate) -> Callable[[str, Mapping[str, str]], Awaitable[Answer]]:
        """Return what a poller asks through, behind its gate."""

        async def ask(url: str, headers: Mapping[str, str]) -> Answer:
            async with gate(url):
                return await self._serve(url, headers)

        return ask

    async def _serve(self, url: str, headers: Mapping[str, str]) -> Answer:
        seen, now = self._hosts[host_of(url)], asyncio.get_running_loop().time()
        seen.nearest = min(seen.nearest, now - seen.last + _ROUNDING)
        seen.last = now
        seen.open += 1
        seen.most = max(seen.most, seen.open)
        try:
            await asyncio.sleep(self._draw.uniform(0.02, 1.5))
        finally:
            seen.open -= 1
        answer = self._answer(url, headers)
        self.answers[answer.status] += 1
        return answer

    def _answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        chance = self._draw.random()
        if chance < self.trouble:
            wrong = self._draw.choice((0, 429, 500, 503))
            told = {"retry-after": "900"} if wrong in (429, 503) else {}
            return Answer(url, wrong, told, error="" if wrong else "no answer in time")
        shown = self._shown(url)
        etag = f'"{shown}"'
        if headers.get("if-none-match") == etag:
            return Answer(url, 304, {"etag": etag})
        return Answer(url, 200, {"etag": etag}, f"{shown}".encode())

    def _shown(self, url: str) -> int:
        return bisect_right(self._wires[url].appear, asyncio.get_running_loop().time())

    async def read(self, content: bytes, url: str, content_type: str) -> ParsedFeed:  # noqa: ARG002
        """Read a document as a worker would."""
        wire, shown = self._wires[url], int(content)
        numbers = range(max(0, shown - _WINDOW), shown)
        return ParsedFeed(
            version="rss20", entries=tuple(self._entry(wire, n) for n in reversed(numbers))
        )

    async def complete(self, feed: Feed, taken: Taken) -> Sequence[Article]:  # noqa: ARG002
        """Leave articles as they are: these feeds carry all their words."""
        return taken.articles

    def _entry(self, wire: _Wire, number: int) -> ParsedEntry:
        title = f"{wire.feed.id} {number}"
        return ParsedEntry(
            guid=title,
            link=f"https://example.org/{wire.feed.id}/{number}",
            title=title,
            text=f"The words of {title}.",
            published=self.start + timedelta(seconds=wire.appear[number]),
        )
