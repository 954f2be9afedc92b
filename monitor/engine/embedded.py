"""The embedded engine: the chain over one SQLite file, exactly once by construction.

A step reads some records of a topic, decides on each with the state the step has so far, and
commits the cursor, the state and the outputs in one transaction. Deciding happens before the
transaction begins, so the file is locked for writing only as long as the writing takes.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from monitor.clock import Clock, system_clock
from monitor.engine.guard import Guard
from monitor.engine.store import Commit, Entry, Pending, Store
from monitor.errors import DeadLetterLimitError
from monitor.flow import Flow
from monitor.stages.codec import encode
from monitor.stages.stage import Emission, Stage
from monitor.topics import Topic
from schemas.base import VersionedRecord
from schemas.delivery import Delivery

# A step ends after so many records or so long, whichever comes first: long enough to share a
# commit among many, short enough that an alert never waits for the rest of a backlog.
_STEP_RECORDS: Final = 256
_STEP_SECONDS: Final = 0.05

# Holds, by stage, how many records in a row could not be processed, where there are any.
_STREAKS: Final = "failures in a row"


class _Overlay:
    """A stage's state as a step sees it: what the step wrote so far over what is stored."""

    def __init__(self, store: Store, stage: str) -> None:
        self._store = store
        self._stage = stage
        self.written: dict[tuple[str, str], bytes | None] = {}

    def get(self, key: str) -> bytes | None:
        try:
            return self.written[self._stage, key]
        except KeyError:
            return self._store.cell(self._stage, key)

    def update(self, writes: Iterable[tuple[str, bytes | None]]) -> None:
        for key, value in writes:
            self.written[self._stage, key] = value


class EmbeddedEngine:
    """Runs a flow over a store. Synchronous; give it a thread of its own beside an event loop."""

    def __init__(
        self, flow: Flow, store: Store, *, dead_letter_limit: int, clock: Clock = system_clock
    ) -> None:
        """Prepare to run; nothing is read or written yet."""
        self._flow = flow
        self._store = store
        self._clock = clock
        self._limit = dead_letter_limit

    def publish(self, topic: Topic, records: Iterable[tuple[str, VersionedRecord]]) -> None:
        """Append records to a topic, all or none."""
        appends = tuple((topic.name, key, encode(record)) for key, record in records)
        self._store.commit(Commit(appends=appends), self._clock())

    def pump(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Carry everything waiting to the end of the chain.

        Args:
            stopping: asked before each step whether to leave the rest where it is.

        Returns:
            how many records were read, of all topics.

        Raises:
            DeadLetterLimitError: too many in a row could not be processed. What failed is still
                unread, so nothing drains into the dead letters.
            EngineError: the store cannot be written; what was not committed will be repeated.
        """
        total = 0
        while True:
            before = total
            for stage in self._flow.stages:
                if stopping():
                    return total
                total += self._step(stage)
            if total == before:
                return total

    def _step(self, stage: Stage) -> int:
        start = self._store.cursor(stage.name)
        cells = _Overlay(self._store, stage.name)
        # Failures in a row are counted in the store, or each restart would begin a new row.
        streak = self._store.cell(_STREAKS, stage.name)
        guard = Guard(self._limit, int(streak or 0))
        emissions: list[Emission] = []
        queued: list[Pending] = []
        until = monotonic() + _STEP_SECONDS
        read, offset = 0, start
        failure: DeadLetterLimitError | None = None
        kept = (0, start, 0)  # records, offset and emissions before the failures that are open
        for entry in self._waiting(stage, start, guard):
            try:
                outcome = guard.run(stage, entry.key, entry.value, cells, self._clock())
            except DeadLetterLimitError as error:
                failure = error
                break
            cells.update(outcome.writes.items())
            emissions.extend(outcome.emissions)
            queued.extend(map(to_pending, outcome.queued))
            read, offset = read + 1, entry.offset + 1
            if not guard.streak:
                kept = (read, offset, len(emissions))
                if monotonic() > until:
                    break
        if failure is not None:
            # The failures of this step are left unread with the record that broke the limit.
            read, offset, count = kept
            del emissions[count:]
            guard.streak = 0
        if read:
            row = str(guard.streak).encode() if guard.streak else None
            counted = {(_STREAKS, stage.name): row} if row != streak else {}
            self._store.commit(
                Commit(
                    reader=stage.name,
                    expected=start,
                    offset=offset,
                    appends=tuple((e.topic.name, e.key, encode(e.record)) for e in emissions),
                    cells=cells.written | counted,
                    queue=tuple(queued),
                ),
                self._clock(),
            )
        if failure is not None:
            raise failure
        return read

    def _waiting(self, stage: Stage, offset: int, guard: Guard) -> Iterator[Entry]:
        """Yield the records of a step, and more until failures in a row have come to their end."""
        while entries := self._store.read(stage.source.name, offset, _STEP_RECORDS):
            yield from entries
            if not guard.streak:
                return
            offset = entries[-1].offset + 1

    def readers(self) -> dict[str, str]:
        """Return each reader's topic by name, for pruning and for reports of lag."""
        return {stage.name: stage.source.name for stage in self._flow.stages}

    def prune(self) -> int:
        """Drop records past their topic's retention that every reader has read.

        Of topics that keep the newest record of each key, the older ones go.
        """
        now = self._clock()
        readers = self.readers()
        dropped = 0
        for topic in self._flow.topics:
            read_by = [name for name, source in readers.items() if source == topic.name]
            if topic.retention is None:
                dropped += self._store.compact(topic.name, read_by)
                continue
            before = datetime.fromtimestamp(now.timestamp() - topic.retention, UTC)
            dropped += self._store.prune(topic.name, before, read_by)
        return dropped


def to_pending(delivery: Delivery) -> Pending:
    """Put a delivery into the form in which the outbox keeps it."""
    return Pending(delivery.id, delivery.endpoint, delivery.due, encode(delivery))
