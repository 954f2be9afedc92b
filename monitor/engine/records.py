"""Topics as an operator's commands read and write them, whichever engine keeps them."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from monitor.clock import system_clock
from monitor.engine.store import Commit, Entry, Store
from monitor.errors import UnreadableRecordError
from monitor.stages.codec import decode
from monitor.topics import Topic
from schemas.base import VersionedRecord

_PAGE: Final = 1000
_LOOK_SECONDS: Final = 0.1


class Records(Protocol):
    """Topics, whole or as they grow."""

    def read(self, topic: Topic) -> Iterator[VersionedRecord]:
        """Return every record of a topic; what cannot be read is left out."""

    def follow(self, topic: Topic, *, from_start: bool = False) -> Iterator[VersionedRecord]:
        """Return the records that come in, from now or from the start; never ends by itself."""

    def publish(self, topic: Topic, records: Sequence[tuple[str, bytes]]) -> None:
        """Append records, each with its key."""


class StoreRecords:
    """Topics of the embedded engine. The service may run meanwhile."""

    def __init__(self, path: Path) -> None:
        """Take the store's path."""
        self._path = path

    def read(self, topic: Topic) -> Iterator[VersionedRecord]:
        """Return every record of a topic; what cannot be read is left out."""
        store = Store(self._path)
        try:
            for page in _pages(store, topic, 0):
                yield from _readable(topic, page)
        finally:
            store.close()

    def follow(self, topic: Topic, *, from_start: bool = False) -> Iterator[VersionedRecord]:
        """Return the records that come in, from now or from the start; never ends by itself."""
        store = Store(self._path)
        try:
            offset = 0 if from_start else store.end(topic.name)
            while True:
                # Whoever reads may be slow: what is appended meanwhile belongs to these pages.
                for page in _pages(store, topic, offset):
                    yield from _readable(topic, page)
                    offset = page[-1].offset + 1
                time.sleep(_LOOK_SECONDS)
        finally:
            store.close()

    def publish(self, topic: Topic, records: Sequence[tuple[str, bytes]]) -> None:
        """Append records, all or none."""
        store = Store(self._path)
        try:
            appends = tuple((topic.name, key, value) for key, value in records)
            store.commit(Commit(appends=appends), system_clock())
        finally:
            store.close()


def _pages(store: Store, topic: Topic, offset: int) -> Iterator[Sequence[Entry]]:
    while page := store.read(topic.name, offset, _PAGE):
        yield page
        offset = page[-1].offset + 1


def _readable(topic: Topic, entries: Sequence[Entry]) -> Iterator[VersionedRecord]:
    for entry in entries:
        try:
            yield decode(topic, entry.value)
        except UnreadableRecordError:
            continue
