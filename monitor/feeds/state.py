"""Where the polling of a feed stands. Small, and written after every poll."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from monitor.feeds.parsed import Hints

POLLS: Final = "polls"
SHELVES: Final = "shelves"
HOSTS: Final = "hosts"
COPIES: Final = "copies"
SUBSCRIPTIONS: Final = "subscriptions"


class FeedState(BaseModel):
    """Where the polling of a feed stands; times are POSIX timestamps, 0 for never.

    Attributes:
        url: the address in the watch-list that all this belongs to.
        moved_to: where permanent redirects have long led, asked instead.
        moving_to: where a permanent redirect leads that is not yet believed, and since when.
        etag: exactly as given, and sent back so; likewise `last_modified`.
        digest: of the document last read.
        next_poll: not before this.
        last_poll: when the last answer or failure came; `last_read` when a document was last read
            or known to be unchanged; `last_change` when an entry last appeared or was edited.
        last_status: of the last answer; 0 if there was none.
        error: what went wrong at the last poll, and since when anything has.
        failures: in a row.
        gap: how long the feed usually is between two changes; 0 until that is known.
        longest_gap: that was ever seen.
        gone: the publisher has said that it is gone for good (410); it is not asked again.
        malformed: documents that were malformed and read all the same.
        hub: that was last advertised, and the topic it knows the feed by (WebSub).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    moved_to: str | None = None
    moving_to: str | None = None
    moving_since: float = 0.0
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    hints: Hints = Hints()
    next_poll: float = 0.0
    last_poll: float = 0.0
    last_read: float = 0.0
    last_change: float = 0.0
    last_status: int = 0
    error: str = ""
    error_since: float = 0.0
    failures: int = 0
    gap: float = 0.0
    longest_gap: float = 0.0
    gone: bool = False
    polls: int = 0
    unchanged: int = 0
    malformed: int = 0
    entries: int = 0
    hub: str | None = None
    topic: str | None = None

    @property
    def address(self) -> str:
        """The address to ask."""
        return self.moved_to or self.url


def state_for(url: str, stored: FeedState | None) -> FeedState:
    """Return the state to go on from: a feed that was given another address starts anew."""
    return stored if stored is not None and stored.url == url else FeedState(url=url)
