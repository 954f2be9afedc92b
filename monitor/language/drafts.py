"""A statement while it is being put together: a frame, its speakers, and quotations that follow."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from monitor.language.lexicon import TITLES
from monitor.language.sentences import Sentence
from monitor.language.speakers import Source
from schemas.base import Span
from schemas.vocabulary import Kind


@dataclass(slots=True)
class Draft:
    """What is known so far of one statement.

    ``pieces`` hold a span, whether it quotes, and whether it holds plain words.
    """

    sources: tuple[Source, ...]
    mention: Span | None
    cue: Span | None
    start: int
    end: int
    pieces: list[tuple[Span, bool, bool]] = field(default_factory=list)
    addressee: str | None = None
    reported_by: str | None = None
    said_on: date | None = None
    retold: bool = False
    headline: bool = False
    belief: bool = False
    floating: bool = False
    colon: Span | None = None

    @property
    def kind(self) -> Kind:
        """Direct where all is quoted, indirect where nothing is."""
        quoted = any(q for _, q, _ in self.pieces)
        plain = any(p for _, _, p in self.pieces)
        if quoted and plain:
            return Kind.MIXED
        return Kind.DIRECT if quoted else Kind.INDIRECT

    def add(self, text: str, s: Sentence, first: int, end: int) -> None:
        """Append items ``first`` to ``end`` as a piece of content."""
        quote = s.quotes[first]
        if quote is not None and end - first == 1:
            left, right = quote.inner_start, quote.inner_end
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if right > left:
                self.pieces.append(((left, right), True, False))
            return
        while (
            end > first and s.quotes[end - 1] is None and s.words[end - 1] in {",", ";", "—", "–"}
        ):
            end -= 1
        if end <= first:
            return
        quoted = any(s.quotes[i] is not None for i in range(first, end))
        plain = any(s.quotes[i] is None and s.words[i][0].isalnum() for i in range(first, end))
        self.pieces.append(((s.starts[first], s.ends[end - 1]), quoted, plain))


def told_by(draft: Draft, outer: Draft) -> str | None:
    """Return who tells of a statement in a statement of their own, where that is another."""
    told = [source.figure for source in draft.sources if source.figure is not None]
    if not outer.sources or any(source.figure is f for source in outer.sources for f in told):
        return None
    return outer.sources[0].name


def names_oneself(text: str, draft: Draft) -> bool:
    """Tell whether "he" or "she" is quoted with the title or full name of whom that stands for."""
    if draft.mention is None or text[slice(*draft.mention)].lower() not in {"he", "she"}:
        return False
    figure = draft.sources[0].figure if len(draft.sources) == 1 else None
    if figure is None or not figure.person or len(figure.words) < _FULL_NAME:
        return False
    quoted = " ".join(text[a:b] for (a, b), quotes, _ in draft.pieces if quotes).lower()
    words = re.findall(r"[^\W_]+", quoted)
    if not _OWN.isdisjoint(words) or "‘" in quoted or "'s name" in quoted:
        return False
    return any(
        name == figure.words[-1] and (before in TITLES or before == figure.words[0])
        for before, name in pairwise(words)
    )


_FULL_NAME = 2
_OWN = frozenset("i me my mine we us our ours".split())
_EMPTY = frozenset({"no comment"})


def says_nothing(text: str, draft: Draft) -> bool:
    """Tell “No comment,” from a statement."""
    (start, end), *more = (span for span, _, _ in draft.pieces)
    return (
        not more
        and end - start < _LONGEST_EMPTY
        and text[start:end].strip(" ,.!").lower() in _EMPTY
    )


_LONGEST_EMPTY = 20
