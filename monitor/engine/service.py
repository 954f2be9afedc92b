"""The embedded service: the chain in a thread, poller and sender on the event loop, one file."""

import asyncio
import logging
import random
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from monitor.clock import Clock, system_clock
from monitor.config.polling import Polling
from monitor.config.service import Delivery as DeliverySettings
from monitor.config.watchlist import Endpoint
from monitor.delivery.health import Patience
from monitor.delivery.sender import Sender
from monitor.delivery.target import targets
from monitor.engine.embedded import EmbeddedEngine
from monitor.engine.outbox import StoreOutbox
from monitor.engine.readiness import Readiness
from monitor.engine.store import Store
from monitor.errors import EngineError
from monitor.flow import Flow
from monitor.net.session import open_session
from monitor.polling.book import StoreBook
from monitor.polling.running import polling
from schemas.feed import Feed

logger = logging.getLogger(__name__)

_POLLING: Final = Polling()

# How often the file is asked whether another process has written to it.
_LOOK_SECONDS: Final = 0.02
_PRUNE_SECONDS: Final = 3600.0
# After the store could not be written (a full disk), wait before trying again.
_TROUBLE_SECONDS: Final = 2.0


class EmbeddedService:
    """Runs until told to stop. Killed at any point, it goes on where it was.

    Attributes:
        readiness: what keeps it from being ready: starting, a store that cannot be used, stopping.
    """

    def __init__(
        self,
        flow: Flow,
        path: Path,
        endpoints: Sequence[Endpoint],
        settings: DeliverySettings,
        *,
        dead_letter_limit: int,
        feeds: Sequence[Feed] = (),
        polling: Polling = _POLLING,
        clock: Clock = system_clock,
    ) -> None:
        """Prepare; the store is opened by `run`."""
        self._feeds = feeds
        self._polling = polling
        self._flow = flow
        self._path = path
        self._endpoints = endpoints
        self._settings = settings
        self._limit = dead_letter_limit
        self._clock = clock
        self._stopping = threading.Event()
        self.readiness = Readiness()
        self.readiness.hold("service", "is starting")

    def stop(self) -> None:
        """Ask for a graceful end."""
        self._stopping.set()
        self.readiness.hold("service", "is stopping")

    async def run(self) -> None:
        """Work until `stop`.

        Raises:
            DeadLetterLimitError: too many records in a row could not be processed.
            EngineError: the store cannot be used at all.
            ConfigurationError: an endpoint's secret is missing.
        """
        enabled = [e for e in self._endpoints if e.enabled]
        known = targets(enabled)
        store, sending = Store(self._path), Store(self._path)
        outbox = StoreOutbox(sending, self._clock)
        session = open_session(
            self._settings.allow_networks,
            timeout=self._settings.timeout,
            per_host=self._settings.concurrency,
            decompress=False,
        )
        sender = Sender(
            outbox,
            session,
            known,
            schedule=self._settings.schedule,
            jitter=lambda: random.uniform(0, self._settings.jitter),  # noqa: S311 - spreads load
            concurrency=self._settings.concurrency,
            clock=self._clock,
            patience=Patience.of(self._settings),
            reload=lambda: targets(enabled),
            networks=self._settings.allow_networks,
        )
        loop = asyncio.get_running_loop()
        engine = EmbeddedEngine(self._flow, store, dead_letter_limit=self._limit, clock=self._clock)
        sending_task = asyncio.create_task(sender.run())
        polling_task = asyncio.create_task(self._poll())
        for task in (sending_task, polling_task):
            task.add_done_callback(lambda _: self.stop())
        pumping = asyncio.create_task(
            asyncio.to_thread(self._pump, engine, lambda: loop.call_soon_threadsafe(outbox.notify))
        )
        try:
            await asyncio.shield(pumping)
        finally:
            # Threads cannot be cancelled: a connection is closed only after the last use of it.
            self.stop()
            sending_task.cancel()
            polling_task.cancel()
            await asyncio.wait((pumping, sending_task, polling_task))
            await outbox.close()
            await session.close()
            store.close()
            sending.close()
        for task in (sending_task, polling_task):
            if not task.cancelled():
                await task  # it ended by itself, so it failed

    async def _poll(self) -> None:
        book = StoreBook(Store(self._path), self._clock)
        try:
            async with polling(self._feeds, book, self._polling, self._clock) as poller:
                await poller.run()
        finally:
            await book.close()

    def _pump(self, engine: EmbeddedEngine, notify: Callable[[], object]) -> None:
        next_prune = self._clock().timestamp() + _PRUNE_SECONDS
        while not self._stopping.is_set():
            wait = _LOOK_SECONDS
            try:
                if engine.pump(self._stopping.is_set):
                    notify()
                self.readiness.release("service")
                if self._clock().timestamp() >= next_prune:
                    engine.prune()
                    next_prune = self._clock().timestamp() + _PRUNE_SECONDS
            except EngineError as error:
                logger.error("%s; trying again", error)  # noqa: TRY400 - one line is enough
                self.readiness.hold("service", str(error))
                wait = _TROUBLE_SECONDS
            self._stopping.wait(wait)
