"""Cue against content: which of the two gives a clause its class."""

from collections.abc import Sequence

from monitor.positions.classify_attribution import CALLING, Attribution
from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_deeds import GOODS, ILLS, Side
from monitor.positions.classify_events import Mood
from monitor.positions.classify_evidence import ASKINGS, IMPUTATIONS
from monitor.positions.classify_finding import Finding
from monitor.positions.classify_sentiment import BLAME, PRAISE
from monitor.positions.classify_sides import deed_at
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from monitor.positions.deadlines import WEEKDAYS
from schemas.vocabulary import Force, PositionClass

_P = PositionClass
_SURE = 4.0
_FIRM = 2.0
_HEAD_REACH = 9
_NEAR = 4
_KINDS = word_set("strike industrial military legal")
# What said in so many words outweighs the cue it is printed with.
_HARDER = frozenset([_P.THREATEN, _P.REJECT, _P.REQUEST])
_OVERRIDES = {
    _P.CONCEDE: frozenset([_P.SUPPORT, _P.THREATEN, _P.REJECT]),
    _P.SUPPORT: frozenset([_P.THREATEN]),
    _P.DENY: frozenset([_P.THREATEN]),
    _P.THREATEN: frozenset[PositionClass](),
    _P.AGREE: frozenset([_P.THREATEN, _P.REJECT, _P.CONCEDE]),
}
_STATE = Verdict(_P.STATE, 0.1, None, "")
_HOSTILE_NOUNS = word_set("retaliation revenge reprisal strike war sanction tariff action")


def _promises_blows(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Tell "promised action against them" from "promised action on housing"."""
    named = _HOSTILE_NOUNS.intersection(words[:_NEAR])
    if named != {"action"}:
        return bool(named)
    lows = ["", *(token.low for token in tokens), "", ""]
    acts = [i for i, low in enumerate(lows) if low == "action"]
    return not all(
        lows[i + 1] == "on" and lows[i - 1] not in _KINDS and lows[i + 2] not in WEEKDAYS
        for i in acts
    )


def weigh(
    tokens: Sequence[Token],
    found: Sequence[Finding],
    said: Attribution,
    *,
    direct: bool,
    first: bool,
) -> Verdict:
    """Return the class of a clause.

    A cue governs the ``first`` clause; later ones speak for themselves.
    """
    best = found[0].verdict if found else _STATE
    if said.cue is not None and not first:
        return best if best.weight >= _FIRM else _STATE
    if said.cue is None:
        return _evaluated(tokens, said, best)
    if said.negated:
        return _negated(said, best)
    position = said.cue.position
    if said.cue.weak:
        if best.position is _P.STATE and position is _P.REQUEST:
            return _proposed(tokens)
        return best if best.position is not _P.STATE else _warned(tokens)
    if position is _P.STATE:
        return _STATE
    if direct and best.weight >= _FIRM and best.position in _OVERRIDES.get(position, _HARDER):
        return best
    ruled = _RULES.get(position)
    if ruled is not None:
        return ruled(tokens, found, said)
    return Verdict(position, _SURE, said.cue.force, said.because)


def _proposed(tokens: Sequence[Token]) -> Verdict:
    """Read "proposed a joint patrol" and "suggested that members vote": the noun is an offer."""
    if tokens and tokens[0].low == "that":
        return _STATE
    return Verdict(_P.AGREE, _FIRM, Force.OFFER, "propose")


def _warned(tokens: Sequence[Token]) -> Verdict:
    if tokens and tokens[0].low == "against":
        return Verdict(_P.THREATEN, _FIRM, None, "warn against")
    return _STATE


def _negated(said: Attribution, best: Verdict) -> Verdict:
    """Read "did not rule out strikes", "stopped short of accusing"."""
    if said.cue and said.cue.position is _P.REJECT and said.lemma == "rule":
        return Verdict(_P.THREATEN, _FIRM, None, "not rule out")
    if said.cue and said.cue.position is _P.SUPPORT:
        return Verdict(_P.REJECT, _FIRM, None, f"not {said.because}")
    return _STATE if best.weight < _FIRM else best


def _nouns(tokens: Sequence[Token]) -> list[str]:
    return [token.lemma for token in tokens[:_HEAD_REACH]]


def _first_of(words: Sequence[str], nouns: frozenset[str]) -> int:
    return next((i for i, word in enumerate(words) if word in nouns), len(words))


# To call something names is to blame it; to describe or compare it need not be.
_BLUNT = frozenset(["call", "brand", "label", "dub", "term"])
_OPINIONS = frozenset([_P.SUPPORT, _P.ACCUSE, _P.DENY, _P.REJECT])
_INSISTING = frozenset(["insist", "maintain", "counter", "protest", "retort"])
_SOUND = frozenset(
    ["safe", "clean", "legal", "lawful", "fair", "proper", "sound", "correct", "innocent", "secure"]
)


def _defended(tokens: Sequence[Token], said: Attribution, best: Verdict) -> Verdict:
    """Read "insisted that the vote had been clean": nobody insists who was not accused."""
    if said.lemma in _INSISTING and best.weight < _FIRM:
        for i, token in enumerate(tokens):
            if token.lemma in _SOUND and any(t.lemma == "be" for t in tokens[max(0, i - 3) : i]):
                return Verdict(_P.DENY, _FIRM, None, f"{said.lemma} {token.low}")
    return best


def _evaluated(tokens: Sequence[Token], said: Attribution, best: Verdict) -> Verdict:
    """Read "called the reports a slander" and "called it a gift to nobody"."""
    if said.lemma not in CALLING:
        return _defended(tokens, said, best)
    words = _nouns(tokens)
    if _first_of(words, IMPUTATIONS) < len(words):
        return Verdict(_P.DENY, _SURE, None, f"{said.lemma} {best.because}")
    bases = {token.lemma for token in tokens}
    if best.weight < _FIRM and not bases.isdisjoint(PRAISE) and bases.isdisjoint(BLAME):
        return Verdict(_P.SUPPORT, _FIRM, None, said.lemma)
    if best.weight < _FIRM and not bases.isdisjoint(BLAME):
        return Verdict(_P.ACCUSE, _FIRM, None, said.lemma)
    if said.lemma not in _BLUNT and best.position not in _OPINIONS:
        return _STATE
    if best.position in (_P.STATE, _P.THREATEN):
        return Verdict(_P.ACCUSE, _FIRM, None, said.lemma)
    return best


def _refused(tokens: Sequence[Token], _found: Sequence[Finding], said: Attribution) -> Verdict:
    words = _nouns(tokens)
    if "rule" in words[:4] and "out" in words[:5]:
        return Verdict(_P.THREATEN, _SURE, None, "refuse to rule out")
    if words[:2] == ["to", "comment"] or words[:2] == ["to", "say"]:
        return Verdict(_P.STATE, _SURE, None, said.because)
    if _first_of(words, IMPUTATIONS) < _first_of(words, ASKINGS) and said.lemma != "refuse":
        return Verdict(_P.DENY, _SURE, None, said.because)
    return Verdict(_P.REJECT, _SURE, None, said.because)


def _denied(tokens: Sequence[Token], _found: Sequence[Finding], said: Attribution) -> Verdict:
    words = _nouns(tokens)
    if words[:1] != ["that"] and _first_of(words, ASKINGS) < _first_of(words, IMPUTATIONS):
        return Verdict(_P.REJECT, _SURE, None, said.because)
    return Verdict(_P.DENY, _SURE, None, said.because)


def _agreed(tokens: Sequence[Token], found: Sequence[Finding], said: Attribution) -> Verdict:
    """Read promises and assents: what is promised may be a blow, or a refusal."""
    force = said.cue.force if said.cue else None
    negated, side = _infinitive(tokens)
    because = said.because
    if negated is None:
        words = _nouns(tokens)
        if force is Force.PROMISE and _promises_blows(tokens, words):
            return Verdict(_P.THREATEN, _SURE, None, because)
        if found and force is Force.PROMISE and found[0].verdict.position is _P.CONCEDE:
            event = found[0].event
            if event is not None and event.mood is Mood.WILL:
                # What was refused and is now promised is still a promise.
                return Verdict(_P.AGREE, _SURE, force, because)
        if found and found[0].verdict.weight >= _FIRM:
            return found[0].verdict._replace(weight=_SURE, force=_forced(found[0].verdict, force))
        if said.lemma == "agree" and words[:1] == ["that"]:
            return _STATE
        return Verdict(_P.AGREE, _SURE, force, because)
    if negated:
        if side is Side.HOSTILE or (side is None and tokens[0].low != "never"):
            return Verdict(_P.AGREE, _SURE, Force.PROMISE, f"{because} not")
        return Verdict(_P.REJECT, _SURE, None, f"{because} not")
    if side is Side.HOSTILE and force is Force.PROMISE:
        return Verdict(_P.THREATEN, _SURE, None, because)
    return Verdict(_P.AGREE, _SURE, force, because)


def _forced(verdict: Verdict, force: Force | None) -> Force | None:
    return force if verdict.position is _P.AGREE else verdict.force


def _infinitive(tokens: Sequence[Token]) -> tuple[bool | None, Side | None]:
    """Read "to strike", "not to strike": negated or not, and the side of the deed."""
    for i, token in enumerate(tokens[:4]):
        if token.low == "to" and i + 1 < len(tokens):
            negated = any(word.low in ("not", "never") for word in tokens[:i])
            negated |= tokens[i + 1].low in ("not", "never")
            head = i + 1 + (tokens[i + 1].low in ("not", "never"))
            named = deed_at(tokens, head) if head < len(tokens) else None
            return negated, named[0].side if named else None
    return None, None


def _conceded(tokens: Sequence[Token], found: Sequence[Finding], said: Attribution) -> Verdict:
    if said.lemma in ("withdraw", "drop", "end", "abandon", "cancel", "suspend", "scrap", "revoke"):
        words = set(_nouns(tokens))
        if words & GOODS and not words & ILLS:
            return Verdict(_P.REJECT, _SURE, None, said.because)
    best = found[0].verdict if found else _STATE
    admitting = said.lemma in ("admit", "acknowledge", "concede", "confess")
    if admitting and best.position in (_P.SUPPORT, _P.REJECT) and best.weight >= _FIRM + 1:
        return best
    return Verdict(_P.CONCEDE, _SURE, None, said.because)


_RULES = {
    _P.REJECT: _refused,
    _P.DENY: _denied,
    _P.AGREE: _agreed,
    _P.CONCEDE: _conceded,
}
