"""Noun phrases beside a cue, and the adverbials that stand between cue and content."""

from monitor.language.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BELIEF,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    MONTHS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SPEECH_FORMS,
    WEEKDAYS,
)
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

Range = tuple[int, int]

_WEEKDAYS = frozenset(WEEKDAYS)
_DAY_PARTS = word_set("morning afternoon evening night")
_DATE_OPENERS = word_set("on early late earlier later last this next")
PERIODS = word_set("week month year weekend summer spring autumn fall winter")
_NP_PREPOSITIONS = word_set("of for to from with at in on")
UNITS = word_set("minute minutes hour hours day days week weeks month months year years")
_SOME = word_set("a an some several few many moments")
NUMBERS = dict(
    zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)
)
_LONGEST_AGO = 4
_MAX_PHRASE = 24
_BEFORE_SUBJECTS = word_set("and but that as when while because after before since") | set(",;:—–")
_MAX_INSERT = 30
_MONTHS = frozenset(MONTHS)
_DAYS = word_set("yesterday today tonight")
_SPANS = PERIODS | _DAY_PARTS
# The words that a date may begin and end with: most places are passed over by them alone.
_OPENS_DATE = {"within"} | _DAYS | _DATE_OPENERS | _WEEKDAYS | _SOME | frozenset(NUMBERS)
_ENDS_DATE = _DAYS | _WEEKDAYS | _SPANS | {"ago"}


def is_adverb(word: str) -> bool:
    """Tell whether a folded word may stand between a subject and its verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4)  # noqa: PLR2004 - "only"


def date_phrase(s: Sentence, at: int) -> int:
    """Return the index behind a date adverbial that begins at ``at``, or ``at`` itself."""
    low = s.lower
    if at >= len(low) or not (low[at] in _OPENS_DATE or low[at].isdigit()):
        return at
    end = _date_end(s, at)
    return at if end < len(low) and low[end] == "'s" else end


def _date_end(s: Sentence, at: int) -> int:
    i, n, low = at, len(s), s.lower
    if low[i] in _DAYS:
        return i + 1
    ago = _within_end(s, at) or _ago_end(s, at)
    if ago > at:
        return ago
    while i < n and low[i] in _DATE_OPENERS:
        i += 1
    if i >= n:
        return at
    if low[i] in _WEEKDAYS:
        i += 1
        if i < n and low[i] in _DAY_PARTS:
            i += 1
        return i
    if low[i] in _MONTHS and i > at and i + 1 < n and low[i + 1].isdigit():
        i += 2
        if i + 1 < n and low[i] == "," and low[i + 1].isdigit():
            i += 2
        return i
    if i == at:
        return at
    which = low[i - 1] in {"last", "this", "earlier"}
    named = low[i] in {"today", "yesterday"}
    return i + 1 if named or (which and low[i] in _SPANS) else at


def _within_end(s: Sentence, at: int) -> int:
    """``within the hour``, ``within minutes``: the index behind it, or nought."""
    if s.lower[at] != "within":
        return 0
    ends = (i + 1 for i in range(at + 1, min(len(s), at + 3)) if s.lower[i] in UNITS)
    return next(ends, 0)


def _ago_end(s: Sentence, at: int) -> int:
    """``three days ago``, ``a few minutes ago``: the index behind it, or ``at``."""
    low = s.lower
    for i in range(at + 1, min(len(s) - 1, at + _LONGEST_AGO)):
        if low[i] in UNITS:
            counted = low[at].isdigit() or low[at] in NUMBERS or low[at] in _SOME
            return i + 2 if low[i + 1] == "ago" and counted else at
    return at


def date_before(s: Sentence, end: int) -> int:
    """Return the start of a date adverbial that ends right before ``end``, or ``end``."""
    last = s.lower[end - 1] if end else ""
    if not (last in _ENDS_DATE or last.isdigit()):
        return end
    for start in range(max(0, end - 5), end):
        if date_phrase(s, start) == end:
            return start
    return end


def skip_auxiliaries(s: Sentence, at: int) -> tuple[int, list[str]]:
    """Walk left from ``at`` over adverbs and auxiliaries; return the new index and what was met."""
    met: list[str] = []
    while at >= 0 and s.quotes[at] is None:
        word = s.lower[at]
        if word in AUXILIARIES or word in NEGATIONS or is_adverb(word) or word.endswith("n't"):
            met.append(word)
            at -= 1
            continue
        if word == "more" and at and s.lower[at - 1] == "once":
            at -= 2  # "once more urged"
            continue
        before = date_before(s, at + 1)
        if before <= at and before > 0:
            at = before - 1
            continue
        break
    return at, met


def phrase_left(s: Sentence, last: int) -> Range | None:
    """Find the noun phrase whose last item is ``last``, appositions included."""
    if last < 0 or s.quotes[last] is not None:
        return None
    if s.lower[last] in {",", ")", "—", "–"}:
        return _phrase_before_insert(s, last)
    first = _core_left(s, last)
    return (first, last + 1) if first <= last else None


def _phrase_before_insert(s: Sentence, closing: int) -> Range | None:
    marks = {",": ",", ")": "(", "—": "—", "–": "–"}
    opening = marks[s.lower[closing]]
    at = closing - 1
    quoted = False
    while at > 0 and closing - at <= _MAX_INSERT:
        # "The bank, which called it “fiction” in May, denied …": else it is somebody's quotation.
        quoted = quoted or s.quotes[at] is not None
        if quoted and s.lower[at] == opening and s.lower[at + 1] not in RELATIVES:
            return None
        if s.lower[at] == opening:
            head_last = at - 1
            if s.lower[head_last] == ",":
                return None
            if s.lower[head_last] == ")":
                inner = _phrase_before_insert(s, head_last)
                return (inner[0], closing) if inner is not None else None
            first = _core_left(s, head_last)
            # "In 2017 Kolt, then a deputy, …"
            led_in = s.lower[first].isdigit() and s.lower[first - 1 : first] == ["in"]
            first += led_in
            first = with_head(s, first)
            if first <= head_last and (led_in or _may_be_subject(s, first)):
                appositive = _is_apposition(s, at + 1, closing)
                return (first, closing if appositive else head_last + 1)
        at -= 1
    return None


def with_head(s: Sentence, first: int) -> int:
    """Return where the name begins of which a phrase is the apposition: "Kalu, her counterpart"."""
    if first < 2 or s.lower[first - 1] != "," or s.lower[first] not in DETERMINERS:  # noqa: PLR2004
        return first
    last = first - 2
    if s.quotes[last] is not None or not s.words[last][0].isupper():
        return first
    head = _core_left(s, last)
    return head if head <= last and _may_be_subject(s, head) else first


def _may_be_subject(s: Sentence, first: int) -> bool:
    """A subject opens the sentence or its clause; what follows a preposition is none."""
    if first == 0:
        return True
    before = s.lower[first - 1]
    # "On Monday Quill, who chairs the union, …"
    dated = before in _WEEKDAYS
    return dated or before in _BEFORE_SUBJECTS or s.quotes[first - 1] is not None


def _is_apposition(s: Sentence, first: int, end: int) -> bool:
    if first >= end:
        return False
    word = s.lower[first]
    return not (
        word in PREPOSITIONS
        or word in CONJUNCTIONS
        or is_adverb(word)
        or word.endswith("ing")
        or date_phrase(s, first) > first
    )


def _core_left(s: Sentence, last: int) -> int:  # noqa: C901 - one word class a branch
    """Walk left over one noun phrase; return the index of its first item."""
    at = last
    low = s.lower
    if low[at] in PRONOUNS:
        return at
    while at >= 0 and last - at < _MAX_PHRASE:
        word = low[at]
        if s.quotes[at] is not None or (word in SPEECH_FORMS and not s.words[at][0].isupper()):
            break
        if word == "and":
            if at in {0, last} or not _joins_names(s, at):
                break
        elif word in CONJUNCTIONS or (word in AUXILIARIES and word not in _NP_PREPOSITIONS):
            break
        elif word in PREPOSITIONS:
            if word not in _NP_PREPOSITIONS or at == 0 or not _noun_before(s, at):
                break
        elif word in BELIEF or word in PRONOUNS or is_adverb(word) or not _in_name(word):
            break
        at -= 1
        joined = at >= 0 and low[at] in {"of", "for", "to", "at", "from"}
        if word in DETERMINERS and not joined and low[max(0, at - 1) : at + 1] != _FAMILIAR:
            break
    first = at + 1
    while first < last and low[first] in {"'s", "and", "of", "for", "to", "in", "on", "at", "with"}:
        first += 1
    return first


_FAMILIAR = ["familiar", "with"]
_ENDS_SUBJECT = CONJUNCTIONS | PREPOSITIONS | AUXILIARIES
_INNER_MARKS = frozenset({"'s", "&", "'", "-"})


def _in_name(word: str) -> bool:
    return word[0].isalnum() or word in _INNER_MARKS


def _joins_names(s: Sentence, at: int) -> bool:
    left, right = s.words[at - 1], s.words[at + 1]
    return left[0].isupper() and (right[0].isupper() or right in DETERMINERS)


def _noun_before(s: Sentence, at: int) -> bool:
    word = s.lower[at - 1]
    return (
        word[0].isalpha()
        and word not in CONJUNCTIONS
        and word not in PREPOSITIONS
        and word not in SPEECH_FORMS
        and word not in AUXILIARIES
        and date_before(s, at) == at
        and not is_adverb(word)
        and not (word.endswith(("ed", "ing")) and not s.words[at - 1][0].isupper())
    )


def phrase_right(s: Sentence, first: int) -> Range | None:
    """Find the noun phrase that begins at ``first``: a subject behind its verb."""
    n = len(s)
    if first >= n or s.quotes[first] is not None:
        return None
    low = s.lower
    if low[first] in PRONOUNS:
        return (first, first + 1)
    at = first
    while at < n and at - first < _MAX_PHRASE and s.quotes[at] is None:
        word = low[at]
        if word == "and":
            if at == first or at + 1 >= n or not _joins_names(s, at):
                break
        elif word in _NP_PREPOSITIONS:
            if at == first or word in {"on", "in"} or at + 1 >= n or date_phrase(s, at) > at:
                break
        elif word in _ENDS_SUBJECT or not _in_name(word) or _ends_name(s, at, first):
            break
        at += 1
    if at == first:
        return None
    return (first, _with_apposition(s, at))


def _ends_name(s: Sentence, at: int, first: int) -> bool:
    adverb = is_adverb(s.lower[at]) and s.lower[at - 1] not in DETERMINERS
    # "Ferrante believes his side …"
    believes = s.lower[at] in BELIEF and s.words[at - 1][0].isupper()
    return at > first and (date_phrase(s, at) > at or adverb or believes)


def _with_apposition(s: Sentence, end: int) -> int:
    """Take ``, the foreign minister`` into the phrase where it ends the clause."""
    if end >= len(s) or s.lower[end] != ",":
        return end
    at = end + 1
    while at < len(s) and at - end <= _MAX_INSERT and s.quotes[at] is None:
        if s.lower[at] in {",", ".", ";", "!", "?"}:
            return at if _is_apposition(s, end + 1, at) and _nominal(s, end + 1, at) else end
        at += 1
    return end


def _nominal(s: Sentence, first: int, end: int) -> bool:
    return all(
        s.lower[i] not in SPEECH_FORMS and s.lower[i] not in FINITE for i in range(first, end)
    )
