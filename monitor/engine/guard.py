"""What both engines do around a stage: decode, decide, and turn what cannot be into a dead letter.

Faust acknowledges a message whose agent raised, and skips one it cannot decode, both in silence;
so neither engine leaves either to anybody else.
"""

import base64
from dataclasses import dataclass

from pydantic import AwareDatetime

from monitor.errors import DeadLetterLimitError, EngineError
from monitor.identity import make_id
from monitor.stages.codec import decode
from monitor.stages.stage import Cells, Emission, Outcome, Stage
from monitor.topics import DEAD_LETTERS
from schemas.dead_letter import DeadLetter


@dataclass(slots=True)
class Guard:
    """Runs stages on raw records and counts what fails in a row.

    Attributes:
        limit: after so many failures in a row the fault is more likely ours than the records'.
        streak: failures since the last success.
    """

    limit: int
    streak: int = 0

    def run(
        self, stage: Stage, key: str, value: bytes | None, cells: Cells, now: AwareDatetime
    ) -> Outcome:
        """Decide on one raw record.

        Returns:
            what the stage decided, or the emission of one dead letter.

        Raises:
            EngineError: the state could not be read; this record is not accounted for.
            DeadLetterLimitError: too many failures in a row; this record is not accounted for.
        """
        try:
            outcome = stage.decide(decode(stage.source, value), cells)
        except EngineError:
            raise  # the state could not be read, which is no fault of the record
        except Exception as error:
            self.streak += 1
            if self.streak >= self.limit:
                raise DeadLetterLimitError(
                    f"{stage.name}: {self.streak} records of {stage.source} in a row could not be"
                    f" processed, the last because: {describe(error)}"
                ) from error
            return Outcome((_dead_letter(stage, key, value or b"", error, now),))
        self.streak = 0
        return outcome


def describe(error: Exception) -> str:
    """Say what went wrong in one line."""
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:2000]


def _dead_letter(
    stage: Stage, key: str, value: bytes, error: Exception, now: AwareDatetime
) -> Emission:
    encoded = base64.b64encode(value).decode()
    return Emission(
        DEAD_LETTERS,
        stage.source.name,
        DeadLetter(
            id=make_id("dd", stage.name, stage.source.name, key, encoded),
            hop=stage.name,
            topic=stage.source.name,
            key=key,
            value=encoded,
            reason=describe(error),
            error=type(error).__name__,
            at=now,
        ),
    )
