"""Partitions that Faust stopped reading are found; busy and finished ones are left alone."""

from faust.types import TP

from agents.mender import Reading, stalled

ONE = TP("articles", 0)


def test_fetched_and_never_done_is_stalled() -> None:
    """Messages that were fetched and stand still for two looks are read again."""
    look = {ONE: Reading(fetched=11, committed=6)}
    assert stalled(look, dict(look), set()) == {ONE}


def test_first_message_that_was_dropped_is_stalled() -> None:
    """Nothing was ever committed, and yet something was fetched."""
    look = {ONE: Reading(fetched=1, committed=None)}
    assert stalled(look, dict(look), set()) == {ONE}


def test_finished_partition_is_left_alone() -> None:
    """What is committed as far as it was fetched needs nothing."""
    look = {ONE: Reading(fetched=11, committed=11)}
    assert stalled(look, dict(look), set()) == set()


def test_busy_partition_is_left_alone() -> None:
    """A slow article is no stall."""
    look = {ONE: Reading(fetched=11, committed=6)}
    assert stalled(look, dict(look), {ONE}) == set()


def test_moving_partition_is_left_alone() -> None:
    """What moved since the last look is looked at again later."""
    before = {ONE: Reading(fetched=9, committed=6)}
    assert stalled(before, {ONE: Reading(fetched=11, committed=8)}, set()) == set()
