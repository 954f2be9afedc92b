"""Fetches the pages behind summaries, where a feed is set to and the publisher lets us."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Final, Protocol

from monitor.clock import Clock
from monitor.feeds.dates import settle
from monitor.feeds.intake import Taken
from monitor.feeds.language import language_of
from monitor.feeds.links import host_of
from monitor.feeds.parsed import Page
from monitor.feeds.politeness import LONGEST_HOLD, held
from monitor.feeds.robots import Robots, robots_url
from monitor.net.answer import Answer
from monitor.net.fetch import May
from monitor.polling import metrics
from monitor.polling.workers import UnreadableDocumentError
from schemas.article import Article
from schemas.feed import Feed

logger = logging.getLogger(__name__)

# More at once is no day's news, and their publisher would not welcome it.
_MOST_PAGES: Final = 20
_MOST_HOSTS: Final = 10_000
_TROUBLE_SECONDS: Final = 600.0
_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9"

ReadPage = Callable[[bytes, str], Awaitable[Page]]


class AskPage(Protocol):
    """Fetches a document, each host in its turn."""

    def __call__(
        self, url: str, headers: Mapping[str, str], may: May | None = None
    ) -> Awaitable[Answer]:
        """Return the answer; ``may`` tells of each redirect whether it is followed."""


class Pages:
    """Completes articles of which a feed carries a summary only."""

    def __init__(self, ask: AskPage, read: ReadPage, *, agent: str, clock: Clock) -> None:
        """Prepare.

        Args:
            ask: fetches a document, each host in its turn.
            read: reads a page.
            agent: what we are called.
            clock: the present.
        """
        self._ask = ask
        self._read = read
        self._headers = {
            "user-agent": agent,
            "accept": _ACCEPT,
            "accept-encoding": "gzip, deflate, br",
        }
        self._clock = clock
        self._robots: dict[str, tuple[float, Robots]] = {}
        self._holds: dict[str, float] = {}

    async def complete(self, feed: Feed, taken: Taken) -> Sequence[Article]:
        """Return the articles, with the page's words instead of a summary where that is possible.

        A page that cannot be had leaves the summary; the backlog is left alone. Of an edit it
        leaves what was published: a summary in place of the page would take back what the page
        said. The edit is met again when the document next changes.
        """
        if not feed.full_text:
            return taken.articles
        wanted = [a for a in taken.articles if a.id in taken.summaries and not a.history and a.link]
        pages = {article.id: await self._page(article) for article in wanted[-_MOST_PAGES:]}
        missed = {a.id for a in wanted if a.version > 1 and pages.get(a.id) is None}
        articles = [_completed(a, pages.get(a.id)) for a in taken.articles if a.id not in missed]
        dated = {a.id: {"published": a.published.timestamp()} for a in articles if a.id in pages}
        taken.shelf.revise(dated | {name: {"words": ""} for name in missed})
        return articles

    async def _page(self, article: Article) -> Page | None:
        link = article.link or ""
        if self._is_held(link):
            metrics.PAGES_TOTAL.labels("held").inc()
            return None
        if not await self._may(link):
            metrics.PAGES_TOTAL.labels("disallowed").inc()
            return None
        answer = await self._ask(link, self._headers, self._may)
        if answer.status != HTTPStatus.OK or answer.error:
            self._hold(answer)
            metrics.PAGES_TOTAL.labels("failed").inc()
            logger.info("page %s: %s", link, answer.error or f"HTTP {answer.status}")
            return None
        try:
            page = await self._read(answer.body, answer.url)
        except UnreadableDocumentError as error:
            metrics.KILLED_TOTAL.inc()
            logger.warning("page %s: %s", link, error)
            return None
        metrics.PAGES_TOTAL.labels("read" if page.text else "empty").inc()
        return page

    def _is_held(self, link: str) -> bool:
        return self._clock().timestamp() < self._holds.get(host_of(link), 0.0)

    def _hold(self, answer: Answer) -> None:
        """Leave a host alone for as long as it asks, or for a while if it does not say."""
        if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            now = self._clock()
            asked = held(answer, now)
            if len(self._holds) >= _MOST_HOSTS:
                self._holds.clear()
            seconds = _TROUBLE_SECONDS if asked is None else min(asked, LONGEST_HOLD)
            self._holds[host_of(answer.url)] = now.timestamp() + seconds

    async def _may(self, url: str) -> bool:
        # Asked of a redirect's target as well, which may be at a host that wants rest.
        return not self._is_held(url) and (await self._rules(url)).allow(url)

    async def _rules(self, link: str) -> Robots:
        host, now = host_of(link), self._clock().timestamp()
        at, rules = self._robots.get(host, (float("-inf"), None))
        if rules is None or now - at > rules.lifetime:
            rules = Robots(await self._ask(robots_url(link), self._headers))
            if len(self._robots) >= _MOST_HOSTS:
                self._robots.clear()
            self._robots[host] = (now, rules)
        return rules


def _completed(article: Article, page: Page | None) -> Article:
    if page is None or len(page.text) <= len(article.text):
        return article
    update: dict[str, object] = {
        "text": page.text,
        "byline": article.byline or page.byline,
        "language": language_of(page.text, article.language),
    }
    if article.published == article.arrived:
        # The feed gave no date; the page's is of a day, and one of today says no more than "now".
        day = page.published
        if day is not None and day.date() < article.arrived.date():
            update["published"] = settle(day, None, article.arrived)
    return article.model_copy(update=update)
