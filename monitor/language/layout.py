"""Lines of an article: paragraphs, and those that are no prose (links, calls to click, bylines)."""

import re
from dataclasses import dataclass

_BOILERPLATE = re.compile(
    r"^(?:click here|read more|read also|sign up|subscribe|follow (?:us|him|her|@)|advertisement|"
    r"related(?: stories| articles)?\s*:|see also|photo(?:graph)?\s*:|image\s*:|watch\s*:|"
    r"listen\s*:|copyright|©|all rights reserved|share (?:this|on)|more\s*:|"
    r"(?:\(?(?:additional )?(?:reporting|writing|editing) by\b)|contributing\s*:|"
    r"get (?:the|our) .{0,40}newsletter|download (?:the|our) app)",
    re.IGNORECASE,
)
_SMALL = re.compile(r"[a-z]+")
_LINK = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_DATELINE = re.compile(
    r"[^\W\d_a-z]{2,}[^\n()“\"]{0,60}?(?: \([^()\n]{2,40}\))?\s(?:--|[-–—])\s(?=[\w“\"'‘])"
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINAL = '.!?…"”’»:;'
MAX_LINE = 20_000
_DATELINE_REACH = 120
_SHOUTED_LETTERS = 12
_HEADLINE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article that may hold prose; ``headline`` marks a title line on top."""

    start: int
    end: int
    headline: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Cut the article into its lines, leaving out blank ones and boilerplate."""
    found: list[Paragraph] = []
    first = True
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if not body:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        end = start + len(body)
        headline = first and _looks_like_headline(body)
        first = False
        if is_boilerplate(body) and not headline:
            continue
        dateline = _DATELINE.match(text, start, min(end, start + _DATELINE_REACH))
        if dateline is not None:
            start = dateline.end()
        while end - start > MAX_LINE:
            # No prose runs on like this: cut, so that one line cannot hold up the rest.
            cut = text.rfind(" ", start + MAX_LINE // 2, start + MAX_LINE)
            cut = cut if cut > 0 else start + MAX_LINE
            found.append(Paragraph(start, cut))
            start = cut + 1
        if start < end:
            found.append(Paragraph(start, end, headline))
    return found


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is furniture: a link, a call to click, another story's headline."""
    head = line[:200]
    if _BOILERPLATE.match(head) or _LINK.match(head):
        return True
    # A line in capitals is a link to another story, unless a speaker label opens a transcript.
    if len(head) < _SHOUTED_LETTERS or line[-1] in ".:":
        return False
    small = sum(map(len, _SMALL.findall(head)))
    if small > 0.1 * len(head):
        return False
    letters = sum(map(str.isalpha, head))
    return letters >= _SHOUTED_LETTERS and sum(map(str.isupper, head)) >= 0.9 * letters


def _looks_like_headline(line: str) -> bool:
    return line[-1] not in _TERMINAL and len(line[:400].split()) <= _HEADLINE_WORDS
