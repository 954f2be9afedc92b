"""The trained tagger: for one cue, which items of its sentence are source and which content."""

from dataclasses import dataclass
from math import log

import pycrfsuite

from monitor.language.choices import (
    Content,
    Odds,
    choice_features,
    choices,
    most_agreed,
)
from monitor.language.features import SentenceFeatures, lemma_of
from monitor.language.frames import (
    Frame,
    is_quoting,
    is_silent,
    is_supposed,
    likely_source,
    puts_in_words,
)
from monitor.language.keeping import chance, keep_features, total
from monitor.language.lexicon import BELIEF, CUE_LEMMA, DETERMINERS, LOOSE, NOUN_FORMS, PRONOUNS
from monitor.language.model import Model
from monitor.language.names import is_title_case
from monitor.language.nouns import noun_source
from monitor.language.sentences import Sentence
from monitor.language.settle import (
    announces,
    clip_nested,
    is_beyond_doubt,
    is_idle,
    is_plain,
    is_told,
    only_dates,
    put_right,
    settle,
    takes_in_cue,
    turn_passive,
)


def candidates(s: Sentence, *, beliefs: bool) -> list[int]:
    """Return the items that may attribute."""
    found = []
    shouting = is_title_case(s)
    for i, word in enumerate(s.lower):
        if s.quotes[i] is not None or not (i == 0 or shouting or s.words[i][0].islower()):
            continue
        if word in CUE_LEMMA or word in LOOSE or (beliefs and word in BELIEF):
            if not is_silent(s, i) and not _names_a_thing(s, i):
                found.append(i)
        elif (word in NOUN_FORMS and noun_source(s, i) is not None) or (
            word == "according" and i + 1 < len(s) and s.lower[i + 1] == "to"
        ):
            found.append(i)
    return found


def _names_a_thing(s: Sentence, i: int) -> bool:
    """Tell "a report that …", which is nobody's at hand, from what somebody reports."""
    bare = lemma_of(s.lower[i]) == s.lower[i]
    return bare and i > 0 and s.lower[i - 1] in DETERMINERS and noun_source(s, i) is None


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


_PLAIN_FLOOR = 0.05


class FrameTagger:
    """Reads frames off sentences with a trained model."""

    def __init__(self, model: Model) -> None:
        self._classes: dict[str, int] = model.tables["classes"]
        self._cues: dict[str, float] = model.tables["cues"]
        self._choices: dict[str, float] = model.tables.get("choices", {})
        self._keep: dict[str, float] = model.tables.get("keep", {})
        self._floor: float = model.tables.get("floor", 0.33)
        self._threshold: float = model.tables.get("threshold", 0.44)
        # Plain reporting syntax is kept sooner: rules know verbs that the corpus has not.
        self._plain: float = model.tables.get("plain", 0.2)
        # CRFsuite reads the bytes where they lie and keeps no copy: they must outlive the tagger.
        self._crf = model.crf
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._crf)

    def frames(  # noqa: C901 - one reason to skip a line
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
        found = [frame for frame in rules if frame.certain]
        cues = [
            i
            for i in candidates(s, beliefs=beliefs)
            if not is_quoting(s, i) and not any(_between(frame, i) for frame in found)
        ]
        if not cues:
            return found
        by_cue = {frame.cue: frame for frame in rules}
        if {frame.cue for frame in settled}.issuperset(cues):
            return found + [frame for frame in settled if frame not in found]
        features = SentenceFeatures(s, text, self._classes)
        for cue in cues:
            rule = by_cue.get(cue)
            if rule is not None and rule in settled:
                clip_nested(rule, found)
                found.append(rule)
                continue
            named = features.cue_features(cue, rule)
            sure = chance(self._cues, named)
            clear = rule is not None and is_beyond_doubt(s, rule)
            plain = clear or (rule is not None and is_plain(s, rule))
            if sure < (_PLAIN_FLOOR if plain else self._floor):
                continue
            if _is_anothers(s, cue, found):
                continue
            judged = self.judge(s, features, cue, rule, named, sure)
            if not clear and judged.sure < (self._plain if plain else self._threshold):
                continue
            put_right(s, judged.frame, rule if clear else None)
            if judged.frame.content:
                turn_passive(s, judged.frame)
                if _tells_nothing(s, judged.frame):
                    continue
                settle(s, judged.frame, rule, found)
                if takes_in_cue(judged.frame, found):
                    continue
                clip_nested(judged.frame, found)
                if found and puts_in_words(s, found[-1], judged.frame):
                    found.pop()
                found.append(judged.frame)
            elif judged.frame.source is not None:
                loose.append(judged.frame)
        return [
            frame
            for at, frame in enumerate(found)
            if not _is_advice(s, frame, found) and not _is_told_twice(frame, found[at + 1 :])
        ]

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
        if frame.source is None and s.lower[cue] != "according":
            frame.source = likely_source(s, cue)
        marginals = [self._tagger.marginal("C", i) for i in range(len(rows))]
        odds = Odds(first, marginals, len(s))
        weights = self._choices
        best: Content = tuple(frame.content)
        agreed = rule is not None and rule.content == frame.content and not every
        offered = [best] if agreed else choices(s, cue, frame.source, rule, frame, odds)
        options: list[tuple[Content, list[str], float]] = []
        values: list[float] = []
        for content in offered:
            names = choice_features(s, features, cue, frame.source, content, rule, frame)
            score = odds.of(content)
            options.append((content, names, score))
            values.append(weights.get("#", 0.0) * score + total(weights, names))
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


def _is_anothers(s: Sentence, cue: int, found: list[Frame]) -> bool:
    """Tell what was "denied that he had asked for", and a report that was brushed aside."""
    if found and found[-1].holds(cue) and (is_supposed(s, cue) or _denies(s, found[-1])):
        return True
    noun = lemma_of(s.lower[cue]) == s.lower[cue] and s.lower[cue - 1] not in PRONOUNS
    if not noun or noun_source(s, cue) is not None:
        return False
    return any(
        frame.holds(cue) and (frame.phrasal or lemma_of(s.lower[frame.cue]) == "dismiss")
        for frame in found
    )


def _tells_nothing(s: Sentence, frame: Frame) -> bool:
    return announces(s, frame) or is_idle(s, frame) or is_told(s, frame) or only_dates(s, frame)


def _between(frame: Frame, i: int) -> bool:
    """Whether an item stands between a source and the cue behind it: "was *quoted* as saying"."""
    if frame.phrasal:
        return frame.is_within(i)
    return frame.source is not None and frame.source[1] <= i <= frame.cue


def _is_told_twice(frame: Frame, later: list[Frame]) -> bool:
    """Tell "issued a statement saying that …", where two cues have one content."""
    return any(frame.content == other.content and frame.source == other.source for other in later)


def _is_advice(s: Sentence, frame: Frame, found: list[Frame]) -> bool:
    """Tell "Voss should say that …, Hale said", by which she has said nothing."""
    return is_supposed(s, frame.cue) and any(
        other.holds(frame.cue) for other in found if other is not frame
    )


def _denies(s: Sentence, frame: Frame) -> bool:
    """What somebody "denied that he had asked for" was by these words not asked for."""
    return lemma_of(s.lower[frame.cue]) in {"deny", "dispute", "refute"}


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


def _trim(s: Sentence, first: int, end: int) -> tuple[int, int]:
    while end > first and s.quotes[end - 1] is None and s.words[end - 1] in _EDGE:
        if s.words[end - 1] == ")" and "(" in s.words[first:end]:
            break
        end -= 1
    while first < end and s.quotes[first] is None and s.words[first] in _EDGE:
        first += 1
    return first, end


_EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "!", "?", ")", "--"})
