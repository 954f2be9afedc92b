"""Proper names in a sentence: where a person's or an organisation's name stands."""

from dataclasses import dataclass

from monitor.language.firstnames import FEMALE_NAMES, MALE_NAMES
from monitor.language.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FEMALE,
    GROUPS,
    MALE,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH_FORMS,
    TITLES,
    WEEKDAYS,
)
from monitor.language.phrases import is_adverb
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_PARTICLES = word_set("de del della di da dos van von der den ter la le el al bin ibn du abu")
_CALENDAR = frozenset(WEEKDAYS) | frozenset(MONTHS)
_SMALL = PREPOSITIONS | CONJUNCTIONS | DETERMINERS | PRONOUNS | AUXILIARIES
ORGANISATIONS = word_set(
    "energy council ministry party bank university news times post group inc inc. corp corp. ltd "
    "committee court house senate congress parliament union commission agency association "
    "institute center centre foundation fund reserve administration department office bureau "
    "journal herald tribune guardian company holdings plc league board authority service "
    "federation organization organisation nations team force army navy police network press "
    "wire media street hall hospital church airlines airways motors industries technologies "
    "systems international global tower state states city county district river lake island "
    "coalition alliance caucus conference league campaign project society trust"
)
SUFFIXES = word_set("jr jr. sr sr. ii iii iv")
_PLACE_OPENERS = word_set(
    "north south east west new saudi united los san las santa fort port mount lake upper lower "
    "central latin great sri costa puerto el hong abu tel cape rio buenos sao"
)
_GIVEN = MALE_NAMES | FEMALE_NAMES
_TITLE_CASE = 0.7
# Shorter words are small ones, which titles leave small; fewer words than this are no title.
_LONG = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: items ``first`` to ``end``; ``outer`` is where its titles begin."""

    first: int
    end: int
    outer: int
    person: bool | None
    pronoun: str | None


def find_names(s: Sentence, known: frozenset[str] | set[str]) -> list[Name]:
    """Find the names of a sentence. ``known`` holds surnames met before, folded."""
    found: list[Name] = []
    n = len(s)
    shouting = is_title_case(s)
    i = 0
    while i < n:
        if not (s.words[i][0].isupper() and _starts_name(s, i, known, shouting=shouting)):
            i += 1
            continue
        end = _run_end(s, i, shouting=shouting)
        name = _trim(s, i, end, known)
        if name is not None:
            found.append(name)
        i = max(end, i + 1)
    return found


def is_title_case(s: Sentence) -> bool:
    """Tell whether a sentence is a Headline in Title Case, where capitals mark no names."""
    # Prose about many names may look alike, but never in all of its words.
    prose = s.words[-1] == "."
    words = capitals = 0
    for word in s.words:
        if len(word) < _LONG or not word[0].isalpha():
            continue
        words += 1
        if word[0].isupper():
            capitals += 1
        elif prose:
            return False
    return words >= _LONG and capitals >= _TITLE_CASE * words


def _starts_name(s: Sentence, i: int, known: frozenset[str] | set[str], *, shouting: bool) -> bool:
    word, low = s.words[i], s.lower[i]
    if s.quotes[i] is not None or low in _CALENDAR or low == "i":
        return False
    if low in _SMALL or (shouting and low in SPEECH_FORMS):
        return False
    opens = i == 0 or s.quotes[i - 1] is not None or s.words[i - 1] in ":.!?—–-("
    if not opens or low in known or low in _GIVEN or low.rstrip(".") in TITLES:
        return True
    if is_adverb(low) or low.endswith("ing"):
        return False
    follows = s.words[i + 1] if i + 1 < len(s) else ""
    return bool(follows) and (
        follows[0].isupper()
        or s.lower[i + 1] in SPEECH_FORMS
        or s.lower[i + 1] in AUXILIARIES
        or s.lower[i + 1] in {"'s", ",", ":", "(", "and"}
        or (len(word) > 1 and word.isupper())
    )


def _run_end(s: Sentence, i: int, *, shouting: bool) -> int:
    n = len(s)
    end = i + 1
    while end < n and s.quotes[end] is None:
        word, low = s.words[end], s.lower[end]
        if word[0].isupper() and low not in _CALENDAR and low not in _SMALL - {"may", "will"}:
            if shouting and low in SPEECH_FORMS:
                break
            end += 1
        elif (
            low in _PARTICLES
            and end + 1 < n
            and s.words[end + 1][0].isupper()
            and s.quotes[end + 1] is None
        ) or (low == "&" and end + 1 < n and s.words[end + 1][0].isupper()):
            end += 2
        else:
            break
    return end


def _trim(s: Sentence, first: int, end: int, known: frozenset[str] | set[str]) -> Name | None:
    """Drop titles and what else stands before a person's name."""
    start = first
    pronoun: str | None = None
    titled = False
    for at in range(first, end):
        low = s.lower[at].rstrip(".")
        if low in TITLES and low not in _GIVEN:
            titled = True
            start = at + 1
            pronoun = "he" if low in MALE else "she" if low in FEMALE else pronoun
    given = start
    for at in range(start, end - 1):
        if s.lower[at] in ORGANISATIONS and (s.lower[end - 1] in known and at < end - 1):
            given = at + 1
        if s.lower[at] in _GIVEN and not (at > start and _is_given_part(s, at - 1)):
            given = at
            break
    before = s.lower[first - 1].rstrip(".") if first else ""
    if before in TITLES or before == "'s":
        titled = titled or before in TITLES
        pronoun = pronoun or ("he" if before in MALE else "she" if before in FEMALE else None)
    if start >= end:
        return None
    if given > start and s.lower[end - 1] not in ORGANISATIONS:
        start = given
    person = _is_person(s, start, end, titled=titled, article=before in {"the", "a"})
    if pronoun is None and person and end - start > 1:
        low = s.lower[start]
        pronoun = "he" if low in MALE_NAMES else "she" if low in FEMALE_NAMES else None
    return Name(start, end, first, person, pronoun)


def _is_given_part(s: Sentence, at: int) -> bool:
    return s.lower[at] in _GIVEN or s.words[at].endswith(".")


def _is_person(s: Sentence, first: int, end: int, *, titled: bool, article: bool) -> bool | None:
    low = s.lower
    last = end - 1
    while last > first and low[last] in SUFFIXES:
        last -= 1
    if low[last] in ORGANISATIONS or low[last] in GROUPS:
        return False
    if titled or low[first] in _GIVEN:
        return True
    if low[first] in _PLACE_OPENERS:
        return False
    if article or (end - first == 1 and s.words[first].isupper() and len(s.words[first]) > 1):
        return False
    return None if end - first == 1 or end - first > 3 else True  # noqa: PLR2004 - too long a name


def surname_of(words: list[str]) -> str:
    """Return the folded word by which later mentions call somebody."""
    end = len(words)
    while end > 1 and words[end - 1] in SUFFIXES:
        end -= 1
    return words[end - 1]
