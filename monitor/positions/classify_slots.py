"""The slots beside the class: object, modality, instrument, deadline, quantity, target."""

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.positions.classify_events import Mood
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Instrument, Modality

_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_COUNT = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|"
    r"ninety|\d+)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.)"
)
_DAY = (
    r"(?:(?:next |this |last )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"week|month|year|spring|summer|autumn|fall|winter)|"
    rf"{_MONTH}(?: \d{{1,2}})?|\d{{1,2}} {_MONTH}|"
    r"the (?:end|start|beginning|middle|first|last|\w+(?:st|nd|rd|th))"
    r"(?: day)?(?: of (?:the |this |next |last )?[\w’']+)?|tomorrow|tonight|midnight|noon|"
    r"easter|christmas|the deadline|dawn|sunset|then|20\d\d|\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)?\.?)"
)
_DEADLINE = re.compile(
    rf"\b(?:by (?:no later than )?{_DAY}|before {_DAY}|until {_DAY}|no later than {_DAY}|"
    rf"(?:within|in) (?:the next )?(?:exactly )?{_COUNT} {_UNIT}|"
    rf"{_COUNT}[- ]{_UNIT} (?:deadline|ultimatum)|"
    rf"(?:has|have|had|giv\w+|gave)\b[^.;]{{0,40}}?\b{_COUNT} {_UNIT}(?= to\b)|"
    rf"deadline of {_DAY}|immediately|at once|without delay|today|right now)\b"
    rf"(?: (?:on|at|of) {_DAY})?",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?:[$€£¥] ?\d[\d.,]*(?: ?(?:million|billion|trillion|thousand|m|bn|k)\b)?|"
    r"\b\d[\d.,]*(?: (?:million|billion|trillion|thousand|hundred))?"
    r"(?: ?%| per ?cent| percent(?:age points?)?| (?:dollars|euros|pounds|troops|soldiers|jobs|"
    r"tonnes|tons|"
    r"barrels|workers|people|refugees|prisoners|tanks|missiles|seats|votes|vehicles|ships)\b))"
    r"|\b\d[\d.,]* \w+ (?:a|an|per) (?:share|head|day|week|month|year|person|tonne|ton|barrel)\b"
    rf"|\bfor {_COUNT} (?:years?|months?|weeks?|seasons?)\b"
    r"|\b(?:half|a (?:third|quarter)|two thirds|all|every cent) of\b",
    re.IGNORECASE,
)
# When an announced blow falls, which is as good as a deadline where it hangs on a condition.
_START = re.compile(
    rf"\b(?:on|from|starting|beginning|as of) (?:(?:next |this )?(?:monday|tuesday|wednesday|"
    rf"thursday|friday|saturday|sunday)|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})\b",
    re.IGNORECASE,
)
_MODALITY = {
    Mood.WILL: Modality.WILL,
    Mood.READY: Modality.READY,
    Mood.MAY: Modality.MAY,
    Mood.SHOULD: Modality.SHOULD,
    Mood.MUST: Modality.SHOULD,
    Mood.WANT: Modality.SHOULD,
}
_BY_OBJECT = (
    (Instrument.FORCE, word_set("strike attack war invasion bombing missile force")),
    (
        Instrument.MILITARY_POSTURE,
        word_set("troop soldier tank warship fleet army military blockade weapon"),
    ),
    (
        Instrument.LEGAL,
        word_set("court lawsuit suit tribunal judge prosecution injunction licence permit"),
    ),
    (
        Instrument.ECONOMIC,
        word_set(
            """sanction tariff duty levy tax fund funding embargo boycott price asset account
            budget payment economic import export gas oil supply wage strike"""
        ),
    ),
    (
        Instrument.DIPLOMATIC,
        word_set("ambassador diplomat talk treaty embassy relation veto envoy"),
    ),
)
_STOP = word_set(
    """a an the this that these those any some all every each its his her their our my your it them
    him us me he she they we i you of to in on at for with by from into as and or not no never
    be have do will would shall can could may might must should very more most much such only
    also too just even now then again there here own same other another so than up down out off
    back over under away about against between both either one two if unless until what which
    who whom when where whatever whether regardless how why s immediately soon today tomorrow
    yesterday tonight
    january february march april june july august september october
    november december
    week month monday tuesday wednesday thursday friday saturday sunday first necessary
    constructive new matter case issue thing proposed"""
)
_ENDS = word_set(
    """that which who whom because since while whereas if unless until so when whatever regardless
    after before by within but ; — : or"""
)
_SAME = {
    "force": "troop",
    "soldier": "troop",
    "army": "troop",
    "military": "troop",
    "punishment": "sanction",
    "penalty": "sanction",
    "levy": "tariff",
    "duty": "tariff",
    "negotiation": "talk",
    "dialogue": "talk",
    "discussion": "talk",
    "conversation": "talk",
    "accord": "deal",
    "agreement": "deal",
    "pact": "deal",
    "treaty": "deal",
    "suit": "lawsuit",
    "licence": "permit",
    "license": "permit",
    "assistance": "aid",
    "support": "aid",
    "country": "",
    "company": "",
}
_LONGEST_OBJECT = 6
# How far behind "whether" its "or not" stands.
_IN_SPITE = 8


def object_words(tokens: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    """Return the content words of what a deed is done to, normalised.

    ``start`` and ``end`` enclose the deed's own words; what stands in the gap of a split phrase
    ("take the *permit* to court") counts as well.
    """
    words = [token for token in tokens[start + 1 : end] if token.low not in _ENDS]
    for at, token in enumerate(tokens[end:], end):
        if token.low in _ENDS or (token.low == "," and words):
            break
        if token.low == "whether" and _or_not(tokens[at + 1 : at + _IN_SPITE]):
            break  # "stands whether or not they strike"
        words.append(token)
    kept: list[str] = []
    for token in words:
        base = token.lemma.removesuffix("'s").removesuffix("'")
        base = _SAME.get(base, base)
        if base and base[0].isalpha() and base not in _STOP and base not in kept:
            kept.append(base)
    return tuple(kept[:_LONGEST_OBJECT])


def _or_not(tokens: Sequence[Token]) -> bool:
    return any((one.low, other.low) == ("or", "not") for one, other in pairwise(tokens))


def modality_of(mood: Mood | None, *, perfect: bool) -> Modality:
    """Return the published modality of a verb group."""
    if mood is Mood.DONE:
        return Modality.ALREADY if perfect else Modality.NONE
    return _MODALITY.get(mood, Modality.NONE) if mood else Modality.NONE


def instrument_of(named: Instrument, words: Sequence[str]) -> Instrument:
    """Return the instrument: what the deed says, else what its object says."""
    if named is not Instrument.UNSPECIFIED:
        return named
    for instrument, nouns in _BY_OBJECT:
        if not nouns.isdisjoint(words):
            return instrument
    return Instrument.UNSPECIFIED


def deadline_in(text: str) -> str | None:
    """Return the words that set a deadline; "by then" is set elsewhere."""
    found = (match.group().strip() for match in _DEADLINE.finditer(text))
    return next((words for words in found if not words.casefold().endswith(" then")), None)


def start_in(text: str) -> str | None:
    """Return the words that say on which day something begins."""
    match = _START.search(text)
    return match.group().strip() if match else None


def quantity_in(text: str) -> str | None:
    """Return the first amount."""
    match = _QUANTITY.search(text)
    return match.group().strip() if match else None


def names_in(tokens: Sequence[Token], own: frozenset[str]) -> str | None:
    """Return the first name that is not the speaker's own side."""
    run: list[str] = []
    for index, token in enumerate(tokens):
        named = token.capital and index > 0 and token.low not in own and token.low not in _STOP
        if named:
            run.append(token.low.removesuffix("'s"))
        elif run:
            break
    return " ".join(run) or None
