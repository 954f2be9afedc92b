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
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from scipy.sparse import csr_matrix

from monitor.language.features import SentenceFeatures
from monitor.language.frames import find_frames
from monitor.language.layout import paragraphs
from monitor.language.model import Model
from monitor.language.quotes import find_quotes
from monitor.language.sentences import Sentence, split_sentences
from monitor.language.tagger import candidates, rule_labels

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
    lines = []
    for text in texts:
        for p in paragraphs(text):
            for s in split_sentences(text, p.start, p.end, []):
                lines.append([
                    w if not v[0].isupper() or i == 0 else "<cap>"
                    for i, (w, v) in enumerate(zip(s.lower, s.words, strict=True))
                ])
    counts = Counter(w for line in lines for w in line)
    vocabulary = [w for w, c in counts.items() if c >= _MIN_COUNT and (w.isalpha() or "-" in w or "'" in w)]
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
    matrix = csr_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(len(vocabulary), 2 * width)
    )
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

    cue: list[str]
    rows: list[list[str]]
    labels: list[str]
    gold: bool


def examples(article: dict[str, Any], classes: dict[str, int]) -> list[Example]:
    """Turn an annotated article into one labelled sequence a cue candidate."""
    text = article["text"]
    found = []
    for s in sentences_of(text):
        cues = candidates(s, beliefs=True)
        if not cues:
            continue
        features = SentenceFeatures(s, text, classes)
        frames = {f.cue: f for f in find_frames(s, beliefs=True)}
        near = [a for a in article["attributions"] if any(s.start <= b < s.end for b, _ in a["cue"])]
        for cue in cues:
            start = s.starts[cue]
            gold = next((a for a in near if any(b <= start < e for b, e in a["cue"])), None)
            frame = frames.get(cue)
            first, rows = features.of_cue(cue, rule_labels(s, frame))
            found.append(
                Example(
                    features.cue_features(cue, frame),
                    rows if gold else [],
                    labels_of(s, gold, cue)[first : first + len(rows)],
                    gold is not None,
                )
            )
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


def cue_weights(found: list[Example]) -> dict[str, float]:
    """Fit the weights that tell cues from other uses of the same words."""
    counts = Counter(f for e in found for f in e.cue)
    names = sorted(f for f, c in counts.items() if c >= 4)
    index = {f: i for i, f in enumerate(names)}
    indptr, indices = [0], []
    for e in found:
        indices += sorted({index[f] for f in e.cue if f in index})
        indptr.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(found), len(names)))
    fitted = LogisticRegression(C=0.15, solver="liblinear", max_iter=200).fit(
        matrix, [e.gold for e in found]
    )
    weights = {
        f: round(float(w), 3) for f, w in zip(names, fitted.coef_[0], strict=True) if abs(w) > 0.02
    }
    weights[""] = round(float(fitted.intercept_[0]), 3)
    return weights


def main(argv: list[str] | None = None) -> int:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--algorithm", default="lbfgs")
    args = parser.parse_args(argv)
    articles = [json.loads(line) for line in args.input.read_text("utf-8").splitlines()]
    if args.limit:
        articles = articles[:: max(1, len(articles) // args.limit)]
    classes = word_classes([a["text"] for a in articles])
    found = [e for article in articles for e in examples(article, classes)]
    weights = cue_weights(found)
    trainer = pycrfsuite.Trainer(verbose=True, algorithm=args.algorithm)
    for example in found:
        if example.gold and "C" in example.labels:
            trainer.append(example.rows, example.labels)
    if args.algorithm == "lbfgs":
        trainer.set_params({"c1": 0.6, "c2": 0.02, "max_iterations": args.iterations, "feature.minfreq": 3})
    else:
        trainer.set_params({"max_iterations": args.iterations, "feature.minfreq": 3})
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "crf"
        trainer.train(str(path))
        crf = path.read_bytes()
    args.output.write_bytes(Model({"classes": classes, "cues": weights}, crf).to_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
