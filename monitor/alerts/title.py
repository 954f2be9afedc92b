"""Titles that a person understands at a glance."""

import re
from dataclasses import dataclass
from typing import Final

from monitor.positions.classify_cues import NEUTRAL
from monitor.positions.classify_inflection import lemma
from schemas.statement import Act
from schemas.vocabulary import ChangeKind, Force, Instrument, Kind, Modality, PositionClass

_LONGEST_QUOTE: Final = 110
_OPENER: Final = re.compile(
    r"(?:only if|only when|only|even if|if|unless|until|should|were|without|provided(?: that)?|"
    r"as long as|so long as|depending on|in case)\b\s*",
    re.IGNORECASE,
)
# "That's not our plan" begins with no conjunction.
_LEADING: Final = re.compile(
    r"^(?:(?:that|and|but|so|or|then|because)(?![\w'’])[\s,]*)+", re.IGNORECASE
)
# What a cue reads on into keeps its "that": "warned that the bank would …".
_JOINING: Final = re.compile(r"^(?:(?:and|but|so|or|then|because)\b[\s,]*)+", re.IGNORECASE)
_TRAILING: Final = re.compile(
    r"[\s,;:]+(?:(?:that|and|but|so|or|because|the|a|an|of|to|for|in|with|by|on|at)\b[\s,;:]*)+$",
    re.IGNORECASE,
)
# Heads of threats that do not say what would be done.
_VAGUE: Final = frozenset(("retaliate", "threaten", "punish"))


@dataclass(frozen=True, slots=True)
class Told:
    """How a statement is told: as a quotation or in the report's words, and by what cue."""

    kind: Kind
    cue: str


_DOES: Final = {
    PositionClass.STATE: "says",
    PositionClass.SUPPORT: "backs",
    PositionClass.CONSULT: "reports talks",
    PositionClass.AGREE: "agrees",
    PositionClass.CONCEDE: "gives way",
    PositionClass.REQUEST: "asks",
    PositionClass.DENY: "denies",
    PositionClass.ACCUSE: "accuses",
    PositionClass.REJECT: "refuses",
    PositionClass.THREATEN: "threatens",
}
_DOES_WITH_FORCE: Final = {
    (PositionClass.AGREE, Force.OFFER): "offers",
    (PositionClass.AGREE, Force.PROMISE): "promises",
    (PositionClass.AGREE, Force.ACCEPT): "accepts",
    (PositionClass.REQUEST, Force.DEMAND): "demands",
    (PositionClass.REQUEST, Force.APPEAL): "appeals",
    (PositionClass.THREATEN, Force.ULTIMATUM): "sets an ultimatum",
}
_MOVED: Final = {
    ChangeKind.NEW_POSITION: "new",
    ChangeKind.ESCALATED: "harder",
    ChangeKind.SOFTENED: "softer",
    ChangeKind.CONDITION_DROPPED: "condition dropped",
    ChangeKind.CONDITION_ADDED: "condition added",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.REVERSED: "reversed",
    ChangeKind.TERMS_CHANGED: "terms changed",
    ChangeKind.DENIED: "denied",
    ChangeKind.CARRIED_OUT: "carried out",
}


def short_name(name: str, aliases: tuple[str, ...]) -> str:
    """Return the shortest name by which headlines know an actor."""
    return min((name, *(a for a in aliases if a in name)), key=len)


def position_title(name: str, act: Act, told: Told, change: ChangeKind, issue: str) -> str:
    """Title of an alert about a position.

    It names what is done, in the actor's or the report's own words, and the condition it hangs
    on; only where nobody says what would be done are the means named instead.
    """
    moved = f"({_MOVED.get(change, change)} on {issue})"
    condition = _condition(act)
    if told.cue and told.kind is not Kind.DIRECT and _governs(told.cue):
        return f"{name} {told.cue} {_plain(act.text, _JOINING)} {moved}"
    does = _DOES[act.position]
    if act.force is not None:
        does = _DOES_WITH_FORCE.get((act.position, act.force), does)
    if act.position is PositionClass.THREATEN and act.modality is Modality.ALREADY:
        does = "acts"
    if _unspecified(act) and condition:
        return f"{name}: {does} unspecified measures {condition} {moved}"
    words = _main_clause(act)
    shown = f"“{words}”" if told.kind is Kind.DIRECT else words
    return f"{name}: {does}: {shown}{' ' if condition else ''}{condition} {moved}"


def _unspecified(act: Act) -> bool:
    return (
        act.position is PositionClass.THREATEN
        and act.instrument is Instrument.UNSPECIFIED
        and act.head in _VAGUE
    )


def _governs(cue: str) -> bool:
    """Tell whether a cue reads on into what it governs: "urged the bank to wait"."""
    low = cue.casefold()
    return low.endswith("ed") and lemma(low) not in NEUTRAL and " " not in low


def _condition(act: Act) -> str:
    """Return "if “the West goes on”": the word that opens it, and the words themselves."""
    if act.condition is None:
        return ""
    found = _OPENER.match(act.condition)
    if found is None or not act.condition[found.end() :].strip():
        return f"(“{quote(act.condition)}”)"
    return f"{found[0].strip().lower()} “{quote(act.condition[found.end() :])}”"


def _main_clause(act: Act) -> str:
    text = act.text
    if act.condition and act.condition in text and act.condition != text:
        text = text.replace(act.condition, " ", 1)
    return _plain(text)


def _plain(text: str, leading: re.Pattern[str] = _LEADING) -> str:
    """Return a clause as a title prints it: no "that" before it, no "and" after it."""
    words = quote(leading.sub("", text.strip(" ,.;:—–-")))
    words = _TRAILING.sub("", words).rstrip(" ,;:—–-")
    return words + "”" * max(0, words.count("“") - words.count("”"))


def signal_title(name: str, signal: str, used: str, words: str) -> str:
    """Title of an alert about a signal phrase."""
    return f"{name}: speaks of “{used}”: “{_plain(words)}” (signal {signal})"


def quote(words: str) -> str:
    """Shorten words to what a title can hold, at a word's end."""
    flat = " ".join(words.split()).strip(" ,.;")
    if len(flat) <= _LONGEST_QUOTE:
        return flat
    return _TRAILING.sub("", flat[:_LONGEST_QUOTE].rsplit(" ", 1)[0]).rstrip(" ,.;") + " …"
