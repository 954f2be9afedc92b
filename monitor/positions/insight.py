"""What a statement does, read by the first layers of an encoder that has read much else.

`monitor.positions.sense` knows the words of a statement and what stands beside them. This network
brings what an encoder learned of English from text of all kinds (bge-small-en-v1.5, Xiao et al.
2023): that somebody whose "pen stays in my pocket" refuses to sign. It is some twenty times slower,
and asked where the other doubts (`monitor.positions.second_reading`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, Self

import numpy as np

from monitor.positions.reading import Quotation
from monitor.positions.sense import Floats, Ids, halves, in_batches, normalised, softmax
from monitor.positions.weights import Array, packed, unpacked
from monitor.positions.wordpieces import END, START, pieces_of

_MAGIC: Final = b"news-monitor insight 1\n"

HEADS: Final = 12
# Pieces read of a statement and the report around it, the marks between them included.
LENGTH: Final = 96
_EPSILON: Final = 1e-12
_NEVER: Final = np.float32(-1e4)
# Of the tanh that stands in for the normal distribution in GELU (Hendrycks & Gimpel 2016, eq. 2).
_GELU: Final = np.float32((2 / np.pi) ** 0.5)
_CUBIC: Final = np.float32(0.044715)


class Insight:
    """The network with its weights. Pure and without state: one serves every thread."""

    def __init__(self, vocabulary: Mapping[str, int], stored: Mapping[str, Array]) -> None:
        """Take the numbers of pieces, and arrays by name.

        A matrix of bytes has a row of ``NAME_scale`` for its columns. Of ``pieces`` and ``places``
        rows are what a piece and a place in the text add.
        """
        self.vocabulary = dict(vocabulary)
        self._stored = dict(stored)
        self._weights = {
            name: array.astype(np.float32) * stored[f"{name}_scale"]
            if array.dtype == np.int8 and name != "pieces"
            else array
            for name, array in stored.items()
        }
        self._layers = sum(name.startswith("looks") and name[5:].isdigit() for name in stored)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a model as :meth:`to_bytes` wrote it.

        Raises:
            ValueError: the bytes are no such model.
        """
        described, arrays = unpacked(_MAGIC, data)
        return cls({word: i for i, word in enumerate(described["pieces"].split(" "))}, arrays)

    def to_bytes(self) -> bytes:
        """Write the model, the same weights always as the same bytes."""
        described = {"pieces": " ".join(self.vocabulary)}
        return packed(_MAGIC, described, self._stored, deflated=True)

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        return in_batches([self.coded(quotation) for quotation in quotations], self._weigh)

    def coded(self, quotation: Quotation) -> tuple[list[int], int]:
        """Return the pieces of a statement, and how many of them are the report around it."""
        around, said = (pieces_of(half, self.vocabulary, LENGTH) for half in halves(quotation))
        room = LENGTH - 3
        # The longer half gives way until they are alike, then both.
        if len(around) + len(said) > room:
            short = min(len(around), len(said), room // 2)
            if len(around) >= len(said):
                around, said = around[: room - short], said[:short]
            else:
                around, said = around[:short], said[: room - short]
        start, end = self.vocabulary[START], self.vocabulary[END]
        return [start, *around, end, *said, end], len(around) + 2

    def _weigh(self, batch: Sequence[tuple[list[int], int]]) -> Floats:
        longest = max(len(pieces) for pieces, _ in batch)
        pieces = np.zeros((len(batch), longest), dtype=np.int64)
        sides = np.zeros_like(pieces)
        there = np.zeros((len(batch), longest, 1), dtype=np.float32)
        for i, (numbers, around) in enumerate(batch):
            pieces[i, : len(numbers)] = numbers
            sides[i, around : len(numbers)] = 1
            there[i, : len(numbers)] = 1
        x = self._embedded(pieces, sides)
        hidden = (there[:, None, None, :, 0] - 1) * -_NEVER
        for number in range(self._layers):
            x = self._layer(x, hidden, number)
        w = self._weights
        mean = (x * there).sum(axis=1) / there.sum(axis=1)
        peaks = (x + (there - 1) * -_NEVER).max(axis=1)
        told = np.concatenate([mean, peaks], axis=1) @ w["answer"] + w["answer_b"]
        return softmax(told, axis=1)

    def _embedded(self, pieces: Ids, sides: Ids) -> Floats:
        w = self._weights
        rows = w["pieces"][pieces].astype(np.float32) * w["pieces_scale"][pieces][..., None]
        x = rows + w["places"][: pieces.shape[1]] + w["sides"][sides]
        return normalised(x, w["norm"], w["norm_b"], _EPSILON)

    def _layer(self, x: Floats, hidden: Floats, number: int) -> Floats:
        """Let each piece look at all others, then think by itself."""
        w, count, length = self._weights, x.shape[0], x.shape[1]
        # All pieces of a batch in one product: numpy would take one for each statement.
        x = x.reshape(count * length, -1)
        looks = x @ w[f"looks{number}"] + w[f"looks{number}_b"]
        query, key, value = looks.reshape(count, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        near = query @ key.transpose(0, 1, 3, 2) * np.float32(query.shape[-1] ** -0.5) + hidden
        seen = (softmax(near, axis=-1) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
        x = x + seen @ w[f"seen{number}"] + w[f"seen{number}_b"]
        x = normalised(x, w[f"n{number}"], w[f"n{number}_b"], _EPSILON)
        thought = _gelu(x @ w[f"think{number}"] + w[f"think{number}_b"])
        x = x + thought @ w[f"thought{number}"] + w[f"thought{number}_b"]
        return normalised(x, w[f"m{number}"], w[f"m{number}_b"], _EPSILON).reshape(
            count, length, -1
        )


def _gelu(x: Floats) -> Floats:
    inner = x * x
    inner *= _CUBIC
    inner += 1
    inner *= x
    inner *= _GELU
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
