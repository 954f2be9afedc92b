"""Whether a class is sure enough to move a position, or only hinted at.

A classifier that must name a class for every clause guesses where a word of praise or a noun like
"retaliation" is all it has. Right as a label more often than not, such a guess is no news.
"""

from collections.abc import Sequence

from monitor.positions.classify_attribution import Attribution
from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_events import Event, Mood
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
_COURTEOUS = word_set("see say hear be have know learn report note")
_FIRST = word_set("i we our my us me")
_ASKING = word_set(
    """want ask demand hope urge let insist expect must call time like need wish beg stop owe appeal
    implore grateful please"""
)
_PREDICATING = word_set("be look sound call such so too very mere pure sheer")
# "Did not have a problem", "were not at 25 per cent": no deed is denied.
_NO_VERBS = word_set("a an the at in on any that so as with of about like")
# What is let go, where a word of letting go is a concession.
_LETTING_GO = word_set("release free surrender issue")
_CAPTIVES = word_set(
    """prisoner hostage detainee captive inmate crew soldier journalist pilot fisherman sailor guard
    man woman student activist child suspect leader opponent"""
)
_OFFERING = word_set("offer volunteer")
# Words are offered, too, and bind nobody.
_WORDS_OFFERED = word_set(
    """defense defence caveat evaluation thought prayer condolence apology critique criticism praise
    view explanation detail idea assessment advice remark comment glimpse review word sympathy high
    excuse answer description argument reason clue preview insight evidence hint tribute"""
)
_ASSURING = word_set("assure reassure guarantee swear")
_PROMISING = word_set("to will would shall")
_CUT_OFF = 3
# Verbs that end something only for those who do it.
_PARTING = word_set("leave exit cut reduce delay freeze")
_RELATIVE = word_set("who which whom whose")
_OWNED = word_set("our my its his her their it that them")
_RETRACTABLE = word_set("decision demand threat position offer stance claim plan order")
_ASKED = frozenset([_P.ACCUSE, _P.REQUEST])
_STATING = word_set("is are was were be has have should")
_ERRORS = word_set(
    """mistake error guilt defeat failure fault responsibility wrong wrongdoing crime charge blame
    lie"""
)
# What a concession takes back or owns up to, where a set phrase tells it.
_YIELDS = word_set(
    """wrong mistake sorry apologise apologize apology regret back table drop withdraw lift long
    retreat give fail fault yield relent"""
)
_DONE = word_set("had has have was were did made failed lied erred misled")
# Classes that one phrase tells only where the speaker speaks of himself.
_OF_ONESELF = frozenset([_P.SUPPORT, _P.CONSULT, _P.CONCEDE, _P.AGREE, _P.REQUEST])


def hinted(
    verdict: Verdict, finding: Finding | None, tokens: Sequence[Token], said: Attribution
) -> bool:
    """Tell whether no more than a hint decided the class of a clause."""
    if verdict.position is _P.STATE:
        return False
    if verdict.because == "propose":
        return True
    if said.cue is not None and not said.cue.weak and said.cue.position is verdict.position:
        return _cue_hints(verdict, tokens, said)
    if finding is None:
        return False
    if tokens and tokens[-1].low == "?" and verdict.position not in _ASKED:
        return True
    if finding.event is not None:
        return not finding.firm and _by_event(verdict, finding, finding.event, tokens)
    if finding.firm or finding.subject is Subject.OWN:
        return _granted(verdict, finding, tokens)
    return _by_phrase(verdict, finding, tokens)


def _by_event(verdict: Verdict, finding: Finding, event: Event, tokens: Sequence[Token]) -> bool:
    if _told_of_others(verdict, finding, tokens):
        return True
    rewritten = finding.deed is not None and finding.deed.head == "reconsider"
    if verdict.position is _P.CONCEDE and rewritten and not _of_own(finding, tokens):
        # To repeal another's law is no concession.
        return True
    if event.mood in (Mood.MAY, Mood.CAN) and finding.subject is not Subject.OWN:
        # What may happen to people, or what others could do, is a forecast.
        return True
    own = finding.subject is Subject.OWN or event.mood is Mood.READY
    return finding.verdict.weight < (_OF_OWN if own else _SURE)


def _cue_hints(verdict: Verdict, tokens: Sequence[Token], said: Attribution) -> bool:
    """Tell whether a word of speech only looks like the class it stands for."""
    lemmas = {token.lemma for token in tokens}
    if verdict.position is _P.CONCEDE:
        if said.lemma in _LETTING_GO:
            return lemmas.isdisjoint(_CAPTIVES)
        return not _admits(tokens, said) or bool(lemmas & {"nobody"})
    if verdict.position is _P.CONSULT and said.lemma == "discuss":
        return "with" not in {token.low for token in tokens}
    if verdict.position is _P.AGREE:
        if said.lemma in _OFFERING:
            return tokens[0].low != "to" and not lemmas.isdisjoint(_WORDS_OFFERED)
        lows = {token.low for token in tokens}
        if said.lemma in _ASSURING:
            return lows.isdisjoint(_PROMISING)
        return len(tokens) <= _CUT_OFF and "to" not in lows
    return False


def _told_of_others(verdict: Verdict, finding: Finding, tokens: Sequence[Token]) -> bool:
    """Tell whether a verb group is said of somebody else: in a relative clause, of a state."""
    event = finding.event
    if event is None:
        return False
    if verdict.position is _P.DENY and tokens[event.head].low in _NO_VERBS:
        return True
    if any(token.low in _RELATIVE for token in tokens[: event.start]):
        return True
    if finding.subject is Subject.OWN or verdict.position is not _P.CONCEDE:
        return False
    passive = event.passive and event.mood is Mood.DONE
    return passive or tokens[event.head].lemma in _PARTING


def _of_own(finding: Finding, tokens: Sequence[Token]) -> bool:
    return any(
        token.low in _OWNED or token.lemma in _RETRACTABLE for token in tokens[finding.head :]
    )


def _granted(verdict: Verdict, finding: Finding, tokens: Sequence[Token]) -> bool:
    """Tell whether "I agree he is", "I admit he is taller" only grants a point."""
    lemma = tokens[finding.head].lemma
    after = {token.low for token in tokens[finding.end :]}
    if verdict.position is _P.AGREE and lemma == "agree":
        return not _STATING.isdisjoint(after)
    if verdict.position is _P.CONCEDE and "nobody" in after:
        return True
    if verdict.position is _P.CONCEDE and lemma in _ADMITTING:
        return _DONE.isdisjoint(after) or _OWN.isdisjoint(after)
    return False


def _admits(tokens: Sequence[Token], said: Attribution) -> bool:
    """Tell whether "admitted" goes on to what the speaker did, not to how things are."""
    if said.lemma not in _ADMITTING:
        return True
    lows = [token.low for token in tokens[:_NEAR]]
    clause = "that" in lows or not _OWN.isdisjoint(lows)
    if not clause:
        return any(token.lemma in _ERRORS for token in tokens)
    return not (_OWN.isdisjoint(lows) or _DONE.isdisjoint(t.low for t in tokens))


def _by_phrase(verdict: Verdict, finding: Finding, tokens: Sequence[Token]) -> bool:
    if verdict.weight < _SURE:
        return True
    near = [token.low for token in tokens[max(0, finding.start - _NEAR) : finding.end]]
    if verdict.position is _P.CONCEDE and not any(
        token.lemma in _YIELDS or token.low == "longer"
        for token in tokens[finding.start : finding.end]
    ):
        return True
    following = tokens[finding.end].lemma if finding.end < len(tokens) else ""
    if verdict.position is _P.AGREE and following in _COURTEOUS:
        # "Happy to see", "glad to hear" offer nothing.
        return True
    words = {token.lemma for token in tokens[finding.start : finding.end]}
    if verdict.position is _P.REQUEST and words.isdisjoint(_ASKING):
        return True
    if verdict.position is _P.SUPPORT:
        return _FIRST.isdisjoint(near) and verdict.weight <= _CERTAIN
    if verdict.position is _P.ACCUSE:
        # "A horrible attack", "criminal justice": a word of blame blames nobody by itself.
        said_of = any(token.lemma in _PREDICATING for token in tokens[: finding.start][-_NEAR:])
        return finding.end - finding.start == 1 and not said_of
    if verdict.position in _OF_ONESELF:
        return _OWN.isdisjoint(near) and verdict.weight <= _CERTAIN
    if verdict.position is _P.DENY:
        return _POINTING.isdisjoint(near)
    if verdict.position is _P.THREATEN:
        return finding.end - finding.start == 1
    return verdict.weight < _FIRM and _OWN.isdisjoint(near)
