"""What a condition makes of an announcement: a threat, an offer, or neither.

Most threats name a deed that is hostile by its circumstances only: to amend a law, to issue a
licence, to hold a vote. What makes them threats is what they hang on: the other side's compliance
("unless it ends its subsidies", "if they ignore the ruling"). The same deed done "if they give up
the claim" is an offer, and one done "whatever they decide" is a threat without a way out.
"""

from collections.abc import Sequence
from enum import StrEnum

from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_deeds import DEEDS, GOODS, ILLS, Deed, Side
from monitor.positions.classify_events import Event, Mood, events
from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_sentiment import BLAME
from monitor.positions.classify_sides import deed_at
from monitor.positions.classify_subjects import Subject, subject_of
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, PositionClass

_P = PositionClass
_WEIGHT = 3.3
_NEGATIONS = word_set("not no never nobody none nothing without neither nor")
# What the other side had better not do, where no table of deeds knows it.
_BAD = word_set(
    """ignore lose fail refuse break violate breach touch enter cross dare try delay miss resist
    interfere persist insist continue proceed press harm hurt damage cheat lie cling provoke
    rig annul meddle trespass shoot abuse disobey overstep withhold obstruct retaliate stall
    disappoint invade block"""
)
_BEFORE_ING = word_set("be keep stop start begin continue")
_AHEAD = word_set("ahead on through forward")
_GOOD = word_set(
    """agree return share publish pay come sign release lower apologise cooperate help withdraw
    stop end lift drop give accept allow open let free approve join meet talk keep honour respect
    promise guarantee commit"""
)
# Verbs of ending that a demand uses; to cut, cancel or suspend is done to somebody.
_WELCOME_ENDS = word_set(
    "stop end drop withdraw lift give cease halt abandon renounce waive leave pull exit"
)
_YIELDING = word_set("give drop waive renounce")
_OWN = word_set("i we us our my me")
# Verbs of what befalls people: nobody's to announce, so no threat by themselves.
_BEFALLS = word_set(
    """be have die suffer grow rise fall drop happen collapse become remain get feel know see need
    want think hope believe like look seem mean depend vote win survive struggle starve fail worsen
    increase decline shrink slow expect take require show tell turn say do find understand sleep
    come go start begin end stay live work learn read hear cost benefit improve
    matter call name describe"""
)
_STARTS = word_set("start begin come take follow apply")
_HOSTILE_NOUNS = ILLS | word_set("war trial trouble quota consequence retaliation reprisal")
_GIFTS = frozenset(["help", "give", "back", "talk", "cooperate", "accept", "allow", "normalise"])
_LOSSES = word_set("lose forfeit face pay stand")
_CONCESSIVES = word_set("whatever regardless whichever whoever")
_NO_AGENT = word_set("happen happens it the we i comes cost costs takes")
_VERBS_AFTER = 6
_REACH = 12


class Valence(StrEnum):
    """Whether the condition is something the speaker wants or something he resents."""

    WANTED = "wanted"
    RESENTED = "resented"
    OPEN = "open"


def valence(condition: Sequence[Token]) -> Valence:
    """Judge a condition, given as its tokens with the word that opens it."""
    words = [token for token in condition if token.low[0].isalnum()]
    opener = next((i for i, token in enumerate(words) if token.low in ("if", "unless")), None)
    body = words[(opener + 1) if opener is not None else 1 :][:_REACH]
    wanted = _wanted(body)
    if not _NEGATIONS.isdisjoint(token.low for token in body):
        wanted = wanted is False
    if opener is not None and words[opener].low == "unless":
        # What is to happen "unless" is resented by its absence, whatever the verb.
        return Valence.RESENTED
    if wanted is None:
        return Valence.OPEN
    return Valence.WANTED if wanted else Valence.RESENTED


def _wanted(body: Sequence[Token]) -> bool | None:
    """Tell whether the first telling verb of a condition is one that the speaker would like."""
    if body and body[0].low in _OWN:
        return False if any(token.lemma == "lose" for token in body) else None
    for i in range(1, len(body)):
        if body[i].low.endswith("ing") and body[i - 1].lemma not in _BEFORE_ING:
            # "The shelling" is what stops or goes on, not the verb.
            continue
        liked = _liked(body, i)
        if liked is not None:
            return liked
    return None


def _liked(body: Sequence[Token], i: int) -> bool | None:
    """Judge the word at ``i`` as the verb of a condition, or None where it tells nothing."""
    token = body[i]
    if token.lemma in _BAD or token.lemma in BLAME:
        return False
    if token.lemma in ("go", "push", "carry"):
        ahead = i + 1 < len(body) and body[i + 1].low in _AHEAD
        return False if ahead else None
    named = DEEDS.at(body, i)
    if named is not None and named.value.side is Side.ENDING:
        return _ended(token, body[i + 1 :])
    if named is not None:
        return named.value.side is not Side.HOSTILE
    return True if token.lemma in _GOOD else None


def _ended(verb: Token, rest: Sequence[Token]) -> bool:
    """Tell whether the end of something is welcome: of a siege it is, of a quota it is not."""
    words = frozenset(token.lemma for token in rest)
    if not words.isdisjoint(ILLS) or verb.lemma in _YIELDING:
        return True
    return words.isdisjoint(GOODS) and verb.lemma in _WELCOME_ENDS


def conditional(
    tokens: Sequence[Token], condition: Sequence[Token], setting: Setting, *, warned: bool
) -> Finding | None:
    """Return the threat or the offer that an announcement with a condition makes, if any."""
    liked = valence(condition)
    for event in events(tokens):
        if event.mood is not Mood.WILL or event.negated:
            continue
        hypothetical = setting.direct and tokens[event.start].low == "would"
        if hypothetical:
            return None
        named = deed_at(tokens, event.head)
        deed = named[0] if named else None
        end = named[1] if named else event.head + 1
        subject = _subject(tokens, event, setting)
        noun = _blow(tokens, event) if liked is Valence.RESENTED else None
        position = _made_of(tokens, event, deed, subject, liked, warned=warned)
        if noun is None and position is None:
            return None
        position = _P.THREATEN if position is None else position
        force = Force.OFFER if position is _P.AGREE else None
        verdict = Verdict(position, _WEIGHT, force, condition[0].low)
        return Finding(verdict, event.start, event.head, end, deed, event, subject, noun, firm=True)
    if liked is Valence.RESENTED:
        return _present(tokens)
    return None


def _subject(tokens: Sequence[Token], event: Event, setting: Setting) -> Subject:
    return subject_of(
        tokens[: event.start], direct=setting.direct, own=setting.own, cue_object=False
    )


def _made_of(
    tokens: Sequence[Token],
    event: Event,
    deed: Deed | None,
    subject: Subject,
    liked: Valence,
    *,
    warned: bool,
) -> PositionClass | None:
    side = deed.side if deed else None
    gift = side in (Side.COOPERATIVE, Side.TOLERANT) and deed is not None and deed.head in _GIFTS
    if liked is Valence.WANTED:
        kind = gift or side is Side.RETREAT
        return _P.AGREE if kind and subject is not Subject.OTHER else None
    if gift or (liked is Valence.OPEN and not warned):
        return None
    lemma = tokens[event.head].lemma
    if side is Side.HOSTILE and subject is not Subject.OTHER:
        return _P.THREATEN
    transitive = any(token.low[0].isalpha() for token in tokens[event.head + 1 :])
    if lemma in _LOSSES and transitive and subject is not Subject.OWN:
        return _P.THREATEN
    if subject is Subject.OTHER or _is(tokens, event) or (lemma in _BEFALLS and side is None):
        return None
    return _P.THREATEN


def _is(tokens: Sequence[Token], event: Event) -> bool:
    """Tell whether a group says what something will be, not what will be done."""
    head = tokens[event.head]
    return event.passive and head.low == head.lemma


def _blow(tokens: Sequence[Token], event: Event) -> int | None:
    """Return the noun of a blow that starts, comes or will be: "there will be a trade war"."""
    if not (_is(tokens, event) or tokens[event.head].lemma in _STARTS):
        return None
    there = any(token.low == "there" for token in tokens[: event.start])
    span = range(event.head, len(tokens)) if there else range(event.start)
    return _noun(tokens, span)


def _noun(tokens: Sequence[Token], span: range) -> int | None:
    return next((i for i in reversed(span) if tokens[i].lemma in _HOSTILE_NOUNS), None)


def _present(tokens: Sequence[Token]) -> Finding | None:
    """Read "if they do not stop, the tariff starts" and "no signature, no work"."""
    words = [i for i, token in enumerate(tokens) if token.low[0].isalnum()]
    lows = [tokens[i].low for i in words[:_VERBS_AFTER]]
    verdict = Verdict(_P.THREATEN, _WEIGHT, None, "if")
    if "there" in lows[:2] and "no" in lows[2:4]:
        return Finding(verdict, 0, 0, len(tokens), firm=True)
    for i in words[1:]:
        if tokens[i].low != "be" or tokens[i - 1].low not in ("will", "would", "now"):
            continue
        noun = _noun(tokens, range(i))
        if noun is not None:
            return Finding(verdict, i, i, i + 1, noun=noun, firm=True)
    for i in words[1:_VERBS_AFTER]:
        noun = _noun(tokens, range(i))
        if tokens[i].lemma in _STARTS and noun is not None:
            return Finding(verdict, i, i, i + 1, noun=noun, firm=True)
    return None


def unconditional(tokens: Sequence[Token], setting: Setting) -> Finding | None:
    """Return the threat that "will ... whatever they decide" makes, if any."""
    if not _defiant(tokens):
        return None
    for event in events(tokens):
        if event.mood is not Mood.WILL or event.negated:
            continue
        named = deed_at(tokens, event.head)
        deed = named[0] if named else None
        subject = _subject(tokens, event, setting)
        gift = deed is not None and deed.head in _GIFTS
        if gift or subject is Subject.OTHER:
            return None
        if deed is None and tokens[event.head].lemma in _BEFALLS:
            return None
        verdict = Verdict(_P.THREATEN, _WEIGHT, None, "whatever")
        end = named[1] if named else event.head + 1
        return Finding(verdict, event.start, event.head, end, deed, event, subject)
    return None


def _defiant(tokens: Sequence[Token]) -> bool:
    """Tell whether a clause says that nothing the others do will change it."""
    for i, token in enumerate(tokens):
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if token.low == "no" and after == "matter":
            after = tokens[i + 3].low if i + 3 < len(tokens) else ""
        elif token.low not in _CONCESSIVES:
            continue
        if after and (after not in _NO_AGENT or _agent_follows(tokens, i + 1)):
            return True
    return False


def _agent_follows(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "the ..." goes on to somebody who decides, says or does something."""
    return tokens[i].low == "the" and any(
        token.lemma in _AGENT_VERBS for token in tokens[i + 1 : i + _VERBS_AFTER]
    )


_AGENT_VERBS = word_set("do decide say offer sign vote rule think want threaten promise answer ask")
