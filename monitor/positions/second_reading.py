"""Two networks as one: a quick one reads everything, a deep one what it doubts.

The deep one costs some ten times as much. Where the quick one is sure it is as right as both
together (figures: `docs/decisions/0204`), so only the rest is read twice.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from monitor.positions.insight import Insight
from monitor.positions.reading import Quotation
from monitor.positions.sense import DIGITS, Floats, Sense, of_class

# A class this likely is not asked about again.
SURE: Final = 0.9
# What the deep network's answer counts beside the quick one's.
_DEEP: Final = np.float32(0.5)


class Reader(Protocol):
    """What says how likely each answer is."""

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        ...


class SecondReading:
    """Both networks. Pure and without state: one serves every thread."""

    def __init__(self, quick: Sense, deep: Insight) -> None:
        """Take the network that reads everything and the one that is asked on doubt."""
        self._quick = quick
        self._deep = deep

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        answers = self._quick.weigh(quotations)
        doubted = np.flatnonzero(of_class(answers).max(axis=1, initial=0) < SURE).tolist()
        if doubted:
            again = self._deep.weigh([quotations[i] for i in doubted])
            answers[doubted] = (1 - _DEEP) * answers[doubted] + _DEEP * again
        return np.round(answers, DIGITS)
