"""Runs articles through the embedded engine one by one and hands over what came out of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.engine.embedded import EmbeddedEngine
from monitor.engine.store import Store
from monitor.flow import Flow
from monitor.replay.lines import lines_of
from monitor.stages.codec import decode
from monitor.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, STATEMENTS, Topic
from schemas.article import Article
from schemas.base import VersionedRecord
from schemas.change import Change
from schemas.vocabulary import ChangeKind

SHOWN = (ARTICLES, STATEMENTS, CHANGES, ALERTS, DEAD_LETTERS)


@dataclass(slots=True)
class Replayed:
    """What one article gave, by topic, in the order of the chain."""

    records: list[tuple[Topic, VersionedRecord]] = field(default_factory=list)

    def of(self, topic: Topic) -> list[Any]:
        """Return the records of one topic."""
        return [record for found, record in self.records if found is topic]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Return the JSON lines of the article."""
        duplicates = {
            change.statement: change.before
            for change in self.of(CHANGES)
            if isinstance(change, Change)
            and change.change is ChangeKind.COPY
            and change.before is not None
        }
        for topic, record in self.records:
            yield from lines_of(topic, record, duplicates)


class EmbeddedReplay:
    """Replays into a store of its own, so that nothing that runs is touched."""

    def __init__(self, flow: Flow, store: Store, *, dead_letter_limit: int) -> None:
        """Prepare; the clock of a replay is the arrival of the article at hand."""
        self._now: datetime | None = None
        self._store = store
        self._engine = EmbeddedEngine(
            flow, store, dead_letter_limit=dead_letter_limit, clock=self._clock
        )
        self._read = {topic.name: store.end(topic.name) for topic in SHOWN}

    def _clock(self) -> datetime:
        if self._now is None:
            raise RuntimeError("a replay has no time before its first article")
        return self._now

    def run(self, articles: Iterable[Article]) -> Iterator[Replayed]:
        """Carry each article to the end of the chain before the next comes in."""
        for article in articles:
            self._now = article.arrived
            self._engine.publish(ARTICLES, [(article.id, article)])
            self._engine.pump()
            yield self._collect()

    def _collect(self) -> Replayed:
        replayed = Replayed()
        for topic in SHOWN:
            entries = self._store.read(topic.name, self._read[topic.name], 1_000_000)
            if entries:
                self._read[topic.name] = entries[-1].offset + 1
            replayed.records += [(topic, decode(topic, entry.value)) for entry in entries]
        return replayed

    def waiting(self) -> int:
        """Return how many deliveries wait to be sent."""
        return self._store.waiting()
