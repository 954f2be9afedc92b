"""Asks for one feed once, as the poller would, and keeps nothing."""

from dataclasses import dataclass
from typing import Final

from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.feeds.intake import take
from monitor.feeds.known import Shelf
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.politeness import problem, request_headers
from monitor.feeds.state import FeedState
from monitor.net.answer import Answer
from monitor.polling.hosts import Hosts
from monitor.polling.running import agent, fetching
from monitor.polling.workers import UnreadableDocumentError, Workers
from schemas.article import Article
from schemas.feed import Feed

_MOST_HOPS_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    Attributes:
        problem: why the feed cannot be polled; empty if it can.
        remarks: what its operator may want to know.
    """

    problem: str = ""
    title: str = ""
    version: str = ""
    articles: tuple[Article, ...] = ()
    remarks: tuple[str, ...] = ()


async def try_feed(url: str, settings: Polling, clock: Clock) -> Trial:
    """Ask for a feed."""
    hosts = Hosts(settings.host_connections, settings.host_gap, settings.concurrency)
    state = FeedState(url=url)
    async with fetching(hosts, settings) as fetcher, Workers() as workers:
        answer = await fetcher.get(url, request_headers(state, agent(settings)))
        if why := problem(state, answer):
            return Trial(why)
        try:
            kind = answer.headers.get("content-type", "")
            parsed = await workers.read(answer.body, answer.url, kind)
        except UnreadableDocumentError as error:
            return Trial(str(error))
    if not parsed.version and not parsed.entries:
        return Trial(f"this is no feed: {parsed.bozo or 'of no known format'}")
    feed = Feed.model_validate({"id": "trial", "url": url, "outlet": parsed.title})
    taken = take(feed, parsed, Shelf(), clock(), None)
    return Trial(
        title=parsed.title or url,
        version=parsed.version,
        articles=taken.articles,
        remarks=tuple(_remarks(answer, parsed)),
    )


def _remarks(answer: Answer, parsed: ParsedFeed) -> list[str]:
    said = [f"redirect {hop.status} to {hop.to}" for hop in answer.hops[:_MOST_HOPS_TOLD]]
    if parsed.bozo:
        said.append(f"malformed, read all the same: {parsed.bozo}")
    if not {"etag", "last-modified"} & answer.headers.keys():
        said.append("gives neither ETag nor Last-Modified: every poll costs the whole document")
    undated = sum(not (entry.published or entry.updated) for entry in parsed.entries)
    if undated:
        said.append(f"{undated} entries without a date: dated when they arrive")
    if not any(entry.full for entry in parsed.entries):
        said.append("carries summaries only")
    if parsed.hub:
        said.append(f"advertises a WebSub hub: {parsed.hub}")
    return said
