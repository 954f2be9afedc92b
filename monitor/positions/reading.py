"""What classification is given and what it answers."""

from dataclasses import dataclass

from schemas.statement import Act
from schemas.vocabulary import PositionClass


@dataclass(frozen=True, slots=True)
class Quotation:
    """One statement as the classifier sees it.

    ``content`` holds the verbatim pieces and ``offsets`` where each begins in the article, so that
    a condition can be located there. ``sentence`` is the printed sentence around cue and content.
    """

    content: tuple[str, ...]
    offsets: tuple[int, ...]
    cue: str
    sentence: str
    direct: bool
    speaker: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement does: its acts, strongest first (never empty)."""

    acts: tuple[Act, ...]

    @property
    def main(self) -> Act:
        """The act that gives the statement its class."""
        return self.acts[0]

    @property
    def condition(self) -> str | None:
        """The condition of the main act, else the first that another act hangs on.

        An unconditional threat stays one, whatever else hangs on a condition.
        """
        if self.main.condition or self.main.position is PositionClass.THREATEN:
            return self.main.condition
        return next((act.condition for act in self.acts if act.condition), None)
