"""What the reporting words say: cue, its negation, repetition, a change the report itself marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.positions.classify_cues import CUES, NEUTRAL, REITERATING, Cue
from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_tokens import Token, tokenise
from monitor.positions.classify_words import word_set
from monitor.positions.reading import Quotation
from schemas.vocabulary import Force, PositionClass

_NEGATORS = word_set("not never without neither nor")
_REACH = 3

_REPEATS: PhraseTable[bool] = PhraseTable()
_REPEATS.add(
    """I|we have (always) say, I|we have (already) say, I|we have tell you, I|we say it before,
        say it again, I repeat,
    we repeat, let I repeat, let me repeat, a hundred time, a thousand time, many time before,
        time and again, over and over,
    I say it in, and I say it now, the same as it be, as I|we have, as I|we say,
        as I|we repeatedly, as he|she|they have (already) say""",
    value=True,
)
_REPORTED_REPEATS: PhraseTable[bool] = PhraseTable()
_REPORTED_REPEATS.add(
    """as he|she|they have (already) say, as he|she|they say, as he|she|they repeatedly,
        say it before, say before,
    say again, once again, once more, as ever, as before, still insist,
    not for the first time, for the second|third|fourth time""",
    value=True,
)
_MARKS: PhraseTable[bool] = PhraseTable()
_MARKS.add(
    """no longer, whatever, regardless, no matter, even if, come what may, unconditional,
    unconditionally, without precondition, without condition, whether or not, with or without,
    without asking, drop, abandon, reverse, anymore,
    for the first time, after all, add * condition, attach * condition,
    change course, u-turn, about-face, now, this time,
    in a retreat, in a reversal, in a shift, harden, soften, from now on""",
    value=True,
)


# Verbs that say what something is called.
CALLING = word_set(
    """call dub brand label term describe liken compare portray depict paint attribute ascribe
    trace"""
)
_REQUESTING = re.compile(
    r"\bwhy (?:don[’']t|not)\b|\bdo you mind\b|\b(?:will|would|could|can|may|must|should|please)\b"
    r"|\b(?:won|wouldn|couldn)[’']t\b",
    re.IGNORECASE,
)
_NOUN_SPAN = 60
_NOUN_REACH = 4
_OWNERS = word_set("its his her their our a an the full strong")
# Verbs that hand the class on to their object.
_CARRIERS = word_set(
    """repeat reiterate renew voice express issue make reaffirm restate send give offer stand
    underline stress announce declare deliver extend convey raise increase harden sharpen improve
    sweeten stick cling maintain"""
)
_SPEECH_NOUNS = {
    "call": Cue(PositionClass.REQUEST, Force.DEMAND),
    "demand": Cue(PositionClass.REQUEST, Force.DEMAND),
    "appeal": Cue(PositionClass.REQUEST, Force.APPEAL),
    "plea": Cue(PositionClass.REQUEST, Force.APPEAL),
    "request": Cue(PositionClass.REQUEST, Force.APPEAL),
    "threat": Cue(PositionClass.THREATEN),
    "charge": Cue(PositionClass.ACCUSE),
    "accusation": Cue(PositionClass.ACCUSE),
    "allegation": Cue(PositionClass.ACCUSE),
    "criticism": Cue(PositionClass.ACCUSE),
    "condemnation": Cue(PositionClass.ACCUSE),
    "regret": Cue(PositionClass.ACCUSE),
    "concern": Cue(PositionClass.ACCUSE),
    "outrage": Cue(PositionClass.ACCUSE),
    "support": Cue(PositionClass.SUPPORT),
    "backing": Cue(PositionClass.SUPPORT),
    "back": Cue(PositionClass.SUPPORT),
    "blessing": Cue(PositionClass.SUPPORT),
    "bless": Cue(PositionClass.SUPPORT),
    "praise": Cue(PositionClass.SUPPORT),
    "solidarity": Cue(PositionClass.SUPPORT),
    "congratulation": Cue(PositionClass.SUPPORT),
    "denial": Cue(PositionClass.DENY),
    "offer": Cue(PositionClass.AGREE, Force.OFFER),
    "promise": Cue(PositionClass.AGREE, Force.PROMISE),
    "pledge": Cue(PositionClass.AGREE, Force.PROMISE),
    "commitment": Cue(PositionClass.AGREE, Force.PROMISE),
    "refusal": Cue(PositionClass.REJECT),
    "rejection": Cue(PositionClass.REJECT),
    "opposition": Cue(PositionClass.REJECT),
    "objection": Cue(PositionClass.REJECT),
    "apology": Cue(PositionClass.CONCEDE),
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known from the words around the content.

    ``lemma`` is the cue's first word; ``cue`` is None when it leaves the class to the content.
    """

    lemma: str
    cue: Cue | None
    negated: bool
    reiterated: bool
    marked: bool
    because: str


def _outside(quotation: Quotation) -> str:
    """Return the sentence with the content blanked, so that cues are sought around it."""
    text = quotation.sentence
    for piece in quotation.content:
        at = text.find(piece) if piece else -1
        if at >= 0:
            text = text[:at] + " " * len(piece) + text[at + len(piece) :]
    return text


def _place(quotation: Quotation, outside: str) -> int:
    """Return where the cue stands in the sentence: the occurrence nearest to the content."""
    content = quotation.sentence.find(quotation.content[0]) if quotation.content else 0
    best = -1
    at = outside.find(quotation.cue)
    while at >= 0:
        if best < 0 or abs(at - content) < abs(best - content):
            best = at
        at = outside.find(quotation.cue, at + 1)
    return best


def attribution(quotation: Quotation) -> Attribution:
    """Read the cue of a quotation where it is printed."""
    outside = _outside(quotation)
    tokens = tokenise(quotation.sentence)
    around = tokenise(outside)
    place = _place(quotation, outside) if quotation.cue else -1
    index = next((i for i, token in enumerate(tokens) if token.start >= place), -1)
    if place < 0 or index < 0:
        tokens = tokenise(quotation.cue + " " + " ".join(quotation.content)[:80])
        index = 0 if tokens and quotation.cue else -1
    lemma = tokens[index].lemma if index >= 0 else ""
    cue, because = _cue_at(tokens, index) if index >= 0 else (None, "")
    if lemma == "ask" and _is_question(quotation):
        # "“What is a fleet for?” she asked" asks nobody for anything: what it does its words tell.
        cue, because = None, ""
    if lemma in _CARRIERS:
        noun = _noun_cue(quotation)
        if noun is not None:
            cue, because = noun
    if cue is None and lemma in CALLING:
        cue, because = _calling(tokens, index)
    before = {token.low for token in tokens[max(0, index - _REACH) : max(index, 0)]}
    words = [*around, *tokenise(" ".join(quotation.content))]
    return Attribution(
        lemma=lemma,
        cue=cue,
        negated=not before.isdisjoint(_NEGATORS),
        reiterated=_reiterated(lemma, tokens, index)
        or bool(_REPORTED_REPEATS.find(around))
        or bool(_REPEATS.find(words)),
        marked=bool(_MARKS.find(words)),
        because=because or lemma,
    )


def _is_question(quotation: Quotation) -> bool:
    """Tell "What is a fleet for?" from "Would you let the buses through?"."""
    last = quotation.content[-1] if quotation.direct and quotation.content else ""
    asks = last.rstrip("”’\"', ").endswith("?")
    return asks and _REQUESTING.search(last) is None


def _cue_at(tokens: Sequence[Token], index: int) -> tuple[Cue | None, str]:
    hit = CUES.at(tokens, index)
    if hit is None:
        return None, ""
    return hit.value, " ".join(token.low for token in tokens[index : hit.end])


def _noun_cue(quotation: Quotation) -> tuple[Cue, str] | None:
    """Read "repeated its charge that", "voiced regret at": the noun is the cue."""
    if quotation.direct or not quotation.content:
        return None
    words = tokenise(quotation.content[0][:_NOUN_SPAN])[:_NOUN_REACH]
    if not words or (words[0].low not in _OWNERS and words[0].lemma not in _SPEECH_NOUNS):
        return None
    for token in words:
        cue = _SPEECH_NOUNS.get(token.lemma)
        if cue is not None:
            return cue, token.low
    return None


def _calling(tokens: Sequence[Token], index: int) -> tuple[Cue | None, str]:
    """Read "called for" and "called on"; "called it a crime" says what it is called."""
    after = tokens[index + 1].low if index + 1 < len(tokens) else ""
    if after == "for":
        return Cue(PositionClass.REQUEST, Force.DEMAND), "call for"
    if after in ("on", "upon"):
        return Cue(PositionClass.REQUEST, Force.APPEAL), f"call {after}"
    return None, ""


def _reiterated(lemma: str, tokens: Sequence[Token], index: int) -> bool:
    if lemma in REITERATING:
        return True
    near = tokens[max(0, index - 2) : index + 3] if index >= 0 else ()
    return any(token.low in ("again", "repeatedly") for token in near) and (
        lemma in NEUTRAL or _cue_at(tokens, index)[0] is not None
    )
