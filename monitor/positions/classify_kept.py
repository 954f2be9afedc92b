"""Words that say that what was announced is done: "the border is shut, as I said it would be".

What such a statement does is what was announced, whatever its verb; where the announcement stands,
it is carried out.
"""

import re
from typing import Final

_I: Final = "(?:I|we|he|she|it|they)"
_SAID: Final = r"(?:said|promised|announced|vowed|warned|swore|threatened|told \w+)"
_WOULD: Final = rf"(?:that )?{_I}(?: would|[’']d)\b(?! (?:not|never|no)\b)"
_KEPT: Final = re.compile(
    rf"\bas {_I} (?:had )?{_SAID} (?:{_WOULD}|to\b)"
    # "I have filed the charges I said I would file"
    rf"|\b(?:I|we)(?: have|[’']ve) [^.;]+\b(?:I|we) {_SAID} {_WOULD}"
    # "We said we would hold this vote, and we have held it"
    rf"|\b(?:I|we) {_SAID} {_WOULD}[^.;]*\band (?:now )?(?:I|we)"
    r"(?: (?:have|did|do|am|are)\b|[’'](?:ve|m|re)\b)"
    rf"|\b(?:I|we) {_SAID} what (?:I|we) would do\b",
    re.IGNORECASE,
)


def keeps_word(text: str) -> bool:
    """Tell whether words say that what was announced has been done."""
    return _KEPT.search(text) is not None
