"""Two networks as one: a quick one reads everything, a deep one what it doubts.

The deep one costs some twenty times as much. Where the quick one is sure it is as right as both
together (figures: `docs/decisions/0204`), so only the rest is read twice, and what many outlets
print alike once for all of them.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from monitor.positions.insight import Insight
from monitor.positions.reading import Quotation
from monitor.positions.sense import DIGITS, Floats, Sense, halves, of_class

# A class this likely is not asked about again.
SURE: Final = 0.9
# What the deep network's answer counts beside the quick one's.
_DEEP: Final = np.float32(0.7)
# Statements whose second reading is kept: those of some six hundred articles on several actors.
KEPT: Final = 4096


class Reader(Protocol):
    """What says how likely each answer is."""

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        ...


class SecondReading:
    """Both networks. Remembers answers and nothing else, so one serves every thread."""

    def __init__(self, quick: Sense, deep: Insight) -> None:
        """Take the network that reads everything and the one that is asked on doubt."""
        self._quick = quick
        self._deep = deep
        self._known: dict[tuple[str, str], Floats] = {}

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        answers = self._quick.weigh(quotations)
        doubted = np.flatnonzero(of_class(answers).max(axis=1, initial=0) < SURE).tolist()
        if doubted:
            again = self._read_deeply([quotations[i] for i in doubted])
            answers[doubted] = (1 - _DEEP) * answers[doubted] + _DEEP * again
        return np.round(answers, DIGITS)

    def _read_deeply(self, quotations: Sequence[Quotation]) -> Floats:
        keys = [halves(quotation) for quotation in quotations]
        found = {key: self._known[key] for key in keys if key in self._known}
        fresh = {key: q for key, q in zip(keys, quotations, strict=True) if key not in found}
        if fresh:
            read = self._deep.weigh(list(fresh.values()))
            found |= zip(fresh, read, strict=True)
            self._known |= {key: found[key] for key in fresh}
            for oldest in list(self._known)[:-KEPT]:
                self._known.pop(oldest, None)
        return np.stack([found[key] for key in keys])
