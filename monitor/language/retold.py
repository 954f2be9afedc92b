"""Whether a report tells a statement as something said earlier, and not as its news.

"In 2013 Duarte backed the bill", "Reyl, who has long opposed it", "Hale's threat to leave": news is
full of what was said before. Read as said today it would be a position taken today.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from monitor.language.content import VENUES
from monitor.language.frames import Frame
from monitor.language.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    NOUN_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    SPEECH_FORMS,
    TELL,
    WEEKDAYS,
)
from monitor.language.phrases import PERIODS, UNITS, Range, skip_auxiliaries
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

# A report may be the first to tell what was said in the days before it.
_RECENT: Final = timedelta(days=7)
# What stands in the first characters of a text is its news, in whatever tense.
_LEAD: Final = 500
_BEFORE: Final = word_set("previously formerly originally initially historically")
_SEASONS: Final = word_set("spring summer autumn fall winter")
_HABITS: Final = word_set("often frequently regularly routinely usually typically")
_STANDING: Final = word_set("long always consistently repeatedly since") | _HABITS
_PERFECT: Final = word_set("has have 've")
_FRESH: Final = word_set("now just today")
_LONG: Final = word_set("years decades months")
_SPANS: Final = PERIODS - {"week", "weekend"}
_BEGAN: Final = word_set("began started broke ended")
_HOURS: Final = word_set("hour hours minute minutes moment moments day") | frozenset(WEEKDAYS)
_LONG_UNITS: Final = word_set("week weeks month months year years")
_NO_THINGS: Final = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | SPEECH_FORMS
_ONE: Final = word_set("a an another")
_RELATIVE: Final = word_set("who whose which where")
_WHEN_NOW: Final = frozenset(WEEKDAYS) | word_set("asked today yesterday")
_SUBORDINATE: Final = word_set("after when since")
_POSSESSIVES: Final = word_set("his her their its 's")
# How far behind its subject the auxiliary of a verb group stands.
_GROUP: Final = 2
_NEXT: Final = word_set("following ensuing subsequent intervening")
# Whoever "opposes" does so on any day; a report that "says" tells of one. Who "threatens" is heard.
_STANCES: Final = word_set(
    "opposes supports favors favours backs advocates champions promises pledges vows proposes calls"
)
_HOLDING: Final = word_set(
    "opposing supporting favoring favouring backing advocating championing promising pledging "
    "vowing proposing calling threatening urging defending"
)
# Days, who reports, and what is written or held on a day.
_TELLS_OF_A_DAY: Final = frozenset((*WEEKDAYS, *SAY, *TELL, *VENUES)).difference(
    _STANCES, _HOLDING, {"remarks"}
) | word_set("now today tonight yesterday this according ad plan reversal")
_LASTS: Final = word_set("has have is are")
# How far down a report, in characters, what somebody is "threatening" is no longer its news.
_FAR: Final = 1000
_FIRST_YEAR: Final = 1900
_YEAR_DIGITS: Final = 4
# How far into a thing a date still tells when it was praised or blamed: "fellow deputies in 2011".
_OBJECT: Final = 5
# How far before a clause its adverbials reach: "During the talks in Geneva last year, Hale …".
_LEAD_IN: Final = 12


def is_retold(
    s: Sentence, frame: Frame, said_on: date | None, day: date | None, *, within: bool = False
) -> bool:
    """Tell whether a statement is told as said earlier.

    Args:
        s: the sentence.
        frame: cue, source and content in it.
        said_on: the day on which it was said, where the report tells.
        day: the day of the report; without it no date is past.
        within: it stands in what another says, whose tense is not the report's.
    """
    if frame.source is None:
        return False
    first = min(frame.source[0], frame.cue)
    around = _around(s, frame, first)
    if said_on is not None and day is not None:
        # "Last week" is a week ago: on top of a text it is still news.
        return day - said_on > (_RECENT if s.start < _LEAD else _RECENT - timedelta(days=1))
    if any(_is_past(s, i, day) for i in around):
        return True
    if not _BEFORE.isdisjoint(s.lower[i] for i in around) or _once(s, frame, first):
        return True
    if s.start >= _LEAD and any(s.lower[i] == "recently" for i in around):
        return True
    before = [i for i in around if i < first]
    if "this" not in s.lower[:first] and any(
        _is_at_any_time(s, i) or (_is_of_a_tale(s, i) and not s.lower[frame.cue].endswith("s"))
        for i in before
    ):
        return True
    if within:
        return False
    if s.lower[frame.cue] in NOUN_FORMS and not _is_verb(s, frame.cue, frame.source):
        return s.start >= _LEAD and _is_owner(s, frame.source)
    return _by_tense(s, frame, first) or _is_standing(s, frame)


def _is_of_a_tale(s: Sentence, at: int) -> bool:
    """Tell "a week later" and "in the months that followed": the next step of what is told.

    Days tell this week's news.
    """
    low = s.lower
    one, two, three, four = (*low[at + 1 : at + 5], "", "", "", "")[:4]
    if low[at] in _LONG_UNITS:
        return one == "later" and two != "than"
    if low[at] == "in" and one == "the":
        following = two in _NEXT and three in _LONG_UNITS
        return following or (two in _LONG_UNITS and [three, four] == ["that", "followed"])
    return False


def _is_at_any_time(s: Sentence, at: int) -> bool:
    """Tell "at rally after rally", which tells of no day at all."""
    again = s.lower[at + 1 : at + 3] == ["after", s.lower[at]]
    return again and at > 0 and s.lower[at - 1] in PREPOSITIONS


def _is_owner(s: Sentence, source: Range) -> bool:
    """Tell whose threat it is ("Hale's threat", "his stern warning") from who issues one."""
    _, end = source
    return s.lower[end - 1] in _POSSESSIVES or s.lower[end : end + 1] == ["'s"]


def _is_verb(s: Sentence, cue: int, source: Range) -> bool:
    """Tell the "calls" of "Reyl also calls for" from that of "Reyl's calls for"."""
    left, _ = skip_auxiliaries(s, cue - 1)
    return source[1] == left + 1 and s.lower[left] not in _POSSESSIVES


def _is_standing(s: Sentence, frame: Frame) -> bool:
    """Tell what somebody is for or against at any time, told far from the top of a report.

    "Reyl opposes the dam. He calls for a toll" and "has been harsher, threatening to close the
    river" say where he stands, and of no day on which he said so; "says" and "told" do, and so
    does a letter or an interview in which he "proposes" it.
    """
    cue = s.lower[frame.cue]
    reach = _LEAD if cue in _STANCES else _FAR if cue in _HOLDING else None
    if reach is None or s.start < reach or frame.source is None or _is_quoted(s, frame):
        return False
    _, met = skip_auxiliaries(s, frame.cue - 1)
    if not AUXILIARIES.isdisjoint(met):
        return False
    around = (i for i in range(len(s)) if i != frame.cue and not frame.holds(i))
    if not _TELLS_OF_A_DAY.isdisjoint(s.lower[i] for i in around if s.quotes[i] is None):
        return False
    # "Addressed the nation, vowing to destroy it" tells of a day, "is furious, vowing to" does not.
    behind = frame.source[1]
    aside = _aside(s, behind, frame.cue)
    between = (s.lower[i] for i in range(behind, frame.cue) if i not in aside)
    return cue in _STANCES or not _LASTS.isdisjoint(between)


def dates_another(s: Sentence, frame: Frame) -> bool:
    """Tell "…, five weeks after she had refused to stop", which only dates what is told before.

    And "…, ceding ground she had refused to give", which only says of what.
    """
    if s.lower[frame.cue].endswith("ing") and frame.cue > 1:  # "five weeks after insisting that"
        return s.lower[frame.cue - 1] == "after" and s.lower[frame.cue - 2] in UNITS
    if frame.source is None or frame.source[0] <= 1:
        return False
    first, end = frame.source
    before = s.lower[first - 1]
    if before == "after":
        long_after = s.lower[first - 2] in _LONG_UNITS or s.lower[end : end + 1] == ["had"]
        return s.lower[first - 2] in UNITS and long_after
    pluperfect = s.lower[first] in PRONOUNS and s.lower[end : end + 1] == ["had"]
    thing = before.isalpha() and before not in _NO_THINGS
    return pluperfect and thing and s.quotes[first - 1] is None


def _around(s: Sentence, frame: Frame, first: int) -> list[int]:
    """Return the items that may say when: before the subject, by the verb, in a short object."""
    led_in = first <= _LEAD_IN and SPEECH_FORMS.isdisjoint(s.lower[:first])
    begin = 0 if led_in and not any(a < first for a, _ in frame.content) else first
    after = [(a, b) for a, b in frame.content if a >= frame.cue_end]
    aside = _aside(s, first, frame.cue)
    places = [i for i in range(begin, frame.cue) if not frame.holds(i) and i not in aside]
    if after:
        start, end = after[0]
        places += range(frame.cue_end, start)
        if s.quotes[start] is None and s.lower[start] not in {"that", "to", "if", "whether"}:
            places += range(start, min(end, start + _OBJECT))
            places += range(end, _end_of_when(s, end))
    return [i for i in places if s.quotes[i] is None]


def _end_of_when(s: Sentence, end: int) -> int:
    """Return where what follows a content ends to date it: "…, when he was attacked last month"."""
    stop = end + 2
    if s.lower[end : end + 1] == ["when"]:
        reach = range(end, min(len(s), end + _LEAD_IN))
        far = next((i for i in reach if s.lower[i] in {",", "."}), end + _LEAD_IN)
        # "When he was asked on Tuesday about a vote held last month" tells of Tuesday.
        if _WHEN_NOW.isdisjoint(s.lower[end:far]):
            stop = far
    return min(len(s), stop)


def _aside(s: Sentence, first: int, cue: int) -> range:
    """Return what is told of the speaker between commas: ", who settled the docks quarrel, "."""
    for i in range(first, cue - 1):
        if s.lower[i] == "," and s.lower[i + 1] in _RELATIVE:
            ends = [j for j in range(i + 2, cue) if s.lower[j] == ","]
            return range(i, ends[-1]) if ends else range(0)
    return range(0)


def _is_past(s: Sentence, at: int, day: date | None) -> bool:
    """Tell a date long past that begins at an item: "in 2013", "last year", "for decades"."""
    low = s.lower
    after = low[at + 1] if at + 1 < len(low) else ""
    begun = low[at] == "when" and not _BEGAN.isdisjoint(low[at + 1 : at + _OBJECT])
    if begun or (low[at] == "for" and after in _LONG):
        return True
    if low[at] == "last" and after in _SPANS:
        return True
    if low[at : at + 3] in (["in", "the", "past"], ["at", "the", "time"], ["over", "the", "years"]):
        return True
    if low[at] == "earlier" and low[at + 1 : at + 3] == ["this", "year"]:
        return True
    if low[at : at + 2] == ["in", "the"] and not _SEASONS.isdisjoint(low[at + 2 : at + 3]):
        return True
    if low[at] in _LONG and after == "ago":
        return True
    return day is not None and _is_dated_before(low, at, day)


def _is_dated_before(low: Sequence[str], at: int, day: date) -> bool:
    """Tell a year or a month before that of the report: "in 2013", "in a September debate"."""
    after = low[at + 1] if at + 1 < len(low) else ""
    if low[at] not in {"in", "of", "during", "since", "until", "the"}:
        return False
    if (named := _year(after)) is not None:
        return named < day.year
    if low[at] in {"in", "during"} and after in _ONE and low[at + 2 : at + 3]:
        # "In a September debate", "in an October interview".
        return MONTHS.get(low[at + 2], day.month) != day.month
    if low[at] != "in" or after not in MONTHS:
        return False
    beside = low[at + 2] if at + 2 < len(low) else ""
    if (named := _year(beside)) is not None:
        return (named, MONTHS[after]) < (day.year, day.month)
    return not beside.isdecimal() and MONTHS[after] != day.month


def _year(word: str) -> int | None:
    # Four digits: Python refuses to read thousands of them as a number.
    if len(word) != _YEAR_DIGITS or not word.isdecimal():
        return None
    return year if (year := int(word)) >= _FIRST_YEAR else None


def _once(s: Sentence, frame: Frame, first: int) -> bool:
    """``who once praised``, ``used to oppose``, ``often questions``."""
    before = s.lower[max(first, frame.cue - 2) : frame.cue]
    # "Once again" and "once more" tell today's news.
    return before == ["used", "to"] or before[-1:] == ["once"] or not _HABITS.isdisjoint(before)


def _same_day(s: Sentence, first: int) -> bool:
    """``An hour earlier Reyl had promised …``, ``earlier on Monday he had …``: today's news."""
    before = s.lower[max(0, first - _LEAD_IN) : first]
    if "earlier" not in before:
        return False
    at = before.index("earlier")
    beside = {*before[max(0, at - 1) : at], *before[at + 1 : at + 4]}
    return not beside.isdisjoint(_HOURS)


def _is_quoted(s: Sentence, frame: Frame) -> bool:
    """Tell whether most of what was said is in the speaker's words, and not a word or two of it."""
    items = [s.quotes[i] is not None for a, b in frame.content for i in range(a, b)]
    return 2 * sum(items) > len(items)


def _by_tense(s: Sentence, frame: Frame, first: int) -> bool:
    _, met = skip_auxiliaries(s, frame.cue - 1)
    if AUXILIARIES.isdisjoint(met) and frame.source is not None:
        # "Reyl has rejected the offer and called for …": one auxiliary for both.
        behind = frame.source[1]
        met += s.lower[behind : min(behind + _GROUP, frame.cue)]
    if "had" in met:
        return not _same_day(s, first)
    leads = s.start < _LEAD
    if not _PERFECT.isdisjoint(met):
        if not _STANDING.isdisjoint(met):
            return True
        if not _FRESH.isdisjoint(met):
            return False
        return not (leads or _is_quoted(s, frame))
    # "The price fell after Reyl threatened to …": what went before is known.
    simple = AUXILIARIES.isdisjoint(met)
    return not leads and simple and first > 0 and s.lower[first - 1] in _SUBORDINATE
