"""What changed between two tellings of the same act, and which way that goes."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from monitor.identity import normalise
from monitor.positions.classify_kept import is_as_announced, took_effect
from monitor.positions.deadlines import resolve
from monitor.positions.levels import rail_and_level
from schemas.statement import Act
from schemas.vocabulary import (
    ChangeKind,
    Direction,
    Force,
    Instrument,
    Kind,
    Modality,
    PositionClass,
    Rail,
)

_INSTRUMENTS: Final = tuple(Instrument)
_MODALITIES: Final = (Modality.MAY, Modality.READY, Modality.WILL, Modality.ALREADY)
_ARMED: Final = (Instrument.MILITARY_POSTURE, Instrument.FORCE)

_FLIPPED: Final = {Direction.HARDER: Direction.SOFTER, Direction.SOFTER: Direction.HARDER}
_SCALES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_COUNTS: Final = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_NUMBER: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion)?")


@dataclass(frozen=True, slots=True)
class SlotChange:
    """One slot that moved."""

    change: ChangeKind
    direction: Direction
    reason: str


@dataclass(frozen=True, slots=True)
class Telling:
    """An act as one report tells it."""

    act: Act
    said: date
    kind: Kind


def slot_changes(old: Telling, new: Telling) -> list[SlotChange]:
    """List what moved from ``old`` to ``new``, which are tellings of the same act."""
    rail, _ = rail_and_level(new.act)
    hostile = rail is Rail.PRESSURE
    if hostile and _done(old.act, new.act):
        # A deed that is done hangs on nothing any more: that is no condition dropped.
        return [
            SlotChange(ChangeKind.CARRIED_OUT, Direction.SAME, "what was announced has been done")
        ]
    condition = _condition(old.act, new, hostile=hostile)
    eased = hostile and condition is not None and condition.direction is Direction.SOFTER
    found = (
        condition,
        # A condition added outweighs the deadline set with it, and the firmer verb.
        None if eased else _deadline(old, new, hostile=hostile),
        _quantity(old.act, new.act, hostile=hostile),
        _instrument(old.act, new.act) if hostile else None,
        _modality(old.act, new) if hostile and not eased else None,
    )
    return [change for change in found if change is not None]


def _done(old: Act, new: Act) -> bool:
    announced = old.modality is not Modality.ALREADY
    if new.modality is Modality.ALREADY or is_as_announced(new.text):
        return announced
    told = new.modality is Modality.NONE and not new.condition and took_effect(new.text)
    return announced and old.modality is Modality.WILL and told


def _towards(direction: Direction, *, hostile: bool) -> Direction:
    return direction if hostile else _FLIPPED[direction]


def _condition(old: Act, telling: Telling, *, hostile: bool) -> SlotChange | None:
    new = telling.act
    before, after = old.condition, new.condition
    if bool(before) is not bool(after) and _hangs_unsaid(old if after else new):
        # "The next drone will be answered": what it hangs on stands in no "if", and is no less so.
        return None
    if before and not after:
        if telling.kind is Kind.INDIRECT and not new.marked and not _binding(new):
            # A paraphrase leaves conditions out: that they are gone the actor's own words tell.
            return None
        return SlotChange(
            ChangeKind.CONDITION_DROPPED,
            _towards(Direction.HARDER, hostile=hostile),
            f"the condition “{before}” is gone",
        )
    if after and not before:
        if old.force is Force.UNCONDITIONAL and new.force is Force.ULTIMATUM:
            return SlotChange(
                ChangeKind.TERMS_CHANGED,
                Direction.SOFTER,
                f"an unconditional threat now leaves a way out: “{after}”",
            )
        return SlotChange(
            ChangeKind.CONDITION_ADDED,
            _towards(Direction.SOFTER, hostile=hostile),
            f"a condition was added: “{after}”",
        )
    if before and after and _narrows(after) and not _narrows(before):
        return SlotChange(
            ChangeKind.CONDITION_ADDED,
            _towards(Direction.SOFTER, hostile=hostile),
            f"the condition “{before}” was narrowed to “{after}”",
        )
    if before and after and new.marked and not _words(before) & _words(after):
        return SlotChange(
            ChangeKind.TERMS_CHANGED,
            Direction.SAME,
            f"the condition “{before}” became “{after}”",
        )
    return None


def _hangs_unsaid(act: Act) -> bool:
    """Tell a threat that is heard to hang on something for which no words were found."""
    return act.force in (Force.CONDITIONAL, Force.ULTIMATUM) and not act.condition


def _narrows(condition: str) -> bool:
    """Tell "only if" from "if"."""
    return condition.casefold().startswith("only ")


def _binding(act: Act) -> bool:
    """Tell what no report may shorten: a threat without its "if", and a yes."""
    return act.position is PositionClass.THREATEN or act.force is Force.ACCEPT


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in normalise(text).split() if len(word) > 3)  # noqa: PLR2004


def _deadline(old: Telling, new: Telling, *, hostile: bool) -> SlotChange | None:
    if not new.act.deadline:
        return None
    after = resolve(new.act.deadline, new.said)
    if not old.act.deadline:
        if hostile:
            return SlotChange(
                ChangeKind.ESCALATED, Direction.HARDER, f"a deadline was set: {new.act.deadline}"
            )
        return None
    before = resolve(old.act.deadline, old.said)
    if before is None or after is None or before == after:
        return None
    if after < before:
        return SlotChange(
            ChangeKind.ESCALATED if hostile else ChangeKind.TERMS_CHANGED,
            _towards(Direction.HARDER, hostile=hostile),
            f"the deadline moved up from {before} to {after}",
        )
    return SlotChange(
        ChangeKind.TERMS_CHANGED,
        _towards(Direction.SOFTER, hostile=hostile),
        f"the deadline moved back from {before} to {after}",
    )


def amount(quantity: str) -> tuple[float, str] | None:
    """Read a quantity as a number and its unit, or None where it holds no number."""
    written = quantity.casefold()
    for word, digits in _COUNTS.items():
        written = re.sub(rf"\b{word}\b", digits, written)
    quantity = written
    found = _NUMBER.search(quantity)
    if found is None:
        return None
    number = float(found[1].replace(",", "")) * _SCALES.get(found[2] or "", 1.0)
    rest = quantity[: found.start()] + quantity[found.end() :]
    unit = rest.replace("per cent", "%").replace("percent", "%")
    return number, " ".join(unit.replace("-", " ").split())


def _quantity(old: Act, new: Act, *, hostile: bool) -> SlotChange | None:
    if not old.quantity or not new.quantity:
        return None
    before, after = amount(old.quantity), amount(new.quantity)
    if before is None or after is None or before[1] != after[1] or before[0] == after[0]:
        return None
    direction = Direction.HARDER if after[0] > before[0] else Direction.SOFTER
    return SlotChange(
        ChangeKind.TERMS_CHANGED,
        _towards(direction, hostile=hostile),
        f"{old.quantity} became {new.quantity}",
    )


def _instrument(old: Act, new: Act) -> SlotChange | None:
    before, after = old.instrument, new.instrument
    if before is after or after is Instrument.UNSPECIFIED:
        return None
    # That the means are named at last is a fuller telling, unless what is named is arms.
    if before is Instrument.UNSPECIFIED and after not in _ARMED:
        return None
    if _INSTRUMENTS.index(after) > _INSTRUMENTS.index(before):
        return SlotChange(
            ChangeKind.ESCALATED, Direction.HARDER, f"the means went from {before} to {after}"
        )
    return SlotChange(
        ChangeKind.SOFTENED, Direction.SOFTER, f"the means went from {before} to {after}"
    )


def _modality(old: Act, new: Telling) -> SlotChange | None:
    before, after = old.modality, new.act.modality
    if before is after or before not in _MODALITIES or after not in _MODALITIES:
        return None
    if _MODALITIES.index(after) > _MODALITIES.index(before):
        return SlotChange(ChangeKind.ESCALATED, Direction.HARDER, f"“{before}” became “{after}”")
    # Reporters soften "will" to "could" when they paraphrase; only the actor's own words count.
    if new.kind is Kind.INDIRECT and not new.act.marked:
        return None
    return SlotChange(ChangeKind.SOFTENED, Direction.SOFTER, f"“{before}” became “{after}”")
