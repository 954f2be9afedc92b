"""A statement's pieces as one text, with the way back to the article's offsets."""

import re
from dataclasses import dataclass
from itertools import pairwise

from schemas.base import Span

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Prof|Rev|Jr|Sr|vs|Inc|Corp|Co|Ltd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Za-z](?:\.[A-Za-z])*)\.$"
)
_BREAK = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]?[A-Z0-9])|\n+")
_LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """The pieces joined by spaces; ``starts`` tells where each begins here and in the article."""

    text: str
    starts: tuple[tuple[int, int, int], ...]

    def to_article(self, start: int, end: int) -> Span | None:
        """Return the article's offsets of ``text[start:end]`` when they lie in one piece."""
        for here, article, length in self.starts:
            if here <= start and end <= here + length:
                return (article + start - here, article + end - here)
        return None

    def clip(self, start: int, end: int) -> tuple[int, int]:
        """Cut a stretch that runs over several pieces down to its largest part in one."""
        parts = [(max(start, here), min(end, here + length)) for here, _, length in self.starts]
        return max(parts, key=lambda part: part[1] - part[0], default=(start, end))


def passage(content: tuple[str, ...], offsets: tuple[int, ...]) -> Passage:
    """Join the pieces of a statement."""
    starts = []
    at = 0
    for index, piece in enumerate(content):
        starts.append((at, offsets[index] if index < len(offsets) else 0, len(piece)))
        at += len(piece) + 1
    return Passage(" ".join(content), tuple(starts))


def _ends_sentence(before: str, after: str) -> bool:
    """Tell whether a sentence ends between two pieces.

    A comma before the closing mark is the printer's: “We wait,” he said. “You act.” But a piece
    that goes on in lower case goes on.
    """
    first = after.lstrip("\"“‘'«([ ")[:1]
    return before.rstrip("\"”’' ")[-1:] in ".!?…" or not first.islower()


def sentences(whole: Passage) -> list[tuple[int, int]]:
    """Return where the sentences of the passage begin and end."""
    text = whole.text
    cuts = {0, len(text)}
    for match in _BREAK.finditer(text):
        stop = match.start() + 1
        if text[match.start()] == "." and _ABBREVIATION.search(
            text[max(0, stop - _LOOK_BACK) : stop]
        ):
            continue
        cuts.add(match.end())
    for (start, _, length), (after, _, size) in pairwise(whole.starts):
        before = text[start : start + length]
        if _ends_sentence(before, text[after : after + size]):
            cuts.add(after)
    return [(a, b) for a, b in pairwise(sorted(cuts)) if text[a:b].strip()]
