"""Words of a text with their lemmas and places; contractions taken apart."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from monitor.positions.classify_inflection import lemma
from monitor.positions.classify_words import word_set

_TOKEN = re.compile(r"\w+(?:[’'‘\-–]\w+)*|[^\w\s]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "–": "-"})

# Words whose "'s" is a verb; after any other word it marks a possessor.
_VERBAL_S = word_set("it that there he she what who this here where how everyone nobody nothing")
_ENDINGS = {"'ll": "will", "'re": "be", "'ve": "have", "'d": "would", "'m": "be"}
_WHOLE = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("be", "not"),
    "let's": ("let", "us"),
    "gonna": ("go", "to"),
}
_LONGEST_WORD = 40


class Token(NamedTuple):
    """One word, or one half of a contraction: both halves share the word's place."""

    low: str
    lemma: str
    start: int
    end: int
    capital: bool


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Return (lower-case form, lemma, capital) of all that a printed word stands for."""
    capital = word[0].isupper()
    return tuple((low, form, capital) for low, form in _pairs(word))


def _pairs(word: str) -> tuple[tuple[str, str], ...]:
    low = word.lower().translate(_APOSTROPHES)
    if len(low) > _LONGEST_WORD or low[0] == "'":
        return ((low[:_LONGEST_WORD], low[:_LONGEST_WORD]),)
    if low in _WHOLE:
        return tuple((part, part) for part in _WHOLE[low])
    stem, apostrophe, tail = low.partition("'")
    if not apostrophe:
        return ((low, lemma(low)),)
    if tail == "s":
        pair = (stem, lemma(stem))
        return (pair, ("is", "be")) if stem in _VERBAL_S else ((low, stem),)
    if tail == "t" and stem.endswith("n"):
        return ((stem[:-1], lemma(stem[:-1])), ("not", "not"))
    ending = _ENDINGS.get("'" + tail)
    if ending:
        return ((stem, lemma(stem)), (ending, ending))
    return ((low, low),)


def tokenise(text: str, base: int = 0) -> list[Token]:
    """Cut ``text``, which begins at ``base``, into tokens; a punctuation mark is one, too."""
    tokens = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start = match.start() + base
        end = start + len(word)
        for low, form, capital in _parts(word):
            tokens.append(Token(low, form, start, end, capital))
    return tokens


def lemmas(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the lemmas of ``tokens``."""
    return tuple(token.lemma for token in tokens)
