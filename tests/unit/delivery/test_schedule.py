"""When a delivery is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.service import Delivery as Settings
from monitor.delivery.schedule import after_attempt, next_due
from schemas.delivery import Attempt, Delivery, DeliveryStatus
from tests.support.making import NOON, delivery

SCHEDULE = (0.0, 5.0, 300.0)


def tried(status: int | None, before: Delivery | None = None, jitter: float = 0.0) -> Delivery:
    """Return a delivery after one more try."""
    return after_attempt(before or delivery(), Attempt(at=NOON, status=status), SCHEDULE, jitter)


@given(st.integers(200, 299))
def test_every_2xx_is_success(status: int) -> None:
    """Any success the endpoint answers ends the delivery."""
    assert tried(status).status is DeliveryStatus.DELIVERED


@given(st.none() | st.integers(100, 199) | st.integers(300, 599))
def test_everything_else_is_tried_again(status: int | None) -> None:
    """Errors, redirects and silence are failures."""
    found = tried(status)
    assert found.status is DeliveryStatus.PENDING
    assert found.due == NOON + timedelta(seconds=5)


def test_waits_grow_as_the_schedule_says() -> None:
    """The second failure waits for the third entry."""
    found = tried(500, tried(500))
    assert found.due == NOON + timedelta(seconds=300)


def test_used_up_schedule_exhausts() -> None:
    """After the last entry of the schedule nothing is tried any more."""
    found = tried(500, tried(500, tried(500)))
    assert found.status is DeliveryStatus.EXHAUSTED


def test_success_at_the_last_try_counts() -> None:
    """The last try may still succeed."""
    assert tried(204, tried(500, tried(500))).status is DeliveryStatus.DELIVERED


@given(st.lists(st.sampled_from([200, 301, 404, 500, None]), max_size=3))
def test_every_try_is_kept(answers: list[int | None]) -> None:
    """The record of a delivery lists all its tries, in order, under one id."""
    found = delivery()
    for answer in answers:
        found = tried(answer, found)
    assert [attempt.status for attempt in found.attempts] == answers
    assert found.id == "dl_1"


@given(st.floats(0, 10**6), st.floats(0, 1))
def test_jitter_lengthens_and_never_shortens(wait: float, jitter: float) -> None:
    """Jitter spreads retries without making any come earlier than promised."""
    due = next_due(NOON, wait, jitter)
    assert NOON + timedelta(seconds=wait) <= due <= NOON + timedelta(seconds=wait * 2 + 1)


def test_default_schedule_is_that_of_the_guide() -> None:
    """Ten tries over about three days, the first at once."""
    schedule = Settings().schedule
    assert (len(schedule), schedule[0]) == (10, 0)
    assert 3 <= sum(schedule) / 86400 <= 4


@pytest.mark.parametrize("length", [1, 2, 7])
def test_number_of_tries_is_the_length_of_the_schedule(length: int) -> None:
    """As many entries, so many tries."""
    found = delivery()
    while found.status is DeliveryStatus.PENDING:
        found = after_attempt(found, Attempt(at=NOON, status=500), (0.0,) * length, 0)
    assert len(found.attempts) == length
