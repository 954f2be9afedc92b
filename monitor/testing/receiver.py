"""A webhook receiver over real HTTP: verifies what it gets and remembers it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from monitor.config.rotation import new_secret
from monitor.testing.listening import listen

__all__ = ["Received", "Receiver", "new_secret"]


@dataclass(frozen=True, slots=True)
class Received:
    """One request; ``at`` is its moment on the clock of `time.perf_counter`, in seconds."""

    id: str
    verified: bool
    event: dict[str, Any]
    at: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Receiver:
    """Listens while used as an async context manager.

    Attributes:
        host: address to listen on.
        port: to listen on; 0 takes a free one.
        secret: what senders must sign with.
        answer: given the count of requests before this one, the status to answer with.
        seen: is told of each request as it comes.
        received: every request, in order.
    """

    host: str = "127.0.0.1"
    port: int = 0
    secret: str = field(default_factory=new_secret)
    answer: Callable[[int], int] = lambda _: HTTPStatus.NO_CONTENT
    seen: Callable[[Received], None] = lambda _: None
    received: list[Received] = field(default_factory=list)
    url: str = ""
    _runner: web.AppRunner | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        """Start to listen."""
        app = web.Application()
        app.router.add_post("/", self._receive)
        self._runner, address = await listen(app, host=self.host, port=self.port)
        self.url = f"{address}/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to listen."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        status = self.answer(len(self.received))
        verified = True
        try:
            Webhook(self.secret).verify(body.decode(), dict(request.headers))
        except WebhookVerificationError:
            verified = False
            status = HTTPStatus.UNAUTHORIZED
        try:
            event = orjson.loads(body)
        except orjson.JSONDecodeError:
            event = None
        if not isinstance(event, dict):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        self.received.append(
            Received(
                request.headers.get("webhook-id", ""),
                verified,
                event,
                perf_counter(),
                {name.lower(): value for name, value in request.headers.items()},
            )
        )
        self.seen(self.received[-1])
        self._news.set()
        return web.Response(status=status)

    async def wait_until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until ``condition`` holds, asking after every request.

        Raises:
            TimeoutError: it did not within ``seconds``.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def wait_for(self, count: int, seconds: float) -> None:
        """Wait until ``count`` requests came in.

        Raises:
            TimeoutError: they did not within ``seconds``.
        """
        await self.wait_until(lambda: len(self.received) >= count, seconds)
