"""What one clause does: its verb groups and turns of phrase weighed against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.positions.classify_cues import CUES
from monitor.positions.classify_decide import Verdict, decide
from monitor.positions.classify_deeds import DEEDS, ILLS, Deed, Side, side_of_ending
from monitor.positions.classify_events import Event, Mood, events, subject_negates
from monitor.positions.classify_evidence import EVIDENCE
from monitor.positions.classify_sentiment import BLAME, ERRORS, PRAISE
from monitor.positions.classify_subjects import Subject, subject_of
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from monitor.positions.classify_words import word_set
from schemas.vocabulary import PositionClass

_OBJECT_REACH = 9
_NEGATORS = word_set("not never no nobody without hardly neither nor")
_NEGATION_REACH = 3
_SHORT = 4
_BRIEF = 5
# "Closed for repairs" is nobody's doing.
_CAUSES = word_set("repair maintenance renovation weather snow storm refurbishment")
_JOINS = frozenset(["and", "or", ",", "then"])


@dataclass(frozen=True, slots=True)
class Finding:
    """A class that a clause speaks for, with the words that say so.

    ``head`` and ``end`` are the tokens between which the deed is named; ``deed`` is None where
    only a turn of phrase decided.
    """

    verdict: Verdict
    start: int
    head: int
    end: int
    deed: Deed | None = None
    event: Event | None = None
    subject: Subject = Subject.UNKNOWN


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause does not say itself: who speaks and how it is printed."""

    direct: bool
    own: frozenset[str]
    cue_object: bool = False
    told: bool = False


_NO_DEEDS = frozenset([("close", "to"), ("end", "up"), ("hit", "by"), ("cut", "through")])


def deed_at(tokens: Sequence[Token], head: int) -> tuple[Deed, int] | None:
    """Return the deed that is named at token ``head`` and where its words end."""
    hit = DEEDS.at(tokens, head)
    after = tokens[head + 1].low if head + 1 < len(tokens) else ""
    if hit is None or (tokens[head].low, after) in _NO_DEEDS:
        return None
    deed = hit.value
    if deed.side is Side.ENDING and hit.end < len(tokens) and tokens[hit.end].low.endswith("ing"):
        deed = replace_side(deed, _stopped(tokens, hit.end))
    elif deed.side is Side.ENDING and not any(t.low[0].isalpha() for t in tokens[hit.end :]):
        # "The trains will stop": what stops is the subject.
        deed = replace_side(deed, _stopping(tokens[:head]))
    elif deed.side is Side.ENDING:
        words = frozenset(token.lemma for token in tokens[head + 1 : hit.end + _OBJECT_REACH])
        deed = replace_side(deed, side_of_ending(tokens[head].lemma, words))
    return deed, hit.end


_SERVICES = word_set(
    """pay supply deliver dispense sell buy export import work cooperate share fund negotiate talk
    serve treat provide lend ship produce take accept"""
)


def _stopped(tokens: Sequence[Token], at: int) -> Side:
    """Tell what it is to stop doing this: to stop shelling or to stop paying."""
    ended = DEEDS.at(tokens, at)
    if tokens[at].lemma in _SERVICES:
        return Side.HOSTILE
    if ended is not None and ended.value.side is Side.HOSTILE:
        return Side.RETREAT
    return Side.COOPERATIVE


def _stopping(subject: Sequence[Token]) -> Side:
    words = frozenset(token.lemma for token in subject)
    return Side.RETREAT if not words.isdisjoint(ILLS) else Side.HOSTILE


def replace_side(deed: Deed, side: Side) -> Deed:
    """Return ``deed`` on another side."""
    return deed._replace(side=side)


def _subject(tokens: Sequence[Token], event: Event, after: int, setting: Setting) -> Subject:
    told = setting.told and event.mood in (Mood.MUST, Mood.SHOULD)
    if told and event.start and tokens[event.start - 1].low in ("it", "they", "he", "she"):
        return Subject.OTHER
    return subject_of(
        tokens[after : event.start],
        direct=setting.direct,
        own=setting.own,
        cue_object=setting.cue_object,
    )


def _from_events(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    found: list[Finding] = []
    after = 0
    subject = Subject.UNKNOWN
    for event in events(tokens):
        before = tokens[after : event.start]
        words = [token for token in before if token.low[0].isalnum()]
        if words and not (len(words) == 1 and words[0].low in _JOINS):
            subject = _subject(tokens, event, after, setting)
        barred = subject_negates(before)
        event = replace(  # noqa: PLW2901 - the subject completes it
            event, negated=event.negated ^ barred, barred=barred
        )
        found.extend(_deeds_of(tokens, event, subject, setting))
        after = event.head + 1
    return found


def _deeds_of(
    tokens: Sequence[Token], event: Event, subject: Subject, setting: Setting
) -> list[Finding]:
    """Read the head of a group and the verbs joined to it: "will strike and will not stop"."""
    found = []
    head = event.head
    while True:
        named = _passive_deed(tokens, event, head) or deed_at(tokens, head)
        end = named[1] if named else head + 1
        verdict = (
            None
            if _opined(tokens, event, subject)
            else decide(event, named[0] if named else None, subject, tokens[head], setting.direct)
        )
        if verdict is not None:
            found.append(
                Finding(
                    verdict, event.start, head, end, named[0] if named else None, event, subject
                )
            )
        joined = _joined(tokens, end, tokens[head])
        if joined is None:
            return found
        head = joined


_OPINIONS = word_set(
    """think believe suppose guess imagine bet predict expect fear assume doubt hope"""
)


def _opined(tokens: Sequence[Token], event: Event, subject: Subject) -> bool:
    """Tell whether a verb group is the speaker's guess: "I think the president will veto it"."""
    if subject is Subject.OWN or event.mood not in (Mood.WILL, Mood.MAY):
        return False
    before = tokens[: event.start]
    return any(
        token.lemma in _OPINIONS and i and before[i - 1].low in ("i", "we", "he", "she", "they")
        for i, token in enumerate(before)
    )


def _passive_deed(tokens: Sequence[Token], event: Event, head: int) -> tuple[Deed, int] | None:
    """Read "the school will be closed" as closing a school."""
    if not event.passive or head != event.head:
        return None
    if any(token.lemma in _CAUSES for token in tokens[head + 1 :]):
        return None
    named = deed_at([tokens[head], *tokens[: event.start]], 0)
    return (named[0], head + 1) if named else None


def _joined(tokens: Sequence[Token], end: int, first: Token) -> int | None:
    """Return the next verb in the same form under the same auxiliary."""
    for i in range(end, min(end + _OBJECT_REACH + 3, len(tokens) - 1)):
        if tokens[i].low in ("and", "or"):
            after = i + 1
            word = tokens[after]
            same = (word.low == word.lemma) == (first.low == first.lemma)
            if same and deed_at(tokens, after) is not None and not word.capital:
                return after
        elif tokens[i].low in (";", "that", "who", "which", "but"):
            return None
    return None


def _negated_at(tokens: Sequence[Token], start: int) -> bool:
    for i in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if tokens[i].low == ",":
            return False
        if tokens[i].low in _NEGATORS:
            return True
    return False


# What "nobody ..." makes of a turn of phrase.
_NOBODY = {
    PositionClass.CONSULT: PositionClass.DENY,
    PositionClass.AGREE: PositionClass.REJECT,
}


def _from_phrases(tokens: Sequence[Token]) -> list[Finding]:
    found = []
    nobody = subject_negates(tokens)
    for start, end, evidence in EVIDENCE.find(tokens):
        turned = _NOBODY.get(evidence.position) if nobody else None
        if turned is not None:
            verdict = Verdict(turned, 2.5, None, tokens[0].low)
            found.append(Finding(verdict, start, start, end))
            continue
        if tokens[start].low not in _NEGATORS and _negated_at(tokens, start):
            continue
        because = " ".join(token.low for token in tokens[start:end])
        verdict = Verdict(evidence.position, evidence.weight, evidence.force, because)
        found.append(Finding(verdict, start, start, end))
    return found


def _performative(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "we condemn", "I accept", "the union rejects"."""
    found = []
    for i in range(1, len(tokens)):
        hit = CUES.at(tokens, i)
        if hit is None or hit.value.weak or hit.value.position is PositionClass.STATE:
            continue
        before = tokens[max(0, i - 4) : i]
        low = tokens[i - 1].low
        past = tokens[i].low != tokens[i].lemma
        if past and hit.value.position is PositionClass.THREATEN:
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


def _reported_stance(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "the union had accepted the deal", "his country recognised the government"."""
    if setting.direct:
        return []
    for i in range(1, min(len(tokens), _STANCE_REACH)):
        token, before = tokens[i], tokens[i - 1].low
        if token.low == token.lemma or before in _NO_SUBJECT or token.lemma not in _STANCES:
            continue
        hit = CUES.at(tokens, i)
        if hit is not None:
            verdict = Verdict(hit.value.position, 2, hit.value.force, token.low)
            return [Finding(verdict, i, i, hit.end)]
    return []


_STANCE_REACH = 8
_STANCES = word_set(
    """accept recognise recognize reject condemn welcome support oppose deny endorse denounce
    apologise regret refuse veto decline rebuff praise admit concede acknowledge condemn agree
    abandon drop scrap promise pledge demand withdraw"""
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


def _imperative(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read "Stop the shelling" and "Give us back our statues" in direct speech."""
    from monitor.positions.classify_decide import imperative  # noqa: PLC0415

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
    named = deed_at(tokens, i)
    verdict = imperative(tokens[i], named[0] if named else None)
    if verdict is None:
        return []
    return [Finding(verdict, i, i, named[1] if named else i + 1, named[0] if named else None)]


_EMPTY = word_set(
    """doubt reason time way place room question alternative choice excuse future point hope need
    danger risk problem hurry"""
)


def _fragment(tokens: Sequence[Token]) -> list[Finding]:
    """Read refusals that need no verb: "Never", "never means never", "the answer is: no"."""
    words = [token.low for token in tokens if token.low[0].isalnum()]
    if not words:
        return []
    never = words.count("never")
    short = len(words) <= _SHORT and (never > 1 or (never and words[0] == "never"))
    answered = words[-1] == "no" and "answer" in words
    lows = tokens[0].low, *(token.low for token in tokens[1:5])
    if lows[0] == "there" and "no" in lows and not (words and _EMPTY & set(words)):
        future = "will" in lows or "would" in lows or "can" in lows
        position = PositionClass.REJECT if future else PositionClass.DENY
        weight = 2.5 if future else 1.5
        return [Finding(Verdict(position, weight, None, "there is no"), 0, 0, len(tokens))]
    if not short and not answered:
        return []
    verdict = Verdict(PositionClass.REJECT, 2.5, None, "never" if short else "answer no")
    return [Finding(verdict, 0, 0, len(tokens))]


_VALUING = word_set("be look sound seem call what such so very how feel most find too")


def _valued(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a word is said of somebody ("he is brave"), not merely mentioned."""
    return len(tokens) <= _BRIEF or any(
        token.lemma in _VALUING for token in tokens[max(0, i - 4) : i]
    )


def _tone(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read praise and blame where nothing firmer is said, and mistakes that are one's own."""
    own = any(token.low in ("we", "i") for token in tokens[:3])
    if not setting.direct:
        own = tokens[0].low in ("he", "she", "it", "they") or (
            len(tokens) > 1
            and tokens[0].low == "that"
            and tokens[1].low in ("he", "she", "it", "they")
        )
    for i, token in enumerate(tokens):
        if own and token.lemma in ERRORS and token.low != token.lemma:
            verdict = Verdict(PositionClass.CONCEDE, 2, None, token.low)
            return [Finding(verdict, i, i, i + 1)]
        blamed = token.lemma in BLAME or token.lemma in ERRORS
        praised = token.lemma in PRAISE and _valued(tokens, i)
        if (blamed and not own) or praised:
            if _negated_at(tokens, i):
                continue
            position = PositionClass.ACCUSE if blamed else PositionClass.SUPPORT
            verdict = Verdict(position, 0.9, None, token.low)
            return [Finding(verdict, i, i, i + 1)]
    return []


def judge(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Return what a clause speaks for, most telling first."""
    if not tokens:
        return []
    found = [
        *_from_events(tokens, setting),
        *_from_phrases(tokens),
        *_performative(tokens, setting),
        *_imperative(tokens, setting),
        *_fragment(tokens),
        *_tone(tokens, setting),
    ]
    return sorted(found, key=lambda finding: (-finding.verdict.weight, finding.start))
