"""The two rails: how much pressure an act puts on, how far it opens.

Levels are those of the design's table of position classes. Pressure is read off the live hostile
acts, opening off the live cooperative ones; an actor may hold a stick and a carrot at once.
"""

from typing import Final

from schemas.statement import Act
from schemas.vocabulary import Force, Polarity, PositionClass, Rail

HIGHEST: Final = 4

_PRESSURE: Final = {
    PositionClass.DENY: 1,
    PositionClass.ACCUSE: 1,
    PositionClass.REJECT: 2,
    PositionClass.THREATEN: 4,
    PositionClass.REQUEST: 2,
}
_OPENING: Final = {
    PositionClass.CONSULT: 1,
    PositionClass.SUPPORT: 2,
    PositionClass.AGREE: 3,
    PositionClass.CONCEDE: 4,
}
_CONDITIONAL_THREAT: Final = 3
# Heads of deeds by which a promise yields to the other side. What else is promised ("to build the
# wall", "to defend the law") is a position, but opens nothing.
_YIELDING: Final = frozenset(
    "accept allow apologise comply disarm end lift normalise publish reconsider release resign sign"
    " talk withdraw yield".split()
)


def rail_and_level(act: Act) -> tuple[Rail, int]:
    """Return the rail an act stands on and its level.

    A statement of fact stands on none, nor does what only a hint gives its class.
    """
    position = act.position
    if act.hinted:
        return Rail.NONE, 0
    if position is PositionClass.REQUEST and act.force is not Force.DEMAND:
        return Rail.OPENING, 0
    if act.force is Force.PROMISE and not _yields(act):
        return Rail.OPENING, 0
    if position is PositionClass.THREATEN:
        return Rail.PRESSURE, _threat_level(act)
    if position in _PRESSURE:
        return Rail.PRESSURE, _PRESSURE[position]
    if position in _OPENING:
        return Rail.OPENING, _OPENING[position]
    return Rail.NONE, 0


def _yields(act: Act) -> bool:
    """Tell a promise that gives the other side something, or spares it something."""
    return act.polarity is Polarity.NEGATED or act.head in _YIELDING


def _threat_level(act: Act) -> int:
    if act.force is Force.CONDITIONAL:
        return _CONDITIONAL_THREAT
    if act.force is None and act.condition:
        return _CONDITIONAL_THREAT
    return HIGHEST
