"""Polls feeds for ever. Every decision is that of `monitor.feeds`; here is the doing and waiting.

One task for each feed that is due, so that a slow host holds up nobody else's feeds; one poll of a
feed at a time; what a poll changes is kept in one go, and only then is the feed due again.
"""

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, Protocol

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.errors import EngineError
from monitor.feeds.copies import Copies, Signature, signature
from monitor.feeds.intake import Taken, take
from monitor.feeds.links import host_of
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.politeness import (
    failed,
    held,
    is_unchanged,
    problem,
    request_headers,
    succeeded,
)
from monitor.feeds.schedule import overdue
from monitor.feeds.state import FeedState, state_for
from monitor.net.answer import Answer
from monitor.polling import metrics
from monitor.polling.book import Book, Turn
from monitor.polling.workers import UnreadableDocumentError
from schemas.article import Article
from schemas.feed import Feed

logger = logging.getLogger(__name__)

# However the clock is set, it is looked at again after so long.
_LONGEST_SLEEP: Final = 30.0
# After the book could not be written, or a fault of ours.
_TROUBLE_SECONDS: Final = 60.0

Ask = Callable[[str, Mapping[str, str]], Awaitable[Answer]]
Complete = Callable[[Feed, Taken], Awaitable[Sequence[Article]]]


class Read(Protocol):
    """Reads a document."""

    def __call__(self, content: bytes, url: str, content_type: str) -> Awaitable[ParsedFeed]:
        """Return what is in it; raise `UnreadableDocumentError` if that costs too much."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a poller works through.

    Attributes:
        ask: fetches a document, each host in its turn.
        read: reads a document.
        complete: gets the words behind summaries.
    """

    ask: Ask
    read: Read
    complete: Complete


class Poller:
    """Polls feeds.

    Attributes:
        states: where each feed stands, by id.
    """

    def __init__(
        self,
        feeds: Sequence[Feed],
        book: Book,
        means: Means,
        settings: Polling,
        *,
        agent: str,
        clock: Clock,
        jitter: Callable[[], float],
    ) -> None:
        """Prepare.

        Args:
            feeds: to poll; those that are not enabled are not.
            book: where polling is kept.
            means: to fetch and to read.
            settings: of polling.
            agent: what we are called.
            clock: the present.
            jitter: gives the share by which a wait is lengthened.
        """
        self.states: dict[str, FeedState] = {}
        self._feeds = {feed.id: feed for feed in feeds if feed.enabled}
        self._book = book
        self._means = means
        self._settings = settings
        self._agent = agent
        self._clock = clock
        self._jitter = jitter
        self._holds: dict[str, float] = {}
        self._copies = Copies()
        self._due: list[tuple[float, str]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Poll until cancelled; a poll under way then leaves no trace."""
        stored = await self._book.states()
        self._holds = await self._book.holds()
        self._copies.load(await self._book.copies())
        for feed in self._feeds.values():
            state = state_for(str(feed.url), stored.get(feed.id))
            self.states[feed.id] = state
            if not state.gone:
                self._due.append((state.next_poll, feed.id))
        heapq.heapify(self._due)
        try:
            while True:
                self._start()
                self.measure()
                await self._wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self) -> None:
        now = self._clock().timestamp()
        while self._due and self._due[0][0] <= now:
            _, name = heapq.heappop(self._due)
            until = self._holds.get(host_of(self.states[name].address), 0.0)
            if until > now:
                heapq.heappush(self._due, (until, name))
                continue
            task = asyncio.create_task(self._poll(self._feeds[name]))
            self._tasks.add(task)
            task.add_done_callback(partial(self._done, name))

    async def _wait(self) -> None:
        coming = self._due[0][0] - self._clock().timestamp() if self._due else _LONGEST_SLEEP
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(coming, 0.0), _LONGEST_SLEEP)):
                await self._news.wait()
        self._news.clear()

    def _done(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        state = self.states[name]
        due = state.next_poll
        if (error := task.exception()) is not None:
            # Nothing of the poll is kept, so it is repeated as it was.
            level = logging.ERROR if isinstance(error, EngineError) else logging.CRITICAL
            logger.log(level, "feed %s: %s", name, error, exc_info=level == logging.CRITICAL)
            due = self._clock().timestamp() + _TROUBLE_SECONDS
        if not state.gone:
            heapq.heappush(self._due, (due, name))
        self._news.set()

    async def _poll(self, feed: Feed) -> None:
        state = self.states[feed.id]
        with metrics.FETCH_SECONDS.time():
            answer = await self._means.ask(state.address, request_headers(state, self._agent))
        why = problem(state, answer)
        parsed: ParsedFeed | None = None
        if not why and not is_unchanged(state, answer):
            parsed, why = await self._parse(answer)
        turn = self._failure(feed, state, answer, why) if why else None
        if turn is None:
            turn = await self._success(feed, state, answer, parsed)
        try:
            await self._book.keep(turn)
        except EngineError:
            self._copies.forget(turn.copies)
            raise
        self.states[feed.id] = turn.state
        self._holds |= turn.holds
        self._count(turn)

    async def _parse(self, answer: Answer) -> tuple[ParsedFeed | None, str]:
        try:
            kind = answer.headers.get("content-type", "")
            parsed = await self._means.read(answer.body, answer.url, kind)
        except UnreadableDocumentError as error:
            metrics.KILLED_TOTAL.inc()
            return None, str(error)
        if parsed.entries or (parsed.version and not parsed.bozo):
            metrics.MALFORMED_TOTAL.inc(bool(parsed.bozo))
            return parsed, ""
        return None, f"this is no feed that can be read: {parsed.bozo or 'of no known format'}"

    def _failure(self, feed: Feed, state: FeedState, answer: Answer, why: str) -> Turn:
        now = self._clock()
        jitter = self._jitter()
        after = failed(state, answer, why, now, self._settings, jitter=jitter)
        asked = held(answer, now)
        holds = {host_of(answer.url): after.next_poll} if asked else {}
        # Told once; while it lasts, the list of feeds tells it.
        level = logging.INFO if state.error else logging.WARNING
        logger.log(level, "feed %s: %s", feed.id, why)
        if after.gone:
            logger.error("feed %s: its publisher says that it is gone; no longer polled", feed.id)
        return Turn(feed.id, after, holds=holds)

    async def _success(
        self, feed: Feed, state: FeedState, answer: Answer, parsed: ParsedFeed | None
    ) -> Turn:
        now = self._clock()
        taken: Taken | None = None
        if parsed is not None:
            shelf = await self._book.shelf(feed.id)
            before = datetime.fromtimestamp(state.last_read, UTC) if state.last_read else None
            taken = await asyncio.to_thread(take, feed, parsed, shelf, now, before)
        after = succeeded(
            state,
            answer,
            parsed,
            now,
            self._settings,
            changed=taken is not None and bool(taken.articles),
            jitter=self._jitter(),
        )
        if taken is None:
            return Turn(feed.id, after)
        metrics.RENAMED_TOTAL.inc(taken.reidentified)
        metrics.ENTRIES_TOTAL.labels("new").inc(taken.new)
        metrics.ENTRIES_TOTAL.labels("edited").inc(len(taken.articles) - taken.new)
        found = await self._means.complete(feed, taken)
        signatures = await asyncio.to_thread(_signatures, found)
        articles, kept = [], dict[str, bytes | None]()
        for article, values in zip(found, signatures, strict=True):
            marked, changes = self._copies.mark(article, values)
            articles.append(marked)
            kept |= changes
        metrics.COPIES_TOTAL.inc(sum(article.copy_of is not None for article in articles))
        return Turn(feed.id, after, articles, taken.shelf, copies=kept)

    def _count(self, turn: Turn) -> None:
        state = turn.state
        outcome = "changed" if turn.articles else "unchanged"
        outcome = "gone" if state.gone else "failed" if state.error else outcome
        metrics.POLLS_TOTAL.labels(outcome).inc()

    def measure(self) -> None:
        """Bring the gauges up to date."""
        now = self._clock().timestamp()
        states = self.states.values()
        metrics.GONE.set(sum(state.gone for state in states))
        metrics.FAILING.set(sum(bool(state.error) for state in states))
        metrics.OVERDUE.set(sum(overdue(s, now, self._settings) > 0 for s in states))


def _signatures(articles: Sequence[Article]) -> list[Signature | None]:
    """Return what articles are compared by; this takes the processor, so it is done in a thread."""
    return [signature(article.text) for article in articles]
