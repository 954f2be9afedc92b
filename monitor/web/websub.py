"""The address at which hubs ask and bring (W3C WebSub): one path for each subscription.

It is meant to stand behind a proxy that speaks TLS. Nothing is read of whoever does not know the
path, and nothing is taken of whoever does not know the secret.
"""

import asyncio
from http import HTTPStatus
from typing import Final

from aiohttp import web

from monitor.errors import EngineError
from monitor.net.fetch import is_text
from monitor.polling import metrics
from monitor.polling.poller import Poller
from monitor.polling.subscriber import Subscriber

# Bodies in memory at a time; each is as large as a document may be.
_MOST_BODIES: Final = 16
_RETRY_SECONDS: Final = "60"
_FAREWELL_SECONDS: Final = 3.0


class Callback:
    """Answers hubs."""

    def __init__(
        self, subscriber: Subscriber, poller: Poller, *, max_bytes: int, seconds: float
    ) -> None:
        """Prepare.

        Args:
            subscriber: knows the subscriptions.
            poller: takes what a hub has brought.
            max_bytes: of a body.
            seconds: for a body to come in.
        """
        self._subscriber = subscriber
        self._poller = poller
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._room = asyncio.Semaphore(_MOST_BODIES)

    async def verify(self, request: web.Request) -> web.Response:
        """Answer whether a subscription is meant (sections 5.2 and 5.3)."""
        await self._poller.ready.wait()
        try:
            challenge = await self._subscriber.verify(_token(request), request.query)
        except EngineError:
            return _later(HTTPStatus.SERVICE_UNAVAILABLE)
        if challenge is None:
            raise web.HTTPNotFound
        # The challenge is the hub's text: never to be taken for a page.
        return web.Response(text=challenge, headers={"x-content-type-options": "nosniff"})

    async def bring(self, request: web.Request) -> web.Response:
        """Take content (section 7). Answered when it is kept: a hub tries again until it is."""
        await self._poller.ready.wait()
        if self._subscriber.feed_of(_token(request)) is None:
            raise web.HTTPNotFound
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise web.HTTPUnsupportedMediaType  # RFC 9110, 15.5.16: not asked for
        if self._room.locked():
            return _later(HTTPStatus.SERVICE_UNAVAILABLE)
        async with self._room:
            return await self._bring(request)

    async def _bring(self, request: web.Request) -> web.Response:
        content = await self._body(request)
        name = self._subscriber.feed_of(_token(request))
        if name is None:
            raise web.HTTPNotFound
        signature = request.headers.get("x-hub-signature", "")
        if not self._subscriber.is_signed(name, signature, content):
            metrics.PUSHES_TOTAL.labels("unsigned").inc()
            # Section 7.1: ignored, and not told so, lest the secret be tried out.
            return web.Response(status=HTTPStatus.ACCEPTED)
        if not self._subscriber.admit(name):
            metrics.PUSHES_TOTAL.labels("too many").inc()
            return _later(HTTPStatus.TOO_MANY_REQUESTS)
        kind = request.headers.get("content-type", "")
        kind = kind if is_text(kind) else ""
        try:
            outcome = await self._poller.bring(name, content, kind)
        except EngineError:
            metrics.PUSHES_TOTAL.labels("failed").inc()
            return _later(HTTPStatus.SERVICE_UNAVAILABLE)
        metrics.PUSHES_TOTAL.labels(outcome).inc()
        if outcome == "busy":
            return _later(HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(status=HTTPStatus.ACCEPTED)

    async def _body(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > self._max_bytes:
            raise web.HTTPRequestEntityTooLarge(self._max_bytes, request.content_length or 0)
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                async for piece in request.content.iter_any():
                    body += piece
                    if len(body) > self._max_bytes:
                        raise web.HTTPRequestEntityTooLarge(self._max_bytes, len(body))
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return bytes(body)


def _token(request: web.Request) -> str:
    return request.path.rpartition("/")[2]


def _later(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, headers={"retry-after": _RETRY_SECONDS})


def runner(callback: Callback) -> web.AppRunner:
    """Return what serves the callback; behind whatever path a proxy leaves standing."""
    app = web.Application()
    app.router.add_get("/{tail:.*}", callback.verify, allow_head=False)
    app.router.add_post("/{tail:.*}", callback.bring)
    # Paths are secrets, so no access log; bodies are taken as they come. At the end a hub that is
    # still talking is cut off and will try again.
    return web.AppRunner(
        app, access_log=None, auto_decompress=False, shutdown_timeout=_FAREWELL_SECONDS
    )
