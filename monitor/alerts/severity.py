"""How loudly an alert asks for attention."""

from monitor.positions.levels import HIGHEST, rail_and_level
from schemas.statement import Act
from schemas.vocabulary import ChangeKind, Direction, Instrument, Rail, Severity

_STRONG = 3


def severity_of(change: ChangeKind, direction: Direction, act: Act) -> Severity:
    """Weigh an alert by its direction, the level reached and the means.

    Critical: an unconditional threat, or arms, where the actor got harder or first appears.
    Warning: any other threat or hardening. Notice: an opening, a signal, a demand, a denial.
    Info: the rest.
    """
    rail, level = rail_and_level(act)
    hostile = rail is Rail.PRESSURE
    if direction is Direction.SIGNAL:
        return Severity.NOTICE
    if direction is Direction.HARDER or (direction is Direction.NEW and hostile):
        armed = act.instrument in (Instrument.FORCE, Instrument.MILITARY_POSTURE)
        if level >= HIGHEST or (armed and level >= _STRONG):
            return Severity.CRITICAL
        if direction is Direction.HARDER or level >= _STRONG:
            return Severity.WARNING
        return Severity.NOTICE
    if direction is Direction.SOFTER or change in (ChangeKind.CARRIED_OUT, ChangeKind.DENIED):
        return Severity.NOTICE
    return Severity.INFO
