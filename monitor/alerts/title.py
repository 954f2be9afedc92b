"""Titles that a person understands at a glance."""

from typing import Final

from schemas.statement import Act
from schemas.vocabulary import ChangeKind, Force, Instrument, PositionClass

_LONGEST_QUOTE: Final = 110

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
_MEANS: Final = {
    Instrument.VERBAL: "words",
    Instrument.DIPLOMATIC: "diplomatic steps",
    Instrument.ECONOMIC: "economic measures",
    Instrument.LEGAL: "legal action",
    Instrument.MILITARY_POSTURE: "military measures",
    Instrument.FORCE: "force",
    Instrument.UNSPECIFIED: "unspecified measures",
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


def position_title(name: str, act: Act, words: str, change: ChangeKind, issue: str) -> str:
    """Title of an alert about a position."""
    does = _DOES_WITH_FORCE.get((act.position, act.force or Force.OFFER), _DOES[act.position])
    if act.force is None:
        does = _DOES[act.position]
    if act.position is PositionClass.THREATEN and act.force is not Force.ULTIMATUM:
        does = f"{does} {_MEANS[act.instrument]}"
    return f"{name}: {does}: “{quote(words)}” ({_MOVED.get(change, change)} on {issue})"


def signal_title(name: str, signal: str, used: str, words: str) -> str:
    """Title of an alert about a signal phrase."""
    return f"{name}: speaks of “{used}”: “{quote(words)}” (signal {signal})"


def quote(words: str) -> str:
    """Shorten words to what a title can hold, at a word's end."""
    flat = " ".join(words.split()).strip(" ,.;")
    if len(flat) <= _LONGEST_QUOTE:
        return flat
    return flat[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,.;") + " …"
