"""Train the deep network that is asked on doubt (`monitor/positions/insight.model`).

    python -m benchmarks.train_insight OUT.model --encoder FOLDER --state STATE.pt
        --labelled F.jsonl ... --unlabelled TRAIN.jsonl --labels F.jsonl --held F.jsonl ...
        [--onward STATE.pt]

The first layers of the encoder that `benchmarks.encoder` unpacks, with an answering layer over the
mean and the peaks of their states, are fine-tuned on the labelled quotations and the attributions
of an annotated corpus that have a label (as in `benchmarks.train_sense`). One line in eight is
merely "said", and one piece in twenty is hidden, so that neither a cue nor a word decides alone.
What ships are bytes of few values, deflated: each column of a matrix has a scale of its own
(Dettmers et al. 2022). Of the encoder's pieces only the commonest are kept; others fall into
smaller ones, and it learns from words in these. ``--state`` keeps the weights as trained, and
``--onward`` begins from them when new lines have been labelled. Needs the dependency group
``train``; 75 statements a second on two cores.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers.models import WordPiece

from benchmarks.train_sense import (
    Course,
    Floats,
    Line,
    Teacher,
    answer_of,
    attributions,
    classes,
    fit,
    macro_f1,
    pair_of,
    plainly,
    read,
)
from monitor.positions.insight import LENGTH, Insight
from monitor.positions.weights import Array
from monitor.positions.wordpieces import END, INSIDE, START, UNKNOWN

LAYERS = 4
PIECES = 20_000
_SAID = 0.12
_HIDDEN = 0.05
_RATE = 1e-4
_LATIN = 0x250
_MARKS = "–—‘’“”•…€£°"
# On how many steps to each side of nought a weight of a layer and one of a piece may stand: with 31
# and 15 answers came out as with floats, and deflated they take two thirds of a byte.
_STEPS = 31
_PIECE_STEPS = 15


class Student(Teacher):
    """The first layers of the encoder; what they know of single pieces stays as it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        for embedded in self.encoder.embeddings.parameters():
            embedded.requires_grad_(requires_grad=False)

    def keep(self, pieces: Sequence[str]) -> None:
        """Know no other pieces than these; their numbers stay the encoder's.

        Trained with all of them, it lost .02 to .04 of its F1 when 7,000 were shipped.
        """
        known = self.words.get_vocab()
        kept = {piece: known[piece] for piece in (*pieces, *self.words.all_special_tokens)}
        self.words.backend_tokenizer.model = WordPiece(kept, unk_token=UNKNOWN)

    def given(self, batch: Sequence[tuple[str, str]]) -> dict[str, torch.Tensor]:
        """Return a batch in pieces, some of them hidden while it learns."""
        given = super().given(batch)
        if self.training:
            pieces = given["input_ids"]
            marks = torch.tensor(self.words.all_special_ids)
            chosen = (torch.rand(pieces.shape) < _HIDDEN) & ~torch.isin(pieces, marks)
            given["input_ids"] = torch.where(chosen, self.words.mask_token_id, pieces)
        return given


def train(
    student: Student, lines: Sequence[Line], held: Sequence[Line], epochs: int, rng: random.Random
) -> None:
    """Fine-tune the student."""
    told = [(plainly([line]) or [line])[0] if rng.random() < _SAID else line for line in lines]
    pairs = [pair_of(line) for line in told]
    wanted = [line["label"] for line in held]
    groups = [
        {
            "params": [p for p in student.encoder.parameters() if p.requires_grad],
            "lr": _RATE,
            "weight_decay": 0.01,
        },
        {"params": student.answer.parameters(), "lr": 5 * _RATE, "weight_decay": 0.01},
    ]

    def report() -> str:
        found = classes(student.answers([pair_of(line) for line in held]))
        return f"student {macro_f1(wanted, found):.3f}"

    fit(
        student,
        Course(groups, epochs, 32, 11),
        [len(around) + len(content) for around, content in pairs],
        np.stack([answer_of(line) for line in lines]),
        lambda batch: student([pairs[i] for i in batch]),
        report,
    )


def kept_pieces(student: Student, sentences: Sequence[str]) -> list[str]:
    """Return the pieces that ship: letters, marks and the commonest, in the encoder's order."""
    known = student.words.get_vocab()
    named = {number: piece for piece, number in known.items()}
    always = {START, END, UNKNOWN} | {
        piece
        for piece in known
        if len(piece.removeprefix(INSIDE)) == 1 and (ord(piece[-1]) < _LATIN or piece[-1] in _MARKS)
    }
    met: Counter[str] = Counter()
    for numbers in student.words(list(sentences))["input_ids"]:
        met.update(named[number] for number in numbers)
    others = [piece for piece, _ in met.most_common() if piece not in always]
    return sorted(always | set(others[: PIECES - len(always)]), key=known.__getitem__)


def exported(student: Student, pieces: Sequence[str]) -> Insight:
    """Return the student as the service runs it."""
    state = {name: tensor.numpy() for name, tensor in student.state_dict().items()}
    known = student.words.get_vocab()
    embedded = "encoder.embeddings."
    rows = state[f"{embedded}word_embeddings.weight"][[known[piece] for piece in pieces]]
    found: dict[str, Array] = dict(
        zip(("pieces", "pieces_scale"), _rows(rows, _PIECE_STEPS), strict=True)
    )
    found["places"] = state[f"{embedded}position_embeddings.weight"][:LENGTH]
    found["sides"] = state[f"{embedded}token_type_embeddings.weight"]
    found["answer"], found["answer_b"] = state["answer.weight"].T, state["answer.bias"]
    named = {"norm": f"{embedded}LayerNorm"}
    for i in range(LAYERS):
        layer = f"encoder.encoder.layer.{i}."
        named[f"n{i}"] = f"{layer}attention.output.LayerNorm"
        named[f"m{i}"] = f"{layer}output.LayerNorm"
        parts = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        for name, sources in (
            (f"looks{i}", parts),
            (f"seen{i}", [f"{layer}attention.output.dense"]),
            (f"think{i}", [f"{layer}intermediate.dense"]),
            (f"thought{i}", [f"{layer}output.dense"]),
        ):
            weight = np.concatenate([state[f"{source}.weight"] for source in sources])
            columns, scale = _rows(weight, _STEPS)
            found[name], found[f"{name}_scale"] = np.ascontiguousarray(columns.T), scale
            found[f"{name}_b"] = np.concatenate([state[f"{source}.bias"] for source in sources])
    for name, source in named.items():
        found[name], found[f"{name}_b"] = state[f"{source}.weight"], state[f"{source}.bias"]
    return Insight({piece: i for i, piece in enumerate(pieces)}, found)


def _rows(matrix: Floats, most: int) -> tuple[Array, Floats]:
    """Return rows as bytes of so many steps to each side, and what one step of each is worth."""
    worth = (np.abs(matrix).max(1) / most).astype("<f2").astype(np.float32)
    worth = np.maximum(worth, np.finfo("<f2").smallest_subnormal)
    steps = np.clip(np.round(matrix / worth[:, None]), -most, most)
    return steps.astype(np.int8), worth


def main() -> None:
    """Train, keep, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.model")
    parser.add_argument("--encoder", type=Path, required=True, help="of benchmarks.encoder")
    parser.add_argument("--state", type=Path, required=True, help="where the weights are kept")
    parser.add_argument("--onward", type=Path, help="weights kept before, to begin from")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--unlabelled", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="of the unlabelled")
    parser.add_argument("--held", type=Path, nargs="+", required=True, help="to report on")
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args()
    rng = random.Random(11)  # noqa: S311 - training, not cryptography
    torch.manual_seed(11)
    corpus = attributions(read(options.unlabelled))
    told = {line["id"]: line for line in read(options.labels)}
    lines = read(options.labelled)
    lines += [line | told[line["id"]] for line in corpus if line["id"] in told]
    student = Student(options.encoder)
    if options.onward:
        student.load_state_dict(torch.load(options.onward))
    pieces = kept_pieces(student, [line["sentence"] for line in [*lines, *corpus]])
    student.keep(pieces)
    if options.epochs:
        train(student, lines, read(options.held), options.epochs, rng)
        torch.save(student.state_dict(), options.state)
    options.out.write_bytes(exported(student, pieces).to_bytes())


if __name__ == "__main__":
    main()
