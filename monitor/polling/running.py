"""The poller with everything around it: guarded session, hosts' gate, worker processes."""

import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.feeds.links import host_of
from monitor.feeds.politeness import user_agent
from monitor.net.fetch import Fetcher, Limits
from monitor.net.session import open_session
from monitor.polling.book import Book
from monitor.polling.hosts import Hosts
from monitor.polling.pages import Pages
from monitor.polling.poller import Means, Poller
from monitor.polling.workers import Workers
from schemas.feed import Feed

logger = logging.getLogger(__name__)


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
        yield Poller(
            feeds,
            book,
            Means(fetcher.get, workers.read, pages.complete),
            settings,
            agent=agent(settings),
            clock=clock,
            jitter=lambda: random.uniform(0, settings.jitter),  # noqa: S311 - spreads load
        )


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
