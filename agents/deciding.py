"""Where a hop decides: in a thread, or in processes of their own for what takes much work.

Beside a thread that reads text, everything on the event loop waits up to five milliseconds for the
interpreter's lock at each of its turns; and threads together read on one core only.
"""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context, parent_process
from typing import Final, Protocol

from pydantic import AwareDatetime

from monitor.config.watchlist import WatchList
from monitor.engine.guard import Guard
from monitor.errors import EngineError
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.stages.stage import Outcome, Stage

Look = Callable[[str], bytes | None]

# In a process of `Analysts`: the stages by name.
_STAGES: Final[dict[str, Stage]] = {}


class Decide(Protocol):
    """Decides on a raw record beside the event loop."""

    async def __call__(
        self,
        guard: Guard,
        stage: Stage,
        key: str,
        value: bytes | None,
        look: Look,
        now: AwareDatetime,
    ) -> Outcome:
        """Return what a stage decides; the guard has counted it.

        Args:
            guard: of the record's partition.
            stage: what to decide with.
            key: of the record.
            value: of the record.
            look: finds the stage's state.
            now: for a dead letter.

        Raises:
            DeadLetterLimitError: too many failures in a row.
        """


class _Looked:
    """State as `look` finds it."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def get(self, key: str) -> bytes | None:
        return self._look(key)


class Thread:
    """A thread that decides on one record at a time: stages need not stand more."""

    def __init__(self) -> None:
        """Begin with nothing in hand."""
        self._turn = asyncio.Lock()

    async def __call__(
        self,
        guard: Guard,
        stage: Stage,
        key: str,
        value: bytes | None,
        look: Look,
        now: AwareDatetime,
    ) -> Outcome:
        """Decide."""
        async with self._turn:
            return await asyncio.to_thread(guard.run, stage, key, value, _Looked(look), now)


class _NotGivenError(EngineError):
    """State was asked for that did not come along; the message is its key."""


class _Given:
    """The state that came along with a record."""

    def __init__(self, cells: Mapping[str, bytes | None]) -> None:
        self._cells = cells

    def get(self, key: str) -> bytes | None:
        if key not in self._cells:
            raise _NotGivenError(key)
        return self._cells[key]


class Analysts:
    """Processes that each hold the chain and decide on the records that they are given."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        """Take the pool; `analysing` makes it."""
        self._pool = pool

    async def __call__(
        self,
        guard: Guard,
        stage: Stage,
        key: str,
        value: bytes | None,
        look: Look,
        now: AwareDatetime,
    ) -> Outcome:
        """Decide in a process; one that dies ends the pool, and so the worker."""
        loop = asyncio.get_running_loop()
        # A record's own key is what a stage asks for; whatever else it does comes along next time.
        cells = {key: look(key)}
        while True:
            found = await loop.run_in_executor(
                self._pool, _decide, guard, stage.name, key, value, cells, now
            )
            if isinstance(found, str):
                cells[found] = look(found)
                continue
            outcome, guard.streak = found
            return outcome


@asynccontextmanager
async def analysing(watchlist: WatchList, processes: int) -> AsyncIterator[Decide]:
    """Give processes for a watch-list, once they are ready, while the context lasts.

    Without any, a thread decides.
    """
    if not processes:
        yield Thread()
        return
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),  # a fork would take other threads' locks along
        initializer=_prepare,
        initargs=(watchlist,),
    )
    try:
        loop = asyncio.get_running_loop()
        # All are started before the first can be idle again.
        await asyncio.gather(*(loop.run_in_executor(pool, os.getpid) for _ in range(processes)))
        yield Analysts(pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _prepare(watchlist: WatchList) -> None:
    # Ctrl-C is for the worker, which ends its processes itself; killed, it cannot.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _STAGES.update((stage.name, stage) for stage in build_flow(watchlist, load_model()))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)


def _decide(
    guard: Guard,
    stage: str,
    key: str,
    value: bytes | None,
    cells: Mapping[str, bytes | None],
    now: AwareDatetime,
) -> tuple[Outcome, int] | str:
    """Decide; return the outcome and the failures in a row, or the key whose state is missing."""
    try:
        return guard.run(_STAGES[stage], key, value, _Given(cells), now), guard.streak
    except _NotGivenError as missing:
        return str(missing)
