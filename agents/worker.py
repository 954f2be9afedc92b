"""A worker: every agent in one process, with the sender beside them."""

import asyncio
import logging
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import faust

from agents import correct, deliver, extract, route, track
from agents.app import KafkaApp, build_app
from agents.feeds import share_feeds
from agents.hop import Hop, stop_process
from agents.notes import Notes
from agents.outbox import TableOutbox
from agents.polling import Share
from monitor.clock import system_clock
from monitor.config.service import Service
from monitor.config.watchlist import WatchList
from monitor.delivery.health import Patience
from monitor.delivery.sender import Sender
from monitor.delivery.target import targets
from monitor.engine.kafka_topics import POLLS_TABLE, create_topics
from monitor.flow import Flow, build_flow
from monitor.language.model_file import load_model
from monitor.net.session import open_session

logger = logging.getLogger(__name__)

_STOP_SECONDS: Final = 10.0

_AGENTS = {
    "extract": extract.add_agent,
    "track": track.add_agent,
    "route": route.add_agent,
    "correct": correct.add_agent,
}


@dataclass(frozen=True, slots=True)
class Worker:
    """A running worker."""

    kafka: KafkaApp
    hops: dict[str, Hop]
    outbox: TableOutbox
    notes: Notes


def assemble(service: Service, flow: Flow, folder: Path) -> Worker:
    """Put application, hops and outbox together; nothing connects yet."""
    kafka = build_app(service, flow, folder)
    notes = Notes(service.kafka)
    outbox = TableOutbox(kafka, notes, system_clock)
    limit = service.dead_letter_limit
    hops = {
        stage.name: Hop(kafka, stage, limit=limit, clock=system_clock, queue=outbox.queue)
        for stage in flow.stages
    }
    hops[deliver.SETTLE.name] = Hop(
        kafka, deliver.SETTLE, limit=limit, clock=system_clock, queue=outbox.settled
    )
    for name, add_agent in _AGENTS.items():
        add_agent(kafka, hops[name])
    deliver.add_agents(kafka, hops["queue"], hops[deliver.SETTLE.name])
    return Worker(kafka, hops, outbox, notes)


@asynccontextmanager
async def running(service: Service, watchlist: WatchList, folder: Path) -> AsyncIterator[Worker]:
    """Run a worker while the context lasts.

    Raises:
        EngineError: the broker is away or refuses the topics.
        ConfigurationError: an endpoint's secret is missing.
    """
    flow = build_flow(watchlist, load_model())
    enabled = [endpoint for endpoint in watchlist.endpoints if endpoint.enabled]
    endpoints = targets(enabled)
    await create_topics(service.kafka, flow)
    worker = assemble(service, flow, folder)
    app = worker.kafka.app
    recovered = asyncio.Event()

    settings = service.delivery
    session = open_session(
        settings.allow_networks,
        timeout=settings.timeout,
        per_host=settings.concurrency,
        decompress=False,
    )
    sender = Sender(
        worker.outbox,
        session,
        endpoints,
        schedule=settings.schedule,
        jitter=lambda: random.uniform(0, settings.jitter),  # noqa: S311 - spreads load
        concurrency=settings.concurrency,
        clock=system_clock,
        patience=Patience.of(settings),
        reload=lambda: targets(enabled),
        networks=settings.allow_networks,
    )

    async def rebuilt(*_: object, **__: object) -> None:
        worker.outbox.rebuild()
        sender.forget()
        recovered.set()

    app.on_rebalance_complete.connect(rebuilt)
    app.finalize()
    await worker.notes.start()
    await app.start()
    sending = asyncio.create_task(sender.run())
    try:
        yield worker
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await session.close()
        await worker.notes.stop()
        await _stop(app)


async def _stop(app: faust.App) -> None:
    """Stop within a bound: with its broker away, Faust would not return at all."""
    stopping = asyncio.ensure_future(app.stop())
    await asyncio.wait({stopping}, timeout=_STOP_SECONDS)
    if not stopping.done():
        stop_process("the Faust application does not stop: its broker is away")
    stopping.result()


@asynccontextmanager
async def _polling(service: Service, watchlist: WatchList, folder: Path) -> AsyncIterator[None]:
    """Poll this worker's share of the feeds while the context lasts."""
    await share_feeds(service.kafka, watchlist.feeds)
    share = Share(service.kafka, service.polling, folder / POLLS_TABLE, system_clock)
    task = asyncio.create_task(share.run())

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            stop_process(f"polling: {task.exception()}")

    task.add_done_callback(ended)
    try:
        yield
    finally:
        task.remove_done_callback(ended)
        task.cancel()
        await asyncio.wait({task}, timeout=_STOP_SECONDS)
        if not task.done():
            stop_process("polling does not stop: its broker is away")


def run_worker(service: Service, watchlist: WatchList, folder: Path) -> None:
    """Run a worker until SIGTERM or Ctrl-C.

    Raises:
        EngineError: the broker is away.
    """
    asyncio.run(_until_stopped(service, watchlist, folder / service.kafka.tables))


async def _until_stopped(service: Service, watchlist: WatchList, folder: Path) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with running(service, watchlist, folder) as worker, _polling(service, watchlist, folder):
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stopping.set)
        crashed = asyncio.create_task(worker.kafka.app.wait_until_stopped())
        asked = asyncio.create_task(stopping.wait())
        await asyncio.wait((crashed, asked), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            stop_process("the Faust application ended by itself")
        crashed.cancel()
