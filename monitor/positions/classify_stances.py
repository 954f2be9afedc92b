"""Stances that are told without an announcement: what stays, what is done, what nobody did."""

from collections.abc import Sequence

from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_deeds import Side
from monitor.positions.classify_events import Event, Mood, events
from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_sides import deed_at
from monitor.positions.classify_subjects import Subject, subject_of
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, PositionClass

_P = PositionClass
_SUBJECT_REACH = 8
_COPULAS = word_set("be remain stay become")
_PERSONS = word_set("i we he she you they who")
_STAYING = word_set("stay stays stand stands remain remains")
_UNMOVED = word_set("put so")
_STILL = (
    ("as", "it"),
    ("as", "they"),
    ("where", "it"),
    ("where", "they"),
    ("in", "place"),
    ("in", "force"),
    ("the", "same"),
)
_KEPT_OPEN = word_set("offer invitation promise hand door support pledge guarantee")
# What was said before, and what saying that it stands does once more.
_WORDS_GIVEN = {
    "demand": (_P.REQUEST, Force.DEMAND),
    "request": (_P.REQUEST, Force.APPEAL),
    "appeal": (_P.REQUEST, Force.APPEAL),
    "offer": (_P.AGREE, Force.OFFER),
    "invitation": (_P.AGREE, Force.OFFER),
    "proposal": (_P.AGREE, Force.OFFER),
    "promise": (_P.AGREE, Force.PROMISE),
    "pledge": (_P.AGREE, Force.PROMISE),
    "guarantee": (_P.AGREE, Force.PROMISE),
    "threat": (_P.THREATEN, Force.UNCONDITIONAL),
    "ultimatum": (_P.THREATEN, Force.ULTIMATUM),
    "refusal": (_P.REJECT, None),
    "rejection": (_P.REJECT, None),
}
_OWNERS = {True: word_set("my our"), False: word_set("its his her")}
_STANDS = word_set("stands stand stood holds held")
_REMAINS = word_set("remains remain remained")
_NO_MORE = word_set("not longer never")
_HELD = (
    ("on", "the", "table"),
    ("in", "place"),
    ("in", "force"),
    ("as", "it"),
    ("the", "same"),
    ("open",),
    ("valid",),
    ("unchanged",),
)
_LONGEST_WORD = 16
_SUBJECT_BREAKS = word_set("that which who and but , ; because if when")
_SCANT = word_set("half third quarter fraction this that it offer proposal sum price plan deal")
_NOBODY = word_set("nobody no-one none")
# What a denial that "nobody" did it is about: deeds, not feelings.
_DONE = word_set(
    """fire shoot hit strike give take steal leave pay order kill attack sell change move lose
    break touch cross enter send die force bribe burn destroy promise order harm
    hurt arrest beat torture leak pledge build"""
)
_NEVER_PAST = word_set("to the a an of by be have is was are were been being not will would")
_BODIES = word_set(
    """board government company union club council party committee team ministry league
    association bank court country nation cabinet parliament commission authority agency
    administration army federation"""
)
_BODY_STANCES = {
    "rejects": (_P.REJECT, None),
    "refuses": (_P.REJECT, None),
    "opposes": (_P.REJECT, None),
    "accepts": (_P.AGREE, Force.ACCEPT),
    "agrees": (_P.AGREE, Force.ACCEPT),
    "denies": (_P.DENY, None),
    "condemns": (_P.ACCUSE, None),
    "demands": (_P.REQUEST, Force.DEMAND),
    "supports": (_P.SUPPORT, None),
    "welcomes": (_P.SUPPORT, None),
    "apologises": (_P.CONCEDE, None),
}


def stances(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Return the stances of a clause that its announcements and set phrases do not tell."""
    found = (
        _word_given(tokens, setting),
        _red_line(tokens),
        _unmoved(tokens),
        _not_enough(tokens),
        _nobody(tokens),
        _body(tokens, setting),
        _past_deed(tokens, setting),
    )
    return [finding for finding in found if finding is not None]


def _finding(position: PositionClass, weight: float, because: str, start: int, end: int) -> Finding:
    return Finding(Verdict(position, weight, None, because), start, start, end, firm=True)


def _red_line(tokens: Sequence[Token]) -> Finding | None:
    """Read "our mandate remains a red line": what may not be asked for is refused."""
    for i in range(2, len(tokens)):
        if tokens[i].lemma != "line" or tokens[i - 1].low != "red":
            continue
        before = tokens[max(0, i - 4) : i]
        negated = any(token.low in ("not", "never", "no") for token in before)
        if any(token.lemma in _COPULAS for token in before) and not negated:
            return _finding(_P.REJECT, 3.6, "red line", i - 1, i + 1)
    return None


def _word_given(tokens: Sequence[Token], setting: Setting) -> Finding | None:
    """Read "its demand for a limit still stands": it demands the limit once more.

    "The offer stands" is the speaker's as well; "the threat remains" is anybody's.
    """
    begin = int(not setting.direct and bool(tokens) and tokens[0].low == "that")
    near = range(begin + 1, min(begin + 3, len(tokens)))
    noun = next((i for i in near if tokens[i].lemma in _WORDS_GIVEN), None)
    if noun is None:
        return None
    position, force = _WORDS_GIVEN[tokens[noun].lemma]
    own = tokens[begin].low in _OWNERS[setting.direct]
    if not own and not (tokens[begin].low == "the" and position is _P.AGREE):
        return None
    for i in range(noun + 1, min(len(tokens), _LONGEST_WORD)):
        if tokens[i].low in _SUBJECT_BREAKS - {"that", ","}:
            return None
        if tokens[i].low not in _STANDS | _REMAINS:
            continue
        if not _is_held(tokens, i, alone=own or tokens[i].low in _STANDS):
            return None
        if not _NO_MORE.isdisjoint(token.low for token in tokens[max(0, i - 2) : i]):
            position, force = (_P.REJECT if position is _P.AGREE else _P.CONCEDE), None
        verdict = Verdict(position, 3.6, force, f"{tokens[noun].low} {tokens[i].low}")
        return Finding(verdict, noun, noun, i + 1, firm=True)
    return None


def _is_held(tokens: Sequence[Token], at: int, *, alone: bool) -> bool:
    """Tell "remains", "remains on the table" from "remains in doubt" and "on paper"."""
    after = [token.low for token in tokens[at + 1 : at + 4]]
    if not after or not after[0][0].isalnum():
        return alone
    return any(tuple(after[: len(words)]) == words for words in _HELD)


def _unmoved(tokens: Sequence[Token]) -> Finding | None:
    """Read "the suit stays", "prices will stay as they are": what was asked is not done."""
    for i in range(1, min(len(tokens), _SUBJECT_REACH)):
        token = tokens[i]
        if token.low in _SUBJECT_BREAKS:
            return None
        if token.low not in _STAYING:
            continue
        subject = [word.low for word in tokens[:i] if word.low[0].isalnum()]
        kept = any(word.lemma in _KEPT_OPEN for word in tokens[:i])
        if not subject or kept or not _PERSONS.isdisjoint(subject) or "not" in subject:
            return None
        rest = [word.low for word in tokens[i + 1 :] if word.low[0].isalnum()]
        still = not rest or rest[0] in _UNMOVED or tuple(rest[:2]) in _STILL
        return _finding(_P.REJECT, 2.4, token.low, i, i + 1) if still else None
    return None


def _not_enough(tokens: Sequence[Token]) -> Finding | None:
    """Read "half is not enough": an offer turned down."""
    for i in range(2, min(len(tokens), _SUBJECT_REACH)):
        if tokens[i].low != "enough" or tokens[i - 1].low != "not":
            continue
        ends = i + 1 >= len(tokens) or not tokens[i + 1].low[0].isalnum()
        if ends and any(token.lemma in _SCANT for token in tokens[: i - 1]):
            return _finding(_P.REJECT, 2, "not enough", i - 1, i + 1)
    return None


def _nobody(tokens: Sequence[Token]) -> Finding | None:
    """Read "nobody fired", "not one bar has left the vault": a denial that it was done."""
    words = [token.low for token in tokens[:2]]
    if not words or not (words[0] in _NOBODY or words in (["not", "one"], ["no", "one"])):
        return None
    for i, token in enumerate(tokens[1:_SUBJECT_REACH], start=1):
        if token.low in ("will", "would", "can", "could", "should", "must", "may", "might", ","):
            return None
        named = deed_at(tokens, i)
        done = token.lemma in _DONE or (named is not None and named[0].side is Side.HOSTILE)
        past = token.low != token.lemma and not token.low.endswith(("s", "ing"))
        if done and past:
            return _finding(_P.DENY, 2.4, f"{words[0]} {token.low}", i, i + 1)
    return None


def _body(tokens: Sequence[Token], setting: Setting) -> Finding | None:
    """Read "the board rejects it": the speaker's own body takes a stance."""
    for i in range(1, min(len(tokens), _SUBJECT_REACH)):
        stance = _BODY_STANCES.get(tokens[i].low)
        if stance is None:
            continue
        before = tokens[i - 1]
        own = before.low in setting.own or before.lemma in _BODIES
        led = tokens[0].low in ("the", "our", "my", "this") or tokens[0].low in setting.own
        if own and led:
            verdict = Verdict(stance[0], 2.6, stance[1], tokens[i].low)
            return Finding(verdict, i, i, i + 1, subject=Subject.OWN)
    return None


def _past_deed(tokens: Sequence[Token], setting: Setting) -> Finding | None:
    """Read "we walked out", "the government sued": a deed that needs no auxiliary."""
    if next(iter(events(tokens)), None) is not None:
        return None
    for i in range(1, min(len(tokens), _SUBJECT_REACH)):
        token = tokens[i]
        if token.low in _SUBJECT_BREAKS and i > 1:
            return None
        if token.low == token.lemma or token.low.endswith(("ing", "s")):
            continue
        if tokens[i - 1].low in _NEVER_PAST:
            continue
        named = deed_at(tokens, i)
        if named is None or named[0].head == "oppose":
            continue
        deed, end = named
        position = {Side.HOSTILE: _P.THREATEN, Side.RETREAT: _P.CONCEDE}.get(deed.side)
        subject = subject_of(tokens[:i], direct=setting.direct, own=setting.own, cue_object=False)
        if position is None or subject is not Subject.OWN:
            return None
        event = Event(i, i, Mood.DONE, negated=False)
        verdict = Verdict(position, 2.5, None, token.low)
        return Finding(verdict, i, i, end, deed, event, subject)
    return None
