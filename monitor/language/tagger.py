"""The trained tagger: for one cue, which items of its sentence are source and which content."""

from math import exp

import pycrfsuite

from monitor.language.features import SentenceFeatures
from monitor.language.frames import Frame
from monitor.language.lexicon import BELIEF, CUE_LEMMA, LOOSE
from monitor.language.model import Model
from monitor.language.names import is_title_case
from monitor.language.sentences import Sentence


def candidates(s: Sentence, *, beliefs: bool) -> list[int]:
    """Return the items that may attribute."""
    found = []
    shouting = is_title_case(s)
    for i, word in enumerate(s.lower):
        if s.quotes[i] is not None or not (i == 0 or shouting or s.words[i][0].islower()):
            continue
        if word in CUE_LEMMA or word in LOOSE or (beliefs and word in BELIEF):
            found.append(i)
        elif word == "according" and i + 1 < len(s) and s.lower[i + 1] == "to":
            found.append(i)
    return found


def rule_labels(s: Sentence, frame: Frame | None) -> list[str]:
    """What the rules make of each item: S, C or O."""
    labels = ["O"] * len(s)
    if frame is not None:
        for first, end in frame.content:
            labels[first:end] = "C" * (end - first)
        if frame.source is not None:
            first, end = frame.source
            labels[first:end] = "S" * (end - first)
    return labels


class FrameTagger:
    """Reads frames off sentences with a trained model."""

    def __init__(self, model: Model) -> None:
        self._classes: dict[str, int] = model.tables["classes"]
        self._weights: dict[str, float] = model.tables["cues"]
        self._threshold: float = model.tables.get("threshold", 0.5)
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model.crf)

    def frames(
        self, s: Sentence, text: str, rules: list[Frame], *, beliefs: bool, loose: list[Frame]
    ) -> list[Frame]:
        """Return the frames of a sentence; ``rules`` are what the rules read there.

        Cues whose content lies outside the sentence come back in ``loose``.
        """
        cues = candidates(s, beliefs=beliefs)
        if not cues:
            return []
        by_cue = {frame.cue: frame for frame in rules}
        features = SentenceFeatures(s, text, self._classes)
        found: list[Frame] = []
        for cue in cues:
            rule = by_cue.get(cue)
            weights = self._weights
            score = weights[""] + sum(weights.get(f, 0.0) for f in features.cue_features(cue, rule))
            sure = 1 / (1 + exp(-score))
            if sure < self._threshold:
                continue
            first, rows = features.of_cue(cue, rule_labels(s, rule))
            labels = self._tagger.tag(rows)
            frame = _frame(s, cue, first, labels, rule)
            frame.sure = sure
            if frame.content:
                found.append(frame)
            elif frame.source is not None:
                loose.append(frame)
        return found


def _frame(s: Sentence, cue: int, first: int, labels: list[str], rule: Frame | None) -> Frame:
    """Turn labels into a frame."""
    runs: dict[str, list[tuple[int, int]]] = {"S": [], "C": []}
    at = 0
    while at < len(labels):
        label = labels[at]
        end = at + 1
        while end < len(labels) and labels[end] == label:
            end += 1
        if label in runs:
            runs[label].append((first + at, first + end))
        at = end
    content = [r for r in (_trim(s, *run) for run in runs["C"]) if r[0] < r[1]]
    sources = [r for r in (_trim(s, *run) for run in runs["S"]) if r[0] < r[1]]
    source = min(sources, key=lambda r: min(abs(r[0] - cue), abs(r[1] - cue)), default=None)
    end = cue + 2 if s.lower[cue] == "according" else cue + 1
    if rule is not None and source is None:
        source = rule.source
    frame = Frame(cue, end, source, content, belief=s.lower[cue] in BELIEF and s.lower[cue] not in CUE_LEMMA)
    frame.tail = max([end, source[1] if source else 0, *(e for _, e in content)])
    return frame


def _trim(s: Sentence, first: int, end: int) -> tuple[int, int]:
    while end > first and s.quotes[end - 1] is None and s.words[end - 1] in _EDGE:
        end -= 1
    while first < end and s.quotes[first] is None and s.words[first] in _EDGE:
        first += 1
    return first, end


_EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "!", "?", ")", "--"})
