"""Ultimatums without an if: "sign, or we publish", "they have until noon to leave", "otherwise"."""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.positions.classify_deeds import DEEDS, Side
from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_SUBJECTS = word_set("we i they he she it you there else the his her their our its")
_ORDERING = word_set("must should have need ought")
_TIME_UNITS = word_set("minute hour day week month year")
_STOPS = word_set("or before failing otherwise after while when")
_PASSING = word_set("run go spare live serve")
_REACH = 14

_BACKWARD: PhraseTable[bool] = PhraseTable()
_BACKWARD.add("otherwise, or else, fail which, fail that", value=True)


class Hinge(NamedTuple):
    """The tokens that say what must happen, and where the consequence begins."""

    start: int
    end: int
    consequence: int


def _orders(tokens: Sequence[Token]) -> bool:
    """Tell whether a clause says that something must be done."""
    words = [token for token in tokens if token.low[0].isalnum()]
    if not words:
        return False
    first = words[0]
    bare = first.low == first.lemma and DEEDS.at(words, 0) is not None
    return (
        bare
        or first.low in ("sign", "give", "touch", "leave", "hand", "tell", "to", "get", "answer")
        or any(token.lemma in _ORDERING or token.low == "to" for token in words)
    )


def _joined(tokens: Sequence[Token]) -> Hinge | None:
    """Read "sign by Easter, or we publish" and "touch it and we strike"."""
    either = bool(tokens) and tokens[0].low == "either"
    for i in range(2, len(tokens) - 2):
        low, after = tokens[i].low, tokens[i + 1].low
        if low == "or" and after in _SUBJECTS and (either or _orders(tokens[:i])):
            end = i - 1 if tokens[i - 1].low == "," else i
            return Hinge(int(either), end, i + 1 + (after == "else"))
        if low == "and" and after in ("we", "i", "they", "you") and _bare_verb(tokens):
            window = range(i + 1, min(i + 5, len(tokens)))
            hostile = any(
                (hit := DEEDS.at(tokens, j)) is not None and hit.value.side is Side.HOSTILE
                for j in window
            )
            if hostile:
                return Hinge(0, i, i + 1)
    return None


def _bare_verb(tokens: Sequence[Token]) -> bool:
    first = tokens[0]
    return first.low == first.lemma and first.low not in _SUBJECTS and first.low.isalpha()


def _timed(tokens: Sequence[Token], *, given: bool) -> Hinge | None:
    """Read "has one week to reconnect the islands before fines begin"."""
    places = [0] if given else []
    places += [i + 1 for i, word in enumerate(tokens) if word.lemma in ("have", "give", "set")]
    for place in places:
        to = _time_to_act(tokens, place)
        if to is None:
            continue
        end = next(
            (
                j
                for j in range(to + 1, len(tokens))
                if tokens[j].low in _STOPS or not tokens[j].low[0].isalnum()
            ),
            len(tokens),
        )
        return Hinge(to, end, end)
    return None


def _time_to_act(tokens: Sequence[Token], start: int) -> int | None:
    """Return the "to" after "until noon", "ten days" or "a deadline of Friday"."""
    timed = False
    for j in range(start, min(start + _REACH, len(tokens))):
        token = tokens[j]
        if token.low == "," or (j > start and token.lemma in ("have", "will", "see", "be")):
            return None
        if token.low == "until" or token.lemma == "deadline":
            timed = True
        elif token.low == "to":
            # "Has a year to run" sets nobody a time.
            if tokens[j + 1 : j + 2] and tokens[j + 1].low in _PASSING:
                return None
            # "five minutes after he was elected to": the unit must stand before its verb.
            return j if timed or tokens[j - 1].lemma in _TIME_UNITS else None
    return None


def _backward(tokens: Sequence[Token]) -> Hinge | None:
    for i in range(len(tokens)):
        hit = _BACKWARD.at(tokens, i)
        if hit is not None and i > 1 and i + 2 < len(tokens):
            end = i
            while end > 1 and not tokens[end - 1].low[0].isalnum():
                end -= 1
            return Hinge(0, end, hit.end)
    return None


def hinge(tokens: Sequence[Token], *, given: bool) -> tuple[Hinge, bool] | None:
    """Return what must happen lest the rest follows, and whether a time is set for it.

    ``given`` says that the cue itself gives or sets the time: "gave the company until Friday to".
    """
    timed = _timed(tokens, given=given)
    if timed is not None:
        return timed, True
    found = _backward(tokens) or _joined(tokens)
    return (found, False) if found else None
