"""Small stages over real topics, for testing an engine without any language in it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from monitor.engine.embedded import EmbeddedEngine
from monitor.engine.store import Store
from monitor.flow import Flow
from monitor.stages.stage import Cells, Emission, Outcome, Stage
from monitor.topics import ALERTS, ARTICLES, CHANGES, POSITIONS
from schemas.article import Article
from schemas.change import Change
from schemas.vocabulary import ChangeKind, Direction
from tests.support.making import NOON, article

POISON = "poison"


def change(name: str, reason: str = "counted") -> Change:
    """Make a verdict that carries a word."""
    return Change(
        id=name,
        actor="duarte",
        issue="permit",
        change=ChangeKind.RECORDED,
        direction=Direction.NONE,
        statement="st",
        article=name,
        reason=reason,
        rule="test",
        alerts=False,
    )


def count(found: Article, cells: Cells) -> Outcome:
    """Count articles by outlet and say the count; refuse the one called poison."""
    if found.title == POISON:
        raise ValueError(f"{found.id} cannot be read")
    seen = int(cells.get(found.outlet) or b"0") + 1
    return Outcome(
        (Emission(CHANGES, found.outlet, change(found.id, str(seen))),),
        {found.outlet: str(seen).encode()},
    )


def number(found: Change, cells: Cells) -> Outcome:
    """Number changes one after the other, under the same key as `count` uses."""
    seen = int(cells.get("Lakeside Wire") or b"100") + 1
    return Outcome(
        (Emission(POSITIONS, found.id, change(found.id, str(seen))),),
        {"Lakeside Wire": str(seen).encode()},
    )


COUNT = Stage("count", ARTICLES, count, emits=(CHANGES,))
NUMBER = Stage("number", CHANGES, number, emits=(POSITIONS,))


def stage_of(decide: Callable[[Article, Cells], Outcome]) -> Stage:
    """Make a stage that reads articles."""
    return Stage("stage", ARTICLES, decide, emits=(CHANGES, ALERTS))


def noon() -> datetime:
    """Tell the time: always noon."""
    return NOON


def engine(store: Store, *stages: Stage, limit: int = 50) -> EmbeddedEngine:
    """Build an engine whose clock stands still."""
    return EmbeddedEngine(Flow(stages), store, dead_letter_limit=limit, clock=noon)


def articles(*titles: str, outlet: str = "Lakeside Wire") -> list[tuple[str, Article]]:
    """Make articles A0, A1, … with the given titles."""
    return [
        (f"A{n}", article(id=f"A{n}", title=title, outlet=outlet)) for n, title in enumerate(titles)
    ]


def values(store: Store, topic: str) -> list[bytes]:
    """Return everything on a topic."""
    return [entry.value for entry in store.read(topic, 0, 1_000_000)]


def open_store(folder: Path, name: str = "store.db") -> Store:
    """Open a store that does not wait for the disk."""
    return Store(folder / name, durable=False)
