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
    "lawsuit suit ultimatum warning resistance"
)
# What one does to a demand, an offer or a threat that stands: "raised its demand for …".
_ALTERS = word_set(
    "raise raises raised raising increase increases increased increasing lower lowers lowered "
    "lowering soften softens softened softening harden hardens hardened hardening sharpen sharpens "
    "sharpened sharpening improve improves improved improving sweeten sweetens sweetened "
    "sweetening renew renews renewed renewing repeat repeats repeated repeating"
)
# "If his sample confirms it" reports nothing, nor does "if he turns it down".
CONDITIONS = word_set("if whether unless")
_OWN = word_set("his her their its a the all any")
_DEADLINES = word_set("until till")
_PARTICLES = {
    form: particle
    for forms, particle in (
        ("turned turns turning", "down"),
        ("brushed brushes brushing waved waves waving", "aside"),
        ("shrugged shrugs shrugging", "off"),
        ("ruled rules ruling", "out"),
    )
    for form in forms.split()
}
# "Stuck to his refusal to …", "stood by her demand": said again.
_STICKS = word_set("stick sticks stuck sticking clung cling clings")
_STANDS = word_set("stand stands stood standing")
_TAKES = word_set("took takes taken taking")
_PAIRS = frozenset(
    (verb, particle)
    for verbs, particle in ((_TAKES, "back"), (_STICKS, "to"), (_STANDS, "by"))
    for verb in verbs
)
_STEPS = word_set(
    "walked walks walking rowed rows rowing backed backs backing stepped steps stepping pulled "
    "pulls pulling"
)
_REACH = 8
_SHORT_THING = 6


# The words at which to look closer; most sentences have none.
OPENERS = (
    _RETREATS
    | _ALTERS
    | frozenset(_PARTICLES)
    | _STEPS
    | _STICKS
    | _STANDS
    | word_set("took takes taken taking opened opens opening gave gives given giving")
    | word_set("made makes making")
)


class Phrasal(NamedTuple):
    """A cue of several words, the first of which stands for all; its source and its content."""

    source: Range
    content: Range


def phrasal(s: Sentence, i: int, subject: Range | None) -> Phrasal | None:
    """Return the attribution that the word at ``i`` opens together with those behind it.

    Args:
        s: the sentence.
        i: the item that may open it.
        subject: of the verb before, which one joined by "and" shares.
    """
    content = _content(s, i)
    if content is None:
        return None
    left, met = skip_auxiliaries(s, i - 1)
    joined = left > 0 and s.lower[left] in {"and", "but"}
    passive = not BE.isdisjoint(met) and not s.lower[i].endswith("ing")
    if "to" in met or passive or not _is_told(met):
        return None
    # "Karsh welcomed the pause and took back his threat to …".
    source = subject if joined else phrase_left(s, left)
    if source is None or (source[0] and s.lower[source[0] - 1] in CONDITIONS):
        return None
    return Phrasal(source, content)


def _is_told(met: list[str]) -> bool:
    """Tell what happened from what did not, would, or might."""
    return not any(
        word.endswith("n't") or word in {"not", "never", "would", "could", "might", "may", "should"}
        for word in met
    )


def _content(s: Sentence, i: int) -> Range | None:
    word = s.lower[i]
    words = _words_given(s, i)
    if words is not None:
        return _thing(s, words)
    if s.lower[i + 1 : i + 2] == [_PARTICLES.get(word)]:
        # "Ruled out a sale before 2026": till when is part of it.
        return _thing(s, i + 2, "say" if s.lower[i + 1] == "out" else "object")
    if word in _PARTICLES and (end := _particle(s, i)) is not None:
        return (i + 1, end)
    if word in {"opened", "opens", "opening"} and s.lower[i + 1 : i + 4] == ["the", "door", "to"]:
        return _thing(s, i + 1)
    if word in {"gave", "gives", "given", "giving"}:
        return _time_given(s, i)
    if word in {"made", "makes", "making"}:
        at = i + 1 + (s.lower[i + 1 : i + 2] == ["it"])
        if s.lower[at : at + 2] == ["clear", "that"]:
            return (at + 1, clause_end(s, at + 1, frozenset({"say"})))
    return None


def _words_given(s: Sentence, i: int) -> int | None:
    """Return where the words begin that a verb takes back, alters or stands by, or None."""
    word, beside = s.lower[i], s.lower[i + 1 : i + 2]
    if word in _RETREATS:
        return i + 1 if taken_back(s, i) else None
    if word in _ALTERS:
        at = i + 1
    elif word in _STEPS and beside in (["back"], ["away"]):
        at = i + 2 + (s.lower[i + 2 : i + 3] in (["from"], ["on"]))
    elif (word, *beside) in _PAIRS:
        at = i + 2
    else:
        return None
    return at if _of_words(s, at - 1) else None


def _particle(s: Sentence, i: int) -> int | None:
    """Return where "turned the bid down" has its particle, or None."""
    for at in range(i + 2, min(len(s), i + _SHORT_THING)):
        if s.lower[at] == _PARTICLES[s.lower[i]]:
            return at if s.lower[i + 1] in _OWN else None
        if s.quotes[at] is not None or not s.lower[at].isalpha():
            return None
    return None


def taken_back(s: Sentence, i: int) -> bool:
    """Tell whether the verb at ``i`` takes words back: "dropped her demand", "took back …"."""
    word = s.lower[i]
    takes = word == "back" and i > 0 and (s.lower[i - 1] in _TAKES or s.lower[i - 1] in _STEPS)
    if word not in _RETREATS and not takes:
        return False
    return _of_words(s, i)


def _of_words(s: Sentence, i: int) -> bool:
    """Tell whether the object of the verb at ``i`` is what one says: "her demand", "the offer"."""
    at = i + 1
    while at < len(s) and at - i <= _REACH and s.quotes[at] is None:
        if s.lower[at] in _WORDS_GIVEN:
            return at > i + 1 and s.lower[i + 1] in _OWN | {"'s"}
        if not s.lower[at].isalpha() or s.lower[at] in {"and", "that", "to"}:
            return False
        at += 1
    return False


def _thing(s: Sentence, at: int, kind: str = "object") -> Range | None:
    if at >= len(s) or s.lower[at] in {".", ",", ";"}:
        return None
    return (at, clause_end(s, at, frozenset({kind})))


def _time_given(s: Sentence, i: int) -> Range | None:
    """``gave the union until Friday to end the strike``."""
    for at in range(i + 2, min(len(s), i + _REACH)):
        if s.quotes[at] is not None or s.lower[at] in {",", "and"}:
            return None
        if s.lower[at] in _DEADLINES:
            end = clause_end(s, i + 1, frozenset({"urge"}))
            return (i + 1, end) if "to" in s.lower[at:end] else None
    return None
