"""A publisher over real HTTP that behaves, or misbehaves in every way that feeds are known to.

`Publisher.feeds` holds well-kept feeds by path; `Publisher.tricks` holds handlers by path, of which
`TRICKS` has one for every kind of trouble.
"""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

import brotli
from aiohttp import web

from monitor.testing.listening import listen

Trick = Callable[[web.Request], Awaitable[web.StreamResponse]]

_MIB: Final = 1024 * 1024
_XML: Final = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to publish."""

    title: str
    text: str = ""
    guid: str = ""
    link: str = ""
    published: datetime | None = None


def rss(items: Sequence[Item], *, channel: str = "") -> bytes:
    """Write an RSS 2.0 document; ``channel`` is markup to put into its channel."""
    parts = ["<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"]
    parts.append(f"<title>Published</title>{channel}")
    for item in items:
        parts.append(f"<item><title>{escape(item.title)}</title>")
        parts.append(f"<description>{escape(item.text)}</description>" if item.text else "")
        parts.append(f"<guid>{escape(item.guid)}</guid>" if item.guid else "")
        parts.append(f"<link>{escape(item.link)}</link>" if item.link else "")
        if item.published:
            parts.append(f"<pubDate>{format_datetime(item.published, usegmt=True)}</pubDate>")
        parts.append("</item>")
    parts.append("</channel></rss>")
    return "".join(parts).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in, by the loop's clock."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Publisher:
    """Listens on a free loopback port while used as an async context manager.

    Attributes:
        feeds: documents by path, served with an ETag and answered with 304 when known.
        tricks: handlers by path; they come before the feeds.
        asked: every request, in order.
        most_at_once: requests that were open at the same time.
    """

    feeds: dict[str, bytes] = field(default_factory=dict)
    tricks: dict[str, Trick] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""
    _open: set[asyncio.Task[object]] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Start to listen."""
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner, self.url = await listen(app, linger=0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to listen; whoever still waits for an answer gets none."""
        for task in self._open:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    def times(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked.path == path for asked in self.asked)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(Asked(request.path, headers, asyncio.get_running_loop().time()))
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            trick = self.tricks.get(request.path)
            return await trick(request) if trick else self._feed(request)
        finally:
            self._open.difference_update({task})

    def _feed(self, request: web.Request) -> web.Response:
        body = self.feeds.get(request.path)
        if body is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers={"etag": etag})
        return web.Response(body=body, content_type=_XML, headers={"etag": etag})


def answering(
    status: int = HTTPStatus.OK, body: bytes = b"", headers: dict[str, str] | None = None
) -> Trick:
    """Return a trick that always answers the same."""

    async def trick(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=headers)

    return trick


def redirecting(to: str, status: int = HTTPStatus.FOUND) -> Trick:
    """Return a trick that sends the client elsewhere."""
    return answering(status, headers={"location": to})


def throttling(after: int | datetime, status: int = HTTPStatus.TOO_MANY_REQUESTS) -> Trick:
    """Return a trick that asks to be left alone for seconds, or until a date."""
    told = str(after) if isinstance(after, int) else format_datetime(after, usegmt=True)
    return answering(status, headers={"retry-after": told})


def _streaming(
    pieces: Callable[[], Sequence[bytes]], headers: dict[str, str], pause: float = 0.0
) -> Trick:
    async def trick(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        for piece in pieces():
            await response.write(piece)
            await asyncio.sleep(pause)
        return response

    return trick


async def _cut_off(request: web.Request) -> web.StreamResponse:
    """Promise more than comes, and hang up."""
    response = web.StreamResponse(headers={"content-length": "100000", "content-type": _XML})
    await response.prepare(request)
    await response.write(rss([Item("The first half of")]))
    if request.transport is not None:
        request.transport.close()
    return response


async def _odd_headers(request: web.Request) -> web.StreamResponse:
    """Send a feed behind headers that are no text."""
    body = rss([Item("Odd", "words", "o")])
    head = (
        b'content-type: \xff\r\netag: "\xfe"\r\nlast-modified: \xe9t\xe9\r\nlink: <\xff>; rel=hub'
    )
    if request.transport is not None:
        length = f"content-length: {len(body)}\r\n\r\n".encode()
        request.transport.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + length + body)
        request.transport.close()
    return web.Response()


async def _hang(_request: web.Request) -> web.StreamResponse:
    """Take the request and never answer."""
    await asyncio.sleep(3600)
    return web.Response()


def _bomb() -> bytes:
    """Return 64 MB in 64 KB."""
    return gzip.compress(b"<!-- " + bytes(64 * _MIB))


def _brotli_bomb() -> bytes:
    return bytes(brotli.compress(b"<!-- " + bytes(64 * _MIB), quality=5))


TRICKS: Final[dict[str, Trick]] = {
    "/gone": answering(HTTPStatus.GONE),
    "/missing": answering(HTTPStatus.NOT_FOUND),
    "/broken": answering(HTTPStatus.INTERNAL_SERVER_ERROR),
    "/forbidden": answering(HTTPStatus.FORBIDDEN),
    "/throttled": throttling(120),
    "/away": throttling(datetime(2099, 1, 1, tzinfo=UTC), HTTPStatus.SERVICE_UNAVAILABLE),
    "/empty": answering(),
    "/blank": answering(body=b" \r\n\t "),
    "/page": answering(body=b"<!doctype html><html><body><p>Log in first.</p></body></html>"),
    "/loop": redirecting("/loop"),
    "/to-nowhere": redirecting("http://"),
    "/to-file": redirecting("file:///etc/passwd"),
    "/to-metadata": redirecting("http://169.254.169.254/latest/meta-data/"),
    "/to-private": redirecting("http://10.0.0.1/feed.xml"),
    "/unasked-304": answering(HTTPStatus.NOT_MODIFIED),
    "/bomb": answering(body=_bomb(), headers={"content-encoding": "gzip"}),
    "/double-bomb": answering(
        body=gzip.compress(_bomb()), headers={"content-encoding": "gzip, gzip"}
    ),
    "/brotli-bomb": answering(body=_brotli_bomb(), headers={"content-encoding": "br"}),
    "/many-encodings": answering(headers={"content-encoding": "gzip, br, gzip"}, body=b"x"),
    "/unknown-encoding": answering(headers={"content-encoding": "compress"}, body=b"x"),
    "/not-gzip": answering(
        headers={"content-encoding": "gzip"}, body=rss([Item("Plain", "words", "g")])
    ),
    "/raw-deflate": answering(
        headers={"content-encoding": "deflate"},
        body=zlib.compress(rss([Item("Raw", "words", "g")]), wbits=-zlib.MAX_WBITS),
    ),
    "/half-gzip": answering(
        headers={"content-encoding": "gzip"}, body=gzip.compress(rss([Item("x" * 999)]))[:-20]
    ),
    "/huge": _streaming(lambda: [b"<rss>" + b" " * _MIB] * 64, {"content-type": _XML}),
    "/huge-header": answering(headers={"x-much": "x" * 100_000}),
    "/odd-headers": _odd_headers,
    "/many-headers": answering(headers={f"x-{n}": "x" for n in range(2000)}),
    "/drip": _streaming(lambda: [b"<"] * 3600, {"content-type": _XML}, pause=0.2),
    "/hang": _hang,
    "/cut-off": _cut_off,
}
