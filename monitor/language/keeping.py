"""Logistic models over named features, and the features by which a frame is kept or dropped."""

from math import exp

from monitor.language.features import cue_group, lemma_of
from monitor.language.frames import Frame
from monitor.language.sentences import Sentence


def total(weights: dict[str, float], names: list[str]) -> float:
    """Sum the weights of features; what was never learned weighs nothing."""
    return sum(filter(None, map(weights.get, names)))


def chance(weights: dict[str, float], names: list[str]) -> float:
    """Return the probability that a logistic model gives these features."""
    score = weights[""] + total(weights, names)
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def keep_features(
    s: Sentence, kinds: list[str], frame: Frame, rule: Frame | None, sure: float, score: float
) -> list[str]:
    """Features by which a finished frame is kept or dropped."""
    word = s.lower[frame.cue]
    lemma, group = lemma_of(word), cue_group(word)
    certain = str(round(sure * 10))
    value = str(max(-8, min(8, round(score))))
    source = "n" if frame.source is None else kinds[frame.source[1] - 1]
    head = "n" if frame.source is None else kinds[frame.source[0]]
    found = [
        "c" + certain,
        "v" + value,
        "cv" + certain + " " + value,
        "cg" + certain + group,
        "vg" + value + group,
        "l" + lemma,
        "s" + source,
        "sh" + head + source,
        "sg" + group + source,
        "r" + str(rule is not None) + certain,
    ]
    if frame.source is not None:
        near = min(abs(frame.cue - frame.source[1]), abs(frame.source[0] - frame.cue))
        found += ["d" + str(min(near, 8)), "sz" + str(min(frame.source[1] - frame.source[0], 10))]
    if frame.content:
        first, last = frame.content[0][0], frame.content[-1][1]
        where = "B" if last <= frame.cue else "A"
        size = sum(b - a for a, b in frame.content)
        found += [
            "f" + kinds[first],
            "fg" + group + kinds[first],
            "w" + where + group,
            "z" + str(min(size, 12)) + where,
            "zl" + lemma + str(min(size, 4)),
            "fl" + lemma + kinds[first],
            "q"
            + str(any(kinds[i][0] == "Q" for a, b in frame.content for i in range(a, b)))
            + group,
            "same" + str(rule is not None and rule.content == frame.content) + certain,
        ]
    else:
        found.append("none")
    return found
