"""Attribution by several words: "dropped her demand", "turned down", "made it clear that …".

Single verbs would mislead here: what was dropped is no demand, and "turned" alone says nothing.
"""

from typing import NamedTuple

from monitor.language.content import clause_end
from monitor.language.lexicon import BE
from monitor.language.phrases import Range, phrase_left, skip_auxiliaries
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_RETREATS = word_set(
    "drop drops dropped dropping withdraw withdraws withdrew withdrawn withdrawing retract "
    "retracts retracted retracting rescind rescinds rescinded rescinding abandon abandons "
    "abandoned abandoning renounce renounces renounced renouncing scrap scraps scrapped scrapping"
)
# What one says, and so can unsay.
_WORDS_GIVEN = word_set(
    "demand demands threat threats claim claims accusation accusations allegation allegations "
    "objection objections opposition call calls request requests insistence refusal promise "
    "promises pledge pledges offer offers proposal proposals bid plan plans appeal complaint "
    "lawsuit suit condition conditions ultimatum warning resistance"
)
_OWN = word_set("his her their its a the all any")
_DEADLINES = word_set("until till")
_PARTICLES = {
    form: particle
    for forms, particle in (
        ("turned turns turning", "down"),
        ("brushed brushes brushing waved waves waving", "aside"),
        ("shrugged shrugs shrugging", "off"),
    )
    for form in forms.split()
}
_TAKES = word_set("took takes taken taking")
_REACH = 8


# The words at which to look closer; most sentences have none.
OPENERS = (
    _RETREATS
    | frozenset(_PARTICLES)
    | word_set("took takes taken taking opened opens opening gave gives given giving")
    | word_set("made makes making")
)


class Phrasal(NamedTuple):
    """A cue of several words, the first of which stands for all; its source and its content."""

    source: Range
    content: Range


def phrasal(s: Sentence, i: int) -> Phrasal | None:
    """Return the attribution that the word at ``i`` opens together with those behind it."""
    content = _content(s, i)
    if content is None:
        return None
    left, met = skip_auxiliaries(s, i - 1)
    passive = not BE.isdisjoint(met) and not s.lower[i].endswith("ing")
    if "to" in met or passive or not _is_told(met):
        return None
    source = phrase_left(s, left)
    return Phrasal(source, content) if source is not None else None


def _is_told(met: list[str]) -> bool:
    """Tell what happened from what did not, would, or might."""
    return not any(
        word.endswith("n't") or word in {"not", "never", "would", "could", "might", "may", "should"}
        for word in met
    )


def _content(s: Sentence, i: int) -> Range | None:
    word = s.lower[i]
    if word in _RETREATS and taken_back(s, i):
        return _thing(s, i + 1)
    if word in _TAKES and s.lower[i + 1 : i + 2] == ["back"]:
        return _thing(s, i + 2) if taken_back(s, i + 1) else None
    if s.lower[i + 1 : i + 2] == [_PARTICLES.get(word)]:
        return _thing(s, i + 2)
    if word in {"opened", "opens", "opening"} and s.lower[i + 1 : i + 4] == ["the", "door", "to"]:
        return _thing(s, i + 1)
    if word in {"gave", "gives", "given", "giving"}:
        return _time_given(s, i)
    if word in {"made", "makes", "making"}:
        at = i + 1 + (s.lower[i + 1 : i + 2] == ["it"])
        if s.lower[at : at + 2] == ["clear", "that"]:
            return (at + 1, clause_end(s, at + 1, frozenset({"say"})))
    return None


def taken_back(s: Sentence, i: int) -> bool:
    """Tell whether the verb at ``i`` takes words back: "dropped her demand", "took back …"."""
    word = s.lower[i]
    if word not in _RETREATS and not (word == "back" and i and s.lower[i - 1] in _TAKES):
        return False
    at = i + 1
    while at < len(s) and at - i <= _REACH and s.quotes[at] is None:
        if s.lower[at] in _WORDS_GIVEN:
            return at > i + 1 and s.lower[i + 1] in _OWN | {"'s"}
        if not s.lower[at].isalpha() or s.lower[at] in {"and", "that", "to"}:
            return False
        at += 1
    return False


def _thing(s: Sentence, at: int) -> Range | None:
    if at >= len(s) or s.lower[at] in {".", ",", ";"}:
        return None
    return (at, clause_end(s, at, frozenset({"object"})))


def _time_given(s: Sentence, i: int) -> Range | None:
    """``gave the union until Friday to end the strike``."""
    for at in range(i + 2, min(len(s), i + _REACH)):
        if s.quotes[at] is not None or s.lower[at] in {",", "and"}:
            return None
        if s.lower[at] in _DEADLINES:
            end = clause_end(s, i + 1, frozenset({"urge"}))
            return (i + 1, end) if "to" in s.lower[at:end] else None
    return None
