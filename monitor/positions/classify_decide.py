"""From mood, deed and subject to a class: the decision table of the rules."""

from typing import NamedTuple

from monitor.positions.classify_deeds import Deed, Side
from monitor.positions.classify_events import Event, Mood
from monitor.positions.classify_sentiment import MISDEEDS
from monitor.positions.classify_subjects import Subject
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, Instrument, PositionClass


class Verdict(NamedTuple):
    """A class, how surely, and the words that decided."""

    position: PositionClass
    weight: float
    force: Force | None
    because: str


_P = PositionClass
_F = Force

_TALK = frozenset(["talk"])
_YES = frozenset(["accept", "allow"])
_COOLER = frozenset(["tolerate", *_YES])
# With these a "should" asks nobody for anything: "households should expect repairs".
_IDLE = word_set("expect know remember come have be get see understand feel take mean make seem")
_HARMLESS = word_set(
    """say tell call argue prefer love hate do win start end come lose grow rise fall turn read see
    hear decide know think have be finish receive make want need like look remember understand
    speak talk comment sleep feel believe care mind expect"""
)
# What "no ship will ..." is kept from.
_PASSAGE = word_set("leave pass cross enter land move reach sail fly operate safe")
# "Ready to fight", "prepared for war".
_COMBAT = word_set("fight war battle confrontation showdown")
# What nobody wants to happen: "rents will not rise" is a promise.
_UNWANTED = word_set("rise increase lose suffer hungry raise cut close worsen grow go")
_MAKE = word_set("make need want come turn end start")
# Wrong to have done only when somebody else says so; the tables judge them by their object.
_NEUTRAL = word_set("order use cover break")
_VIOLENT = frozenset([Instrument.FORCE, Instrument.MILITARY_POSTURE])
_PAIN = frozenset(["punish"])


def decide(
    event: Event,
    deed: Deed | None,
    subject: Subject,
    head: Token,
    direct: bool,  # noqa: FBT001
) -> Verdict | None:
    """Return what a verb group does, or None when it does nothing by itself."""
    side = deed.side if deed else None
    name = deed.head if deed else head.lemma
    mood = event.mood
    words = f"{'not ' if event.negated else ''}{mood.value} {head.low}"
    if mood in (Mood.WILL, Mood.READY):
        return _announced(event, side, name, subject, words, direct)
    if mood in (Mood.MUST, Mood.SHOULD):
        return _required(event, side, name, subject, words)
    if mood in (Mood.MAY, Mood.CAN):
        return _possible(event, side, name, subject, words, direct)
    misdeed = head.lemma in MISDEEDS and head.lemma not in _NEUTRAL
    violent = deed is not None and deed.instrument in _VIOLENT
    return _reported(event, side, name, subject, words, direct, violent=violent, misdeed=misdeed)


def _announced(  # noqa: C901, PLR0912 - a decision list reads best as one return a rule
    event: Event,
    side: Side | None,
    name: str,
    subject: Subject,
    words: str,
    direct: bool,  # noqa: FBT001
) -> Verdict | None:
    ready = event.mood is Mood.READY
    other = subject is Subject.OTHER
    if event.negated:
        if side is Side.HOSTILE:
            return None if other else Verdict(_P.AGREE, 3, _F.PROMISE, words)
        if name in _UNWANTED and subject is not Subject.OTHER:
            return Verdict(_P.AGREE, 2, _F.PROMISE, words)
        if event.barred and name in _PASSAGE:
            return Verdict(_P.THREATEN, 2.5, None, words)
        if side is None and name in _HARMLESS - _MAKE:
            return None
        if side is None and (other or subject is Subject.THING):
            return None
        if side is None:
            if event.passive and subject is Subject.UNKNOWN:
                return Verdict(_P.REJECT, 1, None, words)
            return Verdict(_P.REJECT, 2.2 if subject is Subject.OWN else 1.2, None, words)
        return Verdict(_P.REJECT, 1.5 if other else 3, None, words)
    if name in _PAIN and subject is Subject.OWN and not event.passive:
        return None
    if ready and name in _COMBAT and not other:
        return Verdict(_P.THREATEN, 2.5, None, words)
    if side is Side.HOSTILE:
        if not other or name in _PAIN or event.passive:
            return Verdict(_P.THREATEN, 3.2, None, words)
        return Verdict(_P.STATE, 0.5, None, words)
    if side is Side.RETREAT:
        if other:
            return None
        if ready:
            return Verdict(_P.AGREE, 3, _F.OFFER, words)
        return Verdict(_P.CONCEDE, 3, None, words)
    if side in (Side.COOPERATIVE, Side.TOLERANT):
        if other and not direct:
            return None
        if name == "back":
            return Verdict(_P.SUPPORT, 2.5, None, words)
        if name in _TALK and not ready:
            return Verdict(_P.CONSULT, 1.8, None, words)
        if ready:
            return Verdict(_P.AGREE, 3.1, _F.OFFER, words)
        if name in _YES:
            return Verdict(_P.AGREE, 3 if subject is Subject.OWN else 1.9, _F.ACCEPT, words)
        weight = 2.5 if subject is Subject.OWN else 1.2
        return Verdict(_P.AGREE, weight, _F.PROMISE, words)
    if ready and not other and not event.passive and name not in _HARMLESS:
        return Verdict(_P.AGREE, 3.05, _F.OFFER, words)
    if subject is Subject.OWN and direct and not event.passive and name not in _HARMLESS:
        return Verdict(_P.AGREE, 2 if ready else 1, _F.OFFER if ready else _F.PROMISE, words)
    return None


def _required(
    event: Event, side: Side | None, name: str, subject: Subject, words: str
) -> Verdict | None:
    must = event.mood is Mood.MUST
    if subject is Subject.OWN or name in _IDLE:
        weak = name in _IDLE and subject in (Subject.OTHER, Subject.UNKNOWN) and must
        return Verdict(_P.REQUEST, 1, _F.DEMAND, words) if weak else None
    hard = must or side in (Side.RETREAT, Side.ENDING) or name == "withdraw"
    return Verdict(_P.REQUEST, 2.6 if must else 2.3, _F.DEMAND if hard else _F.APPEAL, words)


def _possible(  # noqa: C901 - likewise
    event: Event,
    side: Side | None,
    name: str,
    subject: Subject,
    words: str,
    direct: bool,  # noqa: FBT001
) -> Verdict | None:
    other = subject is Subject.OTHER
    if event.negated and event.mood is Mood.CAN:
        if side in (Side.COOPERATIVE, Side.TOLERANT, Side.ENDING, Side.RETREAT):
            return Verdict(_P.REJECT, 2.5, None, words)
        return None if subject is not Subject.OTHER else Verdict(_P.REJECT, 1.5, None, words)
    if event.negated and event.passive and side is Side.COOPERATIVE and not other:
        # "Supplies might not be renewed" is a threat in a velvet glove.
        return Verdict(_P.THREATEN, 1.6, None, words)
    if event.negated:
        return None
    if side is Side.HOSTILE:
        if other and name not in _PAIN:
            return None
        return Verdict(_P.THREATEN, 2.6 if event.mood is Mood.MAY else 1.5, None, words)
    if side is Side.RETREAT:
        return None if other else Verdict(_P.CONCEDE, 1.5, None, words)
    if side is Side.TOLERANT and words.endswith(" accept") and not other:
        return Verdict(_P.AGREE, 2, _F.ACCEPT, words)
    if side is Side.COOPERATIVE and not (other and direct):
        if name in _TALK and subject is Subject.OWN:
            return Verdict(_P.CONSULT, 1.5, None, words)
        return Verdict(_P.AGREE, 2 if event.mood is Mood.MAY else 1.5, _F.OFFER, words)
    return None


def _reported(  # noqa: C901, PLR0912 - likewise
    event: Event,
    side: Side | None,
    name: str,
    subject: Subject,
    words: str,
    direct: bool,  # noqa: FBT001
    *,
    violent: bool,
    misdeed: bool,
) -> Verdict | None:
    """Judge what is done, has been done or is being done."""
    own = subject is Subject.OWN
    if name in _PAIN and own:
        return None  # "we regretted it", "we suffered": pain felt, not announced
    if misdeed and not event.passive:
        if event.negated:
            return Verdict(_P.DENY, 2.2, None, words)
        if own and event.mood is Mood.DONE:
            return Verdict(_P.CONCEDE, 2, None, words)
        if not own and event.mood in (Mood.DONE, Mood.DOING):
            return Verdict(_P.ACCUSE, 2, None, words)
    if event.mood is Mood.DOING:
        return _under_way(event, side, name, subject, words)
    if event.negated:
        if event.mood is Mood.DONE and own and (name not in _HARMLESS or event.passive):
            return Verdict(_P.DENY, 2, None, words)
        if event.mood is Mood.DONE and name not in _HARMLESS:
            return Verdict(_P.DENY, 1.3, None, words)
        if event.mood is Mood.PRESENT and own and side is not None and not event.passive:
            if side is Side.HOSTILE:
                return Verdict(_P.DENY, 1.5, None, words)
            return Verdict(_P.REJECT, 2, None, words)
        return None
    if event.mood is Mood.DONE:
        if side is Side.RETREAT and subject is not Subject.OTHER:
            if name == "resign" and not own:
                return None
            return Verdict(_P.CONCEDE, 2.2, None, words)
        if side is Side.HOSTILE:
            if own and not event.passive:
                return Verdict(_P.THREATEN, 1.8, None, words)
            if subject is not Subject.OTHER and (direct or not violent):
                return None
            if event.passive:
                return None
            return Verdict(_P.ACCUSE, 1.6, None, words)
        if name == "disarm" and subject is not Subject.OTHER:
            return Verdict(_P.CONCEDE, 2, None, words)
        if side is Side.COOPERATIVE and name in _TALK and subject is not Subject.OTHER:
            return Verdict(_P.CONSULT, 2, None, words)
        if side is Side.COOPERATIVE and own:
            if name in _TALK:
                return Verdict(_P.CONSULT, 2.5, None, words)
            if name in _YES:
                return Verdict(_P.AGREE, 2, _F.ACCEPT, words)
    return None


def _under_way(  # noqa: C901 - likewise
    event: Event, side: Side | None, name: str, subject: Subject, words: str
) -> Verdict | None:
    if subject is Subject.OTHER:
        return Verdict(_P.ACCUSE, 1.5, None, words) if side is Side.HOSTILE else None
    if event.negated:
        if side is Side.HOSTILE:
            return Verdict(_P.DENY, 2.5, None, words)
        if side is not None and subject is Subject.OWN:
            return Verdict(_P.REJECT, 1, None, words)
        doing = subject is Subject.OWN and name not in _HARMLESS
        return Verdict(_P.DENY, 1.2, None, words) if doing else None
    if side is Side.HOSTILE:
        if subject is Subject.UNKNOWN and not event.passive:
            return Verdict(_P.ACCUSE, 1.2, None, words)
        return Verdict(_P.THREATEN, 2, None, words)
    if side is Side.RETREAT:
        return Verdict(_P.CONCEDE, 2.4, None, words)
    if side is Side.COOPERATIVE:
        if name in _TALK:
            return Verdict(_P.CONSULT, 1.8, None, words)
        if name in ("help", "back", "give") and subject is not Subject.OWN:
            return Verdict(_P.SUPPORT, 1.5, None, words)
        return Verdict(_P.AGREE, 1.5, _F.OFFER, words)
    return None


_ASKABLE = word_set(
    """give stop let leave come bring tell show put take go keep hand end open close release send
    sign pay return remove answer look listen wait sit talk withdraw drop lift free resign get
    publish accept help join make explain apologise read call turn choose respect honour quit
    abandon cease lower find set begin start stay cut name"""
)
_BLUNT = word_set(
    """give stop leave hand end release withdraw free resign get remove pay return sign drop lift
    quit abandon cease go publish apologise keep"""
)


def imperative(word: Token, deed: Deed | None) -> Verdict | None:
    """Return a request when a sentence begins with a bare verb."""
    if word.low != word.lemma or (word.lemma not in _ASKABLE and deed is None):
        return None
    if word.low in ("talks", "support", "help", "fire", "attack", "strike", "ban", "back"):
        return None
    force = _F.DEMAND if word.lemma in _BLUNT else _F.APPEAL
    return Verdict(_P.REQUEST, 2.4, force, word.low)
