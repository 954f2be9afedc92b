"""The sender beside the agents of a role: webhooks from the outbox's table."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agents.hop import stop_process
from agents.outbox import TableOutbox
from monitor.clock import system_clock
from monitor.config.service import Delivery
from monitor.config.watchlist import WatchList
from monitor.delivery.health import Patience
from monitor.delivery.sender import Sender
from monitor.delivery.target import targets
from monitor.net.session import open_session


@asynccontextmanager
async def sending(
    outbox: TableOutbox, settings: Delivery, watchlist: WatchList
) -> AsyncIterator[Sender]:
    """Give a sender whose `run` is for the caller to start.

    Raises:
        ConfigurationError: an endpoint's secret is missing.
    """
    enabled = [endpoint for endpoint in watchlist.endpoints if endpoint.enabled]
    endpoints = targets(enabled)
    session = open_session(
        settings.allow_networks,
        timeout=settings.timeout,
        per_host=settings.concurrency,
        decompress=False,
    )
    try:
        yield Sender(
            outbox,
            session,
            endpoints,
            schedule=settings.schedule,
            jitter=lambda: random.uniform(0, settings.jitter),  # noqa: S311 - spreads load
            concurrency=settings.concurrency,
            clock=system_clock,
            patience=Patience.of(settings),
            reload=lambda: targets(enabled),
            networks=settings.allow_networks,
        )
    finally:
        await session.close()


@asynccontextmanager
async def beside(sender: Sender) -> AsyncIterator[None]:
    """Run a sender while the context lasts; one that fails ends the process."""
    task = asyncio.create_task(sender.run())

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            stop_process(f"delivery: {task.exception()}")

    task.add_done_callback(ended)
    try:
        yield
    finally:
        task.remove_done_callback(ended)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
