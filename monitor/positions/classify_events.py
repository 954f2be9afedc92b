"""Verb groups of a clause: who will, may, must or did do what.

There is no parser. A group is found by its auxiliary ("will", "is ready to", "has to") and read on
to the verb that carries the meaning; its subject is what stands before it in the clause.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.positions.classify_deeds import DEEDS
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set


class Mood(StrEnum):
    """How a verb group presents its deed, finer than the modality that is published."""

    WILL = "will"
    READY = "ready"
    MAY = "may"
    CAN = "can"
    SHOULD = "should"
    MUST = "must"
    DONE = "done"
    DOING = "doing"
    PRESENT = "present"
    WANT = "want"


@dataclass(frozen=True, slots=True)
class Event:
    """A verb group: tokens from ``start`` to the head verb, and whether it is negated."""

    start: int
    head: int
    mood: Mood
    negated: bool
    passive: bool = False
    barred: bool = False


_MODALS = {
    "will": Mood.WILL,
    "would": Mood.WILL,
    "shall": Mood.WILL,
    "may": Mood.MAY,
    "might": Mood.MAY,
    "could": Mood.MAY,
    "can": Mood.CAN,
    "must": Mood.MUST,
    "should": Mood.SHOULD,
    "ought": Mood.SHOULD,
}
_READY = word_set(
    """ready prepared willing open happy glad eager keen delighted poised disposed inclined pleased
    minded able"""
)
_AMOUNTS = word_set("a an the one two three four five six seven eight nine ten twelve more all")
_UNREADY = word_set("unwilling reluctant unprepared unable loath")
_BOUND = word_set("set determined going about due bound sure certain likely committed")
_ADVERBS = word_set(
    """not never also now then soon still always just even simply certainly again only all both
    therefore thus once ever no longer first gladly too well yet already neither nor have be
    been being surely today tomorrow immediately already long"""
)
_NOT_ADVERBS = word_set(
    """comply apply supply reply rely ally rally bully fly multiply family only"""
)
_NEGATORS = word_set("not never neither nor nobody none nothing hardly no-one")
_NOUN_BEFORE = word_set("a an the its his her their our my your this that new s any such")
# Verbs that only colour the one that follows.
_LIGHT = word_set(
    """continue begin start try seek move proceed work choose decide have be get come manage remain
    like want need"""
)
_FLIPPING = word_set("hesitate fail refuse decline")
_INTEND = word_set("intend plan aim mean propose prepare expect decide")
_SUBJECT_NEGATIVES = word_set("no nobody none nothing neither")
# "Will spare no effort", "leave no doubt", "show no mercy": what is done with nothing is done.
_SPARING = word_set("spare leave show make waste stop lose have be see know bear find brook")
_NO_NEGATION = word_set("later less fewer matter doubt longer")
_PARTICLES = word_set("back up out over")
_NOTHING_BUT = (["less"], ["but"], ["short"], ["more"])
_AHEAD = frozenset((Mood.WILL, Mood.READY, Mood.MAY, Mood.CAN, Mood.SHOULD, Mood.MUST))
_OBJECT_REACH = 6


def _skip(tokens: Sequence[Token], i: int) -> tuple[int, bool, bool]:
    """Step over adverbs and auxiliaries; tell whether one negated and whether one was "be"."""
    negated = passive = False
    while i < len(tokens):
        token = tokens[i]
        low = token.low
        if low in _NEGATORS:
            negated = True
        elif low == "," and [word.low for word in tokens[i + 1 : i + 4]] == ["after", "all", ","]:
            i += 3
        elif low == "no" and i + 1 < len(tokens) and tokens[i + 1].low == "longer":
            negated = True
        elif token.lemma == "be":
            passive = True
        elif low == "," or not (
            low in _ADVERBS
            or token.lemma == "have"
            or (low.endswith("ly") and low not in _NOT_ADVERBS)
        ):
            break
        i += 1
    return i, negated, passive


def _through(tokens: Sequence[Token], i: int) -> tuple[int, bool]:
    """Go through light verbs ("try to", "not hesitate to") to the verb that counts."""
    flipped = False
    for _ in range(3):
        if i + 2 >= len(tokens):
            break
        token, after = tokens[i], tokens[i + 1].low
        if DEEDS.at(tokens, i) is not None:
            break
        if after == "to" and (token.lemma in _LIGHT or token.lemma in _FLIPPING):
            flipped ^= token.lemma in _FLIPPING
            i, negated, _ = _skip(tokens, i + 2)
            flipped ^= negated
        elif token.lemma in ("keep", "continue", "start", "begin") and after.endswith("ing"):
            i += 1
        elif token.low == "do" and after in ("everything", "all", "whatever", "anything"):
            j = next((k for k in range(i + 2, min(i + 9, len(tokens))) if tokens[k].low == "to"), 0)
            if not j or j + 1 >= len(tokens):
                break
            i = j + 1
        else:
            break
    return i, flipped


def _adjective(word: str) -> tuple[Mood, bool] | None:
    if word in _READY:
        return Mood.READY, False
    if word in _UNREADY:
        return Mood.READY, True
    if word in _BOUND:
        return Mood.WILL, False
    return None


def _with_adjective(
    tokens: Sequence[Token],
    start: int,
    i: int,
    negated: bool,  # noqa: FBT001
) -> Event | None:
    """Read "(is) ready to talk", "(was) not unwilling to join", "(is) open to talks"."""
    found = _adjective(tokens[i].low)
    if found is None or i + 2 >= len(tokens):
        return None
    mood, unready = found
    if tokens[i + 1].low not in ("to", "for") or (mood is Mood.WILL and tokens[i + 1].low == "for"):
        return None
    head, inner, passive = _skip(tokens, i + 2)
    if head >= len(tokens) or tokens[head].low in _AMOUNTS or not tokens[head].low[0].isalpha():
        # "Open for two years" is no readiness.
        return None
    head, flipped = _through(tokens, head)
    return Event(start, head, mood, negated ^ unready ^ inner ^ flipped, passive)


def _from_modal(tokens: Sequence[Token], i: int) -> Event | None:
    mood = _MODALS[tokens[i].low]
    j, negated, passive = _skip(tokens, i + 1 + (tokens[i].low == "ought"))
    if j < len(tokens) and tokens[j].low == "to" and tokens[j - 1].lemma == "have":
        mood, j = (mood if mood is Mood.MAY else Mood.MUST), j + 1
    if j >= len(tokens):
        return None
    found = _with_adjective(tokens, i, j, negated)
    if found is not None:
        return found
    if mood is Mood.CAN and tokens[j].low == "and" and j + 2 < len(tokens):
        # "cannot and will not"
        return _from_modal(tokens, j + 1) if tokens[j + 1].low in _MODALS else None
    head, flipped = _through(tokens, j)
    if head < len(tokens) and not tokens[head].low[0].isalpha():
        return None
    return Event(i, head, mood, negated ^ flipped, passive)


def _from_auxiliary(  # noqa: C901 - a decision list reads best as one return a rule
    tokens: Sequence[Token], i: int
) -> Event | None:
    """Read groups that begin with be, have, do, need or a verb of intention."""
    lemma = tokens[i].lemma
    j, negated, was = _skip(tokens, i + 1)
    if j >= len(tokens):
        return None
    word = tokens[j].low
    if lemma in ("have", "need") and word == "to" and not was and j + 1 < len(tokens):
        head, inner, passive = _skip(tokens, j + 1)
        if head >= len(tokens):
            return None
        return Event(i, head, Mood.MUST, negated ^ inner, passive)
    if lemma == "plan" and i and tokens[i - 1].low in _NOUN_BEFORE:
        return None
    if lemma in _INTEND or (lemma == "want" and word == "to"):
        if word != "to" or j + 1 >= len(tokens):
            return None
        head, flipped = _through(tokens, j + 1)
        # "no plans to", "did not intend to"
        negated ^= bool(i) and tokens[i - 1].low in ("no", "not", "never")
        return Event(i, head, Mood.WILL, negated ^ flipped)
    if lemma == "be" or was:
        found = _with_adjective(tokens, i, j, negated)
        if found is not None:
            return found
        if word.endswith("ing"):
            head, flipped = _through(tokens, j)
            return Event(i, head, Mood.DOING, negated ^ flipped)
        past = lemma != "be" or tokens[i].low in ("was", "were")
        return Event(i, j, Mood.DONE if past else Mood.PRESENT, negated, passive=True)
    if lemma == "have":
        return Event(i, j, Mood.DONE, negated)
    if lemma == "do" and negated:
        past = tokens[i].low == "did"
        head, flipped = _through(tokens, j)
        return Event(i, head, Mood.DONE if past else Mood.PRESENT, negated ^ flipped)
    return None


def _hypothetical(tokens: Sequence[Token], i: int) -> int:
    """Return the token after "would have", "could never have"; 0 where they are not said."""
    if tokens[i].low not in ("would", "could", "should", "might"):
        return 0
    for j in range(i + 1, min(i + 4, len(tokens) - 1)):
        if tokens[j].low == "have":
            return 0 if tokens[j + 1].low == "to" else j + 1
    return 0


def events(tokens: Sequence[Token]) -> Iterator[Event]:
    """Yield the verb groups that an auxiliary marks, left to right."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        event = None
        if token.low in _MODALS and (past := _hypothetical(tokens, i)):
            # "would have refused": said of what never was.
            i = past
            continue
        if token.low in _MODALS:
            event = _from_modal(tokens, i)
        elif token.lemma in ("be", "have", "do", "need", "want") or token.lemma in _INTEND:
            event = _from_auxiliary(tokens, i)
        elif token.low == "never" and i + 1 < len(tokens) and tokens[i + 1].low[0].isalpha():
            past = tokens[i + 1].low != tokens[i + 1].lemma
            event = Event(i, i + 1, Mood.DONE if past else Mood.PRESENT, negated=True)
        elif token.low in _READY or token.low in _UNREADY:
            event = _with_adjective(tokens, i, i, negated=bool(i) and tokens[i - 1].low == "not")
        if event is None or event.head >= len(tokens):
            i += 1
            continue
        yield replace(event, negated=event.negated or _of_nothing(tokens, event))
        i = max(event.head, i + 1)


def _of_nothing(tokens: Sequence[Token], event: Event) -> bool:
    """Tell "will pay no ransom", "would talk to nobody" and "hand back none of them".

    Not "have bombed no hospital", which denies, nor "will strike with no warning" and "no later
    than Friday", which tell how and when.
    """
    if event.mood not in _AHEAD or tokens[event.head].lemma in _SPARING:
        return False
    following = [token.low for token in tokens[event.head + 1 : event.head + _OBJECT_REACH]]
    while following and following[0] in _PARTICLES:
        following.pop(0)
    if following[:1] == ["no"] and following[1:2] != ["one"]:
        return bool(following[1:]) and following[1] not in _NO_NEGATION and "than" not in following
    while following and following[0] in ("with", "to", "for"):
        following.pop(0)
    someone = following[:2] == ["no", "one"] or following[:1] in (["nobody"], ["no-one"])
    thing = following[:1] in (["none"], ["nothing"]) and following[1:2] not in _NOTHING_BUT
    return someone or thing


def subject_negates(tokens: Sequence[Token]) -> bool:
    """Tell whether a subject such as "nobody" or "not one school" negates its verb."""
    words: list[str] = []
    for token in tokens:
        if token.low in ".:;!?":
            words = []
        elif token.low[0].isalnum():
            words.append(token.low)
    return bool(words) and (
        words[0] in _SUBJECT_NEGATIVES or (words[0] == "not" and len(words) > 1)
    )
