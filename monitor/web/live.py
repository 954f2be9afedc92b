"""Alerts over HTTP: an Atom feed, and Server-Sent Events for those who stay on the line."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from typing import Final

from aiohttp import web

from monitor.alerts.atom import atom
from monitor.alerts.kinds import event_type
from monitor.engine.records import Records
from monitor.errors import NewsMonitorError
from monitor.stages.codec import encode
from monitor.topics import ALERTS
from schemas.alert import Alert

logger = logging.getLogger(__name__)

# Alerts kept for the feed and for those who come back to the stream.
_KEPT: Final = 500
_IN_FEED: Final = 100
# A reader that falls so far behind is let go; it comes back with the last id it had.
_BEHIND: Final = 1000
_PING_SECONDS: Final = 15.0
_AGAIN_SECONDS: Final = 1.0


class LiveAlerts:
    """Keeps the newest alerts and hands each new one to every reader."""

    def __init__(self, records: Records) -> None:
        """Take the records; `start` reads them."""
        self._records = records
        self._newest: dict[str, Alert] = {}
        self._readers: set[asyncio.Queue[Alert | None]] = set()
        self._caught_up = asyncio.Event()

    async def start(self, _app: web.Application) -> None:
        """Read what is there and follow what comes, in a thread that ends with the process."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._follow, args=(loop,), daemon=True).start()

    def _follow(self, loop: asyncio.AbstractEventLoop) -> None:
        last: str | None = None
        while True:
            try:
                for alert, is_new in self._told(loop, last):
                    last = alert.id
                    loop.call_soon_threadsafe(self.add, alert, is_new)
            except NewsMonitorError as error:
                # We may be up before the broker is, or before there is a topic.
                logger.warning("alerts not read: %s; trying again", error)
                time.sleep(_AGAIN_SECONDS)
            except RuntimeError:
                return  # the loop is closed: we are ending

    def _told(
        self, loop: asyncio.AbstractEventLoop, last: str | None
    ) -> Iterator[tuple[Alert, bool]]:
        """Yield the alerts there are, then those that come, each with whether it is new.

        New is what came after ``last``, and at first what comes after all that there is.
        """
        there = sum(isinstance(record, Alert) for record in self._records.read(ALERTS))
        if not there:
            loop.call_soon_threadsafe(self._caught_up.set)
        number, passed = 0, False
        for record in self._records.follow(ALERTS, from_start=True):
            if not isinstance(record, Alert):
                continue
            number += 1
            yield record, passed or number > there
            passed = passed or record.id == last
            if number == there:
                loop.call_soon_threadsafe(self._caught_up.set)

    async def stop(self, _app: web.Application) -> None:
        """Let every reader go."""
        for queue in self._readers:
            queue.put_nowait(None)

    def add(self, alert: Alert, is_new: bool = True) -> None:  # noqa: FBT001, FBT002 - a callback's
        """Take an alert and pass it on if it is new; one that is known says nothing new."""
        if alert.id in self._newest:
            return
        self._newest[alert.id] = alert
        if len(self._newest) > _KEPT:
            del self._newest[next(iter(self._newest))]
        for queue in list(self._readers) if is_new else ():
            if queue.qsize() >= _BEHIND:
                self._readers.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(alert)

    async def feed(self, request: web.Request) -> web.Response:
        """Answer with the newest alerts as an Atom feed."""
        found = [a for a in reversed(self._newest.values()) if _wanted(a, request)][:_IN_FEED]
        about = [request.query[name] for name in ("actor", "issue") if name in request.query]
        title = " · ".join(["news-monitor alerts", *about])
        return web.Response(
            body=atom(found, title, str(request.url)),
            content_type="application/atom+xml",
            charset="utf-8",
        )

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send each alert as it comes; after ``Last-Event-ID``, first those that were missed."""
        response = web.StreamResponse(
            headers={"content-type": "text/event-stream", "cache-control": "no-store"}
        )
        queue: asyncio.Queue[Alert | None] = asyncio.Queue()
        await response.prepare(request)
        if (last := request.headers.get("last-event-id")) is not None:
            # What was missed is known when all that there is has been read.
            await self._caught_up.wait()
            for alert in self._missed(last):
                queue.put_nowait(alert)
        self._readers.add(queue)
        try:
            # A reader that has gone away is noticed at the next write.
            with contextlib.suppress(ConnectionError):
                await self._send(response, queue, request)
        finally:
            self._readers.discard(queue)
        return response

    def _missed(self, last: str | None) -> list[Alert]:
        if last not in self._newest:
            return []
        names = list(self._newest)
        return [self._newest[name] for name in names[names.index(last) + 1 :]]

    @staticmethod
    async def _send(
        response: web.StreamResponse, queue: asyncio.Queue[Alert | None], request: web.Request
    ) -> None:
        await response.write(b": listening\n\n")
        while True:
            try:
                alert = await asyncio.wait_for(queue.get(), _PING_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if alert is None:
                return
            if _wanted(alert, request):
                head = f"id: {alert.id}\nevent: {event_type(alert)}\ndata: ".encode()
                await response.write(head + encode(alert) + b"\n\n")


def _wanted(alert: Alert, request: web.Request) -> bool:
    actor, issue = request.query.get("actor"), request.query.get("issue")
    return actor in (None, alert.actor) and (issue is None or issue in (alert.issue, alert.signal))


def application(records: Records) -> web.Application:
    """Return the HTTP application."""
    live = LiveAlerts(records)
    app = web.Application()
    app.router.add_get("/alerts.atom", live.feed)
    app.router.add_get("/alerts/stream", live.stream)
    app.on_startup.append(live.start)
    app.on_shutdown.append(live.stop)
    return app
