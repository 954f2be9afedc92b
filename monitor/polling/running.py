"""The poller with everything around it: guarded session, hosts' gate, worker processes."""

import logging
import random
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from aiohttp import web

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.errors import EngineError
from monitor.feeds.links import host_of
from monitor.feeds.politeness import user_agent
from monitor.net.fetch import Fetcher, Limits
from monitor.net.session import open_session
from monitor.polling.book import Book
from monitor.polling.hosts import Hosts
from monitor.polling.means import Means
from monitor.polling.pages import Pages
from monitor.polling.poller import Poller
from monitor.polling.subscriber import Subscriber
from monitor.polling.workers import Workers
from monitor.web.websub import Callback, runner
from schemas.feed import Feed

logger = logging.getLogger(__name__)

_TOKEN_BYTES: Final = 24


@asynccontextmanager
async def polling(
    feeds: Sequence[Feed], book: Book, settings: Polling, clock: Clock
) -> AsyncIterator[Poller]:
    """Give a poller that is ready to run."""
    if feeds and not settings.contact:
        logger.warning("polling.contact is not set: publishers cannot tell whom to write to")
    hosts = Hosts(settings.host_connections, settings.host_gap, settings.concurrency)
    now = clock().timestamp()
    hosts.asked({host_of(s.address): now - s.last_poll for s in (await book.states()).values()})
    async with fetching(hosts, settings) as fetcher, Workers(settings.workers) as workers:
        pages = Pages(fetcher.get, workers.read_page, agent=agent(settings), clock=clock)
        subscriber = None
        if settings.websub.callback is not None:
            subscriber = Subscriber(
                book,
                fetcher.post,
                settings.websub,
                agent=agent(settings),
                clock=clock,
                draw=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
            )
        poller = Poller(
            feeds,
            book,
            Means(fetcher.get, workers.read, pages.complete),
            settings,
            agent=agent(settings),
            clock=clock,
            jitter=lambda: random.uniform(0, settings.jitter),  # noqa: S311 - spreads load
            subscriber=subscriber,
        )
        async with _answering_hubs(subscriber, poller, settings):
            yield poller


@asynccontextmanager
async def _answering_hubs(
    subscriber: Subscriber | None, poller: Poller, settings: Polling
) -> AsyncIterator[None]:
    """Listen for hubs while the context lasts, if there are to be any."""
    if subscriber is None:
        yield
        return
    callback = Callback(subscriber, poller, max_bytes=settings.max_bytes, seconds=settings.timeout)
    listening = runner(callback)
    host, _, port = settings.websub.bind.rpartition(":")
    await listening.setup()
    try:
        try:
            await web.TCPSite(listening, host.strip("[]"), int(port)).start()
        except OSError as error:
            where = settings.websub.bind
            raise EngineError(f"polling.websub.bind {where}: {error.strerror or error}") from error
        yield
    finally:
        await listening.cleanup()


@asynccontextmanager
async def fetching(hosts: Hosts, settings: Polling) -> AsyncIterator[Fetcher]:
    """Give a fetcher that passes the hosts' gate and the guard."""
    limits = Limits(settings.timeout, settings.max_bytes, settings.max_redirects)
    session = open_session(settings.allow_networks, timeout=settings.timeout, decompress=False)
    try:
        yield Fetcher(session, hosts.enter, limits)
    finally:
        await session.close()


def agent(settings: Polling) -> str:
    """Return what we are called: name, version and contact."""
    return user_agent(version("news-monitor"), settings.contact)
