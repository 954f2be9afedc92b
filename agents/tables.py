"""Tables that are written through their changelog: all that a record writes, or none of it.

Faust sends each value by itself and notes on the disk that the changelog is read so far as soon as
the broker has acknowledged it; the value is written there later. A worker that ended in between
found the note at its next start and never read the value.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Final, cast

import faust
from faust.stores import rocksdb
from rocksdict import WriteBatch

from agents.transport import Producer

Writes = Mapping[bytes, bytes | None]

_OURS: Final = b"\x00"


def own_key(name: str) -> bytes:
    """Return a key for what is no state of a stage: no stage's key begins like it."""
    return _OURS + name.encode()


def done_key(stage: str) -> bytes:
    """Return the key under which it stands how far a stage has come (`Done`)."""
    return own_key(f"done.{stage}")


def is_own_key(key: bytes) -> bool:
    """Tell whether a key is from `own_key`."""
    return key.startswith(_OURS)


class Store(rocksdb.Store):
    """A store in which values and how far the changelog is read are written together."""

    def write(self, partition: int, writes: Writes, offset: int) -> None:
        """Write values, and the offset of the last of them in the changelog."""
        batch = WriteBatch(raw_mode=True)
        for key, value in writes.items():
            if value is None:
                batch.delete(key)
            else:
                batch.put(key, value)
        batch.put(self.offset_key, str(offset).encode())
        self._db_for_partition(partition).write(batch)

    def look(self, partition: int, key: bytes) -> bytes | None:
        """Return a value of a partition; of one that is another worker's, nothing."""
        kept = self._dbs.get(partition)
        return None if kept is None else kept.get(key)


class Table(faust.Table[bytes, bytes]):
    """A table that is written with `write` and with nothing else."""

    @cached_property
    def _turns(self) -> defaultdict[int, asyncio.Lock]:
        return defaultdict(asyncio.Lock)

    def _new_store(self) -> Store:
        return Store(
            self.app.conf.store,
            self.app,
            self,
            table_name=self.name,
            key_type=self.key_type,
            key_serializer=self.key_serializer,
            value_type=self.value_type,
            value_serializer=self.value_serializer,
            options=self.options,
        )

    def look(self, partition: int, key: bytes) -> bytes | None:
        """Return a value of a partition, also where no record is being carried."""
        return cast("Store", self.data).look(partition, key)

    async def write(self, partition: int, writes: Writes) -> None:
        """Write through the changelog: here only what the broker has acknowledged.

        Args:
            partition: of the record that is being carried.
            writes: value by key, in the order in which they are kept; None deletes.

        Raises:
            KafkaError: the broker refuses, and nothing is written here.
        """
        if writes:
            # Cancelled between changelog and disk, a value would be behind the next one's offset.
            await asyncio.shield(asyncio.ensure_future(self._write(partition, writes)))

    async def _write(self, partition: int, writes: Writes) -> None:
        # Several agents may write a table: in turns, or the offset of one could be noted while the
        # value of another, which the changelog has before it, is not on the disk yet.
        async with self._turns[partition]:
            producer = cast("Producer", self.app.producer)
            changelog = self.changelog_topic.get_topic_name()
            offset = await producer.send_together(changelog, partition, writes)
            cast("Store", self.data).write(partition, writes, offset)
