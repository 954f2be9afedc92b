"""When a consumer counts as stopped."""

from monitor.engine.progress import Offsets, Place, Progress

HERE: Place = ("articles", 3)


def at(committed: int | None, end: int, begin: int = 0) -> dict[Place, Offsets]:
    """Return one partition."""
    return {HERE: Offsets(committed, begin, end)}


def test_standing_behind_a_growing_end_is_a_stall() -> None:
    """Records come in and none is read for as long as patience lasts."""
    progress = Progress(60)
    assert progress.stalled(at(5, 6), 0) == {}
    assert progress.stalled(at(5, 9), 59) == {}
    assert progress.stalled(at(5, 12), 60) == {HERE: 60}


def test_slow_is_not_stalled() -> None:
    """Whoever reads one record now and then moves, however many wait."""
    progress = Progress(60)
    for turn in range(10):
        assert progress.stalled(at(turn, 1000), turn * 50) == {}


def test_nothing_to_read_is_not_stalled() -> None:
    """A quiet night ends no worker; patience begins with the first record that waits."""
    progress = Progress(60)
    assert progress.stalled(at(7, 7), 0) == {}
    assert progress.stalled(at(7, 7), 5000) == {}
    assert progress.stalled(at(7, 8), 5010) == {}
    assert progress.stalled(at(7, 8), 5060) == {HERE: 60}


def test_never_committed_counts_from_what_is_still_there() -> None:
    """A new group has nothing to read where retention has removed everything."""
    assert Offsets(None, 40, 40).lag == 0
    assert Offsets(None, 40, 45).lag == 5
    assert Offsets(3, 40, 45).lag == 5


def test_partition_that_comes_back_begins_anew() -> None:
    """What somebody else did not read is not held against this worker."""
    progress = Progress(60)
    progress.stalled(at(5, 9), 0)
    assert progress.stalled({}, 30) == {}
    assert progress.stalled(at(5, 9), 70) == {}


def test_broker_that_was_away_begins_anew() -> None:
    """While nobody could read, nobody stood still."""
    progress = Progress(60)
    progress.stalled(at(5, 9), 0)
    progress.restart()
    assert progress.stalled(at(5, 9), 70) == {}
