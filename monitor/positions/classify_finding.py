"""What a rule hands on: a class that a clause speaks for, and the setting it was read in."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_deeds import Deed
from monitor.positions.classify_events import Event
from monitor.positions.classify_subjects import Subject
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_NEGATORS = word_set("not never no nobody without hardly neither nor")
_NEGATION_REACH = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A class that a clause speaks for, with the words that say so.

    ``head`` and ``end`` are the tokens between which the deed is named; ``deed`` is None where
    only a turn of phrase decided.
    """

    verdict: Verdict
    start: int
    head: int
    end: int
    deed: Deed | None = None
    event: Event | None = None
    subject: Subject = Subject.UNKNOWN
    # The noun that names the deed where its verb does not: "the tariff starts".
    noun: int | None = None
    # The rule itself saw that this is the speaker's own stance.
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause does not say itself: who speaks and how it is printed."""

    direct: bool
    own: frozenset[str]
    cue_object: bool = False
    told: bool = False


def negated_at(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a negation stands shortly before token ``start``, no comma between."""
    for i in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if tokens[i].low == ",":
            return False
        if tokens[i].low in _NEGATORS:
            return True
    return False
