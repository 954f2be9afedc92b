"""When a feed is asked next."""

from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.config.polling import Polling, longest_wait
from monitor.feeds.parsed import Hints
from monitor.feeds.state import FeedState

# Asked so often between two changes, an entry is on average half an interval late.
_POLLS_PER_CHANGE: Final = 2.0
# How much the newest gap weighs.
_WEIGHT: Final = 0.25
_LONGEST_RETRY: Final = 7 * 86_400.0
_HOURS_IN_WEEK: Final = 7 * 24
# Beyond this the doubling is at any cap.
_DOUBLINGS: Final = 16


def learn(state: FeedState, now: float, *, changed: bool) -> FeedState:
    """Note whether a feed changed, and how long that took."""
    if not changed:
        return state
    if not state.last_change:
        return state.model_copy(update={"last_change": now})
    gap = now - state.last_change
    mean = gap if not state.gap else state.gap + _WEIGHT * (gap - state.gap)
    longest = max(state.longest_gap, gap)
    return state.model_copy(update={"last_change": now, "gap": mean, "longest_gap": longest})


def interval(state: FeedState, now: float, settings: Polling) -> float:
    """Return the wait that fits how often the feed really changes.

    A feed that has been silent for longer than it usually is is asked less and less.
    """
    silent = now - state.last_change if state.last_change else 0.0
    expected = max(state.gap, silent / _POLLS_PER_CHANGE) or settings.floor * _POLLS_PER_CHANGE
    return min(max(expected / _POLLS_PER_CHANGE, settings.floor), settings.ceiling)


def after_success(
    state: FeedState,
    now: float,
    settings: Polling,
    *,
    fresh: float,
    jitter: float,
    hub: float = 0.0,
) -> float:
    """Return when to ask again after an answer that was of use.

    What the publisher says (freshness, `ttl`, `sy:updatePeriod`, hours and days to skip) makes the
    wait longer, never shorter.

    Args:
        state: with what was learnt from the answer.
        now: the present.
        settings: floor and ceiling.
        fresh: seconds that the answer's headers call it fresh.
        jitter: share by which the wait is lengthened.
        hub: seconds for which a hub brings the news, so that a poll is a net only.
    """
    asked = max(fresh, state.hints.ttl, state.hints.period)
    wait = max(interval(state, now, settings), min(asked, longest_wait(settings)))
    wait = max(wait, hub)
    return past_skipped(now + wait * (1 + jitter), state.hints)


def after_failure(
    state: FeedState, now: float, settings: Polling, *, retry: float | None, jitter: float
) -> float:
    """Return when to ask again after a failure: each time twice as long, and never too soon.

    Args:
        state: with this failure counted.
        now: the present.
        settings: floor and ceiling.
        retry: seconds for which the server asked to be left alone.
        jitter: share by which the wait is lengthened.
    """
    doubled = settings.floor * 2.0 ** min(state.failures, _DOUBLINGS)
    wait = max(settings.floor, min(doubled, longest_wait(settings)))
    wait = max(wait, min(retry or 0.0, _LONGEST_RETRY))
    return past_skipped(now + wait * (1 + jitter), state.hints)


def past_skipped(at: float, hints: Hints) -> float:
    """Return the first moment from ``at`` on in no hour and on no day that is to be skipped."""
    moment = datetime.fromtimestamp(at, UTC)
    for _ in range(_HOURS_IN_WEEK):
        if moment.hour not in hints.skip_hours and moment.weekday() not in hints.skip_days:
            return max(at, moment.timestamp())
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at  # every hour of the week is to be skipped: that cannot be meant


def overdue(state: FeedState, now: float, settings: Polling) -> float:
    """Return for how many seconds a feed has been silent beyond what is to be expected of it.

    Only a feed that has changed twice is expected to change at all.
    """
    if not state.longest_gap or state.gone:
        return 0.0
    patience = settings.overdue * max(state.longest_gap, settings.ceiling)
    return max(0.0, now - state.last_change - patience)
