"""How all feeds fare together, and the alarm when one falls silent."""

import logging
from collections.abc import Mapping
from typing import Final

from monitor.config.polling import Polling
from monitor.feeds.schedule import overdue
from monitor.feeds.state import FeedState
from monitor.polling import metrics

logger = logging.getLogger(__name__)

# There may be thousands of feeds; walking them at each poll would cost more than the poll.
_SECONDS: Final = 15.0


class Gauges:
    """Counts feeds that fail, are gone or are overdue."""

    def __init__(self, settings: Polling) -> None:
        """Take what overdue means."""
        self._settings = settings
        self._next = 0.0
        self._overdue: set[str] = set()

    def update(self, states: Mapping[str, FeedState], now: float) -> None:
        """Bring the gauges up to date, if they have not been for a while."""
        if now < self._next:
            return
        self._next = now + _SECONDS
        metrics.GONE.set(sum(state.gone for state in states.values()))
        metrics.FAILING.set(sum(bool(state.error) for state in states.values()))
        late = {name for name, s in states.items() if overdue(s, now, self._settings) > 0}
        for name in sorted(late - self._overdue):
            logger.warning("feed %s: silent for longer than is to be expected of it", name)
        metrics.OVERDUE.set(len(late))
        self._overdue = late
