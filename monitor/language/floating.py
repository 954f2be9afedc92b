"""Quotations that stand alone: whose they are, their neighbours tell."""

from monitor.language.drafts import Draft
from monitor.language.quotes import is_titled
from monitor.language.sentences import Sentence


def is_title(text: str, s: Sentence) -> bool:
    """Tell a quotation in Title Case by itself, which is a heading or the name of a book."""
    return is_titled(text, next(q for q in s.quotes if q is not None))


def only_quotes(s: Sentence) -> bool:
    """Tell whether a sentence is nothing but quotation."""
    return any(q is not None for q in s.quotes) and all(
        q is not None or not w[0].isalnum() for q, w in zip(s.quotes, s.words, strict=True)
    )


def holder_of_quotes(drafts: list[Draft]) -> Draft:
    """Return the draft that a following quotation goes on with: one that quotes, or the last."""
    for draft in drafts:
        if any(quoted and not plain for _, quoted, plain in draft.pieces):
            return draft
    return drafts[-1]
