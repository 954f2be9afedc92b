"""What a statement does, read off all its words at once: the trained second opinion.

Rules read what they know and take the rest for a comment. This small convolutional network has seen
some thousand quotations in words that no table holds. It answers with a probability for each class
and force; `monitor.positions.settle` weighs its answer against that of the rules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import numpy as np
import numpy.typing as npt

from monitor.positions.classify_tokens import Token, tokenise
from monitor.positions.reading import Quotation
from monitor.positions.weights import packed, unpacked
from schemas.vocabulary import Force, PositionClass

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
# What a network is told of a statement beside the numbers of its words.
_Beside = TypeVar("_Beside")

_MAGIC: Final = b"news-monitor positions 1\n"

# What the network tells apart: classes, and the forces of those that have one.
ANSWERS: Final = (
    (PositionClass.STATE, None),
    (PositionClass.SUPPORT, None),
    (PositionClass.CONSULT, None),
    (PositionClass.AGREE, Force.ACCEPT),
    (PositionClass.AGREE, Force.PROMISE),
    (PositionClass.AGREE, Force.OFFER),
    (PositionClass.CONCEDE, None),
    (PositionClass.REQUEST, Force.APPEAL),
    (PositionClass.REQUEST, Force.DEMAND),
    (PositionClass.DENY, None),
    (PositionClass.ACCUSE, None),
    (PositionClass.REJECT, None),
    (PositionClass.THREATEN, Force.CONDITIONAL),
    (PositionClass.THREATEN, Force.UNCONDITIONAL),
    (PositionClass.THREATEN, Force.ULTIMATUM),
)
CLASSES: Final = tuple(dict.fromkeys(position for position, _ in ANSWERS))
_OF_CLASS: Final = np.array([[p is c for c in CLASSES] for p, _ in ANSWERS], dtype=np.float32)

# Words read of the report around the content, and of the content. Nearly every statement is
# shorter; of a longer one the beginning decides.
AROUND: Final = 24
CONTENT: Final = 64
# Statements read in one go: more would only fill memory with padding.
BATCH: Final = 16
_OUTSIDE_CHARACTERS: Final = 220
_GAP: Final = " … "
_ENDINGS: Final = 64
_ENDING: Final = 3
_EPSILON: Final = 1e-5
_NEVER: Final = np.float32(-1e4)
# Processors differ in the last bits of a sum; a thousandth is where they agree.
DIGITS: Final = 3

PAD, NAME, NUMBER, UNKNOWN, BETWEEN = "<pad>", "<cap>", "<num>", "<unk>", "<sep>"


def of_class(chances: Floats) -> Floats:
    """Return the probability of each of `CLASSES`, forces added up: (…, 10)."""
    return chances @ _OF_CLASS


def ending(word: str) -> str:
    """Return the entry under which a word that no vocabulary holds is known by its ending."""
    number = 0
    for character in word[-_ENDING:]:
        number = (number * 31 + ord(character)) % _ENDINGS
    return f"<s{number}>"


def entry(token: Token, vocabulary: dict[str, int]) -> int:
    """Return the number of a word: itself, a name, a number, its base form, or its ending."""
    low = token.low
    if (known := vocabulary.get(low)) is not None:
        return known
    if any(character.isdigit() for character in low):
        return vocabulary[NUMBER]
    if token.capital:
        return vocabulary[NAME]
    if (known := vocabulary.get(token.lemma)) is not None:
        return known
    if "-" in low and (known := vocabulary.get(low.rsplit("-", 1)[1])) is not None:
        return known
    if len(low) < _ENDING or not low.replace("-", "").isalpha():
        return vocabulary[UNKNOWN]
    return vocabulary[ending(low)]


def halves(quotation: Quotation) -> tuple[str, str]:
    """Return what stands around the content, its beginning, and the content."""
    around = quotation.sentence or f"{quotation.speaker} {quotation.cue or ':'}{_GAP}"
    if quotation.sentence:
        for piece in quotation.content:
            around = around.replace(piece, _GAP, 1)
    said = _GAP.join(quotation.content)
    if quotation.direct:
        said = f"“{said}”"
    return " ".join(around.split())[:_OUTSIDE_CHARACTERS], said


def coded(quotation: Quotation, vocabulary: dict[str, int]) -> tuple[list[int], list[int]]:
    """Return the words around the content and in it as numbers, with what they are beside.

    The second list holds, for each word, 2 where it is content, plus 1 where it has a capital.
    """
    around, said = halves(quotation)
    outside, inside = tokenise(around)[:AROUND], tokenise(said)[:CONTENT]
    words = [entry(token, vocabulary) for token in outside]
    marks = [int(token.capital) for token in outside]
    words.append(vocabulary[BETWEEN])
    marks.append(0)
    words += [entry(token, vocabulary) for token in inside]
    marks += [2 + token.capital for token in inside]
    return words, marks


def in_batches(
    rows: Sequence[tuple[list[int], _Beside]],
    weigh: Callable[[Sequence[tuple[list[int], _Beside]]], Floats],
) -> Floats:
    """Return a network's answers to coded statements, asked for `BATCH` of them at a time.

    Those of like length go together: what is filled up costs as much as words.
    """
    found = np.zeros((len(rows), len(ANSWERS)), dtype=np.float32)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    for first in range(0, len(order), BATCH):
        places = order[first : first + BATCH]
        found[places] = weigh([rows[i] for i in places])
    return np.round(found, DIGITS)


@dataclass(frozen=True, slots=True)
class Sense:
    """The network with its weights. Pure and without state: one serves every thread.

    Attributes:
        vocabulary: numbers of words.
        weights: arrays by name; ``embedding`` holds bytes, a row of ``scales`` for each.
    """

    vocabulary: dict[str, int]
    weights: dict[str, npt.NDArray[Any]]
    blocks: int

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a model as :meth:`to_bytes` wrote it.

        Raises:
            ValueError: the bytes are no such model.
        """
        described, weights = unpacked(_MAGIC, data)
        words = described["words"].split(" ")
        return cls({word: i for i, word in enumerate(words)}, weights, described["blocks"])

    def to_bytes(self) -> bytes:
        """Write the model, the same weights always as the same bytes."""
        described = {"blocks": self.blocks, "words": " ".join(self.vocabulary)}
        return packed(_MAGIC, described, self.weights)

    def weigh(self, quotations: Sequence[Quotation]) -> Floats:
        """Return the probability of each of `ANSWERS` for each statement: (statements, 15)."""
        return in_batches([coded(q, self.vocabulary) for q in quotations], self._weigh)

    def _weigh(self, batch: Sequence[tuple[list[int], list[int]]]) -> Floats:
        longest = max(len(words) for words, _ in batch)
        words = np.zeros((len(batch), longest), dtype=np.int64)
        marks = np.zeros_like(words)
        for i, (numbers, beside) in enumerate(batch):
            words[i, : len(numbers)] = numbers
            marks[i, : len(beside)] = beside
        w = self.weights
        there = (words > 0)[..., None].astype(np.float32)
        rows = w["embedding"][words].astype(np.float32) * w["scales"][words][..., None]
        x = rows @ w["project"] + w["project_b"] + w["marks"][marks]
        for number in range(self.blocks):
            x = x + self._block(x, there, number)
        x = normalised(x, w["norm"], w["norm_b"], _EPSILON)
        focus = softmax(x @ w["focus"] + w["focus_b"] + (there - 1) * -_NEVER, axis=1)
        values = (x @ w["values"] + w["values_b"]).reshape(*x.shape[:2], focus.shape[2], -1)
        pooled = np.einsum("nth,nthd->nhd", focus, values).reshape(len(batch), -1)
        peaks = (x @ w["peaks"] + w["peaks_b"] + (there - 1) * -_NEVER).max(axis=1)
        hidden = np.concatenate([pooled, peaks], axis=1) @ w["hidden"] + w["hidden_b"]
        return softmax(np.maximum(hidden, 0) @ w["answer"] + w["answer_b"], axis=1)

    def _block(self, x: Floats, there: Floats, number: int) -> Floats:
        """Look at three words at a time, wider apart from block to block."""
        w = self.weights
        reach = 1 if number == 0 else 2 ** (number - 1)
        h = normalised(x, w[f"n{number}"], w[f"n{number}_b"], _EPSILON) * there
        wide = np.pad(h, ((0, 0), (reach, reach), (0, 0)))
        length = h.shape[1]
        seen = np.concatenate([wide[:, i * reach : i * reach + length] for i in range(3)], axis=2)
        inner = np.maximum(seen @ w[f"c{number}"] + w[f"c{number}_b"], 0)
        added: Floats = inner @ w[f"o{number}"] + w[f"o{number}_b"]
        return added


def normalised(x: Floats, gain: Floats, shift: Floats, epsilon: float) -> Floats:
    """Return rows of mean nought and spread one, stretched and shifted."""
    x = x - x.mean(axis=-1, keepdims=True)
    x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(epsilon))
    x *= gain
    x += shift
    return x


def softmax(x: Floats, axis: int) -> Floats:
    """Return shares of one along an axis."""
    raised = np.exp(x - x.max(axis=axis, keepdims=True))
    shares: Floats = raised / raised.sum(axis=axis, keepdims=True)
    return shares
