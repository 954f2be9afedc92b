"""Words in the pieces that an encoder of the BERT family knows.

WordPiece (Wu et al. 2016), uncased: of each word the longest piece that the vocabulary holds, then
the longest of the rest. What no vocabulary holds falls into letters and is still read.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

START: Final = "[CLS]"
END: Final = "[SEP]"
UNKNOWN: Final = "[UNK]"
INSIDE: Final = "##"
# A longer word is no word.
_LONGEST: Final = 100
_WORDS: Final = re.compile(r"[^\W_]+|[^\w\s]|_")


def words_of(text: str) -> list[str]:
    """Return words and marks in small letters, without accents."""
    if not text.isascii():
        text = _plain(text)
    return _WORDS.findall(text.lower())


def _plain(text: str) -> str:
    return "".join(_without_accent(character) for character in text)


@lru_cache(maxsize=4096)
def _without_accent(character: str) -> str:
    parts = unicodedata.normalize("NFD", character.lower())
    return "".join(part for part in parts if unicodedata.category(part) not in {"Mn", "Cf"})


def pieces_of(text: str, vocabulary: Mapping[str, int], most: int) -> list[int]:
    """Return the numbers of the first ``most`` pieces of a text."""
    found: list[int] = []
    for word in words_of(text):
        if (whole := vocabulary.get(word)) is not None:
            found.append(whole)
        else:
            found += _split(word, vocabulary)
        if len(found) >= most:
            return found[:most]
    return found


def _split(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    unknown = [vocabulary[UNKNOWN]]
    if len(word) > _LONGEST:
        return unknown
    found: list[int] = []
    start = 0
    while start < len(word):
        before = INSIDE if start else ""
        for end in range(len(word), start, -1):
            if (number := vocabulary.get(before + word[start:end])) is not None:
                found.append(number)
                start = end
                break
        else:
            return unknown
    return found
