"""Whether consumers move: committed offsets held against the ends of their partitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Place = tuple[str, int]  # topic and partition

_FIRST: Final = 0


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where a partition stands.

    Attributes:
        committed: what is read next; None where nothing was ever committed.
        begin: the first record that is still there.
        end: what the next record gets.
    """

    committed: int | None
    begin: int
    end: int

    @property
    def lag(self) -> int:
        """Records that wait."""
        return max(self.end - max(self.committed or _FIRST, self.begin), 0)


class Progress:
    """Remembers since when each partition has waited without moving."""

    def __init__(self, patience: float) -> None:
        """Begin.

        Args:
            patience: seconds in which a partition with records waiting has to move.
        """
        self._patience = patience
        self._since: dict[Place, tuple[int | None, float]] = {}

    def stalled(self, found: Mapping[Place, Offsets], now: float) -> dict[Place, float]:
        """Look at the partitions held now; return those that stand still, and for how long.

        A partition that is given back and comes again begins anew.

        Args:
            found: every partition held.
            now: seconds on a clock that is never set back.
        """
        since: dict[Place, tuple[int | None, float]] = {}
        for place, offsets in found.items():
            before = self._since.get(place)
            if offsets.lag and before is not None and before[0] == offsets.committed:
                since[place] = before
            else:
                since[place] = (offsets.committed, now)
        self._since = since
        return {
            place: now - begin
            for place, (_, begin) in since.items()
            if now - begin >= self._patience
        }

    def restart(self) -> None:
        """Forget everything: what was not seen moving while nobody could look is not standing."""
        self._since.clear()
