"""What an answer's headers ask of us, in seconds."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_AGE: Final = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,12})\"?\s*(?=,|$)", re.IGNORECASE)
_SECONDS: Final = re.compile(r"\d{1,12}", re.ASCII)


def http_date(text: str | None) -> datetime | None:
    """Read an HTTP-date (RFC 9110, section 5.6.7), obsolete forms included."""
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text.strip())
        # The last day of 9999 has no time in UTC where its zone is behind it.
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how long `Retry-After` asks to wait (RFC 9110, section 10.2.3).

    A date is a date of the server's clock, so it is measured against the server's `Date`.
    """
    given = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(given):
        return float(given)
    until = http_date(given)
    if until is None:
        return None
    return max(0.0, (until - (http_date(headers.get("date")) or now)).total_seconds())


def freshness(headers: Mapping[str, str], now: datetime) -> float:
    """Return how long an answer stays fresh (RFC 9111, section 4.2); 0 where it does not say.

    `max-age` wins over `Expires`; the time it has already spent in caches counts.
    """
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    if found:
        age = headers.get("age", "").strip()
        spent = float(age) if _SECONDS.fullmatch(age) else 0.0
        return max(0.0, float(found[1]) - spent)
    expires = http_date(headers.get("expires"))
    if expires is None:
        return 0.0
    return max(0.0, (expires - (http_date(headers.get("date")) or now)).total_seconds())
