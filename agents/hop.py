"""What every agent does with an event, in the one order that loses nothing.

Decide, send and await, write state, acknowledge. A crash between the steps repeats the hop: either
the state is old and the same records come out under the same ids, or the state says that the record
is done and nothing is owed.
"""

import asyncio
import logging
import os
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, NoReturn, cast

from faust import Stream
from faust.types import EventT, StreamT

from agents.app import KafkaApp
from agents.deciding import Decide, Thread
from agents.metrics import RECORD_SECONDS, RECORDS_TOTAL
from agents.tables import Table, Writes, done_key
from monitor.clock import Clock
from monitor.delivery.event import binary_headers
from monitor.engine.done import Done
from monitor.engine.guard import Guard
from monitor.engine.kafka_topics import failures_table
from monitor.stages.codec import encode
from monitor.stages.stage import Outcome, Stage
from monitor.topics import ALERTS_BY_ID
from schemas.alert import Alert
from schemas.delivery import Delivery

logger = logging.getLogger(__name__)

Queue = Callable[[int, Delivery, Writes], Awaitable[None]]

_SOFTWARE_FAULT = 70  # EX_SOFTWARE of sysexits.h
# A record waits for the broker twice; meanwhile those of other partitions are decided, and what
# they send goes in fewer requests: with 16 a core carries 15 % more articles than with 4.
ABREAST = 16


class Hop:
    """Carries events of one stage.

    Attributes:
        read: events done.
        sent: records sent by topic, for knowing when a replay is over.
    """

    def __init__(
        self,
        kafka: KafkaApp,
        stage: Stage,
        *,
        limit: int,
        clock: Clock,
        queue: Queue | None = None,
        table: Table | None = None,
        decide: Decide | None = None,
        abreast: int = ABREAST,
    ) -> None:
        """Prepare.

        Args:
            kafka: the application.
            stage: what to decide with.
            limit: failures in a row, of one partition, that stop the worker.
            clock: the present, for dead letters.
            queue: keeps a delivery that the stage queued, where it queues any, together with
                what else is to be written to the partition.
            table: what it keeps it in; the stage's own unless given.
            decide: where to decide; a thread unless given.
            abreast: how many records of different partitions are in hand at a time.
        """
        self.stage = stage
        self.read = 0
        self.sent: Counter[str] = Counter()
        self._kafka = kafka
        self._table = kafka.tables.get(stage.name) if table is None else table
        self._done_key = done_key(stage.name)
        # Failures in a row are counted in a table, or each restart would begin a new row.
        self._failures = kafka.tables[failures_table(kafka.role)]
        self._limit = limit
        self._session: float = kafka.app.conf.broker_session_timeout
        self._clock = clock
        self._queue = queue
        self._decide = decide or Thread()
        self._abreast = abreast
        self._room = asyncio.Semaphore(abreast)
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()
        # How often partitions were divided, and who had sent something by then.
        self._division = 0
        self._writing: set[asyncio.Task[None]] = set()

    async def carry(self, stream: StreamT[Any]) -> None:
        """Carry a stream, each partition in its order: the agent itself."""
        try:
            # `StreamT` lacks what `Stream` has: acknowledging is ours, not Faust's.
            async for event in cast("Stream[Any]", stream).noack().events():
                division = self._division
                await self._room.acquire()
                # A task sees the event at hand as Faust's tables do: by the context it begins in.
                task = asyncio.create_task(self._in_turn(event, division))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        finally:
            for task in self._tasks:
                task.cancel()

    async def _in_turn(self, event: EventT[bytes], division: int) -> None:
        try:
            # Locks are fair: the order of coming is the order of going.
            async with self._turns[event.message.partition]:
                if division == self._division:
                    await self.handle(event)
        finally:
            self._room.release()

    async def release(self) -> None:
        """Have nothing more in hand, because the partitions are about to be divided anew.

        What is only being decided is given up, unacknowledged, for whoever reads it next. What is
        being sent and written is waited for: written after somebody else has taken the partition
        over, it would replace what that one has written since.
        """
        self._division += 1
        if self._writing:
            await asyncio.wait(self._writing)

    async def drain(self) -> None:
        """Wait for the records in hand, and take no other ever after."""
        for _ in range(self._abreast):
            await self._room.acquire()

    async def handle(self, event: EventT[bytes]) -> None:
        """Carry one event to the end and acknowledge it.

        Anything that keeps it from getting there ends the process with the event unacknowledged:
        Faust would acknowledge it if the agent raised, and the record would be lost.
        """
        begun, division = monotonic(), self._division
        place = event.message
        try:
            done = self._done()
            if done.covers(place.offset, place.timestamp):
                # Judged again beside a state that holds it, it would be a copy of itself.
                event.ack()
                return
            key = (event.key or b"").decode("utf-8", "replace")
            streak_key = f"{self.stage.name}.{place.partition}".encode()
            streak = int(self._failures.get(streak_key) or 0)
            guard = Guard(self._limit, streak)
            # Deciding takes milliseconds of CPU; on the loop it would hold up heartbeats.
            outcome = await self._decide(
                guard, self.stage, key, event.value, self._look, self._clock()
            )
            if monotonic() - begun > self._session:
                # Slower than the group waits.
                stop_process(f"{self.stage.name}: a record was in hand for longer than a session")
            self._end_if_frozen()
            if division != self._division:
                return
            self._past_giving_up()
            await self._send(outcome)
            self._end_if_frozen()
            await self._write(place.partition, outcome, done.after(place.offset, place.timestamp))
            if guard.streak != streak:
                counted = str(guard.streak).encode() if guard.streak else None
                await self._failures.write(place.partition, {streak_key: counted})
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - see above
            stop_process(f"{self.stage.name}: {error}")
        event.ack()
        self.read += 1
        RECORDS_TOTAL.labels(self.stage.name).inc()
        RECORD_SECONDS.labels(self.stage.name).observe(monotonic() - begun)

    def _end_if_frozen(self) -> None:
        """End a process that stood still for a session: its partitions may be another worker's.

        What it would write is older than what that one has written, and would stand behind it.
        Thawed, it has records that it had read, and reads more, until it hears that its session is
        over.
        """
        if self._kafka.stood_still():
            stop_process(f"{self.stage.name}: the process stood still for longer than a session")

    def _past_giving_up(self) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def _done(self) -> Done:
        """Return how far the stage has come in the partition of the event at hand."""
        return Done.read(self._table.get(self._done_key) if self._table is not None else None)

    def _look(self, key: str) -> bytes | None:
        """Return the stage's state in the partition of the event at hand."""
        if self._table is None:
            return None
        found: bytes | None = self._table.get(key.encode())
        return found

    async def _send(self, outcome: Outcome) -> None:
        acknowledged = []
        for emission in outcome.emissions:
            topic = self._kafka.topics[emission.topic.name]
            key, value = emission.key.encode(), encode(emission.record)
            if isinstance(emission.record, Alert):
                headers = binary_headers(emission.record.id, emission.record)
                # Beside the log, under its own id: compacted, so that a consumer can begin late.
                by_id = self._kafka.topics[ALERTS_BY_ID.name]
                own_key = emission.record.id.encode()
                acknowledged.append(await by_id.send(key=own_key, value=value, headers=headers))
                acknowledged.append(await topic.send(key=key, value=value, headers=headers))
            else:
                acknowledged.append(await topic.send(key=key, value=value))
            self.sent[emission.topic.name] += 1
        await asyncio.gather(*acknowledged)

    async def _write(self, partition: int, outcome: Outcome, done: Done) -> None:
        """Write the state, and that the record is done, all or nothing.

        A stage without state decides alike however often it is asked.
        """
        if self._table is None:
            return
        writes: dict[bytes, bytes | None] = {k.encode(): v for k, v in outcome.writes.items()}
        writes[self._done_key] = done.encode()
        if self._queue is None or not outcome.queued:
            await self._table.write(partition, writes)
            return
        *first, last = outcome.queued
        for delivery in first:
            await self._queue(partition, delivery, {})
        await self._queue(partition, last, writes)


def stop_process(reason: str) -> NoReturn:
    """End the process at once, nothing acknowledged, for its supervisor to start it again."""
    logger.critical("%s: stopping, so that nothing is lost", reason)
    logging.shutdown()
    os._exit(_SOFTWARE_FAULT)
