"""Deadlines as days, so that "the end of the month" and "31 October" are one."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = {
    name[:3]: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        start=1,
    )
}
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "a one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1}
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        " twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth"
        " twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split()
    )
}
_DECEMBER: Final = 12
_FARTHEST_DAYS: Final = 365 * 50
_UNIT_DAYS: Final = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}

_MONTH: Final = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_MONTH: Final = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b")
_MONTH_DAY: Final = re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b")
_END_OF_MONTH: Final = re.compile(rf"\bend of (?:{_MONTH}|the month|this month)")
_END_OF_UNIT: Final = re.compile(r"\bend of (?:the |this )?(?P<unit>week|year)")
_WITHIN: Final = re.compile(
    r"\b(?:within|in|next) (?P<n>\d+|[a-z]+)[ -](?P<unit>hour|day|week|month|year)s?"
)
_ORDINAL_DAY: Final = re.compile(r"\bthe (?P<word>[a-z]+(?:-[a-z]+)?|\d{1,2}(?:st|nd|rd|th))\b")
_SOON: Final = {"today": 0, "tonight": 0, "midnight": 0, "tomorrow": 1}


def resolve(deadline: str, said: date) -> date | None:
    """Return the last day that a deadline leaves, or None where it names no day.

    Args:
        deadline: its words as printed, "by the end of the month".
        said: the day it was set, from which relative deadlines count.
    """
    words = deadline.casefold().replace("‑", "-")
    for read in (_calendar_day, _end_of_period, _time_left, _named_day, _day_of_month):
        if (day := read(words, said)) is not None:
            return day
    return None


def _calendar_day(words: str, said: date) -> date | None:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        if found := pattern.search(words):
            return _in_year(said, _MONTHS[found["month"]], int(found["day"]))
    return None


def _end_of_period(words: str, said: date) -> date | None:
    if found := _END_OF_MONTH.search(words):
        month = _MONTHS[found["month"]] if found["month"] else said.month
        return _in_year(said, month, 31)
    if found := _END_OF_UNIT.search(words):
        if found["unit"] == "year":
            return date(said.year, 12, 31)
        return said + timedelta(days=6 - said.weekday())
    return None


def _time_left(words: str, said: date) -> date | None:
    if not (found := _WITHIN.search(words)):
        return None
    count = int(found["n"]) if found["n"].isdigit() else _NUMBERS.get(found["n"])
    if count is None or count * _UNIT_DAYS[found["unit"]] > _FARTHEST_DAYS:
        return None
    return said + timedelta(days=count * _UNIT_DAYS[found["unit"]])


def _named_day(words: str, said: date) -> date | None:
    for name, ahead in _SOON.items():
        if re.search(rf"\b{name}\b", words):
            return said + timedelta(days=ahead)
    for index, name in enumerate(WEEKDAYS):
        if name in words:
            return said + timedelta(days=(index - said.weekday()) % 7)
    return None


def _day_of_month(words: str, said: date) -> date | None:
    if not (found := _ORDINAL_DAY.search(words)):
        return None
    word = found["word"]
    day = _ORDINALS.get(word) or (int(re.sub(r"\D", "", word)) if word[0].isdigit() else 0)
    return _in_month(said, day) if day else None


def _in_year(said: date, month: int, day: int) -> date:
    year = said.year if (month, 31) >= (said.month, said.day) else said.year + 1
    year = min(year, date.max.year)
    return date(year, month, max(1, min(day, monthrange(year, month)[1])))


def _in_month(said: date, day: int) -> date:
    year, month = said.year, said.month
    if day < said.day:
        year, month = (min(year + 1, date.max.year), 1) if month == _DECEMBER else (year, month + 1)
    return date(year, month, max(1, min(day, monthrange(year, month)[1])))
