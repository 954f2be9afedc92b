"""Train the coder of PLOVER sentences and write its model file.

    python -m benchmarks.train_positions TRAIN.jsonl [DEV.jsonl]

prints cross-validated figures on the training sentences and, with a second file, figures on that.
Features that fewer than three sentences share are left out, so no sentence can be read back.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from benchmarks.positions_coder import MODEL, Coder, features_of

VERBAL = ("SUPPORT", "CONSULT", "AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
_SHARED = 3
_COST = 0.3
_SCALE = 1000


def _narrow(matrix: Any) -> Any:  # noqa: ANN401 - a scipy matrix has no public type here
    """Give a sparse matrix the 32-bit indices that liblinear asks for."""
    matrix.indices = matrix.indices.astype(np.int32)
    matrix.indptr = matrix.indptr.astype(np.int32)
    return matrix


class Trained:
    """A fitted model with the inverse document frequencies it was fitted on."""

    def __init__(self, rows: Sequence[dict[str, float]], labels: Sequence[str]) -> None:
        counts = Counter(name for row in rows for name in row)
        self.idf = {
            name: math.log((1 + len(rows)) / (1 + count)) + 1 if name[1] == "=" else 1.0
            for name, count in sorted(counts.items())
            if count >= _SHARED
        }
        self.vectoriser = DictVectorizer()
        matrix = _narrow(self.vectoriser.fit_transform([self._weighed(row) for row in rows]))
        self.model = LinearSVC(C=_COST, class_weight="balanced", max_iter=5000, random_state=0)
        self.model.fit(matrix, labels)

    def _weighed(self, row: dict[str, float]) -> dict[str, float]:
        kept = {name: value * self.idf[name] for name, value in row.items() if name in self.idf}
        norm = sum(value * value for value in kept.values()) ** 0.5 or 1.0
        return {name: value / norm for name, value in kept.items()}

    def predict(self, rows: Sequence[dict[str, float]]) -> list[str]:
        """Return the label of each row."""
        matrix = _narrow(self.vectoriser.transform([self._weighed(row) for row in rows]))
        return list(self.model.predict(matrix))

    def write(self, path: Path) -> None:
        """Write the model as plain numbers."""
        names = self.vectoriser.get_feature_names_out()
        features = {
            name: [
                round(self.idf[name], 2),
                *(round(float(w) * _SCALE) for w in self.model.coef_[:, i]),
            ]
            for i, name in enumerate(names)
        }
        stored = {
            "labels": list(self.model.classes_),
            "bias": [round(float(b), 4) for b in self.model.intercept_],
            "scale": _SCALE,
            "features": features,
        }
        path.write_text(
            json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
        )


def _read(path: Path) -> tuple[list[dict[str, float]], list[str], list[str]]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [line["marked"] for line in lines]
    return [features_of(text) for text in texts], [line["label"] for line in lines], texts


def _figures(name: str, gold: Sequence[str], told: Sequence[str]) -> None:
    every = f1_score(gold, told, average="macro")
    verbal = f1_score(gold, told, average="macro", labels=list(VERBAL))
    print(f"{name}: macro-F1 {every:.3f} over {len(set(gold))} classes, {verbal:.3f} over 8 verbal")


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    rows, labels, _ = _read(options.train)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    told = [""] * len(rows)
    for train, test in folds.split(rows, labels):
        part = Trained([rows[i] for i in train], [labels[i] for i in train])
        for i, label in zip(test, part.predict([rows[i] for i in test]), strict=True):
            told[i] = label
    _figures("cross-validation", labels, told)
    Trained(rows, labels).write(options.out)
    print(f"wrote {options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")
    if options.dev is not None:
        _, gold, texts = _read(options.dev)
        coder = Coder(options.out)
        _figures(options.dev.name, gold, [coder.label(text) for text in texts])


if __name__ == "__main__":
    main()
