"""A sentence cut into clauses, each with the condition it hangs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.positions.classify_conditions import Condition, conditions
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_SUBJECTS = word_set("we i they he she it you there this that nobody")
_VERBAL = word_set(
    """will would shall can could may might must should is are was were has have had do does did
    be"""
)
_WHEN = word_set("on in from by at after until")
_JOINS = word_set("and but so or yet")
_HARD = frozenset([";", "—", "–"])
_QUOTES = frozenset("“”\"‘’'«»()[]")
_REACH = 8


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens of one clause without its condition, and the places of both in the text."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    condition: tuple[int, int] | None


def unquoted(tokens: Sequence[Token]) -> list[Token]:
    """Leave out quotation marks and brackets, which say nothing about grammar."""
    return [token for token in tokens if token.low not in _QUOTES]


def _starts_clause(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a subject with a finite verb begins at ``i``."""
    if i >= len(tokens):
        return False
    if tokens[i].low in _SUBJECTS:
        return True
    for token in tokens[i + 1 : i + _REACH]:
        if token.low in (",", ";"):
            return False
        if token.low in _VERBAL:
            return True
    return False


def _resumes(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a clause that says first when or where begins at ``i``."""
    return tokens[i].low in _WHEN and any(
        token.low in _SUBJECTS and after.low in _VERBAL
        for token, after in pairwise(tokens[i + 1 : i + _REACH])
    )


def _cuts(tokens: Sequence[Token]) -> list[int]:
    """Return the tokens at which a new clause begins."""
    cuts = []
    for i in range(1, len(tokens)):
        low = tokens[i].low
        if low in _HARD:
            cuts.append(i + 1)
        elif low in _JOINS and tokens[i - 1].low == ",":
            if low == "but" or _starts_clause(tokens, i + 1):
                cuts.append(i + 1)
        elif low in ("and", "but") and i + 1 < len(tokens) and tokens[i + 1].low in _SUBJECTS:
            # "... and we", without a comma
            cuts.append(i + 1)
        elif low == "but" and tokens[i + 1 : i + 2] and _resumes(tokens, i + 1):
            # "... but on Friday it will": cut in two by its attribution
            cuts.append(i + 1)
        elif (
            tokens[i - 1].low == ","
            and low in _SUBJECTS
            and i + 1 < len(tokens)
            and tokens[i + 1].low in _VERBAL
        ):
            cuts.append(i)
    return cuts


def _stretches(size: int, found: Sequence[Condition], cuts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the token ranges between conditions and cuts."""
    inside = {i for condition in found for i in range(condition.start, condition.end)}
    edges = sorted(
        {0, size}
        | {cut for cut in cuts if cut not in inside}
        | {edge for condition in found for edge in (condition.start, condition.end)}
    )
    return [(a, b) for a, b in pairwise(edges) if a not in inside and a < b]


def _wordy(tokens: Sequence[Token]) -> bool:
    return any(token.low[0].isalnum() and token.low not in _JOINS for token in tokens)


def _of(
    stretch: tuple[int, int], stretches: Sequence[tuple[int, int]], found: Sequence[Condition]
) -> Condition | None:
    """Return the condition that governs a stretch: one before it, or one that ends it."""
    start, end = stretch
    for condition in found:
        if not condition.fronted and condition.start == end:
            return condition
    governing = None
    for condition in found:
        if condition.fronted and condition.end <= start:
            governing = condition
    if governing is None and len(stretches) == 1 and found:
        return found[0]
    return governing


def clauses(sentence: Sequence[Token]) -> list[Clause]:
    """Cut a sentence, given as its tokens, into clauses."""
    tokens = unquoted(sentence)
    if not tokens:
        return []
    found = conditions(tokens)
    stretches = [
        (a, b) for a, b in _stretches(len(tokens), found, _cuts(tokens)) if _wordy(tokens[a:b])
    ]
    made = []
    for a, b in stretches:
        condition = _of((a, b), stretches, found)
        place = None
        if condition is not None:
            place = (tokens[condition.start].start, _last(tokens, condition))
        made.append(Clause(tuple(tokens[a:b]), tokens[a].start, tokens[b - 1].end, place))
    if not made and found:
        # Nothing but a condition: the report cut its clause off.
        place = (tokens[found[0].start].start, _last(tokens, found[0]))
        made.append(Clause(tuple(tokens), tokens[0].start, tokens[-1].end, place))
    return made


def _last(tokens: Sequence[Token], condition: Condition) -> int:
    """Return where a condition's last word ends, punctuation left out."""
    end = condition.end
    while end - 1 > condition.start and not tokens[end - 1].low[0].isalnum():
        end -= 1
    return tokens[end - 1].end
