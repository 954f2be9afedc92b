"""Words that say that what was announced is done: "the border is shut, as I said it would be".

What such a statement does is what was announced, whatever its verb; where the announcement stands,
it is carried out.
"""

import re
from typing import Final

_I: Final = "(?:I|we|he|she|it|they)"
_SAID: Final = r"(?:said|promised|announced|vowed|warned|swore|threatened|told \w+)"
_WOULD: Final = rf"(?:that )?{_I}(?: would|[’']d)\b(?! (?:not|never|no)\b)"
_AS_SAID: Final = re.compile(
    rf"\bas {_I} (?:had )?{_SAID} (?:{_WOULD}|to\b)|\b(?:I|we) {_SAID} what (?:I|we) would do\b",
    re.IGNORECASE,
)
_ANNOUNCED: Final = re.compile(rf"\b(?:I|we) {_SAID} {_WOULD}", re.IGNORECASE)
_HAVE: Final = re.compile(r"\b(?:I|we)(?: have|[’']ve) ", re.IGNORECASE)
_AND_DID: Final = re.compile(
    r"\band (?:now )?(?:I|we)(?: (?:have|did|do|am|are)\b|[’'](?:ve|m|re)\b)", re.IGNORECASE
)
_PARTS: Final = re.compile(r"[.;]")
_AS_ANNOUNCED: Final = re.compile(
    r"\bas (?:previously |already )?(?:announced|threatened|warned)\b", re.IGNORECASE
)
_TOOK_EFFECT: Final = re.compile(
    r"\b(?:took effect|(?:came|entered|went) into (?:force|effect))\b", re.IGNORECASE
)
# What stands before the subject of a clause that only dates another, and how far.
_DATING: Final = frozenset("if when before once until unless never".split())
_SUBJECT: Final = 4
_DONE: Final = re.compile(r"\b(?:was|were|has|have|had|did)\b|[’']ve\b", re.IGNORECASE)
_NOT_DONE: Final = re.compile(
    r"\b(?:not|never|unless|if|will|would|shall|going to|to be|due|plans?|planned)\b"
    r"|n[’']t\b|[’']ll\b",
    re.IGNORECASE,
)


def keeps_word(text: str) -> bool:
    """Tell whether words say that what was announced has been done."""
    return _AS_SAID.search(text) is not None or any(map(_does_as_said, _PARTS.split(text)))


def is_as_announced(text: str) -> bool:
    """Tell "were suspended on Monday as announced" from what will go ahead as announced.

    It does not say what was done: a present is announced as well.
    """
    if _AS_ANNOUNCED.search(text) is None or _NOT_DONE.search(text) is not None:
        return False
    return _DONE.search(text) is not None


def took_effect(text: str) -> bool:
    """Tell "the duties took effect at midnight" from what is done "before it took effect"."""
    found = _TOOK_EFFECT.search(text)
    if found is None:
        return False
    before = text[: found.start()].casefold().split()
    return _DATING.isdisjoint(before[-_SUBJECT:])


def _does_as_said(part: str) -> bool:
    # Searches one behind the other and not one pattern: of a speech of 30,000 words that says "I
    # have" over and over a single pattern tries each against all that follows.
    announced = _ANNOUNCED.search(part)
    if announced is None:
        return False
    # "We said we would hold this vote, and we have held it"
    if _AND_DID.search(part, announced.end()):
        return True
    # "I have filed the charges I said I would file"
    have = _HAVE.search(part)
    return have is not None and _ANNOUNCED.search(part, have.end() + 1) is not None
