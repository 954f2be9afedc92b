"""The sender while its outbox cannot be read or written."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import aiohttp
import pytest

from monitor.clock import system_clock
from monitor.delivery.sender import Sender
from monitor.errors import EngineError
from monitor.net.session import open_session
from monitor.testing.receiver import Receiver
from schemas.delivery import Delivery
from schemas.health import Health
from schemas.order import Order
from tests.support.making import delivery
from tests.support.sending import LOOPBACK, target


class TroubledOutbox:
    """An outbox whose disk fails for a while."""

    def __init__(self, *, endpoints_fail: int = 0, settle_fails: bool = False) -> None:
        """Say what fails."""
        self.endpoints_fail = endpoints_fail
        self.settle_fails = settle_fails
        self.looks = 0
        self.settled = 0
        self.enough = asyncio.Event()

    async def endpoints(self, now: datetime) -> list[str]:  # noqa: ARG002
        """Fail some times; then nothing is due after a few looks."""
        self.looks += 1
        if self.looks > 5 and not self.settle_fails:
            self.enough.set()
            return []
        if self.looks <= self.endpoints_fail:
            raise EngineError("disk I/O error")
        return ["desk"] if self.settle_fails else []

    async def due(self, endpoint: str, now: datetime, limit: int) -> list[Delivery]:  # noqa: ARG002
        """Give the one delivery."""
        return [delivery()]

    async def health(self, endpoint: str) -> Health | None:  # noqa: ARG002
        """Know of nothing."""
        return None

    async def orders(self) -> list[Order]:
        """Give none."""
        return []

    def is_waiting(self, delivery: Delivery) -> bool:  # noqa: ARG002
        """Keep it."""
        return True

    async def settle(
        self,
        deliveries: Sequence[Delivery],  # noqa: ARG002
        health: Health | None = None,  # noqa: ARG002
        queued: Sequence[Delivery] = (),  # noqa: ARG002
    ) -> None:
        """Fail."""
        self.settled += 1
        raise EngineError("database or disk is full")

    async def wait(self, now: datetime, longest: float) -> None:  # noqa: ARG002
        """Wait for nothing."""
        await asyncio.sleep(0)


async def _sender(outbox: TroubledOutbox, url: str) -> tuple[Sender, aiohttp.ClientSession]:
    session = open_session(LOOPBACK, timeout=5)
    return Sender(
        outbox,
        session,
        {"desk": target(url)},
        schedule=(0.0,),
        jitter=lambda: 0.0,
        concurrency=1,
        clock=system_clock,
    ), session


async def test_sender_outlives_trouble_with_the_store() -> None:
    """A store that cannot be read for a moment does not end deliveries for ever, in silence."""
    outbox = TroubledOutbox(endpoints_fail=2)
    sender, session = await _sender(outbox, "http://127.0.0.1:9/")
    running = asyncio.create_task(sender.run())
    enough = asyncio.create_task(outbox.enough.wait())
    await asyncio.wait({running, enough}, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    died = running.done()
    for task in (running, enough):
        task.cancel()
    await asyncio.gather(running, enough, return_exceptions=True)
    await session.close()
    assert not died


async def test_drain_does_not_send_again_and_again_when_the_disk_is_full() -> None:
    """A replay whose receipts cannot be written fails, instead of repeating webhooks for ever."""
    outbox = TroubledOutbox(settle_fails=True)
    async with Receiver() as receiver:
        sender, session = await _sender(outbox, receiver.url)
        with pytest.raises(EngineError):
            await sender.drain()
        await session.close()
    assert len(receiver.received) == 1


async def test_service_side_spares_the_endpoint_when_the_disk_is_full() -> None:
    """While receipts cannot be written, an endpoint does not get the same alert at every look."""
    outbox = TroubledOutbox(settle_fails=True)
    async with Receiver() as receiver:
        sender, session = await _sender(outbox, receiver.url)
        running = asyncio.create_task(sender.run())
        await receiver.wait_for(1, 5)
        await asyncio.sleep(0.3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await session.close()
    assert len(receiver.received) == 1
