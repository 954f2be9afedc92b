"""Conditions: where a clause says on what it depends."""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_NOT_AFTER = word_set(
    """ask wonder see know doubt check unsure clear determine decide matter care question inquire
    as even what examine whether remain learn"""
)
_NOT_BEFORE = word_set("necessary needed need possible any anything so ever not only")
_TIMES = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december tomorrow today tonight now then end
    next later midnight noon spring summer autumn winter recently yesterday week month year last
    early late further morning evening"""
)
_STARTS = frozenset(
    [
        "the",
        "a",
        "an",
        "any",
        "there",
        "it",
        "they",
        "he",
        "she",
        "we",
        "you",
        "i",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "your",
        "this",
        "that",
        "these",
        "those",
        "no",
        "another",
        "talks",
        "negotiations",
        "anyone",
        "someone",
        "such",
        "both",
        "either",
        "all",
        "some",
        "more",
    ]
)
_MODALS = word_set("will would shall can could may might must should")
_FINITE = _MODALS | word_set("is are was were has have had do does did")
_SUBJECTS = word_set(
    """we i they he she it you there this that nobody no-one everyone nothing everything all then
    what who no"""
)
_NOT_MAIN = word_set(
    """and or with in by for at from including which who whom whose of to on as than into under
    particularly especially"""
)
_LINKS = word_set(
    """that what which if and or than as when who because until unless how where but say think
    believe know"""
)
# Verbs that carry a short main clause without an auxiliary: "... , the tariff starts".
_PLAIN_VERBS = word_set(
    """starts begins comes ends goes stops falls closes follows dies leaves stays stands loses gets
    pays takes walks"""
)
_PUNCTUATION = frozenset([",", ";", ":", "—", "-", "–", "(", ")", "“", "”", '"', "‘", "’", "'"])
_CLAUSE_STARTERS = _PUNCTUATION | word_set("and but that or so then because say")
_OFFERING = word_set("will would ready prepared willing open could might shall happy")
_OWNED = word_set("its their his her our they we he she it you both")
_REACH = 14
_SHORT_CONDITION = 3

_FIXED: PhraseTable[bool] = PhraseTable()
_FIXED.add(
    """for as long as, as|so long as, as soon as, depend on|upon, contingent on|upon,
    conditional on|upon, on (the) condition, in (the) event of|that, in case, assume that,
    only if, only when, except if, barring""",
    value=True,
)
# These point back to what was just said and are over at once.
_BACKWARD: PhraseTable[bool] = PhraseTable()
_BACKWARD.add("otherwise, or else, failing which|that, fail which|that", value=True)


class Condition(NamedTuple):
    """The tokens of a condition, and whether the clause it governs follows."""

    start: int
    end: int
    fronted: bool


def _time_follows(tokens: Sequence[Token], i: int) -> bool:
    following = tokens[i + 1 : i + 4]
    return not following or any(t.low in _TIMES or t.low[0].isdigit() for t in following)


def _subject_follows(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and (tokens[i + 1].low in _STARTS or tokens[i + 1].capital)


def _inverted(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "should", "were" or "had" at ``i`` opens a condition without an if."""
    if not _subject_follows(tokens, i) or tokens[-1].low == "?":
        return False
    word = tokens[i].low
    starts = i == 0 or tokens[i - 1].low in _CLAUSE_STARTERS
    window = tokens[i + 1 : i + 1 + _REACH]
    if word == "should":
        return starts or any(t.low in _MODALS or t.low == "to" for t in tokens[:i])
    if word == "were":
        return (starts or any(t.low in _MODALS for t in tokens[:i])) and any(
            t.low == "to" for t in window
        )
    return starts and any(t.low in ("would", "could", "might") for t in tokens[i:])


def _opens(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a condition begins at token ``i``."""
    word = tokens[i].low
    before = tokens[i - 1] if i else None
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if word in ("if", "unless"):
        refused = before is not None and before.lemma in _NOT_AFTER
        # "if I may say so"
        refused |= [token.low for token in tokens[i + 1 : i + 3]] == ["i", "may"]
        return not refused and bool(after) and not (word == "if" and after in _NOT_BEFORE)
    if word == "once":
        past = before is not None and before.low in ("at", "more", "than", "not", "was", "had")
        return _subject_follows(tokens, i) and not past and after not in ("a", "an", "more", "all")
    if word == "until":
        return not _time_follows(tokens, i)
    if word in ("should", "were", "had"):
        return _inverted(tokens, i)
    if word in ("provided", "providing"):
        return after == "that" or (
            _subject_follows(tokens, i)
            and (
                before is None
                or before.low in _PUNCTUATION
                or (after in _OWNED and any(t.low in _OFFERING for t in tokens[:i]))
            )
        )
    if word == "without":
        return _without(tokens, i)
    if word == "as" and [t.low for t in tokens[i + 1 : i + 4]] in _EVER_SO_LONG:
        return False
    return _FIXED.at(tokens, i) is not None


# "For as long as it takes" names no condition.
_EVER_SO_LONG = (["long", "as", "it"], ["long", "as", "necessary"], ["long", "as", "needed"])


def _without(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "without" names what must be there, not the manner ("without delay")."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        after is None
        or after.low.endswith("ing")
        or after.lemma
        in (
            "condition",
            "precondition",
            "delay",
            "exception",
            "warning",
            "doubt",
            "question",
            "fail",
        )
    ):
        return False
    return (i == 0 and any(t.low == "," for t in tokens[2:_REACH])) or any(
        t.low in ("no", "not", "never", "only") for t in tokens[:i]
    )


def _main_begins(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a main clause begins at token ``k``, which follows a comma."""
    if k >= len(tokens):
        return False
    first = tokens[k].low
    if first in _SUBJECTS:
        return True
    if first in _NOT_MAIN:
        return False
    for token in tokens[k + 1 : k + _REACH]:
        if token.low in ",;.":
            return False
        if token.low in _FINITE or token.low in _PLAIN_VERBS:
            return True
    return False


def _after_aside(tokens: Sequence[Token], k: int) -> int:
    """Step over "as he has said," and the like."""
    if k < len(tokens) and tokens[k].low in ("then", "so") and k + 1 < len(tokens):
        k += 1
        k += tokens[k].low == ","
    if k < len(tokens) and tokens[k].low == "as":
        for j in range(k + 1, min(k + _REACH, len(tokens))):
            if tokens[j].low == ",":
                return j + 1
    return k


def _front_end(tokens: Sequence[Token], i: int) -> int | None:
    """Return where a condition that begins at ``i`` gives way to its main clause."""
    for k in range(i + 2, len(tokens)):
        word = tokens[k].low
        if word in ("—", ";") or (word == "then" and k > i + _SHORT_CONDITION):
            return k
        if word == ",":
            after = _after_aside(tokens, k + 1)
            if after < len(tokens) and _opens(tokens, after):
                continue
            if _main_begins(tokens, after):
                return k
        elif (
            k >= i + _SHORT_CONDITION
            and word in ("we", "i", "they", "he", "she", "it", "you", "there")
            and tokens[k - 1].low not in _LINKS
            and tokens[k - 1].lemma not in _LINKS
            and tokens[k - 1].low != ","
            and k + 1 < len(tokens)
            and (
                tokens[k + 1].low in _MODALS
                or (word in ("we", "i") and tokens[k + 1].low not in _FINITE)
            )
        ):
            return k
    return None


def _tail_end(tokens: Sequence[Token], i: int) -> int:
    """Return where a condition that begins at ``i`` and ends its clause is over."""
    for k in range(i + 1, len(tokens)):
        word = tokens[k].low
        if word in (";", "—"):
            return k
        if word != ",":
            continue
        after = k + 1
        if after < len(tokens) and tokens[after].low == "but":
            return k
        if after < len(tokens) and tokens[after].low in ("and", "or", "so"):
            after += 1
            if (
                after + 1 < len(tokens)
                and tokens[after].low in _SUBJECTS | {"the"}
                and _main_begins(tokens, after)
            ):
                return k
        elif (
            after + 1 < len(tokens)
            and tokens[after].low in ("we", "i", "they", "he", "she", "it")
            and tokens[after + 1].low in _MODALS
        ):
            return k
    return len(tokens)


def conditions(tokens: Sequence[Token]) -> list[Condition]:
    """Return the conditions of one sentence; those that follow each other are one."""
    found: list[Condition] = []
    i = 0
    while i < len(tokens):
        back = _BACKWARD.at(tokens, i)
        if back is not None and (i == 0 or tokens[i - 1].low in _CLAUSE_STARTERS):
            found.append(Condition(i, back.end, fronted=True))
            i = back.end
            continue
        if not _opens(tokens, i):
            i += 1
            continue
        leads = i == 0 or tokens[i - 1].low in _CLAUSE_STARTERS
        end = _front_end(tokens, i) if leads else None
        fronted = end is not None
        stop = end if end is not None else _tail_end(tokens, i)
        found.append(Condition(i, stop, fronted))
        i = max(stop, i + 1)
    return found
