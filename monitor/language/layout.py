"""Lines of an article: paragraphs, and those that are no prose (links, calls to click, bylines)."""

import re
from dataclasses import dataclass
from string import ascii_lowercase

_BOILERPLATE = re.compile(
    r"^(?:click here|(?:also )?read(?: (?:more|also|next|on|the full)\b|\s*:)|sign up|"
    r"recommended\s*:|don['’]t miss|continue reading|(?:more on this|most read|top stories)\b|"
    r"subscribe|follow (?:us|him|her|@)|advertisement|"
    r"related(?: stories| articles)?\s*:|see also|photo(?:graph)?\s*:|image\s*:|watch\s*:|"
    r"listen\s*:|copyright|©|all rights reserved|share (?:this|on)|more\s*:|"
    r"(?:\(?(?:additional )?(?:reporting|writing|editing) by\b)|contributing\s*:|"
    r"get (?:the|our) .{0,40}newsletter|download (?:the|our) app)",
    re.IGNORECASE,
)
_NO_SMALL = dict.fromkeys(map(ord, ascii_lowercase))
_LINK = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_DATELINE = re.compile(
    r"[^\W\d_a-z]{2,}[^\n()“\"]{0,60}?(?: \([^()\n]{2,40}\))?\s(?:--|[-–—])\s(?=[\w“\"'‘])"
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_AGENCY = re.compile(r"\s+[-–—]+\s*[A-Z][A-Z.]*(?: [A-Z][A-Z.]*){0,2}$")
_PUBLISHER = re.compile(
    r"\s+\|\s[^|]{2,40}$|\s[-–—]\s(?:[Tt]he )?[A-Z][\w.&’']*(?: [A-Z][\w.&’']*){1,3}$"
)
_TERMINAL = frozenset(".!?…:;,")
_MARKS = "\"”’'»“"
MAX_LINE = 20_000
_DATELINE_REACH = 120
_TAIL_REACH = 60
_SHOUTED_LETTERS = 12
_HEADLINE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article that may hold prose.

    ``headline`` marks a title line on top, ``shouted`` a line in capitals.
    """

    start: int
    end: int
    headline: bool = False
    shouted: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Cut the article into its lines, leaving out blank ones and boilerplate."""
    found: list[Paragraph] = []
    first = True
    prose = False
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if not body:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        end = start + len(body)
        headline = first and _looks_like_headline(body)
        first = False
        start = _without_prefix(text, start, end) if headline else start
        if is_boilerplate(body) and not headline:
            continue
        if is_shouted(body):
            # Above the prose capitals are titles and an agency's snaps, below it they are links.
            if not prose or body[-1] in ".:":
                end = _without_agency(text, start, end)
                found.append(Paragraph(start, min(end, start + MAX_LINE), headline, shouted=True))
            continue
        prose = prose or not headline
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


# What agencies put before a title: "UPDATE 2-", "EXCLUSIVE-", "Exclusive: ".
_PREFIX = re.compile(
    r"(?:(?:[A-Z]{3,}(?: \d{1,2})?-)+|(?:Exclusive|Breaking|Live|Update)\s?[:|]\s)\s?"
)


def _without_prefix(text: str, start: int, end: int) -> int:
    found = _PREFIX.match(text, start, end)
    return found.end() if found else start


def title_line(title: str) -> list[Paragraph]:
    """Take an article's title for its one line, the name of its publisher left out."""
    end = len(title.rstrip())
    start = _without_prefix(title, end - len(title[:end].lstrip()), end)
    shouted = is_shouted(title[start:end])
    end = _without_agency(title, start, end) if shouted else _without_publisher(title, start, end)
    if start >= end or is_boilerplate(title[start:end]):
        return []
    return [Paragraph(start, min(end, start + MAX_LINE), headline=True, shouted=shouted)]


def _without_agency(text: str, start: int, end: int) -> int:
    """``LAVROV SAYS MOSCOW WILL RESPOND - TASS``: where the snap itself ends."""
    found = _AGENCY.search(text, max(start, end - _TAIL_REACH), end)
    return found.start() if found else end


def _without_publisher(title: str, start: int, end: int) -> int:
    """``Reyl warns of high water | The Sorland Post``: where the title itself ends."""
    # "… | Football | The Sorland Post"
    for _ in range(2):
        found = _PUBLISHER.search(title, max(start, end - _TAIL_REACH), end)
        end = found.start() if found else end
    return end


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is furniture: a link, a call to click, a byline."""
    head = line[:200]
    return bool(_BOILERPLATE.match(head) or _LINK.match(head))


def is_shouted(line: str) -> bool:
    """Tell a line in capitals: a title, an agency's snap, or a link to another story."""
    head = line[:200]
    if len(head) < _SHOUTED_LETTERS:
        return False
    small = len(head) - len(head.translate(_NO_SMALL))
    if small > 0.1 * len(head):
        return False
    letters = sum(map(str.isalpha, head))
    return letters >= _SHOUTED_LETTERS and sum(map(str.isupper, head)) >= 0.9 * letters


def _looks_like_headline(line: str) -> bool:
    # A quotation that ends a sentence has its full stop inside; one that ends a title has none.
    ends = line.rstrip(_MARKS)[-1:] in _TERMINAL
    return not ends and len(line[:400].split()) <= _HEADLINE_WORDS
