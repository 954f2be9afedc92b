"""Fit what a vote of the network and one of each kind of rule is worth.

    python -m benchmarks.fit_settle HELD.jsonl ... [--model M] [--deep D]

Reads quotations that neither the network nor the rules have seen, and prints the weights that make
their labels likeliest, for `monitor.positions.classify_settle`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.positions import add_networks, quotation_of, reader_of
from monitor.positions.classify import strongest_first
from monitor.positions.classify_attribution import attribution
from monitor.positions.classify_drafts import drafts_of
from monitor.positions.classify_settle import Ground, ground_of
from monitor.positions.sense import CLASSES, of_class

_LEAST = 1e-3
# Pulls a weight that few lines speak for towards nothing.
_PULL = 0.5


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, nargs="+", metavar="HELD.jsonl")
    add_networks(parser)
    options = parser.parse_args()
    reader = reader_of(options)
    text = "\n".join(path.read_text("utf-8") for path in options.sources)
    lines = [json.loads(line) for line in text.splitlines() if line]
    quotations = [quotation_of(line) for line in lines]
    network = np.log(np.maximum(of_class(reader.weigh(quotations)), _LEAST))
    grounds = list(Ground)
    votes = np.zeros((len(lines), len(CLASSES), len(grounds)))
    for i, quotation in enumerate(quotations):
        said = attribution(quotation)
        rules = strongest_first(drafts_of(quotation, said))[0]
        at = CLASSES.index(rules.verdict.position)
        votes[i, at, grounds.index(ground_of(rules, said))] = 1
    gold = np.array([[c.value for c in CLASSES].index(line["label"]) for line in lines])

    def cost(weights: np.ndarray) -> float:
        score = weights[0] * network + votes @ weights[1:]
        score -= score.max(axis=1, keepdims=True)
        likely = score - np.log(np.exp(score).sum(axis=1, keepdims=True))
        return float(-likely[np.arange(len(gold)), gold].sum() + _PULL * (weights**2).sum())

    fitted = minimize(cost, np.ones(1 + len(grounds))).x
    score = fitted[0] * network + votes @ fitted[1:]
    for name, right in (
        ("network", network.argmax(1) == gold),
        ("rules", votes.sum(2).argmax(1) == gold),
        ("both", score.argmax(1) == gold),
    ):
        print(f"{name:10} {right.mean():.3f} right of {len(lines)}")
    print(f"network    {fitted[0]:.2f}")
    for ground, weight in zip(grounds, fitted[1:], strict=True):
        print(f"{ground:10} {weight:.2f} ({int(votes[:, :, grounds.index(ground)].sum())} lines)")


if __name__ == "__main__":
    main()
