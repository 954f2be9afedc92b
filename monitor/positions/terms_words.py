"""Words of a text for term matching: folded, stemmed, with their places in the text as given."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from monitor.positions.classify_inflection import lemma
from monitor.positions.classify_words import word_set

# Combining accents belong to the letter before them; a hyphen parts two words.
_WORD = re.compile(r"[\w\u0300-\u036f]+(?:[’'][\w\u0300-\u036f]+)?|[^\w\s]")
_CONTRACTED = re.compile(r"^(\w+?)(n't|'s|'re|'ve|'ll|'d|'m)$")
_LONG = 3
# "King", "thing" and "spring" end in -ing and are no gerunds; telling them apart needs no more.
_LONGEST_ROOT_ING = 4
# Words that a term may hold or lack without becoming another term.
ARTICLES = word_set("the a an its his her their our my your this that these those any some")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or punctuation mark: its folded form, its stem and its place."""

    low: str
    stem: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.low[:1].isalnum()


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """Return what the forms of one word have in common: "levy", "levies", "levied"."""
    base = lemma(word)
    if len(base) > _LONG and base.endswith("e"):
        base = base[:-1]
    if len(base) > _LONG and base[-1] == base[-2] and base[-1] not in "aeious":
        base = base[:-1]
    return base


@lru_cache(maxsize=65536)
def _folded(word: str) -> tuple[str, str]:
    low = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    match = _CONTRACTED.match(low)
    if match is not None and match.group(2) != "n't":
        low = match.group(1)
    return low, stem_of(low)


def words_of(text: str) -> list[Word]:
    """Cut ``text`` into words and marks; compatibility forms and case do not matter."""
    found = []
    for match in _WORD.finditer(text):
        low, stem = _folded(match.group())
        found.append(Word(low, stem, match.start(), match.end()))
    return found


def gerund_of(word: str) -> str | None:
    """Return a noun in -ing ("crossing", "crossings") in its singular, else None."""
    single = word.removesuffix("s")
    return single if single.endswith("ing") and len(single) > _LONGEST_ROOT_ING else None


def keys_of(term: str) -> tuple[str, ...]:
    """Return what the words of an issue's term are looked up by.

    A term in -ing names a thing: "crossing" is not meant where somebody "crossed the line".
    """
    words = [word for word in words_of(term) if not word.is_mark]
    telling = [word for word in words if word.low not in ARTICLES] or words
    return tuple(gerund_of(word.low) or word.stem for word in telling)


def stems_of(term: str) -> tuple[str, ...]:
    """Return the stems of a term, articles and marks left out unless nothing else is there."""
    words = [word for word in words_of(term) if not word.is_mark]
    telling = [word.stem for word in words if word.low not in ARTICLES]
    return tuple(telling or (word.stem for word in words))
