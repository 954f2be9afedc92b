"""Train the deep network that is asked on doubt (`monitor/positions/insight.model`).

    python -m benchmarks.train_insight OUT.model --encoder FOLDER --state STATE.pt
        --labelled F.jsonl ... --unlabelled TRAIN.jsonl --labels F.jsonl --held F.jsonl ...
        [--deeds DEEDS.tsv FRAMES.tsv] [--onward STATE.pt]

The first layers of the encoder that `benchmarks.encoder` unpacks, with an answering layer over the
mean and the peaks of their states, are fine-tuned on the labelled quotations and the attributions
of an annotated corpus that have a label, and on statements composed of deeds (all as in
`benchmarks.train_sense`). One line in eight is merely "said", and one piece in twenty is hidden, so
that neither a cue nor a word decides alone. What ships are bytes of few values, deflated: each
column of a matrix has a step of its own (Dettmers et al. 2022), a share of what its weights
commonly are. Of the encoder's pieces only the commonest are kept; others fall into smaller ones,
and it learns from words in these. ``--state`` keeps the weights as trained, and ``--onward`` begins
from them when new lines have been labelled.
Needs the dependency group ``train``; 40 statements a second on two cores.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from tokenizers.models import WordPiece
from torch import nn
from torch.nn.utils.parametrize import register_parametrization, remove_parametrizations

from benchmarks.train_sense import (
    Course,
    Floats,
    Line,
    Teacher,
    add_deeds,
    answer_of,
    attributions,
    classes,
    fit,
    macro_f1,
    pair_of,
    plainly,
    read,
    statements_of,
)
from monitor.positions.insight import LENGTH, Insight
from monitor.positions.weights import Array
from monitor.positions.wordpieces import END, INSIDE, START, UNKNOWN

LAYERS = 8
PIECES = 20_000
_SAID = 0.12
_HIDDEN = 0.05
_RATE = 1e-4
_LATIN = 0x250
_MARKS = "–—‘’“”•…€£°"
# How wide a step of a column's weights is, as a share of their root mean square: so wide, answers
# stay as with floats, and deflated a weight takes less than half a byte.
_STEP = 0.4
_MOST_STEPS = 127


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


def in_steps(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows in whole steps from nought, and the worth of one step of each: (rows, 1)."""
    worth = _STEP * rows.detach().square().mean(1, keepdim=True).sqrt()
    # As they are stored: in half precision.
    worth = worth.half().float().clamp(min=float(np.finfo("<f2").smallest_subnormal))
    return (rows / worth).round().clamp(-_MOST_STEPS, _MOST_STEPS), worth


class Stepped(nn.Module):  # type: ignore[misc]
    """Weights as they will ship, to learn with; what is learned goes to the weights themselves.

    (The straight-through estimator of Bengio et al. 2013.) Put on steps only afterwards, eight
    layers lost .005 of their F1.
    """

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Return rows on their steps, with the gradient of the rows."""
        steps, worth = in_steps(rows)
        return rows + (steps * worth - rows).detach()


@contextmanager
def on_steps(student: Student) -> Iterator[None]:
    """Let the student read with its weights as they ship."""
    encoder = student.encoder
    stepped = [m for m in encoder.encoder.layer.modules() if isinstance(m, nn.Linear)]
    stepped.append(encoder.embeddings.word_embeddings)
    for module in stepped:
        register_parametrization(module, "weight", Stepped())
    yield
    for module in stepped:
        remove_parametrizations(module, "weight", leave_parametrized=False)


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

    with on_steps(student):
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
    learned = student.state_dict()
    state = {name: tensor.numpy() for name, tensor in learned.items()}
    known = student.words.get_vocab()
    embedded = "encoder.embeddings."
    rows = learned[f"{embedded}word_embeddings.weight"][[known[piece] for piece in pieces]]
    found: dict[str, Array] = dict(zip(("pieces", "pieces_scale"), _rows(rows), strict=True))
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
            weight = torch.cat([learned[f"{source}.weight"] for source in sources])
            columns, scale = _rows(weight)
            found[name], found[f"{name}_scale"] = np.ascontiguousarray(columns.T), scale
            found[f"{name}_b"] = np.concatenate([state[f"{source}.bias"] for source in sources])
    for name, source in named.items():
        found[name], found[f"{name}_b"] = state[f"{source}.weight"], state[f"{source}.bias"]
    return Insight({piece: i for i, piece in enumerate(pieces)}, found)


def _rows(matrix: torch.Tensor) -> tuple[Array, Floats]:
    """Return rows as whole steps from nought, and what one step of each is worth."""
    steps, worth = in_steps(matrix)
    return steps.numpy().astype(np.int8), worth[:, 0].numpy()


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
    add_deeds(parser)
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
        lines += statements_of(options.deeds, rng)
        train(student, lines, read(options.held), options.epochs, rng)
        torch.save(student.state_dict(), options.state)
    options.out.write_bytes(exported(student, pieces).to_bytes())


if __name__ == "__main__":
    main()
