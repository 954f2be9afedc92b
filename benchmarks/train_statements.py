"""Train the statement model.

Usage: ``python -m benchmarks.train_statements TRAIN.jsonl OUT.model [--folds K --hold I]``
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from monitor.language.choices import Content
from monitor.language.features import SentenceFeatures
from monitor.language.frames import Frame, find_frames
from monitor.language.keeping import chance
from monitor.language.layout import paragraphs
from monitor.language.model import Model
from monitor.language.quotes import find_quotes
from monitor.language.sentences import Sentence, split_sentences
from monitor.language.tagger import FrameTagger, candidates, rule_labels

_CLASSES = 160
_MIN_COUNT = 8
_CONTEXTS = 1500


def sentences_of(text: str) -> list[Sentence]:
    """Cut an article as extraction does."""
    found: list[Sentence] = []
    for p in paragraphs(text):
        found += split_sentences(text, p.start, p.end, find_quotes(text, p.start, p.end))
    return found


def word_classes(texts: list[str]) -> dict[str, int]:
    """Group frequent words by their neighbours: a stand-in for parts of speech."""
    lines = [
        [
            w if not v[0].isupper() or i == 0 else "<cap>"
            for i, (w, v) in enumerate(zip(s.lower, s.words, strict=True))
        ]
        for text in texts
        for p in paragraphs(text)
        for s in split_sentences(text, p.start, p.end, [])
    ]
    counts = Counter(w for line in lines for w in line)
    vocabulary = [
        w for w, c in counts.items() if c >= _MIN_COUNT and (w.isalpha() or "-" in w or "'" in w)
    ]
    index = {w: i for i, w in enumerate(vocabulary)}
    context = {w: i for i, (w, _) in enumerate(counts.most_common(_CONTEXTS))}
    width = len(context) + 1
    rows: list[int] = []
    columns: list[int] = []
    for line in lines:
        padded = ["<s>", *line, "</s>"]
        for i in range(1, len(padded) - 1):
            row = index.get(padded[i])
            if row is not None:
                rows += [row, row]
                columns += [
                    context.get(padded[i - 1], width - 1),
                    width + context.get(padded[i + 1], width - 1),
                ]
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(vocabulary), 2 * width))
    matrix.sum_duplicates()
    total = matrix.sum()
    left = np.asarray(matrix.sum(axis=1)).ravel()
    right = np.asarray(matrix.sum(axis=0)).ravel() ** 0.75
    right *= total / right.sum()
    coo = matrix.tocoo()
    values = np.maximum(np.log(coo.data * total / (left[coo.row] * right[coo.col] + 1e-9)), 0)
    ppmi = csr_matrix((values, (coo.row, coo.col)), shape=matrix.shape)
    vectors = TruncatedSVD(60, random_state=7).fit_transform(ppmi)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    labels = MiniBatchKMeans(_CLASSES, random_state=7, n_init=3).fit_predict(vectors)
    return {w: int(labels[i]) for w, i in index.items()}


@dataclass(slots=True)
class Example:
    """One cue candidate of an annotated article."""

    sentence: Sentence
    features: SentenceFeatures
    at: int
    rule: Frame | None
    cue: list[str]
    gold: dict[str, Any] | None

    def sequence(self) -> tuple[list[list[str]], list[str]]:
        """Return features and labels of its items."""
        first, rows = self.features.of_cue(self.at, rule_labels(self.sentence, self.rule))
        return rows, labels_of(self.sentence, self.gold, self.at)[first : first + len(rows)]


def examples(article: dict[str, Any], classes: dict[str, int]) -> list[Example]:
    """Turn an annotated article into its cue candidates."""
    text = article["text"]
    found = []
    for s in sentences_of(text):
        cues = candidates(s, beliefs=True)
        if not cues:
            continue
        features = SentenceFeatures(s, text, classes)
        frames = {f.cue: f for f in find_frames(s, beliefs=True)}
        near = [
            a for a in article["attributions"] if any(s.start <= b < s.end for b, _ in a["cue"])
        ]
        for cue in cues:
            start = s.starts[cue]
            gold = next((a for a in near if any(b <= start < e for b, e in a["cue"])), None)
            frame = frames.get(cue)
            found.append(Example(s, features, cue, frame, features.cue_features(cue, frame), gold))
    return found


def labels_of(s: Sentence, gold: dict[str, Any] | None, cue: int) -> list[str]:
    """Return the label of every item: V for a cue, S source, C content."""
    labels = ["O"] * len(s)
    labels[cue] = "N"
    if gold is None:
        return labels
    for i in range(len(s)):
        middle = s.starts[i]
        quote = s.quotes[i]
        if quote is not None:
            middle = (quote.inner_start + quote.inner_end) // 2
        if any(b <= middle < e for b, e in gold["content"]):
            labels[i] = "C"
        elif any(b <= middle < e for b, e in gold["source"]):
            labels[i] = "S"
    labels[cue] = "V"
    return labels


def fit(
    rows: list[list[str]],
    gold: list[bool],
    *,
    strength: float,
    least: int = 4,
    numbers: list[float] | None = None,
) -> dict[str, float]:
    """Fit a logistic model over named features, with one number under "#"."""
    counts = Counter(f for row in rows for f in row)
    names = sorted(f for f, c in counts.items() if c >= least)
    index = {f: i for i, f in enumerate(names)}
    indptr, indices, values = [0], [], []
    for at, row in enumerate(rows):
        known = sorted({index[f] for f in row if f in index})
        indices += known
        values += [1.0] * len(known)
        if numbers is not None:
            indices.append(len(names))
            values.append(numbers[at] / 10)
        indptr.append(len(indices))
    matrix = csr_matrix((values, indices, indptr), shape=(len(rows), len(names) + 1))
    fitted = LogisticRegression(C=strength, solver="liblinear", max_iter=300).fit(matrix, gold)
    weights = {
        f: round(float(w), 3)
        for f, w in zip(names, fitted.coef_[0], strict=False)
        if abs(w) > 0.015
    }
    weights[""] = round(float(fitted.intercept_[0]), 3)
    weights["#"] = round(float(fitted.coef_[0][-1]) / 10, 4)
    return weights


def cue_weights(found: list[Example]) -> dict[str, float]:
    """Fit the weights that tell cues from other uses of the same words."""
    return fit([e.cue for e in found], [e.gold is not None for e in found], strength=0.08)


def train_crf(found: list[Example], iterations: int) -> bytes:
    """Train the tagger on the cues that are."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    for example in found:
        if example.gold is not None:
            rows, labels = example.sequence()
            if "C" in labels:
                trainer.append(rows, labels)
    trainer.set_params({"c1": 0.6, "c2": 0.02, "max_iterations": iterations, "feature.minfreq": 3})
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "crf"
        trainer.train(str(path))
        return path.read_bytes()


def agreement(content: Content, labels: list[str]) -> float:
    """Overlap of a candidate with the items that are content."""
    ours = {i for a, b in content for i in range(a, b)}
    theirs = {i for i, label in enumerate(labels) if label == "C"}
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def second_stage(
    halves: list[list[Example]], models: list[Model]
) -> tuple[dict[str, float], dict[str, float]]:
    """Fit ranker and keeper on what models of the other half make of each half."""
    rows: list[list[str]] = []
    good: list[bool] = []
    numbers: list[float] = []
    for half, model in zip(halves, models, strict=True):
        tagger = FrameTagger(model)
        for e in half:
            if e.gold is None:
                continue
            labels = labels_of(e.sentence, e.gold, e.at)
            if "C" not in labels:
                continue
            options = tagger.judge(
                e.sentence, e.features, e.at, e.rule, e.cue, 0.5, every=True
            ).options
            scores = [agreement(content, labels) for content, _, _ in options]
            top = max(scores, default=0.0)
            if top < 0.5:
                continue
            for (_, names, odds), score in zip(options, scores, strict=True):
                rows.append(names)
                numbers.append(odds)
                good.append(score >= top - 0.01)
    ranker = fit(rows, good, strength=0.3, numbers=numbers)
    rows, good = [], []
    for half, model in zip(halves, models, strict=True):
        tables = {**model.tables, "choices": ranker}
        tagger = FrameTagger(Model(tables, model.crf))
        for e in half:
            sure = chance(model.tables["cues"], e.cue)
            if sure < 0.1:
                continue
            judged = tagger.judge(e.sentence, e.features, e.at, e.rule, e.cue, sure)
            rows.append(judged.names)
            good.append(_right(e, judged.frame))
    return ranker, fit(rows, good, strength=0.03)


def _right(e: Example, frame: Frame) -> bool:
    if e.gold is None:
        return False
    labels = labels_of(e.sentence, e.gold, e.at)
    if agreement(tuple(frame.content), labels) < 0.5:
        return False
    if not e.gold["source"]:
        return True
    s = e.sentence
    return frame.source is not None and any(
        s.starts[frame.source[0]] < b and a < s.ends[frame.source[1] - 1]
        for a, b in e.gold["source"]
    )


def train(articles: list[dict[str, Any]], iterations: int) -> Model:
    """Train everything; the second stage sees only what models of other articles made."""
    classes = word_classes([a["text"] for a in articles])
    halves = [[e for a in articles[i::2] for e in examples(a, classes)] for i in (0, 1)]
    models = [
        Model({"classes": classes, "cues": cue_weights(other)}, train_crf(other, iterations))
        for other in (halves[1], halves[0])
    ]
    ranker, keeper = second_stage(halves, models)
    found = halves[0] + halves[1]
    tables = {"classes": classes, "cues": cue_weights(found), "choices": ranker, "keep": keeper}
    return Model(tables, train_crf(found, iterations))


def main(argv: list[str] | None = None) -> int:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--iterations", type=int, default=70)
    args = parser.parse_args(argv)
    articles = [json.loads(line) for line in args.input.read_text("utf-8").splitlines()]
    if args.limit:
        articles = articles[:: max(1, len(articles) // args.limit)]
    args.output.write_bytes(train(articles, args.iterations).to_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
