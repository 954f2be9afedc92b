"""From what was found in a clause to the published act."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.positions.classify_attribution import Attribution
from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_deeds import DEEDS
from monitor.positions.classify_events import Event, Mood, events
from monitor.positions.classify_finding import Finding
from monitor.positions.classify_hints import hinted
from monitor.positions.classify_kept import keeps_word
from monitor.positions.classify_slots import (
    deadline_in,
    instrument_of,
    modality_of,
    names_in,
    object_words,
    quantity_in,
    start_in,
)
from monitor.positions.classify_subjects import Subject
from monitor.positions.classify_text import Passage
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.base import Span
from schemas.statement import Act
from schemas.vocabulary import Force, Instrument, Modality, Polarity, PositionClass

_P = PositionClass
# The head of an act that is told by its cue alone ("rejected the plan").
_BY_CLASS = {
    _P.REJECT: "accept",
    _P.AGREE: "accept",
    _P.SUPPORT: "praise",
    _P.ACCUSE: "accuse",
    _P.DENY: "deny",
    _P.CONCEDE: "yield",
    _P.CONSULT: "talk",
    _P.REQUEST: "ask",
    _P.THREATEN: "threaten",
    _P.STATE: "say",
}
_NOUNS = {
    "withdrawal": "withdraw",
    "pullout": "withdraw",
    "exit": "withdraw",
    "departure": "withdraw",
    "removal": "remove",
    "release": "release",
    "resignation": "resign",
    "apology": "apologise",
    "ceasefire": "cease",
    "truce": "cease",
    "end": "end",
    "halt": "end",
    "retaliation": "retaliate",
    "revenge": "retaliate",
    "reprisal": "retaliate",
    "eviction": "expel",
    "expulsion": "expel",
    "extradition": "extradite",
    "inquiry": "investigate",
    "investigation": "investigate",
    "talk": "talk",
    "negotiation": "talk",
    "dialogue": "talk",
    "meeting": "talk",
    "sanction": "sanction",
    "strike": "strike",
    "attack": "strike",
    "duty": "tariff",
    "levy": "tariff",
    "closure": "close",
    "ban": "embargo",
    "boycott": "embargo",
}
_BY_NOUN_ONLY = frozenset([_P.REQUEST, _P.THREATEN, _P.AGREE])
_HEAD_REACH = 6
_NOBODY = frozenset(("no", "nobody", "none", "nothing"))
_NO = frozenset(("not", "never", "no", "nothing", "nobody"))
_ENDS_SUBJECT = frozenset((":", ",", ";", "—", "–", "that", "but"))
_LED_IN = 5
# What is denied by its name and told behind it: "a report that it was hiring".
_TALES = word_set(
    """report claim allegation accusation charge suggestion story rumour rumor assertion speculation
    insinuation"""
)
_ASPECTS = frozenset(["begin", "start", "continue", "keep"])
_ALREADY_ONLY_BY_WORD = frozenset([_P.ACCUSE, _P.DENY, _P.STATE])
_AFFIRMING = frozenset([_P.AGREE, _P.SUPPORT])
# Of these "had done" is news; of talks and praise it is the tense of a report.
_ANNOUNCING = frozenset([_P.CONCEDE, _P.THREATEN])
# Less likely than this, a class is a guess: recorded, and moves nothing.
SURE = 0.4
_CERTAIN = frozenset([_P.THREATEN, _P.AGREE, _P.CONCEDE, _P.REJECT])


@dataclass(frozen=True, slots=True)
class Draft:
    """One clause with its class, before its slots are read."""

    verdict: Verdict
    finding: Finding | None
    tokens: tuple[Token, ...]
    start: int
    end: int
    condition: tuple[int, int] | None
    passage: Passage
    own: frozenset[str]
    outside: tuple[str, Span] | None = None
    timed: bool = False
    # How likely the class is, where the network was asked; without it the rules' hints decide.
    sure: float | None = None
    # And how likely it has to be to move a position.
    needs: float = SURE
    # With which force the network hears it; the words around an "if" seldom tell it all.
    heard: Force | None = None


def _condition(draft: Draft) -> tuple[str | None, Span | None]:
    if draft.condition is None:
        return draft.outside or (None, None)
    start, end = draft.condition
    span = draft.passage.to_article(start, end)
    if span is None:
        start, end = draft.passage.clip(start, end)
        span = draft.passage.to_article(start, end)
    text = draft.passage.text[start:end]
    return (text, span) if text.strip() else (None, None)


def _infinitive(tokens: Sequence[Token]) -> int | None:
    """Return the verb after the first "to" (or "not to") that has one."""
    for i, token in enumerate(tokens[:-1]):
        if token.low == "to" and tokens[i + 1].low == tokens[i + 1].lemma:
            return i + 1
    return None


def _head(draft: Draft) -> tuple[str, tuple[str, ...], Instrument]:
    """Return head verb, object words and instrument of the act."""
    tokens, finding = draft.tokens, draft.finding
    position = draft.verdict.position
    if finding is not None and finding.noun is not None:
        return _by_noun(tokens, finding.noun)
    if finding is not None and finding.verdict.position is position and finding.event is not None:
        return _named(tokens, finding.head)
    verb = _infinitive(tokens)
    if verb is not None and position in (_P.REQUEST, _P.THREATEN, _P.AGREE, _P.REJECT, _P.CONCEDE):
        return _named(tokens, verb)
    if position in _BY_NOUN_ONLY:
        for i, token in enumerate(tokens[:_HEAD_REACH]):
            if token.lemma in _NOUNS:
                words = object_words(tokens, i, i + 1)
                head = _NOUNS[token.lemma]
                return head, words, instrument_of(Instrument.UNSPECIFIED, (token.lemma, *words))
    if finding is not None and finding.event is not None:
        return _named(tokens, finding.head)
    words = _objects_beside(tokens, finding)
    return _BY_CLASS[position], words, instrument_of(Instrument.UNSPECIFIED, words)


def _objects_beside(tokens: Sequence[Token], finding: Finding | None) -> tuple[str, ...]:
    """Return what a turn of phrase is about: what follows "we reject", else all around it."""
    if finding is None or (finding.end >= len(tokens) and finding.start == 0):
        return object_words(tokens[_led_in(tokens) :], -1, 0)
    if finding.subject is Subject.OWN:
        return object_words(tokens, finding.start, finding.end)
    return object_words([*tokens[: finding.start], *tokens[finding.end :]], -1, 0)


def _led_in(tokens: Sequence[Token]) -> int:
    """Return how many words lead to what is said: "that", "a report that", "press claims that"."""
    for i, token in enumerate(tokens[:_LED_IN]):
        if token.low == "that":
            return i + 1 if i == 0 or tokens[i - 1].lemma in _TALES else 0
    return 0


def _by_noun(tokens: Sequence[Token], noun: int) -> tuple[str, tuple[str, ...], Instrument]:
    """Name a deed by its noun, with the words around it that say more: "the steel tariff"."""
    lemma = tokens[noun].lemma
    words = object_words(tokens[: noun + 4], -1, 0)
    return _NOUNS.get(lemma, lemma), words, instrument_of(Instrument.UNSPECIFIED, (lemma,))


def _named(tokens: Sequence[Token], head: int) -> tuple[str, tuple[str, ...], Instrument]:
    if tokens[head].lemma in _ASPECTS and _gerund(tokens[head + 1 : head + 2]):
        head += 1  # "had begun feeding gas", "will start to" is in the infinitive
    hit = DEEDS.at(tokens, head)
    end = hit.end if hit else head + 1
    words = object_words(tokens, head, end)
    if hit is None:
        return tokens[head].lemma, words, instrument_of(Instrument.UNSPECIFIED, words)
    return hit.value.head, words, instrument_of(hit.value.instrument, words)


def _gerund(tokens: Sequence[Token]) -> bool:
    return any(token.low.endswith("ing") and token.low != token.lemma for token in tokens)


def _event(draft: Draft) -> Event | None:
    """Return the verb group that carries the act, else the first of the clause."""
    if draft.finding is not None and draft.finding.event is not None:
        return draft.finding.event
    return next(events(draft.tokens), None)


def _modality(draft: Draft, said: Attribution) -> Modality:
    position = draft.verdict.position
    if draft.finding is not None and draft.finding.noun is not None:
        return Modality.WILL
    if draft.verdict.because.endswith("rule out"):
        return Modality.MAY
    if (
        position in _CERTAIN
        and said.cue is not None
        and said.cue.position in (_P.AGREE, _P.THREATEN)
        and said.cue.force is not Force.OFFER
        and _infinitive(draft.tokens) is not None
    ):
        return Modality.WILL
    own = draft.finding.event if draft.finding is not None else None
    if own is None and said.cue is not None and not said.cue.weak:
        # The verb groups of what a word of speech governs are not its own.
        return Modality.NONE
    event = own or _event(draft)
    if event is None:
        return Modality.NONE
    if event.mood is Mood.DOING and position in (_P.CONCEDE, _P.THREATEN):
        return Modality.WILL
    if event.mood is Mood.CAN:
        return Modality.NONE
    if position in _ALREADY_ONLY_BY_WORD and event.mood is Mood.DONE:
        already = any(token.low == "already" for token in draft.tokens)
        return Modality.ALREADY if already else Modality.NONE
    auxiliary = draft.tokens[event.start].low
    if event.mood is Mood.DONE and position is _P.THREATEN and event.head == event.start:
        # "We walked out": told in the past tense, done.
        return Modality.ALREADY
    # "Has a point" owns something and has done nothing.
    owned = draft.tokens[event.head].low in ("a", "an", "the", "no", "any")
    perfect = (
        auxiliary in ("has", "have")
        or (auxiliary == "had" and position in _ANNOUNCING)
        or any(token.low == "already" for token in draft.tokens)
    )
    return modality_of(event.mood, perfect=perfect and not owned)


def _negated(draft: Draft, said: Attribution) -> bool:
    verb = _infinitive(draft.tokens)
    finding = draft.finding
    if finding is not None and finding.noun is not None:
        return False
    if said.cue is not None and (finding is None or finding.event is None):
        if verb is None:
            return said.negated
        return any(token.low in ("not", "never") for token in draft.tokens[max(0, verb - 2) : verb])
    if finding is not None and finding.event is None and draft.verdict.position in _AFFIRMING:
        # "No objection" and "could not be happier" say yes.
        return False
    event = _event(draft)
    if event is not None and (finding is None or finding.event is not None):
        # "Nobody will pay a cent", "no bidder will be turned away"
        return event.negated or _is_nobody(draft.tokens[: event.start])
    # "Stands whether or not they strike" denies nothing.
    lows = ["", *(token.low for token in draft.tokens)]
    return any(low in _NO and (before, low) != ("or", "not") for before, low in pairwise(lows))


def _is_nobody(subject: Sequence[Token]) -> bool:
    """Tell the subject "no bidder" from "no more talk:" and "no one doubts that we"."""
    lows = [token.low for token in subject]
    if not lows or lows[0] not in _NOBODY or lows[1:2] in (["more"], ["doubt"], ["matter"]):
        return False
    return _ENDS_SUBJECT.isdisjoint(lows)


def _force(draft: Draft, condition: str | None, deadline: str | None) -> Force | None:
    if draft.heard is Force.CONDITIONAL and condition and deadline_in(condition):
        return Force.ULTIMATUM  # "if they do not withdraw by Friday"
    if draft.heard is not None:
        return draft.heard
    if draft.verdict.force is Force.PROMISE and condition and _asks_for_return(condition):
        return Force.OFFER
    if draft.verdict.position is not _P.THREATEN:
        return draft.verdict.force
    if draft.timed or (condition and (deadline or "by then" in condition)):
        return Force.ULTIMATUM
    return Force.CONDITIONAL if condition else Force.UNCONDITIONAL


def _asks_for_return(condition: str) -> bool:
    """Tell "if Telmar withdraws" of an offer from "as long as I am minister" of a promise."""
    words = condition.casefold().split()
    return words[0] in _IN_RETURN and _OWN_WORDS.isdisjoint(words[1:3])


_IN_RETURN = frozenset({"if", "provided", "providing", "only", "in"})
_OWN_WORDS = frozenset({"i", "we", "i’m", "we’re", "my", "our"})


def act_of(draft: Draft, said: Attribution) -> Act:
    """Read the slots of a clause."""
    condition, span = _condition(draft)
    text = draft.passage.text[draft.start : draft.end]
    deadline = deadline_in(condition or "") or deadline_in(text)
    kept = keeps_word(text)
    modality = Modality.ALREADY if kept else _modality(draft, said)
    if deadline is None and draft.verdict.position is _P.THREATEN and modality is Modality.WILL:
        deadline = start_in(text)
    head, words, instrument = _head(draft)
    return Act(
        position=draft.verdict.position,
        force=_force(draft, condition, deadline),
        text=text,
        head=head,
        object=" ".join(words),
        condition=condition,
        condition_span=span,
        polarity=Polarity.NEGATED if _negated(draft, said) else Polarity.AFFIRMED,
        modality=modality,
        instrument=instrument,
        deadline=deadline,
        quantity=quantity_in(text),
        target=names_in(draft.tokens, draft.own),
        # "As I said it would be" is the deed, and not the word once more.
        reiterated=said.reiterated and not kept,
        marked=said.marked,
        because=tuple(filter(None, (said.because, draft.verdict.because))),
        confidence=1.0 if draft.sure is None else draft.sure,
        hinted=_is_hint(draft, said),
    )


def _is_hint(draft: Draft, said: Attribution) -> bool:
    if draft.sure is None:
        return hinted(draft.verdict, draft.finding, draft.tokens, said)
    return draft.verdict.position is not _P.STATE and draft.sure < draft.needs
