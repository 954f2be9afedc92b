"""Where polling is kept, so that a restart neither asks early nor loses or repeats an entry."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.clock import Clock
from monitor.engine.store import Commit, Store
from monitor.errors import EngineError
from monitor.feeds.known import Shelf
from monitor.feeds.state import COPIES, HOSTS, POLLS, SHELVES, SUBSCRIPTIONS, FeedState
from monitor.feeds.websub import Subscription
from monitor.stages.codec import encode
from monitor.topics import ARTICLES
from schemas.article import Article


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that one poll, or one message of a hub, changes; kept together or not at all.

    Attributes:
        feed: its id.
        state: where its polling stands now; None if that has not changed.
        articles: to publish.
        shelf: what is known of it now; None if that has not changed.
        holds: hosts to be left alone, until when.
        copies: what articles are compared by; None forgets one.
        subscriptions: of feeds at their hubs; None forgets one.
    """

    feed: str
    state: FeedState | None = None
    articles: Sequence[Article] = ()
    shelf: Shelf | None = None
    holds: Mapping[str, float] = field(default_factory=dict)
    copies: Mapping[str, bytes | None] = field(default_factory=dict)
    subscriptions: Mapping[str, Subscription | None] = field(default_factory=dict)

    def cells(self) -> dict[tuple[str, str], bytes | None]:
        """Return what is kept beside the articles: values by kind and key; None forgets one."""
        cells: dict[tuple[str, str], bytes | None] = {}
        if self.state is not None:
            cells[POLLS, self.feed] = self.state.model_dump_json().encode()
        if self.shelf is not None:
            cells[SHELVES, self.feed] = self.shelf.model_dump_json().encode()
        cells |= {(COPIES, article): cell for article, cell in self.copies.items()}
        cells |= {(HOSTS, host): str(until).encode() for host, until in self.holds.items()}
        for feed, held in self.subscriptions.items():
            cells[SUBSCRIPTIONS, feed] = held.model_dump_json().encode() if held else None
        return cells


class Book(Protocol):
    """Keeps the state of polling."""

    async def states(self) -> dict[str, FeedState]:
        """Return the state of every feed that was ever polled, by id."""

    async def holds(self) -> dict[str, float]:
        """Return the hosts to be left alone, until when."""

    async def copies(self) -> list[tuple[str, bytes]]:
        """Return what the articles of the last days are compared by."""

    async def shelf(self, feed: str) -> Shelf:
        """Return what a feed is known to have carried."""

    async def subscriptions(self) -> dict[str, Subscription]:
        """Return the subscriptions at hubs, by feed."""

    async def keep(self, turn: Turn) -> None:
        """Publish the articles and keep the rest, durably."""


_T = TypeVar("_T")
_M = TypeVar("_M", bound=BaseModel)


class StoreBook:
    """The book of the embedded engine: cells of its store.

    Articles and state are one transaction. Turns that wait for the disk share the next one.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take a store of its own; nobody else may use the connection."""
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Future[Any]] = set()
        self._waiting: dict[int, Turn] = {}
        self._failed: dict[int, Exception] = {}
        self._next = 0

    async def states(self) -> dict[str, FeedState]:
        """Return the state of every feed that was ever polled, by id."""
        return await self._alone(lambda: read_states(self._store))

    async def holds(self) -> dict[str, float]:
        """Return the hosts to be left alone, until when."""
        cells = await self._alone(lambda: list(self._store.cells(HOSTS)))
        return {host: float(until) for host, until in cells}

    async def copies(self) -> list[tuple[str, bytes]]:
        """Return what the articles of the last days are compared by."""
        return await self._alone(lambda: list(self._store.cells(COPIES)))

    async def shelf(self, feed: str) -> Shelf:
        """Return what a feed is known to have carried."""
        stored = await self._alone(lambda: self._store.cell(SHELVES, feed))
        return await asyncio.to_thread(Shelf.model_validate_json, stored) if stored else Shelf()

    async def subscriptions(self) -> dict[str, Subscription]:
        """Return the subscriptions at hubs, by feed."""
        return await self._alone(lambda: read_subscriptions(self._store))

    async def keep(self, turn: Turn) -> None:
        """Publish the articles and keep the rest, in one transaction.

        Raises:
            EngineError: the store cannot be written; nothing of the turn is there then.
        """
        self._next += 1
        ticket = self._next
        self._waiting[ticket] = turn
        await self._alone(lambda: self._write(ticket))
        if (failure := self._failed.pop(ticket, None)) is not None:
            raise failure

    async def close(self) -> None:
        """Wait for what is being written, then close the store."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        self._store.close()

    async def _alone(self, work: Callable[[], _T]) -> _T:
        """Use the connection in a thread; a cancelled caller leaves nobody else in the middle."""
        task = asyncio.ensure_future(self._in_turn(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _in_turn(self, work: Callable[[], _T]) -> _T:
        async with self._lock:
            return await asyncio.to_thread(work)

    def _write(self, ticket: int) -> None:
        if ticket not in self._waiting:
            return  # an earlier turn took it along
        batch, self._waiting = self._waiting, {}
        try:
            self._commit(list(batch.values()))
        except EngineError as error:
            self._failed |= dict.fromkeys(batch, error)

    def _commit(self, turns: Sequence[Turn]) -> None:
        now = self._clock()
        cells: dict[tuple[str, str], bytes | None] = {}
        appends = []
        for turn in turns:
            cells |= turn.cells()
            appends += [(ARTICLES.name, a.id, encode(a)) for a in turn.articles]
        self._store.commit(Commit(appends=tuple(appends), cells=cells), now)


def read_states(store: Store) -> dict[str, FeedState]:
    """Return the state of every feed that was ever polled, by id."""
    return readable(FeedState, store.cells(POLLS))


def read_subscriptions(store: Store) -> dict[str, Subscription]:
    """Return the subscriptions at hubs, by feed."""
    return readable(Subscription, store.cells(SUBSCRIPTIONS))


def readable(kind: type[_M], cells: Iterable[tuple[str, bytes]]) -> dict[str, _M]:
    """Return the values of cells by key.

    What another version has written is left out: the feed is asked anew, its shelf is still there.
    """
    found = {}
    for key, cell in cells:
        with suppress(ValidationError):
            found[key] = kind.model_validate_json(cell)
    return found
