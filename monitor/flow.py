"""The chain, top to bottom. Start reading here.

    feed ──poll──▶ articles ──extract──▶ statements ──track──▶ changes, positions, alerts
                                                      alerts ──route──▶ deliveries ──queue──▶ outbox
                                         statements taken back ──correct──▶ deliveries

Each arrow is a stage: a pure function of a record and keyed state. Two engines run the same chain:
the embedded one over one SQLite file (`monitor.engine`), the Kafka one with an agent for each
stage (`agents`). `monitor.polling.poller` brings the articles in, and what stands in
the outbox is sent by `monitor.delivery.sender`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.alerts.compose import Composer, Named
from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model import Model
from monitor.positions.classify import Classifier
from monitor.positions.model_file import load_reader
from monitor.positions.terms import TermMatcher
from monitor.stages.correct import CorrectStage
from monitor.stages.extract import ExtractStage
from monitor.stages.route import RouteStage, queue
from monitor.stages.stage import Stage
from monitor.stages.track import TrackStage
from monitor.topics import ALERTS, ALL, ARTICLES, CHANGES, DELIVERIES, POSITIONS, STATEMENTS, Topic


@dataclass(frozen=True, slots=True)
class Flow:
    """The stages in the order in which a record passes them."""

    stages: tuple[Stage, ...]
    topics: tuple[Topic, ...] = ALL

    def __iter__(self) -> Iterator[Stage]:
        """Walk the chain."""
        return iter(self.stages)


def build_flow(watchlist: WatchList, model: Model) -> Flow:
    """Build the chain for a watch-list.

    Args:
        watchlist: whom to listen to, on what, and whom to tell.
        model: the statement model (`monitor.language`).
    """
    extract = ExtractStage(
        Extractor(watchlist, model),
        Classifier(load_reader()),
        TermMatcher(watchlist.issues, watchlist.signals),
        affiliations={a.id: a.affiliation or "" for a in watchlist.actors},
        signal_issues={s.id: s.issue for s in watchlist.signals if s.issue},
    )
    track = TrackStage(Composer({a.id: Named.of(a.name, a.aliases) for a in watchlist.actors}))
    route = RouteStage(watchlist.endpoints)
    correct = CorrectStage(watchlist.endpoints)
    return Flow(
        (
            Stage("extract", ARTICLES, extract, emits=(STATEMENTS,)),
            Stage("track", STATEMENTS, track, emits=(CHANGES, POSITIONS, ALERTS)),
            Stage("route", ALERTS, route, emits=(DELIVERIES,), stateful=False),
            Stage("correct", STATEMENTS, correct, emits=(DELIVERIES,), stateful=False),
            Stage("queue", DELIVERIES, queue, emits=(), stateful=False),
        )
    )
