"""Polls this worker's share of the feeds: those in the partitions that the group gives it.

The members of the group divide the partitions of the topic `feeds`. Before a partition goes to
another worker its polls are stopped here; the other reads where each feed stands from the changelog
and goes on. The poller itself is the one of the embedded engine.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import IllegalStateError, KafkaError

from agents.book import ChangelogBook, open_book
from agents.hop import stop_process
from agents.producing import away
from monitor.clock import Clock
from monitor.config.polling import Polling
from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import broker_name, polling_group
from monitor.errors import UnreadableRecordError
from monitor.polling.poller import Poller
from monitor.polling.running import polling
from monitor.stages.codec import decode
from monitor.topics import FEEDS
from schemas.feed import Feed

logger = logging.getLogger(__name__)

_LISTEN_MILLISECONDS: Final = 300
# A worker that is slow to stop its polls is waited for so long when partitions move.
_HAND_OVER_SECONDS: Final = 30


class Share(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka ships no types
    """The feeds that this worker polls."""

    def __init__(self, kafka: Kafka, settings: Polling, folder: Path, clock: Clock) -> None:
        """Prepare; nothing connects yet.

        Args:
            kafka: the broker.
            settings: of polling.
            folder: for what is read of the changelog.
            clock: the present.
        """
        self._kafka = kafka
        self._settings = settings
        self._folder = folder
        self._clock = clock
        self._listed: dict[int, dict[str, Feed]] = {}
        self._unread = False
        self._ending = False
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            EngineError: the broker is away or refuses.
        """
        consumer = AIOKafkaConsumer(
            **connection(self._kafka),
            group_id=polling_group(self._kafka),
            # Nothing is ever committed: the whole list is read at each assignment.
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(self._kafka.session_timeout * 1000),
            heartbeat_interval_ms=int(self._kafka.session_timeout * 1000 / 6),
            rebalance_timeout_ms=_HAND_OVER_SECONDS * 1000,
        )
        consumer.subscribe([broker_name(self._kafka, FEEDS)], listener=self)
        try:
            await consumer.start()
            while True:
                await self._follow(consumer)
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error) from error
        finally:
            self._ending = True
            await self._halt()
            await consumer.stop()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Stop polling; called before the partitions go to anybody else."""
        del revoked  # all of them: the group divides anew each time
        await self._halt()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Begin with what is given; it is polled when its list has been read."""
        if self._ending:
            return  # given while the consumer was leaving
        self._listed = {partition.partition: {} for partition in assigned}
        self._unread = True
        self._changed.clear()
        logger.info("polling: %d of %d partitions", len(self._listed), self._kafka.partitions)
        self._task = asyncio.create_task(self._serve(sorted(self._listed)))

    async def _halt(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task}, timeout=_HAND_OVER_SECONDS)
        if not self._task.done():
            stop_process("polling cannot be stopped, and its partitions go to another worker")

    async def _follow(self, consumer: AIOKafkaConsumer) -> None:
        """Take what is new of the list; the poller hears of it when all is taken."""
        if self._task is not None and self._task.done() and not self._task.cancelled():
            await self._task  # it never ends by itself, so it failed
        batches = await consumer.getmany(timeout_ms=_LISTEN_MILLISECONDS)
        for message in (m for messages in batches.values() for m in messages):
            self._note(message)
        if self._unread and not batches:
            # The partitions may be on their way to somebody else at this very moment.
            with suppress(IllegalStateError):
                assigned = list(consumer.assignment())
                ends = await consumer.end_offsets(assigned)
                if all([await consumer.position(p) >= ends[p] for p in assigned]):
                    self._unread = False
                    self._changed.set()

    def _note(self, message: "ConsumerRecord[Any, Any]") -> None:
        feeds = self._listed.get(message.partition)
        if feeds is None:
            return
        self._unread = True
        name = (message.key or b"").decode("utf-8", "replace")
        if message.value is None:
            feeds.pop(name, None)
            return
        try:
            found = decode(FEEDS, message.value)
        except UnreadableRecordError as error:
            logger.warning("feed %s: not polled: %s", name, error)
            return
        if isinstance(found, Feed):
            feeds[name] = found

    async def _serve(self, partitions: list[int]) -> None:
        """Poll the feeds of the partitions, each time the list changes those that it has then."""
        while True:
            async with open_book(self._kafka, partitions, self._folder, self._clock) as book:
                await self._changed.wait()
                while not book.failed.is_set():
                    self._changed.clear()
                    await self._poll(book)
            # Whoever has been locked out is told by the group within this time, and stopped.
            await asyncio.sleep(self._kafka.session_timeout)
            self._changed.set()

    async def _poll(self, book: ChangelogBook) -> None:
        """Poll until the list changes or the book fails; a poll under way then is repeated."""
        listed = {n: f for feeds in self._listed.values() for n, f in feeds.items()}
        book.place({n: p for p, feeds in self._listed.items() for n in feeds})
        logger.info("polling: %d feeds", len(listed))
        async with polling(list(listed.values()), book, self._settings, self._clock) as poller:
            working = [asyncio.create_task(w) for w in (poller.run(), _learn(poller, book))]
            told = [asyncio.create_task(e.wait()) for e in (self._changed, book.failed)]
            try:
                await asyncio.wait((*working, *told), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (*working, *told):
                    task.cancel()
                await asyncio.wait((*working, *told))
            for task in working:
                if not task.cancelled():
                    await task  # it ended by itself, so it failed


async def _learn(poller: Poller, book: ChangelogBook) -> None:
    """Let the poller know the articles of other workers, so that it finds copies of them."""
    await poller.ready.wait()
    async for cell in book.follow_copies():
        poller.learn_copies([cell])
