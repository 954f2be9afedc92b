"""The Kafka transport of Faust, without what loses records, and with batches.

Faust 0.15.3 drops what it has fetched while streams are suspended, and seeks back to the committed
offsets to fetch it again. aiokafka 0.14 seeks only where an offset above 0 is committed, so the
first records of a partition were passed over, and the next commit took them for done.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from aiokafka.producer.message_accumulator import BatchBuilder
from faust.transport.drivers import aiokafka
from faust.types import TP

_BATCH_BYTES: Final = 512 * 1024
_UNCOMPRESSED: Final = 0


class Consumer(aiokafka.Consumer):
    """A consumer that also seeks where nothing was committed yet, and knows who it is."""

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
