"""An event loop whose time passes at once: a day of waiting takes as long as its work."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Hurrying(selectors.DefaultSelector):
    """Sleeps through no timeout, but tells by how much the clock is to be set forward."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready at once."""
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("nothing is waited for: the simulation stands still")
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class _Inline(ThreadPoolExecutor):
    """Does work where it is asked for: a thread would go on while the clock is set forward."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Do the work."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - goes to whoever waits for the result
            future.set_exception(error)
        return future


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time` is virtual; threads and sockets must not be used on it."""

    def __init__(self) -> None:
        self._hurrying = _Hurrying()
        super().__init__(self._hurrying)
        self.set_default_executor(_Inline())

    def time(self) -> float:
        """Return virtual seconds since the beginning."""
        return self._hurrying.now


def run_virtually(main: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
