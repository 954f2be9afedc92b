"""Where an actor stands: the position that a fold ends in, as it is published."""

from monitor.positions.fold import State
from monitor.positions.history import evidence_of
from schemas.position import LiveAct, Position
from schemas.vocabulary import Rail


def position_of(actor: str, issue: str, state: State) -> Position:
    """Return the position with its live acts and their evidence."""
    return Position(
        actor=actor,
        issue=issue,
        pressure=state.level(Rail.PRESSURE),
        opening=state.level(Rail.OPENING),
        since=state.since,
        last_said=state.last,
        acts=tuple(
            LiveAct(
                act=live.act,
                statement=live.said.id,
                first_said=live.first,
                last_said=live.last,
                sightings=live.sightings,
                evidence=evidence_of(live.entry, live.said),
            )
            for live in state.live
        ),
    )
