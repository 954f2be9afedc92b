"""Quotation marks: where words are somebody's own.

Handles straight, curly, single (British), low and angle marks and the doubled apostrophe of wire
copy. Only the outer quotation counts; what is quoted inside it belongs to it.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[“”„\"«»‘’‚']")
_ENDS_QUOTED = ".,!?…;:-–—)]"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: with its marks from ``start`` to ``end``, its words between the inner ones.

    ``closed`` is false where the paragraph ends first: the next one may carry on.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """Find the outer quotations of one paragraph, left to right, in linear time."""
    marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text, start, end)]
    last_single = _last_single_close(text, marks, end)
    found: list[Quote] = []
    opened: tuple[int, int, str] | None = None
    for index, (left, right, mark) in enumerate(marks):
        before = text[left - 1] if left > start else " "
        after = text[right] if right < end else " "
        if opened is None:
            if _opens(mark, before, after) and (mark not in "‘'" or last_single > index):
                opened = (left, right, mark)
        elif _closes(opened[2], mark, before, after, more=last_single > index):
            found.append(Quote(opened[0], right, opened[1], left, closed=True))
            opened = None
    if opened is not None and opened[2] not in "‘'‚":
        tail = end
        while tail > opened[1] and text[tail - 1].isspace():
            tail -= 1
        if tail > opened[1]:
            found.append(Quote(opened[0], tail, opened[1], tail, closed=False))
    return found


def _last_single_close(text: str, marks: list[tuple[int, int, str]], end: int) -> int:
    """Index of the last mark that can close a single quotation, or -1."""
    for index in range(len(marks) - 1, -1, -1):
        left, right, mark = marks[index]
        if mark in "’'" and _single_closes(
            text[left - 1] if left else " ", text[right] if right < end else " "
        ):
            return index
    return -1


def _single_closes(before: str, after: str) -> bool:
    return not before.isspace() and not after.isalnum()


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in "“„«``":
        return True
    if mark in ("‘", "‚"):
        return not after.isspace() and not before.isalnum()
    if mark in ('"', "''"):
        return not after.isspace() and not before.isalnum() and before not in ".,!?"
    if mark == "'":
        return after.isalpha() and (before.isspace() or before in "([—–-")
    # A closing mark where an opening one belongs: sloppy copy.
    return mark == "”" and before.isspace() and after.isalnum()


def _closes(opener: str, mark: str, before: str, after: str, *, more: bool) -> bool:
    if opener == "„":
        return mark in '“”"'
    if opener == "«":
        return mark == "»"
    if opener in "“”":
        return mark in '”"' or (mark == "''" and not after.isalnum())
    if opener in ('"', "''", "``"):
        closing = mark in ('"', "''", "”")
        return closing and not (before.isspace() and after.isalnum())
    # Single marks: an apostrophe after s is a plural's possessive while another mark follows.
    if mark not in "’'" or not _single_closes(before, after):
        return False
    return before in _ENDS_QUOTED or after in ",.;:!?)" or not more or before not in "sS"


def is_titled(text: str, quote: Quote) -> bool:
    """Tell whether a quotation is In Title Case: the name of a book, a show, a section."""
    words = text[quote.inner_start : min(quote.inner_end, quote.inner_start + _TITLE)].split()
    long = [w for w in words if len(w) > 3]  # noqa: PLR2004 - small words
    if len(words) == len(long) + 1 and words[-1][0].isupper():
        long.append(words[-1])  # "Morning Joe"
    return len(long) > 1 and all(w[0].isupper() or not w[0].isalpha() for w in long)


_TITLE = 120
