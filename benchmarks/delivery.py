"""How fast deliveries go out, and how long an alert takes while other endpoints fail.

    python -m benchmarks.delivery throughput
    python -m benchmarks.delivery latency

Throughput: a backlog for twenty endpoints is sent by one process to fast receivers in another; told
for each second of the clock and for each second of the sender's own processor time, because on a
machine with few cores the receivers take their share.

Latency: alerts come in at a steady rate for twelve healthy endpoints and eight that fail in every
way; told is the time from the moment the alert is handed over, before it is written anywhere, to
its arrival at each healthy endpoint.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time, time

from monitor.clock import system_clock
from monitor.config.rotation import new_secret
from monitor.config.service import Delivery as Settings
from monitor.config.watchlist import Endpoint
from monitor.delivery.health import Patience
from monitor.delivery.sender import Sender
from monitor.delivery.target import targets
from monitor.engine.embedded import to_pending
from monitor.engine.outbox import StoreOutbox
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.flow import Flow
from monitor.identity import delivery_id, make_id
from monitor.net.session import open_session
from monitor.stages.codec import encode
from monitor.stages.route import RouteStage, queue
from monitor.stages.stage import Stage
from monitor.testing.faulty import Fault, failing
from monitor.topics import ALERTS, DELIVERIES
from schemas.alert import Alert, Move
from schemas.delivery import Delivery
from schemas.evidence import Evidence
from schemas.vocabulary import ChangeKind, Direction, PositionClass, Severity

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_SETTINGS = Settings.model_validate({"allow_networks": ["127.0.0.0/8"]})


class _Fast(asyncio.Protocol):
    """Answers every request at once; remembers when each id came."""

    def __init__(self, arrivals: dict[str, float]) -> None:
        self._arrivals = arrivals
        self._buffer = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - narrows for mypy
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
            if len(self._buffer) < end + 4 + length:
                return
            name = head.split(b"webhook-id: ")[1].split(b"\r\n")[0].decode()
            self._arrivals.setdefault(name, time())
            self._buffer = self._buffer[end + 4 + length :]
            if self._transport is not None:
                self._transport.write(_ANSWER)


def _receive(pipe: Connection, count: int) -> None:
    """Serve ``count`` fast endpoints until told to stop; then tell what came when."""

    async def serve() -> None:
        arrivals: dict[str, float] = {}
        loop = asyncio.get_running_loop()
        servers = [
            await loop.create_server(lambda: _Fast(arrivals), "127.0.0.1", 0) for _ in range(count)
        ]
        pipe.send([server.sockets[0].getsockname()[1] for server in servers])
        while await asyncio.to_thread(pipe.recv) != "stop":
            pipe.send(len(arrivals))
        pipe.send(arrivals)

    asyncio.run(serve())


class _Receivers:
    """Fast endpoints in a process of their own."""

    def __init__(self, count: int) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_receive, args=(theirs, count)
        )
        self._process.start()
        self.ports: list[int] = self._pipe.recv()

    async def count(self) -> int:
        """Return how many different messages have come."""
        self._pipe.send("count")
        found: int = await asyncio.to_thread(self._pipe.recv)
        return found

    def stop(self) -> dict[str, float]:
        """Stop; return when each message came."""
        self._pipe.send("stop")
        arrivals: dict[str, float] = self._pipe.recv()
        self._process.join()
        return arrivals


def _alert(number: int) -> Alert:
    words = "If there is no constructive response, we will take necessary response measures. " * 4
    now = datetime.now(UTC)
    evidence = Evidence(
        statement=f"st_{number}",
        article=f"ar_{number}",
        outlet="Lakeside Wire",
        title="Minister warns of measures",
        link=f"https://wire.example/{number}",
        published=now,
        said_at=now,
        mention="the minister",
        cue="warned",
        content=(words,),
        spans=((100, 100 + len(words)),),
    )
    return Alert(
        id=make_id("al", str(number)),
        actor="minister",
        actor_name="The Minister",
        issue="measures",
        change=ChangeKind.ESCALATED,
        direction=Direction.HARDER,
        severity=Severity.WARNING,
        title="Minister: “we will take necessary response measures”",
        position=PositionClass.THREATEN,
        statement=f"st_{number}",
        article=f"ar_{number}",
        moves=(
            Move(
                change=ChangeKind.ESCALATED,
                direction=Direction.HARDER,
                statement=f"st_{number}",
                reason="pressure rises from 2 to 3",
                rule="rail",
            ),
        ),
        after=evidence,
        before=evidence,
        confidence=0.9,
        rule_version=1,
        raised_at=now,
        sequence=number + 1,
    )


def _endpoint(folder: Path, name: str, url: str) -> Endpoint:
    secret = folder / f"{name}.secret"
    secret.write_text(new_secret(), encoding="utf-8")
    return Endpoint.model_validate({"id": name, "url": url, "secret": f"file:{secret}"})


async def throughput(folder: Path, total: int, concurrency: int) -> dict[str, float]:
    """Send a backlog; return deliveries a second."""
    receivers = _Receivers(20)
    endpoints = [
        _endpoint(folder, f"fast-{n}", f"http://127.0.0.1:{port}/")
        for n, port in enumerate(receivers.ports)
    ]
    store = Store(folder / "backlog.db")
    now = system_clock()
    queued = []
    for number in range(total):
        alert, endpoint = _alert(number // 20), endpoints[number % 20].id
        name = delivery_id(alert.id, endpoint)
        queued.append(
            to_pending(
                Delivery(
                    id=name, alert=alert.id, endpoint=endpoint, payload=alert, created=now, due=now
                )
            )
        )
    store.commit(Commit(queue=tuple(queued)), now)
    async with open_session(
        list(_SETTINGS.allow_networks), timeout=15, per_host=concurrency
    ) as session:
        sender = Sender(
            StoreOutbox(store, system_clock),
            session,
            targets(endpoints),
            schedule=_SETTINGS.schedule,
            jitter=lambda: 0.0,
            concurrency=concurrency,
            clock=system_clock,
            patience=Patience.of(_SETTINGS),
        )
        wall, busy = perf_counter(), process_time()
        await sender.drain()
        wall, busy = perf_counter() - wall, process_time() - busy
    left = store.waiting()
    store.close()
    arrived = len(receivers.stop())
    return {
        "deliveries": total,
        "arrived": arrived,
        "left": left,
        "seconds": round(wall, 2),
        "a_second": round(total / wall),
        "a_second_of_processor": round(total / busy),
    }


@contextlib.asynccontextmanager
async def _bad(folder: Path) -> AsyncIterator[list[Endpoint]]:
    ways = [f for f in Fault if f not in (Fault.GARBAGE, Fault.CUT, Fault.REDIRECT, Fault.TLS)]
    async with contextlib.AsyncExitStack() as stack:
        yield [
            _endpoint(folder, f"bad-{way}", await stack.enter_async_context(failing(way)))
            for way in ways
        ]


async def latency(folder: Path, alerts: int, rate: float) -> dict[str, float]:
    """Let alerts come in while endpoints fail; return percentiles at the healthy ones."""
    receivers = _Receivers(12)
    good = [
        _endpoint(folder, f"good-{n}", f"http://127.0.0.1:{port}/")
        for n, port in enumerate(receivers.ports)
    ]
    async with _bad(folder) as bad:
        endpoints = [*good, *bad]
        route = RouteStage(endpoints)
        flow = Flow(
            (
                Stage("route", ALERTS, route, emits=(DELIVERIES,), stateful=False),
                Stage("queue", DELIVERIES, queue, emits=(), stateful=False),
            )
        )
        path = folder / "latency.db"
        service = EmbeddedService(flow, path, endpoints, _SETTINGS, dead_letter_limit=50)
        running = asyncio.create_task(service.run())
        store = Store(path)
        begun: dict[str, float] = {}
        start = perf_counter()
        for number in range(alerts):
            await asyncio.sleep(max(start + number / rate - perf_counter(), 0))
            alert = _alert(number)
            for endpoint in good:
                begun[delivery_id(alert.id, endpoint.id)] = time()
            commit = Commit(appends=((ALERTS.name, alert.actor, encode(alert)),))
            await asyncio.to_thread(store.commit, commit, system_clock())
        while await receivers.count() < len(begun):  # noqa: ASYNC110 - in another process
            await asyncio.sleep(0.2)
        service.stop()
        await running
        store.close()
    arrivals = receivers.stop()
    took = sorted(arrivals[name] - at for name, at in begun.items())
    return {
        "alerts": alerts,
        "a_second": rate,
        "receipts": len(took),
        "p50": round(took[len(took) // 2], 4),
        "p99": round(took[int(len(took) * 0.99)], 4),
        "longest": round(took[-1], 4),
    }


def main() -> None:
    """Measure and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["throughput", "latency"])
    parser.add_argument("--count", type=int, help="deliveries (20000), alerts (500)")
    parser.add_argument("--rate", type=float, default=10.0, help="alerts a second")
    parser.add_argument("--concurrency", type=int, default=4)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="news-monitor-") as folder:
        if chosen.what == "throughput":
            found = throughput(Path(folder), chosen.count or 20_000, chosen.concurrency)
        else:
            found = latency(Path(folder), chosen.count or 500, chosen.rate)
        print(json.dumps(asyncio.run(found)))


if __name__ == "__main__":
    main()
