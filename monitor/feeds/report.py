"""How feeds fare, for people and for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.config.polling import Polling
from monitor.feeds.schedule import overdue
from monitor.feeds.state import FeedState, state_for
from monitor.feeds.websub import Subscription
from schemas.feed import Feed

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STYLES = {"failing": "red", "gone": "bold red", "overdue": "yellow", "off": "dim"}


@dataclass(frozen=True, slots=True)
class Row:
    """One feed."""

    feed: Feed
    state: FeedState
    now: datetime
    overdue: float
    subscription: Subscription | None = None

    @property
    def status(self) -> str:
        """One word: off, gone, failing, waiting, overdue or good."""
        if not self.feed.enabled:
            return "off"
        if self.state.gone:
            return "gone"
        if self.state.error:
            return "failing"
        if not self.state.polls:
            return "waiting"
        return "overdue" if self.overdue else "good"

    @property
    def style(self) -> str:
        """How to print it."""
        return _STYLES.get(self.status, "")

    def cells(self) -> tuple[str, ...]:
        """Return what a person reads."""
        at = self.now.timestamp()
        state = self.state
        error = f"{state.error}, for {_span(at - state.error_since)}" if state.error else ""
        if self.status == "overdue":
            error = f"nothing new for {_span(at - state.last_change)}"
        ahead = "never" if state.gone else f"in {_span(max(0.0, state.next_poll - at))}"
        return (
            self.feed.id,
            self.status,
            f"{_span(at - state.last_poll)} ago" if state.last_poll else "never",
            ahead if state.polls and self.feed.enabled else "",
            str(state.entries),
            error,
        )

    def fields(self) -> dict[str, object]:
        """Return what a program reads; times are RFC 3339, null for never."""
        state, held = self.state, self.subscription
        return {
            "id": self.feed.id,
            "url": str(self.feed.url),
            "address": state.address,
            "status": self.status,
            "http_status": state.last_status or None,
            "last_poll": _moment(state.last_poll),
            "next_poll": None if state.gone else _moment(state.next_poll),
            "last_change": _moment(state.last_change),
            "entries": state.entries,
            "polls": state.polls,
            "unchanged": state.unchanged,
            "malformed": state.malformed,
            "failures": state.failures,
            "error": state.error or None,
            "error_since": _moment(state.error_since),
            "overdue_seconds": round(self.overdue),
            "hub": state.hub,
            "subscription": held.status(self.now.timestamp()) if held else None,
            "subscription_until": _moment(held.until) if held else None,
            "subscription_error": (held.reason or None) if held else None,
        }


def report(
    feeds: Iterable[Feed],
    states: Mapping[str, FeedState],
    subscriptions: Mapping[str, Subscription],
    now: datetime,
    settings: Polling,
) -> list[Row]:
    """Return a row for each feed, in the order of the watch-list."""
    found = ((feed, state_for(str(feed.url), states.get(feed.id))) for feed in feeds)
    at = now.timestamp()
    return [
        Row(feed, state, now, overdue(state, at, settings), subscriptions.get(feed.id))
        for feed, state in found
    ]


def _moment(timestamp: float) -> str | None:
    if not timestamp:
        return None
    return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="seconds")


def _span(seconds: float) -> str:
    for size, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"
