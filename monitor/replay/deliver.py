"""Delivers what a replay raised, now and within seconds: a replay does not wait a day to retry."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from monitor.alerts.quiet import NO_MANNERS
from monitor.clock import system_clock
from monitor.config.service import Delivery as DeliverySettings
from monitor.config.watchlist import Endpoint
from monitor.delivery.health import Patience
from monitor.delivery.sender import Sender
from monitor.delivery.target import targets
from monitor.engine.outbox import StoreOutbox
from monitor.engine.store import Store
from monitor.net.session import open_session
from monitor.replay.run import Replayed
from monitor.stages.codec import decode
from monitor.topics import DEAD_LETTERS, RECEIPTS

# Seconds before each try of a replay.
REPLAY_SCHEDULE: Final = (0.0, 0.5, 2.0)
_ALL: Final = 10_000_000


async def deliver_all(
    path: Path, endpoints: Sequence[Endpoint], settings: DeliverySettings
) -> Replayed:
    """Send everything in the outbox of a store; return receipts and dead letters."""
    # Nothing is sent to a disabled one, so its secret need not be there.
    enabled = [endpoint for endpoint in endpoints if endpoint.enabled]
    store = Store(path, durable=False)
    outbox = StoreOutbox(store, system_clock)
    try:
        start = {topic: store.end(topic.name) for topic in (RECEIPTS, DEAD_LETTERS)}
        async with open_session(
            settings.allow_networks,
            timeout=settings.timeout,
            per_host=settings.concurrency,
            decompress=False,
        ) as session:
            sender = Sender(
                outbox,
                session,
                # Now means now: quiet hours and digests are for those who are told as it happens.
                {n: replace(t, manners=NO_MANNERS) for n, t in targets(enabled).items()},
                schedule=REPLAY_SCHEDULE,
                jitter=lambda: 0.0,
                concurrency=settings.concurrency,
                clock=system_clock,
                patience=Patience(longest_wait=max(REPLAY_SCHEDULE)),
                networks=settings.allow_networks,
            )
            await sender.drain()
            while store.waiting():
                await asyncio.sleep(min(wait for wait in REPLAY_SCHEDULE if wait))
                await sender.drain()
        return Replayed(
            [
                (topic, decode(topic, entry.value))
                for topic, offset in start.items()
                for entry in store.read(topic.name, offset, _ALL)
            ]
        )
    finally:
        await outbox.close()
        store.close()
