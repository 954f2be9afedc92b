"""A worker: the agents of some roles or of all in one process, with what works beside them."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import faust

from agents import correct, deliver, extract, route, track
from agents.app import KafkaApp, build_app
from agents.deciding import Decide, analysing
from agents.feeds import share_feeds
from agents.hop import ABREAST, Hop, stop_process
from agents.leaving import leave_groups
from agents.notes import Notes
from agents.outbox import TableOutbox
from agents.polling import Share
from agents.records import KafkaRecords
from agents.sending import beside, sending
from agents.watchdog import watching
from monitor.clock import system_clock
from monitor.config.roles import EVERY, Role
from monitor.config.service import Service
from monitor.config.watchlist import WatchList
from monitor.delivery.sender import Sender
from monitor.engine.kafka_rights import check_rights
from monitor.engine.kafka_topics import CARRIED, OUTBOX_TABLE, POLLS_TABLE, create_topics
from monitor.engine.readiness import Readiness
from monitor.errors import ConfigurationError
from monitor.flow import Flow, build_flow
from monitor.language.model_file import load_model
from monitor.web.health import serving
from monitor.web.live import application

logger = logging.getLogger(__name__)

_STOP_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Worker:
    """A running worker.

    Attributes:
        apps: an application for each role that carries a part of the chain.
        hops: by the name of their stage.
        outbox: where this worker delivers.
    """

    apps: tuple[KafkaApp, ...]
    hops: dict[str, Hop]
    outbox: TableOutbox | None

    def hops_of(self, kafka: KafkaApp) -> list[Hop]:
        """Return the hops of an application."""
        return [self.hops[name] for name in CARRIED[kafka.role]]


def assemble(
    service: Service,
    flow: Flow,
    folder: Path,
    roles: Collection[Role],
    notes: Notes,
    analysts: Decide,
) -> Worker:
    """Put applications, hops and outbox together; nothing connects yet."""
    folder.mkdir(parents=True, exist_ok=True)  # Faust makes only the folder below it
    apps = {role: build_app(service, flow, folder, role) for role in CARRIED if role in roles}
    stages = {stage.name: stage for stage in flow.stages}
    hops: dict[str, Hop] = {}
    outbox = None
    if Role.ANALYSE in apps:
        hops["extract"] = Hop(
            apps[Role.ANALYSE],
            stages["extract"],
            limit=service.dead_letter_limit,
            clock=system_clock,
            decide=analysts,
            # More than are read at a time, so that no process waits for the broker.
            abreast=service.kafka.analysts + ABREAST,
        )
        extract.add_agent(apps[Role.ANALYSE], hops["extract"])
    if Role.TRACK in apps:
        hops["track"] = Hop(
            apps[Role.TRACK],
            stages["track"],
            limit=service.dead_letter_limit,
            clock=system_clock,
        )
        track.add_agent(apps[Role.TRACK], hops["track"])
    if Role.DELIVER in apps:
        app = apps[Role.DELIVER]
        outbox = TableOutbox(app, notes, system_clock)
        kept = app.tables[OUTBOX_TABLE]
        stages[deliver.SETTLE.name] = deliver.SETTLE
        for name, queue, table in (
            ("route", None, None),
            ("correct", None, None),
            ("queue", outbox.queue, kept),
            (deliver.SETTLE.name, outbox.settled, kept),
        ):
            hops[name] = Hop(
                app,
                stages[name],
                limit=service.dead_letter_limit,
                clock=system_clock,
                queue=queue,
                table=table,
            )
        route.add_agent(app, hops["route"])
        correct.add_agent(app, hops["correct"])
        deliver.add_agents(app, hops["queue"], hops[deliver.SETTLE.name])
    return Worker(tuple(apps.values()), hops, outbox)


@asynccontextmanager
async def running(
    service: Service,
    watchlist: WatchList,
    folder: Path,
    *,
    roles: Collection[Role] = EVERY,
    readiness: Readiness | None = None,
) -> AsyncIterator[Worker]:
    """Carry the chain, or the roles' parts of it, while the context lasts.

    Raises:
        EngineError: the broker is away, refuses the topics or does not allow the roles their work.
        ConfigurationError: an endpoint's secret is missing.
    """
    readiness = readiness or Readiness()
    flow = build_flow(watchlist, load_model())
    notes = Notes(service.kafka)
    async with AsyncExitStack() as stack:
        await create_topics(service.kafka, flow)
        await check_rights(service.kafka, roles)
        analysts = await stack.enter_async_context(
            analysing(watchlist, service.kafka.analysts if Role.ANALYSE in roles else 0)
        )
        worker = assemble(service, flow, folder, roles, notes, analysts)
        delivering = None
        if worker.outbox is not None:
            sender = await stack.enter_async_context(
                sending(worker.outbox, service.delivery, watchlist)
            )
            delivering = (worker.outbox, sender)
            await notes.start()
            stack.push_async_callback(notes.stop)
        stack.push_async_callback(leave_groups, service.kafka, worker.apps)
        starts: list[asyncio.Task[None]] = []
        stack.push_async_callback(_end, starts)
        for kafka in worker.apps:
            delivers = kafka.role is Role.DELIVER
            _tell(kafka, readiness, worker.hops_of(kafka), delivering if delivers else None)
            kafka.app.finalize()
            stack.push_async_callback(_stop, kafka.app)
        starts.append(asyncio.create_task(_start(worker)))
        # Faust stops no consumer whose start was cancelled: it is stopped first, then its start.
        await asyncio.shield(starts[0])
        if delivering is not None:
            await stack.enter_async_context(beside(delivering[1]))
        stack.push_async_callback(_drain, worker, service.kafka.drain)
        yield worker


async def _start(worker: Worker) -> None:
    """Start the applications, which lasts until their tables are recovered."""
    await asyncio.gather(*(kafka.app.start() for kafka in worker.apps))


async def _end(starts: "Sequence[asyncio.Task[None]]") -> None:
    """Let a start that has outlived the stop go no further."""
    for start in starts:
        start.cancel()
        await asyncio.wait({start}, timeout=_STOP_SECONDS)
        if start.done() and not start.cancelled():
            start.exception()  # told to whoever waited for it


def _tell(
    kafka: KafkaApp,
    readiness: Readiness,
    hops: Sequence[Hop],
    delivering: tuple[TableOutbox, Sender] | None,
) -> None:
    """Let hops, outbox and readiness know when partitions go and when tables are recovered."""
    bound = kafka.app.conf.broker_session_timeout

    async def rebuilt(*_: object, **__: object) -> None:
        if delivering is not None:
            outbox, sender = delivering
            await outbox.rebuild()
            sender.forget()
        readiness.release(kafka.role)

    async def revoked(*_: object, **__: object) -> None:
        readiness.hold(kafka.role, "partitions are being divided and tables recovered")
        if delivering is not None:
            delivering[0].forget()
        try:
            # The group waits for us, and gives nothing to anybody else meanwhile.
            async with asyncio.timeout(bound):
                await asyncio.gather(*(hop.release() for hop in hops))
        except TimeoutError:
            stop_process(f"{kafka.role}: a write is under way as partitions go to others")

    readiness.hold(kafka.role, "is starting")
    kafka.app.on_rebalance_complete.connect(rebuilt)
    kafka.app.on_partitions_revoked.connect(revoked)


async def _drain(worker: Worker, seconds: float) -> None:
    """Let each hop end what it has in hand; what takes longer is repeated by whoever is next."""
    draining = [asyncio.create_task(hop.drain()) for hop in worker.hops.values()]
    if not draining:
        return
    _, late = await asyncio.wait(draining, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        logger.warning(
            "%d hops were not done within %g s of being told to stop", len(late), seconds
        )


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


def run_worker(
    service: Service, watchlist: WatchList, folder: Path, roles: Collection[Role] = EVERY
) -> None:
    """Run a worker until SIGTERM or Ctrl-C.

    Raises:
        EngineError: the broker is away.
        ConfigurationError: a secret is missing, or the alerts are to be served nowhere.
    """
    if roles == {Role.WEB} and service.web.port is None:
        raise ConfigurationError(["web.port: is missing, and the role web serves nothing without"])
    asyncio.run(_until_stopped(service, watchlist, folder / service.kafka.tables, roles))


async def _until_stopped(
    service: Service, watchlist: WatchList, folder: Path, roles: Collection[Role]
) -> None:
    stopping, started = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    # Before anything joins a group: ended by a signal, it would be a member until its session is
    # over, and its partitions nobody's.
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    asked = asyncio.create_task(stopping.wait())
    working = asyncio.create_task(_work(service, watchlist, folder, roles, started, asked))
    await asyncio.wait((asked, working), return_when=asyncio.FIRST_COMPLETED)
    if not started.is_set():
        working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def _work(
    service: Service,
    watchlist: WatchList,
    folder: Path,
    roles: Collection[Role],
    started: asyncio.Event,
    asked: "asyncio.Task[bool]",
) -> None:
    """Start everything, and end it when asked to; cancelled while it starts, end what is there."""
    readiness = Readiness()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        app = application(KafkaRecords(service.kafka)) if Role.WEB in roles else None
        readiness.hold("worker", "is starting")
        where = await enter(serving(service.web, readiness, app))
        if where is not None:
            logger.info("answering on %s", where)
        worker = await enter(running(service, watchlist, folder, roles=roles, readiness=readiness))
        if Role.POLL in roles:
            await enter(_polling(service, watchlist, folder))
        await enter(watching(service.kafka, worker.apps, readiness))
        readiness.release("worker")
        started.set()
        ended = [asyncio.create_task(kafka.app.wait_until_stopped()) for kafka in worker.apps]
        await asyncio.wait((asked, *ended), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            stop_process("a Faust application ended by itself")
        readiness.hold("worker", "is stopping")
        for task in ended:
            task.cancel()
