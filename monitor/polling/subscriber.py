"""Subscribes feeds at their hubs (W3C WebSub). Every decision is that of `monitor.feeds.websub`."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from http import HTTPStatus
from typing import Final

from monitor.clock import Clock
from monitor.config.polling import WebSub
from monitor.errors import EngineError
from monitor.feeds import websub
from monitor.feeds.state import FeedState
from monitor.feeds.websub import Subscription
from monitor.polling import metrics
from monitor.polling.book import Book, Turn
from monitor.polling.means import Send

logger = logging.getLogger(__name__)

# A hub that brings a feed more often than that is broken or means harm; it is asked to wait.
_MOST_MESSAGES: Final = 30
_PERIOD: Final = 300.0
# Subscriptions that were exchanged for others and are still to be confirmed as ended.
_MOST_ENDED: Final = 1000


class Subscriber:
    """Keeps the subscriptions of all feeds."""

    def __init__(
        self,
        book: Book,
        send: Send,
        settings: WebSub,
        *,
        agent: str,
        clock: Clock,
        draw: Callable[[], str],
    ) -> None:
        """Prepare.

        Args:
            book: where subscriptions are kept.
            send: sends a form to a hub, each host in its turn.
            settings: of WebSub.
            agent: what we are called.
            clock: the present.
            draw: gives words that nobody can guess.
        """
        self._book = book
        self._send = send
        self._settings = settings
        self._headers = {"user-agent": agent}
        self._clock = clock
        self._draw = draw
        self._held: dict[str, Subscription] = {}
        self._feeds: dict[str, str] = {}
        self._ended: dict[str, Subscription] = {}
        self._messages: Counter[str] = Counter()
        self._period = 0.0
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def load(self, feeds: Iterable[str]) -> None:
        """Take over what an earlier run kept; the subscriptions of other feeds are ended."""
        self._held = await self._book.subscriptions()
        self._feeds = {held.token: name for name, held in self._held.items()}
        for name in self._held.keys() - set(feeds):
            self._start(name, self._leave(name))
        self._count()

    async def close(self) -> None:
        """Leave off; what hubs have been asked is kept."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def polled(self, name: str, *, news: bool) -> float:
        """Note a poll; return for how many seconds the hub makes the next one needless."""
        held = self._held.get(name)
        if held is None:
            return 0.0
        if news:
            held = self._held[name] = websub.delivered(held, by_hub=False)
        return websub.wait(held, self._now(), self._settings)

    def brought(self, name: str) -> None:
        """Note that a hub brought news."""
        if (held := self._held.get(name)) is not None:
            self._held[name] = websub.delivered(held, by_hub=True)

    def kept(self, name: str) -> Mapping[str, Subscription | None]:
        """Return what is to be kept of a feed's subscription, as it stands at this moment."""
        held = self._held.get(name)
        return {} if held is None else {name: held}

    def tend(self, name: str, state: FeedState) -> None:
        """Ask for what a feed needs: a subscription, its renewal, its end. Returns at once."""
        if name in self._tasks:
            return
        if state.gone or not (state.hub and state.topic) or not self._is_usable(state.hub):
            if name in self._held:
                self._start(name, self._leave(name))
            return
        held = self._held.get(name)
        now = self._now()
        asking = websub.wanted(held, state.hub, state.topic, now, self._settings, self._draw)
        if asking is not None:
            self._start(name, self._subscribe(name, held, asking))

    def _is_usable(self, hub: str) -> bool:
        return websub.usable(hub, self._settings)

    def _start(self, name: str, work: Coroutine[None, None, None]) -> None:
        task = self._tasks[name] = asyncio.create_task(work)
        task.add_done_callback(lambda done: self._done(name, done))

    def _done(self, name: str, task: "asyncio.Task[None]") -> None:
        self._tasks.pop(name, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            level = logging.ERROR if isinstance(error, EngineError) else logging.CRITICAL
            logger.log(level, "feed %s: its subscription: %s", name, error)

    async def _subscribe(self, name: str, held: Subscription | None, asking: Subscription) -> None:
        # Kept first: a hub may verify before it answers, and after a crash.
        await self._keep(name, asking)
        if held is not None and held.token != asking.token:
            await self._end(held)
        if why := await self._ask(asking):
            now = self._held.get(name)
            if now is not None and now.token == asking.token and now.asked:
                logger.info("feed %s: not subscribed at its hub: %s", name, why)
                await self._keep(name, websub.refused(now, why))

    async def _leave(self, name: str) -> None:
        held = self._held[name]
        if held.until <= self._now():
            await self._keep(name, None)
        elif (asking := websub.leaving(held, self._now())) is not None:
            # A hub that does not confirm is asked less and less; in the end the lease ends.
            await self._keep(name, asking)
            await self._ask(asking)

    async def _end(self, held: Subscription) -> None:
        if held.until <= self._now():
            return
        while len(self._ended) >= _MOST_ENDED:
            del self._ended[next(iter(self._ended))]
        self._ended[held.token] = held.model_copy(update={"leaving": True})
        await self._ask(self._ended[held.token])

    async def _ask(self, held: Subscription) -> str:
        """Send the request; return why it was not taken."""
        form = websub.request(held, self._settings)
        answer = await self._send(held.hub, self._headers, form)
        if answer.error:
            return answer.error
        taken = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
        return "" if taken else f"HTTP {answer.status}"

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """Answer what a hub asks at the callback: with its challenge; None for "not found".

        None, too, for a hub that asks too often.

        Raises:
            EngineError: the answer could not be kept, so it must not be given.
        """
        name, held = self._find(token)
        if held is None or not self.admit(token):
            return None
        if (after := websub.denied(held, query, self._now())) is not None:
            logger.warning("feed %s: %s", name, after.reason)
            await self._settle(name, token, after)
            return ""
        if (found := websub.verified(held, query, self._now(), self._settings)) is None:
            return None
        await self._settle(name, token, None if held.leaving else found[0])
        return found[1]

    async def _settle(self, name: str, token: str, held: Subscription | None) -> None:
        if token in self._ended:
            del self._ended[token]
        else:
            await self._keep(name, held if held is None or not held.leaving else None)

    def _find(self, token: str) -> tuple[str, Subscription | None]:
        name = self._feeds.get(token, "")
        return name, self._held.get(name) or self._ended.get(token)

    def feed_of(self, token: str) -> str | None:
        """Return the feed that a callback belongs to; None if it belongs to none any longer."""
        name = self._feeds.get(token)
        return None if name is None or self._held[name].leaving else name

    def is_signed(self, name: str, signature: str, content: bytes) -> bool:
        """Tell whether content comes from the feed's hub."""
        return websub.signed(self._held[name], signature, content)

    def admit(self, name: str) -> bool:
        """Count a message of a hub under a name; tell whether there is room in this period."""
        now = self._now()
        if not 0 <= now - self._period < _PERIOD:
            self._period = now
            self._messages.clear()
        self._messages[name] += 1
        return self._messages[name] <= _MOST_MESSAGES

    def exclude(self, name: str) -> None:
        """Take nothing more of a feed's hub in this period: what it brought did harm."""
        self._messages[name] = _MOST_MESSAGES

    async def _keep(self, name: str, held: Subscription | None) -> None:
        before = self._held.pop(name, None)
        if before is not None:
            self._feeds.pop(before.token, None)
        if held is not None:
            self._held[name] = held
            self._feeds[held.token] = name
        self._count()
        await self._book.keep(Turn(name, subscriptions={name: held}))

    def _count(self) -> None:
        now = self._now()
        metrics.SUBSCRIBED.set(sum(held.until > now for held in self._held.values()))

    def _now(self) -> float:
        return self._clock().timestamp()
