"""Dates: the first that is possible, else the arrival."""

from datetime import UTC, datetime, timedelta

from monitor.feeds.dates import from_iso, from_struct, settle

NOW = datetime(2025, 10, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_published_wins_over_updated() -> None:
    """An article keeps the day it was published, however often it is edited."""
    assert settle(NOW - 9 * HOUR, NOW - HOUR, NOW) == NOW - 9 * HOUR


def test_missing_date_is_the_arrival() -> None:
    """What has no date is dated when it came."""
    assert settle(None, None, NOW) == NOW


def test_absurd_date_is_not_believed() -> None:
    """The epoch and the year 1 are defaults of some program; the other date is taken."""
    assert settle(datetime(1970, 1, 1, tzinfo=UTC), NOW - HOUR, NOW) == NOW - HOUR
    assert settle(datetime(1, 1, 1, tzinfo=UTC), None, NOW) == NOW


def test_future_date_is_the_arrival() -> None:
    """Nothing that has arrived was published tomorrow, or in 2099."""
    assert settle(NOW + HOUR, None, NOW) == NOW
    assert settle(datetime(2099, 1, 1, tzinfo=UTC), None, NOW) == NOW


def test_days_that_do_not_exist_are_no_dates() -> None:
    """Neither a broken tuple nor broken text raises."""
    assert from_struct((99999, 1, 1, 0, 0, 0, 0, 0, 0)) is None
    assert from_struct(None) is None
    assert from_iso("2025-02-30T00:00:00Z") is None
    assert from_iso(["2025"]) is None
    assert from_iso("2025-10-06T14:00:00+02:00") == NOW
    assert from_iso("2025-10-06T12:00:00") == NOW
