"""The Kafka transport of Faust, without what loses records, and with batches.

Faust 0.15.3 drops what it has fetched while streams are suspended, and seeks back to the committed
offsets to fetch it again. aiokafka 0.14 seeks only where an offset above 0 is committed, so the
first records of a partition were passed over, and the next commit took them for done.

And what was being fetched as partitions were divided anew could come when the seek was over: it was
dropped, or the place to which it had been read replaced the place of the seek. Records behind it
looked like ones behind a gap, and those before them were committed, undone. Or changelogs went that
way, and tables waited for them for ever. So nothing is being read while a consumer seeks
(`docs/decisions/0015`).
"""

import asyncio
from collections.abc import Mapping
from functools import cached_property
from time import monotonic
from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.producer.message_accumulator import BatchBuilder
from faust.transport.drivers import aiokafka
from faust.types import TP, ConsumerMessage, ServiceT
from mode import Service

_BATCH_BYTES: Final = 512 * 1024
_UNCOMPRESSED: Final = 0
# How long one fetch waits for records: as long, a seek may have to wait for it.
_FETCH_SECONDS: Final = 0.2

Fetched = Mapping[TP, list[ConsumerMessage]]


class _Thread(aiokafka.AIOKafkaConsumerThread):
    """The thread that a consumer's heartbeats go out from."""

    _beaten: float | None = None

    @Service.task
    async def _beat(self) -> None:
        """Note that time passes here, and nothing more once it stood still for too long."""
        while not self.should_stop:
            if not self.stood_still():
                self._beaten = monotonic()
            await self.sleep(self.app.conf.broker_heartbeat_interval / 2)

    def stood_still(self) -> bool:
        """Tell whether the last heartbeat before a standstill may be a session ago."""
        conf = self.app.conf
        longest: float = conf.broker_session_timeout - conf.broker_heartbeat_interval
        return self._beaten is not None and monotonic() - self._beaten > longest

    def _create_worker_consumer(self, transport: aiokafka.Transport) -> AIOKafkaConsumer:
        """Create a consumer whose other requests need not wait for fetches.

        A broker answers the requests of a connection in turn, and Faust lets it hold an empty fetch
        for 1.5 s: each of a rebalance's four questions about offsets took as long.
        """
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = int(_FETCH_SECONDS * 1000)  # noqa: SLF001 - no setting
        return consumer


class Consumer(aiokafka.Consumer):
    """A consumer that reads nothing while it seeks, and knows who it is.

    It also seeks where nothing was committed yet.
    """

    _reader: "asyncio.Task[None] | None" = None
    _thread: _Thread

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    @cached_property
    def _at_rest(self) -> asyncio.Event:
        """Set while nothing is being fetched or handed on."""
        at_rest = asyncio.Event()
        at_rest.set()
        return at_rest

    async def _drain_messages(self, fetcher: ServiceT) -> None:
        self._reader = asyncio.current_task()
        try:
            await super()._drain_messages(fetcher)
        finally:
            self._at_rest.set()

    async def _wait_next_records(
        self,
        timeout: float,  # noqa: ASYNC109 - Faust's
    ) -> tuple[Fetched | None, set[TP] | None]:
        self._at_rest.set()
        while not (self.flow_active or self.should_stop):
            await self.wait(self.can_resume_flow.wait())
        self._at_rest.clear()
        found: tuple[Fetched | None, set[TP] | None] = await super()._wait_next_records(timeout)
        return found

    async def _getmany(
        self,
        active_partitions: set[TP] | None,
        timeout: float,  # noqa: ASYNC109 - Faust's
    ) -> Fetched:
        # Of the set itself partitions are taken while the fetch waits, and one that was emptied
        # means all of them to aiokafka.
        active = active_partitions and set(active_partitions)
        found: Fetched = await super()._getmany(active, min(timeout, _FETCH_SECONDS))
        return found

    async def _rest(self) -> None:
        """Wait until nothing is being read; it goes on when Faust resumes the flow."""
        self.stop_flow()
        await self._at_rest.wait()

    async def perform_seek(self) -> None:
        """Seek to what is to be read next, with nothing being read meanwhile.

        What a reader has to drop as the flow stops needs no seek of its own: who stopped it seeks.
        """
        if asyncio.current_task() is self._reader:
            return
        await self._rest()
        await super().perform_seek()

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Seek to given offsets, with nothing being read meanwhile."""
        await self._rest()
        await super().seek_wait(partitions)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every partition to what is read next; of changelogs, recovery takes care."""
        committed = await super().seek_to_committed()
        changelogs = self.app.tables.changelog_topics
        fresh = [p for p, offset in committed.items() if not offset and p.topic not in changelogs]
        if fresh:
            await self.seek_wait(await self.earliest_offsets(*fresh))
        return committed

    def close(self) -> None:
        """Leave closing to the thread's own stop, which signs off before the connection goes.

        Faust closes when partitions are given to an application that is being stopped.
        """

    async def end(self, seconds: float) -> None:
        """Stop what its thread may have started after it was itself stopped, within a bound."""
        thread = self._thread
        consumer = thread._consumer  # noqa: SLF001
        if consumer is None or not thread.thread_loop.is_running():
            return
        stopping = asyncio.run_coroutine_threadsafe(consumer.stop(), thread.thread_loop)
        await asyncio.wait({asyncio.wrap_future(stopping)}, timeout=seconds)

    def stood_still(self) -> bool:
        """Tell whether its thread, and its heartbeats with it, ever stood still for a session.

        Its group may have gone on without it then, whether or not it has heard so.
        """
        return self._thread.stood_still()

    def member(self) -> str:
        """Return the id under which it is a member of its group; empty if it is none."""
        consumer = self._thread._consumer  # noqa: SLF001
        member: str = "" if consumer is None else consumer._coordinator.member_id  # noqa: SLF001
        return member


class Producer(aiokafka.Producer):
    """A producer that also sends records together."""

    async def send_together(
        self, topic: str, partition: int, records: Mapping[bytes, bytes | None]
    ) -> int:
        """Send records in their order and in one batch: the broker keeps all of them or none.

        More than 512 KiB go in several batches, of which the first may then be there alone.

        Returns:
            the offset of the last record.

        Raises:
            KafkaError: the broker is away or refuses.
        """
        batch = BatchBuilder(_BATCH_BYTES, _UNCOMPRESSED)
        for key, value in records.items():
            if batch.append(timestamp=None, key=key, value=value) is None:
                await self._deliver(batch, topic, partition)
                batch = BatchBuilder(_BATCH_BYTES, _UNCOMPRESSED)
                batch.append(timestamp=None, key=key, value=value)
        return await self._deliver(batch, topic, partition)

    async def _deliver(self, batch: BatchBuilder, topic: str, partition: int) -> int:
        batch.close()
        sent = await self._ensure_producer().send_batch(batch, topic, partition=partition)
        first = (await sent).offset
        last: int = first + batch.record_count() - 1
        return last


class Transport(aiokafka.Transport):
    """The transport with both."""

    Consumer = Consumer
    Producer = Producer
