"""Words of speech inside what is said: "we condemn", "the union had accepted", "stop that"."""

from collections.abc import Sequence

from monitor.positions.classify_cues import CUES
from monitor.positions.classify_decide import Verdict, imperative
from monitor.positions.classify_deeds import Side
from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_sides import deed_at
from monitor.positions.classify_subjects import Subject
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_turns import wishes_only
from monitor.positions.classify_words import word_set
from schemas.vocabulary import PositionClass


def performatives(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "we condemn", "I accept", "the union rejects"."""
    found = []
    for i in range(1, len(tokens)):
        hit = CUES.at(tokens, i)
        if hit is None or hit.value.weak or hit.value.position is PositionClass.STATE:
            continue
        before = tokens[max(0, i - 4) : i]
        low = tokens[i - 1].low
        if not setting.direct and any(token.low in _SUBORDINATING for token in tokens[1:i]):
            # "... was hypocritical because he accepted": he need not be the speaker.
            continue
        past = tokens[i].low != tokens[i].lemma
        if past and (hit.value.position is PositionClass.THREATEN or _done(tokens, i)):
            continue
        if tokens[i].lemma in _WISHES and wishes_only(tokens, i + 1):
            continue
        plain = low in ("we", "i") or (
            low
            in (
                "also",
                "strongly",
                "fully",
                "do",
                "hereby",
                "utterly",
                "therefore",
                "firmly",
                "simply",
                "totally",
                "completely",
                "categorically",
                "again",
                "now",
                "still",
            )
            and any(token.low in ("we", "i") for token in before)
        )
        own = not setting.direct and low in ("he", "she", "it", "they")
        negated = low in ("not", "never") and any(
            token.low in ("we", "i")
            or (not setting.direct and token.low in ("he", "she", "it", "they"))
            for token in before
        )
        if plain or own:
            verdict = Verdict(hit.value.position, 3.5, hit.value.force, tokens[i].low)
            found.append(Finding(verdict, i, i, hit.end, subject=Subject.OWN))
        elif negated:
            opposite = _OPPOSITE.get(hit.value.position)
            if opposite is not None:
                verdict = Verdict(opposite, 3, None, f"not {tokens[i].low}")
                found.append(Finding(verdict, i, i, hit.end, subject=Subject.OWN))
    return found or _reported_stance(tokens, setting)


_SUBORDINATING = word_set("because who which when while since whom whose after before although")
_WISHES = word_set("want hope wish seek")


def _done(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a past form names a deed ("we walked out") or what "we asked for"."""
    return _is_hostile(tokens, i) or (i > 1 and tokens[i - 2].low == "what")


def _is_hostile(tokens: Sequence[Token], i: int) -> bool:
    named = deed_at(tokens, i)
    return named is not None and named[0].side is Side.HOSTILE


def _reported_stance(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "the union had accepted the deal", "his country recognised the government"."""
    if setting.direct:
        return []
    for i in range(1, min(len(tokens), _STANCE_REACH)):
        token, before = tokens[i], tokens[i - 1].low
        if token.low == token.lemma or before in _NO_SUBJECT or token.lemma not in _STANCES:
            continue
        hit = CUES.at(tokens, i)
        # "It had withdrawn its ambassador" takes back nothing that it said.
        if hit is not None and not _is_hostile(tokens, i):
            verdict = Verdict(hit.value.position, 2, hit.value.force, token.low)
            return [Finding(verdict, i, i, hit.end)]
    return []


_STANCE_REACH = 8
_STANCES = word_set(
    """accept recognise recognize reject condemn welcome support oppose deny endorse denounce want
    vote apologise regret refuse veto decline rebuff praise admit concede acknowledge condemn
    agree abandon drop scrap promise pledge demand withdraw"""
)
_NO_SUBJECT = word_set("the a an of to be is was were are been being by not never")

_OPPOSITE = {
    PositionClass.SUPPORT: PositionClass.REJECT,
    PositionClass.AGREE: PositionClass.REJECT,
    PositionClass.DENY: PositionClass.CONCEDE,
    PositionClass.REJECT: PositionClass.STATE,
    PositionClass.ACCUSE: PositionClass.STATE,
    PositionClass.THREATEN: PositionClass.DENY,
}


def present_deeds(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "if they cheat we strike": a blow in the present tense is announced."""
    if not setting.direct:
        return []
    for i, token in enumerate(tokens[:_PRESENT_REACH]):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.low not in ("we", "i") or after is None or after.low != after.lemma:
            continue
        named = deed_at(tokens, i + 1)
        if named is not None and named[0].side is Side.HOSTILE:
            verdict = Verdict(PositionClass.THREATEN, 2.2, None, f"{token.low} {after.low}")
            return [Finding(verdict, i, i + 1, named[1], named[0])]
    return []


_PRESENT_REACH = 3


def imperatives(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "Stop the shelling" and "Give us back our statues" in direct speech."""
    if not setting.direct:
        return []
    i = 0
    while i < len(tokens) and (
        not tokens[i].low[0].isalnum()
        or tokens[i].low in ("and", "so", "please", "now", "do", "just", "then")
    ):
        i += 1
    if i >= len(tokens):
        return []
    if i + 1 < len(tokens) and tokens[i + 1].low == ",":
        # "Look, ..." and "Listen, ..." ask for nothing.
        return []
    named = deed_at(tokens, i)
    verdict = imperative(tokens[i], named[0] if named else None)
    if verdict is None:
        return []
    return [Finding(verdict, i, i, named[1] if named else i + 1, named[0] if named else None)]
