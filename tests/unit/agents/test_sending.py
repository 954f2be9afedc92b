"""The sender beside the agents: what stops it is never overlooked."""

import asyncio
from typing import cast

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import TopicAuthorizationFailedError

from agents import sending
from agents.notes import Notes
from monitor.config.service import Kafka
from monitor.delivery.sender import Sender
from monitor.errors import EngineError


class Failing:
    """A sender that does not get far."""

    async def run(self) -> None:
        """Fail."""
        raise ValueError("no such endpoint")


class Refused:
    """A consumer that is no longer allowed to read."""

    async def getmany(self, **_options: int) -> None:
        """Be refused."""
        raise TopicAuthorizationFailedError("news-monitor.orders")


async def test_sender_that_fails_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that delivers nothing any more does not go on as if it did."""
    ended: list[str] = []
    monkeypatch.setattr(sending, "stop_process", ended.append)
    async with sending.beside(cast("Sender", Failing())):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert ended == ["delivery: no such endpoint"]


async def test_orders_that_cannot_be_read_are_told_in_one_line() -> None:
    """The sender understands it and tries again, until the broker lets it."""
    notes = Notes(Kafka())
    notes._consumer = cast("AIOKafkaConsumer", Refused())
    for read in (notes.orders(), notes.health("desk")):
        with pytest.raises(EngineError, match="orders not read: TopicAuthorizationFailedError"):
            await read
