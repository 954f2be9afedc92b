"""Retry-After in both its forms."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.schedule import after_attempt, retry_after
from schemas.delivery import Attempt, DeliveryStatus
from tests.support.making import NOON, delivery


def test_seconds() -> None:
    """A number is seconds."""
    assert retry_after(429, " 120 ", NOON) == 120


def test_date() -> None:
    """A date is the seconds until then."""
    header = format_datetime(NOON + timedelta(minutes=3), usegmt=True)
    assert retry_after(503, header, NOON) == 180


def test_date_in_the_past_asks_for_nothing() -> None:
    """A clock that is behind does not make us wait, nor hurry."""
    assert retry_after(503, format_datetime(NOON - timedelta(days=1), usegmt=True), NOON) == 0


@pytest.mark.parametrize("status", [200, 400, 404, 500, 502])
def test_only_429_and_503_ask(status: int) -> None:
    """With other answers the header means nothing."""
    assert retry_after(status, "120", NOON) is None


@given(st.text(max_size=40))
def test_nonsense_asks_for_nothing_and_breaks_nothing(header: str) -> None:
    """Whatever an endpoint writes there, the result is a wait or none."""
    found = retry_after(429, header, NOON)
    assert found is None or found >= 0


def test_longer_of_schedule_and_request_counts() -> None:
    """A short request does not shorten the schedule; a long one lengthens it, within bounds."""
    tries = {
        asked: after_attempt(
            delivery(), Attempt(at=NOON, status=429, retry_after=asked), (0, 60, 60), 0, 3600
        )
        for asked in (None, 5.0, 600.0, 1e8)
    }
    waits = {asked: (d.due - NOON).total_seconds() for asked, d in tries.items()}
    assert waits == {None: 60, 5.0: 60, 600.0: 600, 1e8: 3600}


def test_410_is_the_last_word() -> None:
    """What an endpoint says is gone is not tried again."""
    gone = after_attempt(delivery(), Attempt(at=NOON, status=410), (0, 60, 60), 0)
    assert gone.status is DeliveryStatus.EXHAUSTED
