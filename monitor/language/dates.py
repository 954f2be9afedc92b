"""When something was said, where the report tells: "Wednesday", "last week", "on Oct. 6"."""

from datetime import date

from monitor.language.frames import Frame
from monitor.language.lexicon import MONTHS, WEEKDAYS
from monitor.language.phrases import NUMBERS, PERIODS, date_phrase
from monitor.language.sentences import Sentence

_WEEK = 7
_MONTH_DAYS = 30
_YEAR_DAYS = 365
_LEAD_IN = 6
_TRAILING = 8
_OBJECT = 12


def dated(s: Sentence, frame: Frame, day: date | None) -> date | None:
    """Return the day on which a statement was said, where its report tells."""
    if day is None or frame.source is None:
        return None
    first = min(frame.source[0], frame.cue)
    found = said_on(s, first, _adverbial_end(s, frame), _relative(s, frame), day)
    if found is not None:
        return found
    if first <= _LEAD_IN and not any(a < first for a, _ in frame.content):
        return said_on(s, 0, first, [], day)
    return None


def _relative(s: Sentence, frame: Frame) -> list[tuple[int, int]]:
    """``Reyl, who turns 70 on Friday, said …``: dates between the commas date something else."""
    start = frame.source[0] if frame.source is not None else frame.cue
    first = next((i for i in range(start, frame.cue) if s.lower[i] in _RELATIVES), None)
    if first is None:
        return []
    end = next((i for i in range(frame.cue - 1, first, -1) if s.lower[i] == ","), frame.cue)
    return [(first, end)]


_RELATIVES = frozenset({"who", "whose", "which", "where", "whom"})


def _adverbial_end(s: Sentence, frame: Frame) -> int:
    """Dates count between subject and content, and in "urged Brightwater on Monday to wait"."""
    after = [a for a, _ in frame.content if a >= frame.cue_end]
    if not after:
        end = min(len(s), frame.tail + _TRAILING)
        # "…, she said, giving up what she asked for on Monday" is not about when she said it.
        closed = (i for i in range(frame.tail, end - 1) if _participle_behind(s, i))
        return next(closed, end)
    end = after[0]
    if s.quotes[end] is None and s.lower[end] != "that":
        for i in range(end, min(len(s), end + _OBJECT)):
            if s.lower[i] == "to":
                return i
    return end


def _participle_behind(s: Sentence, at: int) -> bool:
    return s.lower[at] in {",", "—", "–"} and s.lower[at + 1].endswith("ing")


def said_on(
    s: Sentence, first: int, end: int, skip: list[tuple[int, int]], published: date | None
) -> date | None:
    """Resolve the first date adverbial among items ``first`` to ``end``, outside ``skip``."""
    if published is None:
        return None
    at = first
    while at < end:
        if s.quotes[at] is None and not any(a <= at < b for a, b in skip):
            stop = date_phrase(s, at)
            if stop > at:
                return resolve_date(s.lower[at:stop], published)
        at += 1
    return None


def resolve_date(words: list[str], published: date) -> date | None:
    """Resolve the folded words of a date adverbial; None for what lies ahead or makes no date."""
    for index, word in enumerate(words):
        if word in WEEKDAYS:
            back = (published.weekday() - WEEKDAYS.index(word)) % _WEEK
            if words[0] == "next":
                return None
            return _before(published, back or (_WEEK if words[0] == "last" else 0))
        if word in MONTHS and index + 1 < len(words):
            return _calendar(words, index, published)
    if words[-1] == "ago":
        return _ago(words, published)
    if "yesterday" in words or words == ["last", "night"]:
        return _before(published, 1)
    if words[0] in {"today", "tonight", "this"} and words[-1] not in PERIODS:
        return published
    if words[-1] in {"today", "tonight"}:
        return published
    if words[0] == "last" and len(words) > 1:
        spans = {"week": _WEEK, "weekend": _WEEK, "month": _MONTH_DAYS, "year": _YEAR_DAYS}
        days = spans.get(words[1])
        return _before(published, days) if days else None
    return None


def _ago(words: list[str], published: date) -> date | None:
    """``three days ago``; None where the report leaves open how many."""
    unit = words[-2].removesuffix("s")
    if unit in {"minute", "hour"}:
        return published
    count = int(words[0]) if words[0].isdecimal() else NUMBERS.get(words[0])
    if words[0] in {"a", "an"} and len(words) == len("a week ago".split()):
        count = 1
    days = {"day": 1, "week": _WEEK, "month": _MONTH_DAYS, "year": _YEAR_DAYS}.get(unit)
    return _before(published, count * days) if count and days else None


def _before(day: date, days: int) -> date | None:
    """Return the day so many days earlier; None where the calendar has not begun."""
    number = day.toordinal() - days
    return date.fromordinal(number) if number > 0 else None


def _calendar(words: list[str], index: int, published: date) -> date | None:
    year = published.year
    if index + 3 < len(words) and words[index + 3].isdigit():
        year = int(words[index + 3])
    try:
        day = date(year, MONTHS[words[index]], int(words[index + 1]))
    except ValueError:
        return None
    if day > published and index + 3 >= len(words) and year > date.min.year:
        # "on Dec. 30" in a report of January.
        day = day.replace(year=year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004
    return day if day <= published else None
