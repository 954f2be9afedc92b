"""When an entry was published, whatever it claims."""

from calendar import timegm
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

# The first feed format is of 1997. What is older is a zero, a default or a mistake.
EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)


def from_struct(parsed: Sequence[int] | None) -> datetime | None:
    """Return a date of feedparser's, which is in UTC; None if there is no such day."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(tuple(parsed)), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def from_iso(text: object) -> datetime | None:
    """Return an RFC 3339 date; None if it is none. One without a zone is taken for UTC."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def settle(published: datetime | None, updated: datetime | None, arrived: datetime) -> datetime:
    """Return the date to go by: the first that is possible, else when the entry arrived.

    A date ahead of us is a wrong clock or zone, or an announced one; what it dates is here already,
    so it counts as of its arrival.
    """
    for claimed in (published, updated):
        if claimed is not None and claimed >= EARLIEST:
            return min(claimed, arrived)
    return arrived
