"""When an endpoint is left alone for a while, and when for good."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.service import Delivery as Settings
from monitor.delivery.disabled import disabled_events
from monitor.delivery.health import Patience, after_try, is_probing, why_disabled
from monitor.delivery.target import Target
from schemas.delivery import Attempt
from schemas.health import Health
from schemas.order import Order, OrderKind
from tests.support.making import NOON

PATIENCE = Patience.of(Settings())
FRESH = Health(endpoint="desk")


def tried(
    health: Health, status: int | None, seconds: float = 0.0, asked: float | None = None
) -> Health:
    """Return an endpoint's health after a try so many seconds past noon."""
    at = NOON + timedelta(seconds=seconds)
    return after_try(health, Attempt(at=at, status=status, retry_after=asked), at, PATIENCE)


def order(kind: OrderKind, seconds: float = 0.0) -> Order:
    """Return an operator's order."""
    at = NOON + timedelta(seconds=seconds)
    return Order(id="or_1", kind=kind, endpoint="desk", at=at, by="ada", why="maintenance")


def test_410_disables_at_once() -> None:
    """An endpoint that says it is gone is believed."""
    gone = tried(FRESH, 410)
    assert gone.disabled_at == NOON
    assert "410" in (why_disabled(gone, None) or "")


def test_five_days_of_failures_disable() -> None:
    """Five days without one success, and no sooner."""
    health = FRESH
    for day in range(5):
        health = tried(health, 500, day * 86400)
    health = tried(health, None, 5 * 86400 - 1)
    assert health.disabled_at is None
    assert tried(health, 500, 5 * 86400).reason == "nothing but failures for 5 days"


def test_two_failures_days_apart_disable_nothing() -> None:
    """Where nothing was sent for days nobody knows that it failed all the time."""
    health = FRESH
    for day in range(3):
        health = tried(health, 400, day * 86400)
    health = tried(health, 502, 6 * 86400)
    assert health.disabled_at is None
    assert health.failing_since == NOON + timedelta(days=6)


def test_a_success_under_way_leaves_a_pause_that_was_asked_for() -> None:
    """Of two tries sent together one is told to wait and the other is taken."""
    asked = tried(FRESH, 429, asked=600)
    taken = tried(asked, 200, 1)
    assert taken.paused_until == asked.paused_until
    assert (taken.failures, taken.failing_since) == (0, None)
    assert tried(asked, 200, 601) == FRESH


def test_one_success_starts_the_five_days_anew() -> None:
    """An endpoint that works now and then is never disabled."""
    health = tried(tried(FRESH, 500), 200, 4 * 86400)
    assert health == FRESH
    assert tried(tried(health, 500, 4 * 86400 + 1), 500, 6 * 86400).disabled_at is None


def test_breaker_opens_after_failures_in_a_row_and_doubles() -> None:
    """A dead endpoint is tried ever more rarely, one try at a time."""
    health = FRESH
    for _ in range(5):
        assert not is_probing(health)
        health = tried(health, 500)
    pauses = []
    at = 0.0
    for _ in range(8):
        assert health.paused_until is not None
        pauses.append((health.paused_until - NOON).total_seconds() - at)
        assert is_probing(health)
        at = (health.paused_until - NOON).total_seconds()
        health = tried(health, 500, at)
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]


def test_tries_under_way_do_not_lengthen_a_pause() -> None:
    """Four tries that fail together are one reason to pause, not four."""
    health = FRESH
    for _ in range(5):
        health = tried(health, 500)
    assert tried(health, 500, 0.1).paused_until == health.paused_until


def test_a_success_closes_the_breaker() -> None:
    """One good answer and everything goes on as before."""
    health = FRESH
    for _ in range(9):
        health = tried(health, 500)
    assert tried(health, 204) == FRESH


def test_retry_after_pauses_the_whole_endpoint() -> None:
    """An endpoint that asks for a pause gets one from all deliveries, up to a day."""
    assert tried(FRESH, 429, asked=90).paused_until == NOON + timedelta(seconds=90)
    assert tried(FRESH, 503, asked=1e9).paused_until == NOON + timedelta(days=1)


def test_order_and_verdict_the_newer_holds() -> None:
    """An operator can enable what was disabled; a later 410 disables it again."""
    gone = tried(FRESH, 410)
    assert why_disabled(gone, order(OrderKind.ENABLE, 10)) is None
    assert why_disabled(gone, order(OrderKind.ENABLE, -10)) is not None
    assert why_disabled(None, order(OrderKind.DISABLE)) == "disabled by ada: maintenance"


def test_those_who_asked_are_told_of_a_disabled_endpoint() -> None:
    """Each endpoint that watches gets one event, under an id that a repetition gives again."""
    targets = {
        "desk": Target("https://a.example/", (b"k",), watches=True),
        "ops": Target("https://b.example/", (b"k",), watches=True),
        "press": Target("https://c.example/", (b"k",)),
    }
    gone = tried(FRESH, 410)
    (told,) = disabled_events(gone, targets)
    assert told.endpoint == "ops"
    assert disabled_events(gone, targets) == [told]
    assert disabled_events(FRESH, targets) == []


@given(st.lists(st.tuples(st.sampled_from([200, 410, 429, 500, None]), st.integers(0, 10**6))))
def test_only_what_failed_is_ever_paused_or_disabled(story: list[tuple[int | None, int]]) -> None:
    """Whatever happens, a success leaves neither pause nor failing."""
    health, at = FRESH, 0
    for status, wait in story:
        at += wait
        health = tried(health, status, at, asked=5 if status == 429 else None)
        if status == 200:
            assert (health.failing_since, health.paused_until, health.failures) == (None, None, 0)
        else:
            assert health.failing_since is not None


@pytest.mark.parametrize("status", [301, 400, 500, None])
def test_every_failure_counts(status: int | None) -> None:
    """Redirects, errors and silence are failures alike."""
    assert tried(FRESH, status).failures == 1
