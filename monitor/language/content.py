"""Where content begins and ends, before and behind a cue."""

import re

from monitor.language.lexicon import (
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    REPORTERS,
    SPEECH_FORMS,
    WEEKDAYS,
)
from monitor.language.phrases import NUMBERS, UNITS, Range, date_phrase, is_adverb
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_STOPS = frozenset(".!?")
_ENDS = _STOPS | {";", ")"}
_ADJUNCTS = word_set("before after during when while as amid following until despite since")
VENUES = word_set(
    "statement interview speech tweet post letter email memo briefing conference rally appearance "
    "address message report video broadcast hearing remarks debate twitter facebook x instagram "
    "telegram tiktok bluesky youtube weibo linkedin blog podcast radio television tv stop event "
    "forum gathering meeting fundraiser ceremony summit filing court trial testimony column"
)
_THING_ENDS = RELATIVES | word_set("while although though after before in at yet as")
_RESUMES = DETERMINERS | {"into", "to"}
_LEADS = word_set("but and still yet so however meanwhile then also")
_CLAUSE_OPENERS = word_set("that whether how why what if")
_LINKED = frozenset({("warn", "of"), ("call", "on")})
_OPENS_ADDRESSEE = DETERMINERS | word_set("one some many several reporters journalists questions")
_MAX_LOOK = 14


def content_after(  # noqa: C901 - one opening a branch
    s: Sentence, at: int, classes: str
) -> list[Range]:
    """Find the content that begins behind item ``at - 1``; empty where there is none."""
    n = len(s)
    kinds = frozenset(classes.split())
    cue, begin = s.lower[at - 1], at
    if "object" in kinds and named_before(s, at):
        return [(at, clause_end(s, at + 1, kinds))]
    at = skip_adverbials(s, at)
    if at + 1 < n and (cue[:4], s.lower[at]) in _LINKED:
        at += 1
    elif at < n and s.quotes[at] is None and s.lower[at] not in {",", ":", "that"}:
        if "tell" in kinds:
            told = skip_adverbials(s, _skip_addressee(s, at))
            # "warned him that …" tells somebody, "warned of cuts" speaks of a thing; to whom a
            # promise is made belongs to it.
            that = told < n and s.lower[told] == "that" and not cue.startswith("promis")
            if "object" not in kinds or that:
                at = told
        elif s.lower[at] == "to" and "say" in kinds and "urge" not in kinds:
            at = _skip_addressee(s, at + 1)
        at = skip_adverbials(s, at)
    if at >= n or s.words[at] in _ENDS or (at > begin and _is_of_thing(s, at)):
        return []
    if s.lower[at] in {",", ":", "—", "–"}:
        return _after_mark(s, at, kinds)
    if s.quotes[at] is not None:
        return _quote_run(s, at)
    if kinds == {"say"} and s.lower[at] in PREPOSITIONS and s.lower[at] not in {"in", "at", "on"}:
        return []
    if kinds & {"say", "tell"} and s.lower[at] in {"in", "at", "on", "during"}:
        return []
    end = clause_end(s, at, kinds)
    if end - at < 2 and "object" not in kinds:  # noqa: PLR2004 - one word is no clause
        return []
    return [(at, end)] if end > at else []


def named_before(s: Sentence, at: int) -> bool:
    """Tell "dismissed as “fiction” a report that …", "… as nonsense the claim that …"."""
    if at + 2 >= len(s) or s.lower[at] != "as" or s.lower[at + 1] == "well":
        return False
    return s.lower[at + 2] in DETERMINERS


def _is_of_thing(s: Sentence, at: int) -> bool:
    """Tell "said after talks that ended at dawn", where "that" tells of the talks."""
    if s.lower[at] != "that" or at + 1 >= len(s) or s.quotes[at + 1] is not None:
        return False
    thing = s.lower[at - 1]
    dated = thing in WEEKDAYS or thing in MONTHS or thing in UNITS or not thing.isalpha()
    if dated or thing in VENUES or not s.words[at + 1].islower():
        return False
    return s.lower[at + 1] in FINITE or s.lower[at + 1].endswith("ed")


def _after_mark(s: Sentence, at: int, kinds: frozenset[str]) -> list[Range]:
    n = len(s)
    mark = s.lower[at]
    if at + 1 >= n:
        return []
    if s.quotes[at + 1] is not None:
        return _quote_run(s, at + 1)
    following = s.lower[at + 1]
    if mark == ":" or (kinds == {"according"}):
        end = clause_end(s, at + 1, kinds | {"say"})
        return [(at + 1, end)] if end > at + 1 else []
    if mark == "," and following == "that":
        return [(at + 1, clause_end(s, at + 1, kinds))]
    if mark == "," and following not in SPEECH_FORMS:
        return _after_insertion(s, at, kinds)
    return []


def _after_insertion(s: Sentence, at: int, kinds: frozenset[str]) -> list[Range]:
    """``reiterated, in separate appearances, that …``."""
    n = len(s)
    for close in range(at + 2, min(n - 1, at + _MAX_LOOK)):
        if s.quotes[close] is not None:
            return []
        if s.lower[close] == ",":
            if s.quotes[close + 1] is not None:
                return _quote_run(s, close + 1)
            if s.lower[close + 1] == "that":
                return [(close + 1, clause_end(s, close + 1, kinds))]
            break
    return []


def _quote_run(s: Sentence, at: int) -> list[Range]:
    """A quotation behind a cue, with the words of the same clause that follow it."""
    n = len(s)
    if at + 1 >= n or s.lower[at + 1] in {",", ".", ";", "?", "!", "—", "–", ":"}:
        return [(at, at + 1)]
    following = s.lower[at + 1]
    if following in SPEECH_FORMS or (at + 2 < n and s.lower[at + 2] in SPEECH_FORMS):
        return [(at, at + 1)]
    if following in _ADJUNCTS or date_phrase(s, at + 1) > at + 1:
        return [(at, at + 1)]
    return [(at, clause_end(s, at, frozenset({"say"})))]


def content_before(s: Sentence, end: int, used: int) -> list[Range]:
    """Find the content that ends right before item ``end`` (the source, or the cue inverted)."""
    last = end - 1
    if last < used:
        return []
    if s.quotes[last] is None:
        if s.lower[last] not in {",", "—", "–"}:
            return []
        last -= 1
    if last < used:
        return []
    first = used
    while first < last and (
        s.lower[first] in _LEADS or s.lower[first] in {",", ";"} or _is_clock(s, first)
    ):
        first += 1
    if s.quotes[last] is not None and first < last and s.quotes[first] is None:
        return _trim_lead(s, first, last)
    return [(first, last + 1)]


def _is_clock(s: Sentence, at: int) -> bool:
    """Tell the "10:55" that a live blog puts before an entry."""
    return at == 0 and _CLOCK.fullmatch(s.lower[0]) is not None


_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:am|pm)?")


def _trim_lead(s: Sentence, first: int, last: int) -> list[Range]:
    """Words before a quotation belong to the content unless they are another clause."""
    for at in range(last - 1, first - 1, -1):
        if s.lower[at] == ":":
            return [(at + 1, last + 1)]
    return [(first, last + 1)]


def skip_adverbials(s: Sentence, at: int) -> int:
    """Walk right over dates, ``as well``, and ``in a statement`` where content still follows."""
    n = len(s)
    while at < n and s.quotes[at] is None:
        moved = date_phrase(s, at)
        if moved == at and is_adverb(s.lower[at]) and s.lower[at] not in {"both", "all", "even"}:
            moved = at + 1
        if moved == at and s.lower[at] == "as" and at + 1 < n and s.lower[at + 1] == "well":
            moved = at + 2
        if moved == at and s.lower[at] in PREPOSITIONS and not _is_infinitive(s, at):
            moved = _skip_venue(s, at)
        if moved == at:
            break
        at = moved
    return at


def _is_infinitive(s: Sentence, at: int) -> bool:
    """Tell "refused on Monday to appear" from "replied on Monday to the warning"."""
    if s.lower[at] != "to" or at + 1 >= len(s):
        return False
    return s.words[at + 1][0].islower() and s.lower[at + 1] not in _OPENS_ADDRESSEE


def _skip_venue(s: Sentence, at: int) -> int:
    """``in a statement (to X) that …``: return the index where content begins, else ``at``."""
    n = len(s)
    venue = False
    for i in range(at + 1, min(n, at + _MAX_LOOK)):
        if s.lower[i] in VENUES or date_phrase(s, i) > i:
            venue = True
        if s.lower[i] == "that" or s.quotes[i] is not None:
            return i
        if venue and _is_infinitive(s, i):
            return i  # "offered in an interview to discuss"
        if s.lower[i] in {",", ":"}:
            if i + 1 < n and s.quotes[i + 1] is not None:
                return i  # "wrote on her blog: “…”"
            if i + 1 < n and s.lower[i] == "," and s.words[i + 1][0].isupper():
                continue  # "at a rally in Toledo, Ohio, that …"
            return i if (venue or s.lower[at] == "of") and i + 1 < n else at
        if s.lower[i] in PRONOUNS and venue:
            return i
    return at


def _skip_addressee(s: Sentence, at: int) -> int:
    n = len(s)
    first = at
    while at < n and at - first < _MAX_LOOK and s.quotes[at] is None:
        word = s.lower[at]
        if (
            word in {",", ":", "that"}
            or (at > first and word in PRONOUNS)
            or word in _CLAUSE_OPENERS
        ):
            return at
        if at > first and (
            date_phrase(s, at) > at
            or (word in PREPOSITIONS and word not in {"of", "for"})
            or s.lower[at - 1] in REPORTERS
            or word in {"the", "a", "an", "his", "her", "its", "their", "there", "this"}
        ):
            return at
        if word in _STOPS:
            return at
        at += 1
    return at


def clause_end(s: Sentence, at: int, kinds: frozenset[str]) -> int:
    """Return the index behind the last item of the content clause that begins at ``at``."""
    n = len(s)
    end = n
    while end > at and s.quotes[end - 1] is None and s.words[end - 1] in _STOPS:
        end -= 1
    thing = "say" not in kinds or (
        kinds & {"object", "urge"} and s.lower[at] not in _CLAUSE_OPENERS
    )
    for i in range(at + 1, end):
        if s.quotes[i] is not None:
            continue
        word = s.lower[i]
        if word == "," and _comma_ends(s, i, end, thing=bool(thing)):
            return i
        if word in {"and", "but"} and _cue_follows(s, i + 1, end, subject=False):
            return i
        told = i > at + 1 or (
            word == "as" and s.words[i + 1 : i + 2] and s.words[i + 1][0].isupper()
        )
        if thing and told and _adjunct_ends(s, i, end, kinds):
            if s.lower[i - 1] == "," and _is_broken_off(s, i - 1, end):
                continue
            return i
        if word == "before" and i + 1 < end and _is_participle_cue(s.lower[i + 1]):
            return i
    return end


def _is_participle_cue(word: str) -> bool:
    return word in SPEECH_FORMS and word.endswith("ing")


def _comma_ends(s: Sentence, i: int, end: int, *, thing: bool) -> bool:
    if i + 1 >= end:
        return False
    following = s.lower[i + 1]
    if _is_participle_cue(following) or following in {"according", "per"}:
        return True
    if following == "before" and i + 2 < end and _is_participle_cue(s.lower[i + 2]):
        return True
    if following in {"and", "but", "while", "although", "though"}:
        return _cue_follows(s, i + 2, end, subject=True)
    if dates_from(s, i + 1):
        return True
    if thing and following in _THING_ENDS:
        if _is_broken_off(s, i, end):
            return False
        return not (following in RELATIVES and told_of(s, i + 1, end))
    return s.quotes[i + 1] is None and _trailing_attribution(s, i + 1, end)


def _is_broken_off(s: Sentence, comma: int, end: int) -> bool:
    """Tell "urged it to reconsider, while it could, the consent": the object is still to come."""
    return s.lower[comma - 2] == "to" and _behind_insertion(s, comma + 1, end) in _RESUMES


def dates_from(s: Sentence, at: int) -> bool:
    """Tell ", two weeks after he had refused", which dates what stands before it."""
    counted = s.lower[at] in NUMBERS or s.lower[at] in {"a", "an"}
    unit = at + counted
    return unit + 1 < len(s) and s.lower[unit] in UNITS and s.lower[unit + 1] == "after"


def told_of(s: Sentence, first: int, end: int) -> bool:
    """``accused Falk, who was born in Lund, of fraud``: behind the insertion it is told of what."""
    return _behind_insertion(s, first, end) in {"of", "for", "to", "as"}


def _behind_insertion(s: Sentence, first: int, end: int) -> str:
    """Return the word at which a clause goes on behind an insertion; empty where it does not."""
    close = next((i for i in range(first + 1, end) if s.lower[i] == ","), end)
    return s.lower[close + 1] if close + 1 < end else ""


def _trailing_attribution(s: Sentence, at: int, end: int) -> bool:
    """``…, Duarte said on Tuesday``: a short subject, a cue and the end of the clause."""
    for i in range(at, min(end, at + 5)):
        word = s.lower[i]
        if word == "," and i > at:
            return _cue_behind_apposition(s, i, end)
        if word in SPEECH_FORMS and i > at:
            return (
                i + 1 >= end
                or s.lower[i + 1] in PREPOSITIONS | {","}
                or date_phrase(s, i + 1) > i + 1
            )
        if not (s.words[i][0].isupper() or word in PRONOUNS or word in {"the", "a"}):
            return False
    return False


def _cue_behind_apposition(s: Sentence, comma: int, end: int) -> bool:
    """``…, Lena Fisk, its spokeswoman, said``."""
    word = _behind_insertion(s, comma + 1, min(end, comma + _MAX_LOOK + 1))
    return word in SPEECH_FORMS and word.endswith(("d", "s"))


def _cue_follows(s: Sentence, at: int, end: int, *, subject: bool) -> bool:
    for i in range(at, min(end, at + (6 if subject else 3))):
        if s.quotes[i] is not None:
            return False
        word = s.lower[i]
        if word in SPEECH_FORMS:
            return word.endswith(("ed", "d", "s")) or word in {"told", "wrote", "spoke"}
        if is_adverb(word) or word in {"has", "had", "have"}:
            continue
        if not subject or not (s.words[i][0].isupper() or word in PRONOUNS or word == "the"):
            return False
    return False


def _adjunct_ends(s: Sentence, i: int, end: int, kinds: frozenset[str]) -> bool:
    word = s.lower[i]
    if word in _ADJUNCTS and word not in CONJUNCTIONS - _ADJUNCTS:
        return "urge" not in kinds or not _to_follows(s, i, end)
    if word in {"in", "at", "on", "during"}:
        if date_phrase(s, i) > i:
            return not _to_follows(s, i, end)
        return any(s.lower[j] in VENUES for j in range(i + 1, min(end, i + 5)))
    return False


def _to_follows(s: Sentence, i: int, end: int) -> bool:
    return any(s.lower[j] in {"to", "of"} for j in range(i + 1, min(end, i + _MAX_LOOK)))
