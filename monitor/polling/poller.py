"""Polls feeds for ever. Every decision is that of `monitor.feeds`; here is the doing and waiting.

One task for each feed that is due, so that a slow host holds up nobody else's feeds; one poll of a
feed at a time; what a poll changes is kept in one go, and only then is the feed due again.
"""

import asyncio
import heapq
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.errors import EngineError
from monitor.feeds.copies import Copies, Signature, signature
from monitor.feeds.intake import Taken, take
from monitor.feeds.links import host_of
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.politeness import (
    LONGEST_HOLD,
    brought,
    failed,
    held,
    is_unchanged,
    problem,
    request_headers,
    succeeded,
)
from monitor.feeds.state import FeedState, state_for
from monitor.net.answer import Answer
from monitor.polling import metrics
from monitor.polling.book import Book, Turn
from monitor.polling.gauges import Gauges
from monitor.polling.means import Means
from monitor.polling.subscriber import Subscriber
from monitor.polling.workers import UnreadableDocumentError
from schemas.article import Article
from schemas.feed import Feed

logger = logging.getLogger(__name__)

# However the clock is set, it is looked at again after so long.
_LONGEST_SLEEP: Final = 30.0
# After the book could not be written, or a fault of ours.
_TROUBLE_SECONDS: Final = 60.0


class Poller:
    """Polls feeds.

    Attributes:
        states: where each feed stands, by id.
        ready: set when everything that was kept has been read.
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
        subscriber: Subscriber | None = None,
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
            subscriber: subscribes feeds at hubs; None for polling alone.
        """
        self.states: dict[str, FeedState] = {}
        self.ready = asyncio.Event()
        self._feeds = {feed.id: feed for feed in feeds if feed.enabled}
        self._book = book
        self._means = means
        self._settings = settings
        self._agent = agent
        self._clock = clock
        self._jitter = jitter
        self._subscriber = subscriber
        self._holds: dict[str, float] = {}
        self._copies = Copies()
        self._due: list[tuple[float, str]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._gauges = Gauges(settings)
        # What is known of a feed is read, compared and written by one at a time.
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

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
        if self._subscriber is not None:
            await self._subscriber.load(self._feeds)
        self.ready.set()
        try:
            while True:
                self._start()
                self._gauges.update(self.states, self._clock().timestamp())
                await self._wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            if self._subscriber is not None:
                await self._subscriber.close()

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
            if isinstance(error, EngineError):
                logger.error("feed %s: %s", name, error)
            else:
                # Its publisher is to hear of it no more often than of any other failure.
                logger.critical("feed %s: a fault of ours", name, exc_info=error)
            wait = max(_TROUBLE_SECONDS, self._settings.floor)
            due = self._clock().timestamp() + wait
        if not state.gone:
            heapq.heappush(self._due, (due, name))
        self._news.set()

    async def _poll(self, feed: Feed) -> None:
        state = self.states[feed.id]
        with metrics.FETCH_SECONDS.time():
            answer = await self._means.ask(state.address, request_headers(state, self._agent))
        async with self._locks[feed.id]:
            await self._answered(feed, answer)
        if self._subscriber is not None:
            self._subscriber.tend(feed.id, self.states[feed.id])

    async def _answered(self, feed: Feed, answer: Answer) -> None:
        state = self.states[feed.id]
        why = problem(state, answer)
        parsed: ParsedFeed | None = None
        if not why and not is_unchanged(state, answer):
            parsed, why = await self._parse(answer)
        turn = self._failure(feed, state, answer, why) if why else None
        if turn is None:
            turn = await self._success(feed, state, answer, parsed)
        self._count(await self._keep(turn))

    def learn_copies(self, cells: Iterable[tuple[str, bytes]]) -> None:
        """Compare with articles that somebody else has published, too."""
        self._copies.load(cells)

    async def bring(self, name: str, content: bytes, content_type: str) -> str:
        """Take a document that a feed's hub has brought, as if it had been polled.

        Returns:
            how it ended: taken, unreadable, busy (it may be brought again) or, of a feed that is
            not polled, refused.

        Raises:
            EngineError: it could not be kept; nothing of it is there.
        """
        if self._locks[name].locked():
            return "busy"  # who waits here holds a document in memory
        async with self._locks[name]:
            state = self.states.get(name)
            if state is None or state.gone or self._subscriber is None:
                return "refused"
            answer = Answer(state.address, body=content, headers={"content-type": content_type})
            parsed, why = await self._parse(answer)
            if parsed is None:
                logger.warning("feed %s: its hub brought what cannot be read: %s", name, why)
                self._subscriber.exclude(name)
                return "unreadable"
            feed, now = self._feeds[name], self._clock()
            taken = await self._compare(feed, state, parsed, now)
            if taken.articles:
                self._subscriber.brought(name)
            after = brought(state, now, changed=bool(taken.articles))
            await self._keep(await self._filled(Turn(name, after), feed, taken))
        return "taken"

    async def _keep(self, turn: Turn) -> Turn:
        if self._subscriber is not None and turn.articles:
            turn = replace(turn, subscriptions=self._subscriber.kept(turn.feed))
        try:
            await self._book.keep(turn)
        except EngineError:
            self._copies.forget(turn.copies)
            raise
        if turn.state is not None:
            self.states[turn.feed] = turn.state
        self._holds |= turn.holds
        return turn

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
        holds: dict[str, float] = {}
        if asked:
            # As long as it asked: what this feed waits beyond that is its own affair.
            host, until = host_of(answer.url), now.timestamp() + min(asked, LONGEST_HOLD)
            holds[host] = max(self._holds.get(host, 0.0), until)
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
        taken = None if parsed is None else await self._compare(feed, state, parsed, now)
        changed = taken is not None and bool(taken.articles)
        after = succeeded(
            state,
            answer,
            parsed,
            now,
            self._settings,
            changed=changed,
            jitter=self._jitter(),
            hub=self._subscriber.polled(feed.id, news=changed) if self._subscriber else 0.0,
        )
        turn = Turn(feed.id, after)
        return turn if taken is None else await self._filled(turn, feed, taken)

    async def _compare(
        self, feed: Feed, state: FeedState, parsed: ParsedFeed, now: datetime
    ) -> Taken:
        shelf = await self._book.shelf(feed.id)
        before = datetime.fromtimestamp(state.last_read, UTC) if state.last_read else None
        return await asyncio.to_thread(take, feed, parsed, shelf, now, before)

    async def _filled(self, turn: Turn, feed: Feed, taken: Taken) -> Turn:
        """Return the turn with what the feed brought: complete, and marked where it is a copy."""
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
        return replace(turn, articles=articles, shelf=taken.shelf, copies=kept)

    def _count(self, turn: Turn) -> None:
        state = self.states[turn.feed]
        outcome = "changed" if turn.articles else "unchanged"
        outcome = "gone" if state.gone else "failed" if state.error else outcome
        metrics.POLLS_TOTAL.labels(outcome).inc()


def _signatures(articles: Sequence[Article]) -> list[Signature | None]:
    """Return what articles are compared by; this takes the processor, so it is done in a thread."""
    return [signature(article.text) for article in articles]
