"""Tables of phrases over lemmas, looked up by their first word.

A phrase is written as lemmas; ``*`` stands for up to four words, ``a|b`` for either word and a word
in brackets may be missing: ``take|bring * to court``, ``cut off``, ``pull (their) troop out``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from monitor.positions.classify_inflection import lemma
from monitor.positions.classify_tokens import Token

T = TypeVar("T")

_GAP = 4
_STOPS = frozenset(".;:!?,")


class Hit(NamedTuple, Generic[T]):
    """A phrase found: where it begins, where it ends and what it stands for."""

    start: int
    end: int
    value: T


class _Phrase(NamedTuple, Generic[T]):
    rest: tuple[frozenset[str] | None, ...]
    optional: tuple[bool, ...]
    value: T


def _element(word: str) -> tuple[frozenset[str] | None, bool]:
    if word == "*":
        return None, False
    forms = word.strip("()").split("|")
    return frozenset(lemma(form) for form in forms), word.startswith("(")


@dataclass(slots=True)
class _Shelf(Generic[T]):
    """Phrases with a common first word, those that name their second word filed under it."""

    by_second: dict[str, list[_Phrase[T]]] = field(default_factory=dict)
    others: list[_Phrase[T]] = field(default_factory=list)

    def put(self, phrase: _Phrase[T]) -> None:
        second = phrase.rest[0] if phrase.rest else None
        if second is None or phrase.optional[0]:
            self.others.append(phrase)
            return
        for word in second:
            self.by_second.setdefault(word, []).append(phrase)


class PhraseTable(Generic[T]):
    """Phrases with a value each; the one of most words that begins at a word wins."""

    def __init__(self) -> None:
        self._by_first: dict[str, _Shelf[T]] = {}

    def add(self, phrases: str, value: T) -> None:
        """Add ``phrases``, separated by commas or lines, all of one value."""
        for phrase in phrases.lower().replace("\n", ",").split(","):
            words = phrase.split()
            if not words:
                continue
            elements = [_element(word) for word in words]
            rest = _Phrase(
                tuple(words for words, _ in elements[1:]),
                tuple(optional for _, optional in elements[1:]),
                value,
            )
            for first in elements[0][0] or ():
                self._by_first.setdefault(first, _Shelf()).put(rest)

    def at(self, tokens: Sequence[Token], start: int) -> Hit[T] | None:
        """Return the phrase of most words that begins at token ``start``."""
        shelf = self._by_first.get(tokens[start].lemma)
        if shelf is None:
            return None
        best: Hit[T] | None = None
        most = -1
        second = tokens[start + 1].lemma if start + 1 < len(tokens) else ""
        for phrases in (shelf.by_second.get(second, ()), shelf.others):
            for phrase in phrases:
                if len(phrase.rest) <= most:
                    continue
                end = _match(tokens, start + 1, phrase)
                if end is not None:
                    best, most = Hit(start, end, phrase.value), len(phrase.rest)
        return best

    def find(self, tokens: Sequence[Token]) -> list[Hit[T]]:
        """Return the phrases in ``tokens``, left to right, none inside another."""
        hits = []
        i = 0
        while i < len(tokens):
            hit = self.at(tokens, i) if tokens[i].lemma in self._by_first else None
            if hit is None:
                i += 1
            else:
                hits.append(hit)
                i = hit.end
        return hits


def _match(tokens: Sequence[Token], at: int, phrase: _Phrase[T]) -> int | None:
    """Return the end of ``phrase`` when its further words stand at token ``at``."""
    gap = 0
    for words, optional in zip(phrase.rest, phrase.optional, strict=True):
        if words is None:
            gap = _GAP
            continue
        found = _seek(tokens, at, words, gap)
        gap = 0
        if found is None:
            if optional:
                continue
            return None
        at = found + 1
    return at


def _seek(tokens: Sequence[Token], at: int, words: frozenset[str], gap: int) -> int | None:
    for i in range(at, min(at + gap + 1, len(tokens))):
        if tokens[i].lemma in words:
            return i
        if tokens[i].low in _STOPS:
            return None
    return None
