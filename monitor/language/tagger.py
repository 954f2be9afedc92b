"""The trained tagger: for one cue, which items of its sentence are source and which content."""

from dataclasses import dataclass
from math import exp, log

import pycrfsuite

from monitor.language.choices import (
    Content,
    Odds,
    choice_features,
    choices,
    most_agreed,
)
from monitor.language.features import SentenceFeatures, cue_group, lemma_of
from monitor.language.frames import Frame, is_silent
from monitor.language.lexicon import AUXILIARIES, BELIEF, CUE_LEMMA, LOOSE, SAY, URGE
from monitor.language.model import Model
from monitor.language.names import is_title_case
from monitor.language.phrases import is_adverb
from monitor.language.sentences import Sentence


def candidates(s: Sentence, *, beliefs: bool) -> list[int]:
    """Return the items that may attribute."""
    found = []
    shouting = is_title_case(s)
    for i, word in enumerate(s.lower):
        if s.quotes[i] is not None or not (i == 0 or shouting or s.words[i][0].islower()):
            continue
        if word in CUE_LEMMA or word in LOOSE or (beliefs and word in BELIEF):
            if not is_silent(s, i):
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


@dataclass(slots=True)
class Judged:
    """What was made of one cue: the frame, and what training wants to see of the decision."""

    frame: Frame
    options: list[tuple[Content, list[str], float]]
    names: list[str]
    sure: float


class FrameTagger:
    """Reads frames off sentences with a trained model."""

    def __init__(self, model: Model) -> None:
        self._classes: dict[str, int] = model.tables["classes"]
        self._cues: dict[str, float] = model.tables["cues"]
        self._choices: dict[str, float] = model.tables.get("choices", {})
        self._keep: dict[str, float] = model.tables.get("keep", {})
        self._floor: float = model.tables.get("floor", 0.15)
        self._threshold: float = model.tables.get("threshold", 0.47)
        # Plain reporting syntax is kept sooner: rules know verbs that the corpus has not.
        self._plain: float = model.tables.get("plain", 0.2)
        # CRFsuite reads the bytes where they lie and keeps no copy: they must outlive the tagger.
        self._crf = model.crf
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._crf)

    def frames(
        self,
        s: Sentence,
        text: str,
        rules: list[Frame],
        settled: list[Frame],
        *,
        beliefs: bool,
        loose: list[Frame],
    ) -> list[Frame]:
        """Return the frames of a sentence; ``rules`` are what the rules read there.

        Those in ``settled`` are taken as they are. Cues whose content lies outside the sentence
        come back in ``loose``.
        """
        cues = candidates(s, beliefs=beliefs)
        if not cues:
            return []
        by_cue = {frame.cue: frame for frame in rules}
        if len(settled) == len(cues):
            return settled
        features = SentenceFeatures(s, text, self._classes)
        found: list[Frame] = []
        for cue in cues:
            rule = by_cue.get(cue)
            if rule is not None and rule in settled:
                found.append(rule)
                continue
            named = features.cue_features(cue, rule)
            sure = chance(self._cues, named)
            plain = rule is not None and _plain(s, rule)
            if sure < (_PLAIN_FLOOR if plain else self._floor):
                continue
            judged = self.judge(s, features, cue, rule, named, sure)
            if judged.sure < (self._plain if plain else self._threshold):
                continue
            if judged.frame.content:
                if _announces(s, judged.frame):
                    continue
                _settle(s, judged.frame, rule, found)
                found.append(judged.frame)
            elif judged.frame.source is not None:
                loose.append(judged.frame)
        return found

    def judge(
        self,
        s: Sentence,
        features: SentenceFeatures,
        cue: int,
        rule: Frame | None,
        named: list[str],
        sure: float,
        *,
        every: bool = False,
    ) -> Judged:
        """Find source and content of one cue and how sure it is that they are a statement.

        Where rules and tagger agree on the content no other is weighed, unless ``every``.
        """
        first, rows = features.of_cue(cue, rule_labels(s, rule))
        labels = self._tagger.tag(rows)
        frame = _frame(s, cue, first, labels, rule)
        marginals = [self._tagger.marginal("C", i) for i in range(len(rows))]
        odds = Odds(first, marginals, len(s))
        weights = self._choices
        best: Content = tuple(frame.content)
        agreed = rule is not None and rule.content == frame.content and not every
        offered = [best] if agreed else choices(s, cue, frame.source, rule, frame, odds)
        options: list[tuple[Content, list[str], float]] = []
        values: list[float] = []
        for content in offered:
            names = choice_features(s, features.kinds, cue, frame.source, content, rule, frame)
            score = odds.of(content)
            options.append((content, names, score))
            values.append(weights["#"] * score + total(weights, names))
        best_score = max(values, default=-99.0)
        if weights and len(values) > 1:
            best = offered[most_agreed(offered, values)]
        frame.content = list(best)
        frame.tail = max(
            [frame.cue_end, frame.source[1] if frame.source else 0, *(e for _, e in best)]
        )
        kept = keep_features(s, features.kinds, frame, rule, sure, best_score)
        kept += named
        kept += (
            "so" + str(round(2 * log(max(sure, 0.001) / max(1 - sure, 0.001)))),
            "od" + str(round(max(-20.0, min(40.0, odds.of(best)))) // 4),
            "op" + str(min(len(offered), 9)),
        )
        frame.sure = chance(self._keep, kept) if self._keep else sure
        return Judged(frame, options, kept, frame.sure)


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
    frame = Frame(
        cue, end, source, content, belief=s.lower[cue] in BELIEF and s.lower[cue] not in CUE_LEMMA
    )
    frame.tail = max([end, source[1] if source else 0, *(e for _, e in content)])
    return frame


def _settle(s: Sentence, frame: Frame, rule: Frame | None, found: list[Frame]) -> None:
    """Two things that rules know better than the statistics of one newsroom's style.

    The subject of "touted X and reiterated that …" never stands inside X; and a relative clause
    behind the thing that was rejected, praised or asked for is the reporter's, not the speaker's.
    """
    source = frame.source
    if rule is not None and rule.content and frame.content and _plain(s, rule):
        first, end = rule.content[0]
        start, stop = frame.content[0]
        if s.lower[first] == "that" and start < first < min(stop, start + 4) and stop == end:
            frame.content[0] = (first, stop)
    if rule is not None and _quotes_around(s, rule) and _quotes_only(s, frame):
        frame.content = list(rule.content)
    if found and _shares_subject(s, frame, found[-1]):
        _cut_before(s, found[-1], frame.cue)
    if rule is not None and rule.source is not None and source is not None and found:
        inside = any(a <= source[0] and source[1] <= b for a, b in found[-1].content)
        if inside and rule.source == found[-1].source and s.lower[frame.cue - 1] in {"and", "but"}:
            frame.source = rule.source
    if s.lower[frame.cue] in SAY and s.lower[frame.cue] not in URGE:
        return
    for index, (first, end) in enumerate(frame.content):
        if s.quotes[first] is not None or s.lower[first] in _CLAUSES or end <= frame.cue:
            continue
        for i in range(first + 1, end - 1):
            if s.lower[i] == "," and s.lower[i + 1] in _RELATIVES:
                frame.content[index] = (first, i)
                break


def _quotes_only(s: Sentence, frame: Frame) -> bool:
    return all(s.quotes[a] is not None and b == a + 1 for a, b in frame.content)


def _quotes_around(s: Sentence, rule: Frame) -> bool:
    """``“If I am wrong,” she told them, “you …”``: both halves are hers."""
    return len(rule.content) > 1 and _quotes_only(s, rule)


def _shares_subject(s: Sentence, frame: Frame, earlier: Frame) -> bool:
    return frame.source is not None and frame.source == earlier.source and frame.cue > earlier.cue


def _cut_before(s: Sentence, earlier: Frame, cue: int) -> None:
    """ "accused X of lying and demanded …": what the next cue begins is no longer the first's."""
    for index, (first, end) in enumerate(earlier.content):
        if not first < cue < end:
            continue
        at = cue - 1
        while at > first and (
            s.lower[at] in AUXILIARIES
            or is_adverb(s.lower[at])
            or s.lower[at] in {"before", "while"}
        ):
            at -= 1
        if s.lower[at] in {"and", "but"}:
            at -= 1
        if s.lower[at] == ",":
            at -= 1
        if at >= first and at < cue - 1:
            earlier.content[index] = (first, at + 1)


def _announces(s: Sentence, frame: Frame) -> bool:
    """ "reiterated their ominous rhetoric" says that something was said, and not what."""
    first, end = frame.content[0]
    return (
        lemma_of(s.lower[frame.cue]) in {"repeat", "reiterate", "explain", "clarify", "defend"}
        and s.lower[first] in {"his", "her", "their", "its"}
        and any(word in _SPEECH_NOUNS for word in s.lower[first + 1 : min(end, first + 4)])
        and not any(s.quotes[i] is not None for i in range(first, end))
    )


_SPEECH_NOUNS = frozenset(
    "rhetoric remarks remark comments comment criticism message stance position views view words "
    "statement statements claims claim threats warnings argument".split()
)


def _plain(s: Sentence, rule: Frame) -> bool:
    """Syntax that reports in any newsroom: "X did that …", "X urged Y to …", "…, X did"."""
    first, end = rule.content[0]
    if s.quotes[first] is not None or s.lower[first] == "that" or end <= rule.cue:
        return True
    return s.lower[rule.cue] in URGE and "to" in s.lower[first + 1 : end]


_PLAIN_FLOOR = 0.05
_CLAUSES = frozenset("that whether how why what".split())
_RELATIVES = frozenset("which who whose where whom".split())


def _trim(s: Sentence, first: int, end: int) -> tuple[int, int]:
    while end > first and s.quotes[end - 1] is None and s.words[end - 1] in _EDGE:
        if s.words[end - 1] == ")" and "(" in s.words[first:end]:
            break
        end -= 1
    while first < end and s.quotes[first] is None and s.words[first] in _EDGE:
        first += 1
    return first, end


_EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "!", "?", ")", "--"})
