"""Deciding in processes gives what deciding in a thread gives."""

from collections.abc import AsyncIterator

import pytest

from agents.deciding import Decide, Thread, analysing
from monitor.config.watchlist import WatchList
from monitor.engine.guard import Guard
from monitor.errors import DeadLetterLimitError
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.stages.codec import encode
from monitor.stages.stage import Stage
from monitor.topics import DEAD_LETTERS
from tests.support.making import NOON, THREAT, article, lake_watchlist

WATCHLIST = WatchList.model_validate(lake_watchlist())


@pytest.fixture
async def decide() -> AsyncIterator[Decide]:
    """Decide in one process."""
    async with analysing(WATCHLIST, 1) as found:
        yield found


@pytest.fixture
def stage(model: Model) -> Stage:
    """Return the stage that reads articles."""
    return build_flow(WATCHLIST, model).stages[0]


async def test_processes_decide_as_a_thread_does(decide: Decide, stage: Stage) -> None:
    """New, known and unreadable articles, also under a key that is not theirs."""
    first, edit = article(THREAT, id="a"), article(THREAT + " He left.", id="a", version=2)
    cells: dict[str, bytes | None] = {}
    streaks = (Guard(50), Guard(50))
    for key, value in (
        ("a", encode(first)),
        ("a", encode(first)),
        ("another", encode(edit)),
        ("a", b"no article"),
        ("a", None),
        ("b", encode(article("Nobody spoke.", id="b"))),
    ):
        one, other = [
            await way(guard, stage, key, value, cells.get, NOON)
            for way, guard in zip((Thread(), decide), streaks, strict=True)
        ]
        assert one == other
        assert streaks[0] == streaks[1]
        cells |= one.writes
    assert set(cells) == {"a", "b"}


async def test_limit_of_failures_holds_in_processes(decide: Decide, stage: Stage) -> None:
    """Failures in a row are counted where the record came from, and the last one is refused."""
    guard = Guard(3)
    for _ in range(2):
        outcome = await decide(guard, stage, "k", b"{}", lambda _: None, NOON)
        assert [e.topic for e in outcome.emissions] == [DEAD_LETTERS]
    with pytest.raises(DeadLetterLimitError, match="3 records of articles in a row"):
        await decide(guard, stage, "k", b"{}", lambda _: None, NOON)
