"""What a feed document says of its own rhythm."""

import re
from collections.abc import Mapping
from typing import Any, Final

from monitor.feeds.parsed import Hints

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
# web.resource.org/rss/1.0/modules/syndication
_PERIODS: Final = {
    "hourly": _HOUR,
    "daily": _DAY,
    "weekly": 7 * _DAY,
    "monthly": 30 * _DAY,
    "yearly": 365 * _DAY,
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS_IN_DAY: Final = 24
_LONGEST_LIST: Final = 4096
_HOUR_ITEM: Final = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAY_ITEM: Final = re.compile(rb"<day>\s*([A-Za-z]+)\s*</day>", re.IGNORECASE)


def read_hints(feed: Mapping[str, Any], content: bytes) -> Hints:
    """Return the hints of a feed.

    Args:
        feed: feedparser's dictionary of the channel.
        content: the document: feedparser keeps only the last hour of `skipHours`.
    """
    hours = {int(h) for h in _HOUR_ITEM.findall(_within(content, b"skipHours"))}
    days = {d.decode().lower() for d in _DAY_ITEM.findall(_within(content, b"skipDays"))}
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
    frequency = _number(feed.get("sy_updatefrequency")) or 1
    return Hints(
        ttl=_number(feed.get("ttl")) * _MINUTE,
        period=period / frequency,
        # RSS 0.91 counts to 24, which is midnight; RSS 2.0 from 0 to 23.
        skip_hours=tuple(sorted({h % _HOURS_IN_DAY for h in hours if h <= _HOURS_IN_DAY})),
        skip_days=tuple(n for n, name in enumerate(_DAYS) if name in days),
    )


def _number(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def _within(content: bytes, name: bytes) -> bytes:
    start = content.find(b"<" + name)
    end = content.find(b"</" + name, start, start + _LONGEST_LIST) if start >= 0 else -1
    return content[start:end] if end >= 0 else b""
