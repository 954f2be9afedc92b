"""Which language an article is in, as far as it matters here: whether it is English.

Publishers declare their language often wrongly: a system's default, a name instead of a code. An
article that is taken for English and is not gives nonsense; one that is English and is not taken
for it gives nothing. So the words decide where there are enough of them.
"""

import re
from typing import Final

UNKNOWN: Final = "und"  # BCP 47: undetermined
_ENGLISH: Final = "en"
_TAG: Final = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_NAMES: Final = {
    "english": "en",
    "russian": "ru",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "arabic": "ar",
    "chinese": "zh",
    "ukrainian": "uk",
}
# The commonest words that hardly any other language writes so.
_COMMON: Final = frozenset(
    "the of and to that is was for on with as it by at from his her are be this have has had not"
    " they which will their its would been were who said after but about".split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# English prose has two in five such words; lists of names one in ten; other languages hardly any.
_ENOUGH: Final = 0.15
_HARDLY: Final = 0.05
_LEAST_WORDS: Final = 30
_MOST_WORDS: Final = 400


def tag(declared: str) -> str:
    """Return a declared language as a BCP 47 tag; empty if it is none."""
    said = declared.strip().replace("_", "-")
    said = _NAMES.get(said.lower(), said)
    return said if _TAG.fullmatch(said) else ""


def language_of(text: str, declared: str) -> str:
    """Return the language of a text: what its words show, else what was declared."""
    words = [match.group().lower() for match in _WORD.finditer(text[: _MOST_WORDS * 12])]
    if len(words) < _LEAST_WORDS:
        return declared
    share = sum(word in _COMMON for word in words) / len(words)
    is_english = declared.lower().split("-")[0] == _ENGLISH
    if share < _HARDLY and is_english:
        return UNKNOWN
    if share > _ENOUGH and not is_english:
        return _ENGLISH
    return declared
