"""How far a stage has come in a partition, as it is kept beside the stage's state."""

from dataclasses import dataclass
from typing import Self

import orjson


@dataclass(frozen=True, slots=True)
class Done:
    """The last record that a stage has done.

    Attributes:
        offset: of that record.
        newest: when the newest record done so far was appended, in seconds since 1970.
    """

    offset: int
    newest: float

    def covers(self, offset: int, appended: float) -> bool:
        """Tell whether a record is one of those done.

        A topic that was deleted and made again counts from 0 once more. What it holds was appended
        later than all that was done, so it is told apart by its time.
        """
        return offset <= self.offset and appended <= self.newest

    def after(self, offset: int, appended: float) -> Self:
        """Return how far the stage has come with a further record."""
        return type(self)(offset, max(self.newest, appended))

    def encode(self) -> bytes:
        """Serialise as JSON."""
        return orjson.dumps({"offset": self.offset, "newest": self.newest})

    @classmethod
    def read(cls, stored: bytes | None) -> Self:
        """Return what was kept; where nothing was, what covers no record."""
        return cls(**orjson.loads(stored)) if stored else cls(-1, 0.0)
