"""A WebSub hub over real HTTP: it takes subscriptions, verifies them and brings content.

It keeps to the Recommendation unless it is told to do otherwise, and can sign in any way at all.
"""

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from monitor.testing.listening import listen


@dataclass
class Hub:
    """Use as an async context manager; ``url`` is then where it listens.

    Attributes:
        asked: the forms that came in.
        confirmed: callbacks with their form, as verified; an end of one takes it out.
        status: what requests are answered with.
        verifies: whether requests are verified: "later", "first" (before the answer) or "never".
        lease: seconds that are granted; None grants what is asked for.
        answers: status and body of each verification.
    """

    asked: list[dict[str, str]] = field(default_factory=list)
    confirmed: dict[str, dict[str, str]] = field(default_factory=dict)
    status: int = HTTPStatus.ACCEPTED
    verifies: str = "later"
    lease: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    answers: list[tuple[int, str]] = field(default_factory=list)
    url: str = ""
    _runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Start to listen."""
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner, address = await listen(app, linger=0)
        self.url = f"{address}/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to listen."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def session(self) -> aiohttp.ClientSession:
        """What it calls callbacks through."""
        if self._session is None:
            raise RuntimeError("the hub is not open")
        return self._session

    async def _take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.status == HTTPStatus.ACCEPTED and self.verifies == "first":
            await self.verify(form)
        if self.status == HTTPStatus.ACCEPTED and self.verifies == "later":
            task = asyncio.create_task(self.verify(form))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return web.Response(status=self.status, headers=self.headers)

    async def verify(self, form: Mapping[str, str]) -> None:
        """Verify the intent of a request (section 5.3)."""
        challenge = secrets.token_urlsafe(16)
        query = {name: form[name] for name in ("hub.mode", "hub.topic")}
        query |= {"hub.challenge": challenge}
        if form["hub.mode"] == "subscribe":
            lease = self.lease if self.lease is not None else form["hub.lease_seconds"]
            query |= {"hub.lease_seconds": str(lease)}
        status, said = await self.ask(form["hub.callback"], query)
        if status == HTTPStatus.OK and said == challenge:
            if form["hub.mode"] == "subscribe":
                self.confirmed[form["hub.callback"]] = dict(form)
            else:
                self.confirmed.pop(form["hub.callback"], None)

    async def ask(self, callback: str, query: Mapping[str, str]) -> tuple[int, str]:
        """Ask at a callback; return status and body."""
        async with self.session.get(callback, params=query) as answer:
            self.answers.append((answer.status, await answer.text()))
            return self.answers[-1]

    async def bring(
        self,
        content: bytes,
        *,
        method: str = "sha256",
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> list[int]:
        """Bring content to every confirmed subscriber; return how each answered.

        Args:
            content: the document.
            method: to sign with; empty leaves it unsigned.
            secret: to sign with, instead of each subscriber's own.
            headers: to send beside, or instead of, the hub's own.
        """
        found = []
        for callback, form in self.confirmed.items():
            told = {"content-type": "application/rss+xml"}
            if method:
                key = (form["hub.secret"] if secret is None else secret).encode()
                told["x-hub-signature"] = f"{method}={hmac.new(key, content, method).hexdigest()}"
            told |= headers or {}
            async with self.session.post(callback, data=content, headers=told) as answer:
                found.append(answer.status)
        return found
