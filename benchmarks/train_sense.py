"""Train the network that reads what a statement does (`monitor/positions/positions.model`).

    python -m benchmarks.train_sense OUT.model --encoder FOLDER --labelled F.jsonl ...
        --unlabelled TRAIN.jsonl --labels F.jsonl --held F.jsonl ...
    python -m benchmarks.train_sense OUT.model --onward positions.model --fresh NEW.jsonl ...
        --labelled F.jsonl ... --unlabelled TRAIN.jsonl --labels F.jsonl --held F.jsonl ...

In two steps. The encoder that `benchmarks.encoder` unpacks is fine-tuned on the labelled
quotations. It then says what it makes of them, of the same words merely "said", of parts of them,
of the attributions of an annotated corpus, some thousand of which have a label of class (by their
place in it, as the corpus stays where it is), and of contents in the reports of others. The small
network learns its answers, not the labels (distillation, Hinton et al. 2015; parts and gaps after
Tang et al. 2019): it sees many times the sentences, and for each how sure one may be. Of statements
composed of deeds (`benchmarks.compose`) it learns the labels. Needs the dependency group ``train``;
three hours on two cores.

With ``--onward`` a network is trained on instead, in a quarter of an hour, when new lines have been
labelled: it answers for itself where the encoder would, so that what it does not learn anew it
keeps (self-distillation, Furlanello et al. 2018). Of the ``--fresh`` lines it learns the labels,
each told twice and once merely "said"; their parts, and others' words in their reports, it judges
itself.
"""

import argparse
import hashlib
import json
import math
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors.numpy
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from benchmarks.compose import composed, read_deeds, read_frames
from benchmarks.positions import quotation_of
from monitor.positions.insight import LENGTH
from monitor.positions.sense import (
    ANSWERS,
    BETWEEN,
    NAME,
    NUMBER,
    PAD,
    UNKNOWN,
    Sense,
    coded,
    halves,
)

Line = dict[str, Any]
Floats = npt.NDArray[np.float32]

_WIDTH = 128
_HIDDEN = 192
_HEADS = 8
_BLOCKS = 3
_SMOOTHING = 0.06
_LONGEST = 900
_GAPS = 0.15
_LONG = 10
_REFRAMED = 40_000
_OF_A_DEED = 12
# Of the weights of a step this much is left in the mean at the next: it spans some 4,000 steps.
_REMEMBERED = 0.99975
# A network that knows something already learns at less than the rate of one that knows nothing.
_ONWARD = 0.8
_LAYERS = ("project", "focus", "values", "peaks", "hidden", "answer")
_PUNCTUATION = ".,;:!?“”\"‘’'()-–—…$%&/"


def read(paths: Sequence[Path]) -> list[Line]:
    """Read lines of JSON."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def attributions(articles: Sequence[Line]) -> list[Line]:
    """Return the attributions of annotated articles as quotations without a label.

    Each has for ``id`` 16 digits of the SHA-256 of its article's and, behind "#", its number there,
    counted from nought: by these alone labels can stand in the repository, where no text may.
    """
    lines = []
    for article in articles:
        text, key = article["text"], hashlib.sha256(article["id"].encode()).hexdigest()[:16]
        for number, a in enumerate(article["attributions"]):
            places = [*a["content"], *a["cue"], *(a["source"] or ())]
            content = [text[s:e].strip(' “”"') for s, e in sorted(a["content"])]
            start, end = min(s for s, _ in places), max(e for _, e in places)
            if a["cue"] and all(content) and content and end - start <= _LONGEST:
                line = {"id": f"{key}#{number}", "sentence": text[start:end]}
                line["speaker"] = a["source_text"] or ""
                lines.append({**line, "cue": a["cue_text"], "kind": a["kind"], "content": content})
    return lines


def plainly(labelled: Sequence[Line]) -> list[Line]:
    """Return the quotations as if they had been "said", for the content alone to tell."""
    lines = []
    for line in labelled:
        said = " … ".join(line["content"])
        if line["kind"] == "mixed" or line["cue"] in {"said", "says"}:
            continue
        direct = line["kind"] == "direct"
        told = f"“{said}” {line['speaker']} said." if direct else f"{line['speaker']} said {said}."
        lines.append({**line, "sentence": told, "cue": "said", "content": [said]})
    return lines


def parts(labelled: Sequence[Line], rng: random.Random) -> list[Line]:
    """Return each quotation with gaps, and half of each long one: what single words do shows."""
    lines = []
    for line in labelled:
        pieces = [piece.split() for piece in line["content"]]
        gapped = [[w for w in words if rng.random() > _GAPS] or words for words in pieces]
        lines.append(_with_content(line, gapped))
        words = max(pieces, key=len)
        if len(words) >= _LONG:
            cut = rng.randint(len(words) // 3, 2 * len(words) // 3)
            lines.append(_with_content(line, [rng.choice([words[:cut], words[cut:]])]))
    return lines


def reframed(lines: Sequence[Line], number: int, rng: random.Random) -> list[Line]:
    """Return contents in the reports of others of their kind: what each of the two tells."""
    whole = [
        line
        for line in lines
        if line["kind"] != "mixed"
        and len(line["content"]) == 1
        and line["sentence"].count(line["content"][0]) == 1
    ]
    found = []
    for line in rng.sample(whole, min(number, len(whole))):
        content = line["content"][0]
        frame = rng.choice(whole)
        replaced = frame["content"][0]
        # "To resign" stands where "to pay" stood, and a clause where a clause did.
        if frame["kind"] == line["kind"] and _infinitive(content) == _infinitive(replaced):
            sentence = frame["sentence"].replace(replaced, content, 1)
            found.append({**frame, "sentence": sentence, "content": [content]})
    return found


def _infinitive(content: str) -> bool:
    return content.casefold().startswith("to ")


def _with_content(line: Line, pieces: Sequence[Sequence[str]]) -> Line:
    """Return a line whose report holds these words in place of its own."""
    sentence = line["sentence"]
    content = [" ".join(words) for words in pieces]
    for old, new in zip(line["content"], [*content, *[""] * len(line["content"])], strict=False):
        sentence = sentence.replace(old, new, 1)
    return {**line, "sentence": sentence, "content": content}


def answer_of(line: Line) -> Floats:
    """Return the label of a line as probabilities, a little of them spread over all answers."""
    wanted = [
        p.value == line["label"] and (f.value if f else None) == (line.get("force") or None)
        for p, f in ANSWERS
    ]
    if sum(wanted) != 1:
        raise ValueError(f"{line['id']}: label {line['label']}, force {line.get('force')}")
    spread = np.full(len(ANSWERS), _SMOOTHING / len(ANSWERS))
    return (spread + np.array(wanted) * (1 - _SMOOTHING)).astype(np.float32)


def classes(probabilities: Floats) -> list[str]:
    """Return the likeliest class of each row, forces added up."""
    names = [p.value for p, _ in ANSWERS]
    kinds = list(dict.fromkeys(names))
    added = np.stack([probabilities[:, [n == k for n in names]].sum(1) for k in kinds], axis=1)
    return [kinds[i] for i in added.argmax(1)]


def macro_f1(gold: Sequence[str], told: Sequence[str]) -> float:
    """Return the mean F1 of the classes in ``gold``."""
    pairs = list(zip(gold, told, strict=True))
    scores = []
    for kind in sorted(set(gold)):
        both = sum(g == t == kind for g, t in pairs)
        either = sum(g == kind for g, _ in pairs) + sum(t == kind for _, t in pairs)
        scores.append(2 * both / either)
    return float(np.mean(scores))


def batches(lengths: Sequence[int], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Deal rows out in batches of like length, in an order of chance."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pools = [order[i : i + size * 20] for i in range(0, len(order), size * 20)]
    dealt: list[list[int]] = []
    for pool in pools:
        pool.sort(key=lengths.__getitem__)
        dealt += [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(dealt)
    yield from dealt


@dataclass(frozen=True, slots=True)
class Course:
    """How a model is fitted: its groups of parameters, epochs, statements a step, and chance."""

    groups: list[dict[str, Any]]
    epochs: int
    size: int
    seed: int
    evened: bool = False


def fit(
    model: nn.Module,
    course: Course,
    lengths: Sequence[int],
    answers: Floats,
    logits: Callable[[list[int]], torch.Tensor],
    report: Callable[[], str],
) -> None:
    """Fit a model to probabilities, the rate rising for a tenth of the way and falling after.

    With ``course.evened`` its weights end as the mean of those it had in the last epochs, the newer
    counting more: with so small a corpus two epochs in a row differ by more than they teach.
    """
    mean = None
    if course.evened:
        mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(_REMEMBERED))
    optimiser = torch.optim.AdamW(course.groups, fused=True)
    steps = course.epochs * math.ceil(len(lengths) / course.size)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, 10 * (i + 1) / steps) * max(0.0, 1 - i / steps)
    )
    rng = random.Random(course.seed)  # noqa: S311 - training, not cryptography
    started = time.monotonic()
    for epoch in range(course.epochs):
        model.train()
        for batch in batches(lengths, course.size, rng):
            loss = -(torch.tensor(answers[batch]) * logits(batch).log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            rate.step()
            if mean is not None:
                mean.update_parameters(model)
        model.eval()
        print(f"epoch {epoch + 1}: {report()} {time.monotonic() - started:.0f} s", flush=True)
    if mean is not None:
        model.load_state_dict(mean.module.state_dict())
        print(f"mean: {report()}", flush=True)


class Teacher(nn.Module):  # type: ignore[misc]
    """The encoder with one layer that answers, over the mean and the peaks of its words."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.words: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder)
        self.drop = nn.Dropout(0.1)
        self.answer = nn.Linear(2 * self.encoder.config.hidden_size, len(ANSWERS))

    def given(self, batch: Sequence[tuple[str, str]]) -> dict[str, torch.Tensor]:
        """Return pairs of what stands around a content and the content, in pieces."""
        around, content = zip(*batch, strict=True)
        return dict(
            self.words(
                list(around), list(content), padding=True, truncation=True, max_length=LENGTH,
                return_tensors="pt",
            )
        )  # fmt: skip

    def forward(self, batch: Sequence[tuple[str, str]]) -> torch.Tensor:
        """Return logits for such pairs."""
        given = self.given(batch)
        states = self.encoder(**given).last_hidden_state
        there = given["attention_mask"][..., None].float()
        mean = (states * there).sum(1) / there.sum(1)
        peaks = (states + (there - 1) * 1e4).max(1).values
        return self.answer(self.drop(torch.cat([mean, peaks], -1)))

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Return probabilities."""
        self.eval()
        found = np.zeros((len(pairs), len(ANSWERS)), dtype=np.float32)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][1]))
        with torch.no_grad():
            for i in range(0, len(order), 64):
                rows = order[i : i + 64]
                found[rows] = self([pairs[j] for j in rows]).softmax(-1).numpy()
        return found


def pair_of(line: Line) -> tuple[str, str]:
    """Return what stands around the content, and the content."""
    return halves(quotation_of(line))


def teach(
    labelled: Sequence[Line], held: Sequence[Line], folder: Path, epochs: int, seed: int
) -> Teacher:
    """Fine-tune the encoder."""
    torch.manual_seed(seed)
    teacher = Teacher(folder)
    pairs = [pair_of(line) for line in labelled]
    groups = [
        {"params": teacher.encoder.parameters(), "lr": 1e-4},
        {"params": teacher.answer.parameters(), "lr": 1e-3},
    ]

    def report() -> str:
        told = classes(teacher.answers([pair_of(line) for line in held]))
        return f"teacher {macro_f1([line['label'] for line in held], told):.3f}"

    fit(
        teacher,
        Course(groups, epochs, 32, seed),
        [len(content) for _, content in pairs],
        np.stack([answer_of(line) for line in labelled]),
        lambda batch: teacher([pairs[i] for i in batch]),
        report,
    )
    return teacher


class Network(nn.Module):  # type: ignore[misc]
    """What `monitor.positions.sense` runs, in a form that learns."""

    def __init__(self, embedding: Floats) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(
            torch.tensor(embedding), freeze=False, padding_idx=0
        )
        self.marks = nn.Embedding(4, _WIDTH)
        self.project = nn.Linear(_WIDTH, _WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(_WIDTH) for _ in range(_BLOCKS))
        self.reaches = [1 if i == 0 else 2 ** (i - 1) for i in range(_BLOCKS)]
        self.convolve = nn.ModuleList(
            nn.Conv1d(_WIDTH, 2 * _WIDTH, 3, padding=r, dilation=r) for r in self.reaches
        )
        self.narrow = nn.ModuleList(nn.Linear(2 * _WIDTH, _WIDTH) for _ in range(_BLOCKS))
        self.norm = nn.LayerNorm(_WIDTH)
        self.focus = nn.Linear(_WIDTH, _HEADS)
        self.values = nn.Linear(_WIDTH, 2 * _WIDTH)
        self.peaks = nn.Linear(_WIDTH, _WIDTH)
        self.hidden = nn.Linear(3 * _WIDTH, _HIDDEN)
        self.answer = nn.Linear(_HIDDEN, len(ANSWERS))
        self.drop = nn.Dropout(0.2)

    def forward(self, words: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        there = (words > 0).float()[..., None]
        x = self.project(self.drop(self.embedding(words))) + self.marks(marks)
        for norm, convolve, narrow in zip(self.norms, self.convolve, self.narrow, strict=True):
            h = (norm(x) * there).transpose(1, 2)
            x = x + self.drop(narrow(functional.relu(convolve(h).transpose(1, 2))))
        x = self.norm(x)
        focus = (self.focus(x) + (there - 1) * 1e4).softmax(1)
        values = self.values(x).view(*x.shape[:2], _HEADS, -1)
        pooled = (focus[..., None] * values).sum(1).flatten(1)
        peaks = (self.peaks(x) + (there - 1) * 1e4).max(1).values
        hidden = functional.relu(self.hidden(self.drop(torch.cat([pooled, peaks], -1))))
        return self.answer(self.drop(hidden))


def vocabulary_of(folder: Path) -> tuple[dict[str, int], Floats]:
    """Return the encoder's whole words with its embeddings of them, narrowed to the main axes."""
    known = (folder / "vocab.txt").read_text("utf-8").splitlines()
    rows = safetensors.numpy.load_file(folder / "model.safetensors")
    table = rows["embeddings.word_embeddings.weight"]
    places = [i for i, word in enumerate(known) if re.fullmatch(r"[a-z][a-z\-']*", word)]
    vectors = table[places] - table[places].mean(0)
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:_WIDTH]
    vectors = vectors @ axes.T
    endings = [f"<s{i}>" for i in range(64)]
    others = [PAD, NAME, NUMBER, UNKNOWN, BETWEEN, *endings, *_PUNCTUATION]
    words = others + [known[i] for i in places]
    embedding = np.random.default_rng(7).normal(0, 0.3, (len(words), _WIDTH))
    embedding[0] = 0
    embedding[len(others) :] = vectors / vectors.std() * 0.5
    return {word: i for i, word in enumerate(words)}, embedding.astype(np.float32)


def distil(
    network: Network,
    vocabulary: dict[str, int],
    lines: Sequence[Line],
    answers: Floats,
    held: Sequence[Line],
    course: Course,
) -> Sense:
    """Train the small network on answers; ``course`` gives the rates its groups begin with."""
    rows = [coded(quotation_of(line), vocabulary) for line in lines]
    tests = [coded(quotation_of(line), vocabulary) for line in held]
    unknown = vocabulary[UNKNOWN]

    def padded(batch: Sequence[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(len(words) for words, _ in batch)
        filled = [[side + [0] * (longest - len(side)) for side in row] for row in batch]
        return torch.tensor([w for w, _ in filled]), torch.tensor([m for _, m in filled])

    def logits(batch: list[int]) -> torch.Tensor:
        words, marks = padded([rows[i] for i in batch])
        # A word in twenty is hidden, so that no single one decides.
        hidden = (torch.rand(words.shape) < 0.05) & (words > 0)
        return network(torch.where(hidden, unknown, words), marks)

    def report() -> str:
        with torch.no_grad():
            told = [network(*padded(tests[i : i + 64])) for i in range(0, len(tests), 64)]
        found = classes(torch.cat(told).softmax(-1).numpy())
        return f"network {macro_f1([line['label'] for line in held], found):.3f}"

    fit(network, course, [len(words) for words, _ in rows], answers, logits, report)
    return exported(network, vocabulary)


def course_of(network: Network, epochs: int, rate: float) -> Course:
    """Return how the network is fitted, ``rate`` times as fast as from nothing."""
    words = list(network.embedding.parameters())
    others = [p for n, p in network.named_parameters() if not n.startswith("embedding")]
    groups = [
        {"params": words, "lr": 6e-4 * rate, "weight_decay": 0.0},
        {"params": others, "lr": 2e-3 * rate, "weight_decay": 0.05},
    ]
    return Course(groups, epochs, 64, 0, evened=True)


def loaded(sense: Sense) -> Network:
    """Return a network as it learns on from how the service runs it; `exported` undoes this."""
    weights = sense.weights
    network = Network(weights["embedding"].astype(np.float32) * weights["scales"][:, None])
    state = network.state_dict()
    found = {
        "marks.weight": weights["marks"],
        "norm.weight": weights["norm"],
        "norm.bias": weights["norm_b"],
    }
    for name in _LAYERS:
        found[f"{name}.weight"], found[f"{name}.bias"] = weights[name].T, weights[f"{name}_b"]
    for i in range(_BLOCKS):
        found[f"norms.{i}.weight"], found[f"norms.{i}.bias"] = weights[f"n{i}"], weights[f"n{i}_b"]
        beside = weights[f"c{i}"].reshape(3, _WIDTH, -1)
        found[f"convolve.{i}.weight"] = beside.transpose(2, 1, 0)
        found[f"convolve.{i}.bias"] = weights[f"c{i}_b"]
        found[f"narrow.{i}.weight"], found[f"narrow.{i}.bias"] = (
            weights[f"o{i}"].T,
            weights[f"o{i}_b"],
        )
    state.update({name: torch.tensor(np.ascontiguousarray(a)) for name, a in found.items()})
    network.load_state_dict(state)
    return network


def exported(network: Network, vocabulary: dict[str, int]) -> Sense:
    """Return the network as the service runs it."""
    state = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    embedding = state["embedding.weight"]
    scales = np.maximum(np.abs(embedding).max(1), 1e-6) / 127
    weights = {
        "embedding": np.round(embedding / scales[:, None]).astype(np.int8),
        "scales": scales,
        "marks": state["marks.weight"],
        "norm": state["norm.weight"],
        "norm_b": state["norm.bias"],
    }
    for name in _LAYERS:
        weights[name] = state[f"{name}.weight"].T
        weights[f"{name}_b"] = state[f"{name}.bias"]
    for i in range(_BLOCKS):
        weights[f"n{i}"], weights[f"n{i}_b"] = state[f"norms.{i}.weight"], state[f"norms.{i}.bias"]
        # (out, in, 3) to (3 * in, out): the three words side by side, as they are looked at.
        weights[f"c{i}"] = state[f"convolve.{i}.weight"].transpose(2, 1, 0).reshape(3 * _WIDTH, -1)
        weights[f"c{i}_b"] = state[f"convolve.{i}.bias"]
        weights[f"o{i}"] = state[f"narrow.{i}.weight"].T
        weights[f"o{i}_b"] = state[f"narrow.{i}.bias"]
    return Sense(vocabulary, weights, _BLOCKS)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.model")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--unlabelled", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="of the unlabelled")
    add_deeds(parser)
    parser.add_argument("--held", type=Path, nargs="+", required=True, help="to report on")
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--encoder", type=Path, help="of benchmarks.encoder, to begin from nothing")
    start.add_argument("--onward", type=Path, help="a model to train on")
    parser.add_argument("--fresh", type=Path, nargs="*", default=[], help="new to that model")
    parser.add_argument("--teachers", type=int, default=1, help="whose answers are averaged")
    parser.add_argument("--teacher-epochs", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=12)
    options = parser.parse_args()
    if options.fresh and options.encoder:
        parser.error("--fresh is for --onward: to an encoder all lines are new")
    return options


def main() -> None:
    """Teach, ask, distil, write."""
    options = _options()
    held, corpus = read(options.held), attributions(read(options.unlabelled))
    told = {line["id"]: line for line in read(options.labels)}
    own, fresh = read(options.labelled), read(options.fresh)
    labelled = own + [line | told[line["id"]] for line in corpus if line["id"] in told]
    rng = random.Random(0)  # noqa: S311 - training, not cryptography
    torch.manual_seed(0)
    asked = labelled + plainly(own) + parts(own + fresh, rng) + corpus
    asked += reframed(own + fresh + corpus, _REFRAMED, rng)
    if options.onward:
        before = Sense.from_bytes(options.onward.read_bytes())
        vocabulary, network, rate = before.vocabulary, loaded(before), _ONWARD
        answers = before.weigh([quotation_of(line) for line in asked])
    else:
        vocabulary, embedding = vocabulary_of(options.encoder)
        network, rate = Network(embedding), 1.0
        pairs = [pair_of(line) for line in asked]
        answers = np.zeros((len(asked), len(ANSWERS)), dtype=np.float32)
        for seed in range(options.teachers):
            teacher = teach(labelled, held, options.encoder, options.teacher_epochs, seed)
            answers += teacher.answers(pairs) / options.teachers
    # Where there is a label, it has half a say, and the network sees the line twice.
    known = answers[: len(labelled)]
    known += _labels(labelled)
    known /= 2
    # Of these the label is certain, or all there is: nobody else need be asked.
    certain = statements_of(options.deeds, rng) + fresh + fresh + plainly(fresh)
    answers = np.concatenate([known, answers, _labels(certain)])
    lines = labelled + asked + certain
    course = course_of(network, options.epochs, rate)
    sense = distil(network, vocabulary, lines, answers, held, course)
    options.out.write_bytes(sense.to_bytes())


def add_deeds(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--deeds``: what `statements_of` composes."""
    files = ("DEEDS.tsv", "FRAMES.tsv")
    told = "deeds, and what can be said of them, to compose statements of"
    parser.add_argument("--deeds", type=Path, nargs=2, default=[], metavar=files, help=told)


def statements_of(deeds: Sequence[Path], rng: random.Random) -> list[Line]:
    """Return statements composed of the deeds and frames in two files; none of no files."""
    if not deeds:
        return []
    named, said = (path.read_text("utf-8") for path in deeds)
    return composed(read_deeds(named), read_frames(said), _OF_A_DEED, rng)


def _labels(lines: Sequence[Line]) -> Floats:
    return np.array([answer_of(line) for line in lines], np.float32).reshape(-1, len(ANSWERS))


if __name__ == "__main__":
    main()
