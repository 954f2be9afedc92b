"""Whether a class is sure enough to move a position, or only hinted at.

A classifier that must name a class for every clause guesses where a word of praise or a noun like
"retaliation" is all it has. Right as a label more often than not, such a guess is no news.
"""

from collections.abc import Sequence

from monitor.positions.classify_attribution import Attribution
from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_events import Mood
from monitor.positions.classify_finding import Finding
from monitor.positions.classify_subjects import Subject
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import PositionClass

_P = PositionClass
_SURE = 2.0
_OF_OWN = 1.5
_FIRM = 2.4
_CERTAIN = 3.0
_NEAR = 4
_OWN = word_set("i we our my us me he she it they its his her their")
_POINTING = _OWN | word_set("that this there these those")
_ADMITTING = word_set("admit concede acknowledge confess recognise recognize own")
_DONE = word_set("had has have was were did made failed lied erred misled")
# Classes that one phrase tells only where the speaker speaks of himself.
_OF_ONESELF = frozenset([_P.SUPPORT, _P.CONSULT, _P.CONCEDE, _P.AGREE, _P.REQUEST])


def hinted(
    verdict: Verdict, finding: Finding | None, tokens: Sequence[Token], said: Attribution
) -> bool:
    """Tell whether no more than a hint decided the class of a clause."""
    if verdict.position is _P.STATE:
        return False
    if said.cue is not None and not said.cue.weak and said.cue.position is verdict.position:
        return verdict.position is _P.CONCEDE and not _admits(tokens, said)
    if finding is None:
        return False
    if finding.firm or finding.subject is Subject.OWN and finding.event is None:
        return False
    if finding.event is not None:
        own = finding.subject is Subject.OWN or finding.event.mood is Mood.READY
        return finding.verdict.weight < (_OF_OWN if own else _SURE)
    return _by_phrase(verdict, finding, tokens)


def _admits(tokens: Sequence[Token], said: Attribution) -> bool:
    """Tell whether "admitted" goes on to what the speaker did, not to how things are."""
    if said.lemma not in _ADMITTING:
        return True
    lows = [token.low for token in tokens[:_NEAR]]
    clause = "that" in lows or not _OWN.isdisjoint(lows)
    return not clause or not (_OWN.isdisjoint(lows) or _DONE.isdisjoint(t.low for t in tokens))


def _by_phrase(verdict: Verdict, finding: Finding, tokens: Sequence[Token]) -> bool:
    if verdict.weight < _SURE:
        return True
    near = [token.low for token in tokens[max(0, finding.start - _NEAR) : finding.end]]
    if verdict.position in _OF_ONESELF:
        return _OWN.isdisjoint(near) and verdict.weight <= _CERTAIN
    if verdict.position is _P.DENY:
        return _POINTING.isdisjoint(near)
    if verdict.position is _P.THREATEN:
        return finding.end - finding.start == 1
    return verdict.weight < _FIRM and _OWN.isdisjoint(near)
