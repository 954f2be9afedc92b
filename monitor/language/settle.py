"""What rules know better than the statistics of one newsroom's style."""

from monitor.language.content import dates_from, skip_adverbials, told_of
from monitor.language.features import lemma_of
from monitor.language.frames import Frame, goes_on, is_clause
from monitor.language.lexicon import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    FINITE,
    NOUN_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    URGE,
)
from monitor.language.nouns import noun_source
from monitor.language.phrases import is_adverb, phrase_right, skip_auxiliaries
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set


def settle(s: Sentence, frame: Frame, rule: Frame | None, found: list[Frame]) -> None:
    """Correct a frame in place, and the one before it.

    The subject of "touted X and reiterated that …" never stands inside X; and a relative clause
    behind the thing that was rejected, praised or asked for is the reporter's, not the speaker's.
    """
    if rule is not None and _owned(s, rule):
        frame.source, frame.content = rule.source, list(rule.content)
        return
    if rule is not None and rule.content and frame.content and is_plain(s, rule):
        first, end = rule.content[0]
        start, stop = frame.content[0]
        if s.lower[first] == "that" and start < first < min(stop, start + 4) and stop == end:
            frame.content[0] = (first, stop)
    if rule is not None:
        _widen(s, frame, rule)
    if found and len(found[-1].content) > 1:
        mine = [piece for piece in frame.content if piece[1] <= frame.cue]
        found[-1].content = [p for p in found[-1].content if p not in mine] or found[-1].content
    _end_at_next_verb(s, frame, found)
    if rule is not None and (_halved(s, frame, rule) or _headless(s, frame, rule)):
        frame.content = list(rule.content)
    if rule is not None and found and _strays(s, frame, rule, found):
        frame.source = rule.source
    if rule is not None and _is_thing_within(s, frame, rule):
        frame.source = rule.source
    _end_lead_in(s, frame)
    _end_with_relative(s, frame)
    if s.lower[frame.cue] in SAY and s.lower[frame.cue] not in URGE:
        return
    _end_before_relative(s, frame)


def _widen(s: Sentence, frame: Frame, rule: Frame) -> None:
    """Take from the rule what stands around the quotations of a content, or before its "of"."""
    if _quotes_around(s, rule) and _quotes_only(s, frame):
        frame.content = list(rule.content)
    if _is_beheaded(s, frame, rule):
        frame.content[0] = (rule.content[0][0], frame.content[0][1])


def _is_thing_within(s: Sentence, frame: Frame, rule: Frame) -> bool:
    """``Haldane, asked about the curbs, said …``: she said it, and not the curbs."""
    if frame.source is None or rule.source is None or rule.source[0] != 0:
        return False
    first, end = frame.source
    return first > 0 and end <= rule.source[1] and s.lower[first - 1] in PREPOSITIONS


def _halved(s: Sentence, frame: Frame, rule: Frame) -> bool:
    return goes_on(s, rule) and frame.content == rule.content[:1]


def _headless(s: Sentence, frame: Frame, rule: Frame) -> bool:
    """``He would pay, he told them, “in coins”``: of a clause and its tail the tail is left."""
    clause = is_clause(s, rule.content[:1]) and rule.content[0][1] <= rule.cue
    return len(rule.content) > 1 and clause and frame.content == rule.content[1:]


def _is_beheaded(s: Sentence, frame: Frame, rule: Frame) -> bool:
    """``dismissed criticism of the remarks``: what was dismissed is not the remarks."""
    if not frame.content or not rule.content:
        return False
    first, end = rule.content[0]
    start = frame.content[0][0]
    return (
        frame.cue < first
        and first + 1 < start < min(end, first + _HEAD)
        and (s.lower[start - 1] == "of" and all(s.quotes[i] is None for i in range(first, start)))
    )


_HEAD = 5


def _end_at_next_verb(s: Sentence, frame: Frame, found: list[Frame]) -> None:
    """End a content where the next verb of its subject begins: "praised X and took back …"."""
    if found and _shares_subject(frame, found[-1]):
        _cut_before(s, found[-1], frame.cue)
    for other in found:
        if other.phrasal and frame.holds(other.cue) and s.lower[other.cue - 1] in {"and", "but"}:
            _cut_before(s, frame, other.cue)


def _end_lead_in(s: Sentence, frame: Frame) -> None:
    """``As Reyl spoke of unity, Duarte …``: a lead-in's words end where the main clause begins."""
    if frame.source is None or s.lower[0] not in _LEADS:
        return
    start = min(frame.source[0], frame.cue)
    if start > _LONGEST_LEAD or "," in s.lower[:start]:
        return
    for index, (first, end) in enumerate(frame.content):
        if first < start:
            continue
        comma = next((i for i in range(first + 1, end - 1) if s.lower[i] == ","), None)
        if comma == first + 1 and s.lower[first] == "out":
            continue  # "As Duarte pointed out, …"
        if comma is not None and _opens_main(s, comma + 1):
            frame.content[index] = (first, comma)


def _opens_main(s: Sentence, at: int) -> bool:
    word = s.words[at]
    return word[0].isupper() or s.lower[at] in PRONOUNS | DETERMINERS | {"there"}


_LEADS = word_set("as when while after before although though since because if despite contrary")
_LONGEST_LEAD = 4


def _end_with_relative(s: Sentence, frame: Frame) -> None:
    """``Reyl, who once promised to pay, was in good spirits``: the promise ends at the comma."""
    if frame.source is None or "who" not in s.lower[frame.source[0] : frame.cue]:
        return
    for index, (first, end) in enumerate(frame.content):
        for i in range(max(first, frame.cue) + 1, end - 1):
            if s.lower[i] == "," and s.quotes[i] is None and s.lower[i + 1] in FINITE | BE:
                frame.content[index] = (first, i)
                break


def _end_before_relative(s: Sentence, frame: Frame) -> None:
    """``rejected the offer, which …``: what follows the comma is the reporter's."""
    for index, (first, end) in enumerate(frame.content):
        if s.quotes[first] is not None or s.lower[first] in _CLAUSES or end <= frame.cue:
            continue
        for i in range(first + 1, end - 1):
            if s.lower[i] == "," and (s.lower[i + 1] in _RELATIVES or dates_from(s, i + 1)):
                if not told_of(s, i + 1, end):
                    frame.content[index] = (first, i)
                break


def clip_nested(frame: Frame, found: list[Frame]) -> None:
    """``Okafor told them that …, two people said``: what they said holds what she told, no more."""
    for earlier in found:
        for _, end in (p for p in frame.content if p[0] <= earlier.cue < p[1] <= frame.cue):
            earlier.content = [(a, min(b, end)) for a, b in earlier.content if a < end]


def takes_in_cue(frame: Frame, found: list[Frame]) -> bool:
    """Tell a source that holds the verb of another statement, and so is none."""
    source = frame.source
    return source is not None and any(source[0] <= f.cue < source[1] for f in found)


def _strays(s: Sentence, frame: Frame, rule: Frame, found: list[Frame]) -> bool:
    """Tell a source that takes in another cue, or stands in what the same speaker said."""
    source = frame.source
    if source is None or rule.source is None:
        return False
    if takes_in_cue(frame, found):
        return True
    inside = any(a <= source[0] and source[1] <= b for a, b in found[-1].content)
    joined = s.lower[frame.cue - 1] in {"and", "but"}
    return inside and joined and rule.source == found[-1].source


def _owned(s: Sentence, rule: Frame) -> bool:
    """``Duarte’s claim that …``: whose a claim is, and where it ends, syntax tells."""
    return s.lower[rule.cue] in NOUN_FORMS and rule.source == noun_source(s, rule.cue)


def is_beyond_doubt(s: Sentence, rule: Frame) -> bool:
    """``Lindqvist’s comments that rates might rise``, ``told her the line would open``.

    A person's own noun and a clause to it, a clause told to somebody, or a sentence that ends in
    "…, she insisted": rare in the corpus.
    """
    first, end = rule.content[0]
    if _trails(s, rule):
        return True
    if lemma_of(s.lower[rule.cue]) == "tell" and first == rule.cue_end + 1:
        addressed = s.lower[rule.cue_end] in _TOLD and s.quotes[first] is None
        return addressed and is_clause(s, [(first, end)])
    return _owned(s, rule) and s.lower[first] == "that"


def _trails(s: Sentence, rule: Frame) -> bool:
    """``The line would open, Reyl cautioned within the hour.``: a clause, then who said so."""
    first, end = rule.content[0]
    source = rule.source
    if source is None or len(rule.content) > 1 or end + 1 != source[0]:
        return False
    between = frozenset(s.lower[source[1] : rule.cue])  # "the union's leader, has warned"
    if not between <= {",", "has", "have"}:
        return False
    clause = (is_clause(s, rule.content) or end > _CLAUSE) and s.quotes[first] is None
    at = skip_adverbials(s, rule.cue_end)
    comma = next((i for i in range(at, len(s)) if s.lower[i] == ","), len(s))
    if lemma_of(s.lower[rule.cue]) == "tell" and "that" not in s.lower[at:comma]:
        at = len(s)  # "…, Reyl told visitors of the fair on Monday": behind it, to whom
    ends = at >= len(s) or s.lower[at] == "." or (s.lower[at] == "," and at + 1 < len(s))
    return clause and first == 0 and ends and s.lower[rule.cue] in SAY


def put_right(s: Sentence, frame: Frame, rule: Frame | None) -> None:
    """Take the content of a rule beyond doubt for nothing, or only when something was said."""
    if rule is not None and (not frame.content or only_dates(s, frame)):
        frame.content = list(rule.content)


def _quotes_only(s: Sentence, frame: Frame) -> bool:
    return all(s.quotes[a] is not None and b == a + 1 for a, b in frame.content)


def _quotes_around(s: Sentence, rule: Frame) -> bool:
    """``“If I am wrong,” she told them, “you …”``: both halves are hers."""
    return len(rule.content) > 1 and _quotes_only(s, rule)


def _shares_subject(frame: Frame, earlier: Frame) -> bool:
    return frame.source is not None and frame.source == earlier.source and frame.cue > earlier.cue


def _cut_before(s: Sentence, earlier: Frame, cue: int) -> None:
    """End a content where the next cue begins: "accused X of lying and demanded …"."""
    for index, (first, end) in enumerate(earlier.content):
        if not first < cue < end:
            continue
        at = cue - 1
        while at > first and (
            s.lower[at] in AUXILIARIES
            or is_adverb(s.lower[at])
            or s.lower[at] in {"before", "while"}
        ):
            at -= 1
        if s.lower[at] in {"and", "but"}:
            at -= 1
        if s.lower[at] == ",":
            at -= 1
        if at >= first and at < cue - 1:
            earlier.content[index] = (first, at + 1)


def announces(s: Sentence, frame: Frame) -> bool:
    """Tell "reiterated their ominous rhetoric", which says that and not what was said."""
    first, end = frame.content[0]
    lemma = lemma_of(s.lower[frame.cue])
    nouns = _SPEECH_NOUNS | _BLAME if lemma in {"repeat", "reiterate"} else _SPEECH_NOUNS
    return (
        lemma in {"repeat", "reiterate", "explain", "clarify", "defend"}
        and s.lower[first] in {"his", "her", "their", "its"}
        and not nouns.isdisjoint(s.lower[first + 1 : min(end, first + 4)])
        and not any(s.quotes[i] is not None for i in range(first, end))
    )


def turn_passive(s: Sentence, frame: Frame) -> None:
    """Give "Lindqvist was told by Baranov that …" to Baranov."""
    if s.lower[frame.cue + 1 : frame.cue + 2] == ["by"] and is_told(s, frame):
        frame.source = phrase_right(s, frame.cue + 2) or frame.source


def is_told(s: Sentence, frame: Frame) -> bool:
    """Tell "Lindqvist was told that …", which is not hers."""
    word = s.lower[frame.cue]
    if word.endswith("ing") or frame.source is None or not word.endswith(_PARTICIPLES):
        return False
    left, met = skip_auxiliaries(s, frame.cue - 1)
    headline = s.words[-1] not in {".", "!", "?"} and not met
    if headline and word in _TOLD_TO and s.lower[frame.cue + 1 : frame.cue + 2] == ["to"]:
        return True  # "Mine told to lower water": nobody tells without telling someone
    if BE.isdisjoint(met):
        return False
    # "Pike, who has long opposed it, was asked how she felt": the subject stands farther off.
    asked = word in _ADDRESSED and frame.source[0] < frame.cue < frame.content[0][0]
    return asked or frame.source[0] <= left < frame.source[1]


_ADDRESSED = word_set("asked told")
_TOLD_TO = word_set("told urged ordered advised instructed")
_PARTICIPLES = ("ed", "told", "written", "sworn", "said")


def is_idle(s: Sentence, frame: Frame) -> bool:
    """Tell "spoke for an hour" and "answering a letter", which say nothing of what was said."""
    lemma = lemma_of(s.lower[frame.cue])
    first, end = frame.content[0]
    if first <= frame.cue or any(s.quotes[a] is not None for a, _ in frame.content):
        return False
    if lemma == "talk" and s.lower[frame.cue - 1] == "to":
        return True  # "got out of the car to talk about pay"
    if lemma == "point" and s.lower[frame.cue + 1] == "at":
        return True
    if lemma == "say" and s.lower[first : first + 2] in (["it", "twice"], ["it", "again"]):
        # "He said it twice because of a tractor", but "it said it again would not pay"
        return end == first + 2 or s.lower[first + 2] in _REASONS
    if lemma in {"speak", "talk"}:
        return s.lower[frame.cue + 1] in _CIRCUMSTANCES and first == frame.cue + 2
    if lemma == "answer":
        return first == frame.cue + 1 and s.lower[first] in _ARTICLES
    if lemma == "warn":
        waved = s.lower[end - 1] == "off" and end - first <= _WAVED_OFF
        return waved and (FINITE | BE).isdisjoint(s.lower[first:end])
    return lemma == "write" and (
        s.lower[first] in _ARTICLES
        and any(word in _WRITINGS for word in s.lower[first + 1 : min(end, first + 4)])
    )


_REASONS = word_set("because for and as while")
_WAVED_OFF = 3  # "warned the farmers off"
_CIRCUMSTANCES = word_set("for in at with to on before after during by from")
_ARTICLES = word_set("a an the his her its their two three several another this")
_WRITINGS = word_set(
    "book books foreword preface letter article piece op-ed memoir memoirs script song songs "
    "column columns report blog novel play poem speech bill check cheque essay biography story"
)
_SPEECH_NOUNS = word_set(
    "rhetoric remarks remark comments comment criticism message stance position views view words "
    "statement statements claims claim threats warnings argument"
)
# Who repeats them says no more; who defends his attack on the harbour takes a stand.
_BLAME = word_set("attacks attack accusations accusation criticisms")


def only_dates(s: Sentence, frame: Frame) -> bool:
    """Tell "answered within the hour", which says when and not what."""
    first, end = frame.content[0]
    return (
        len(frame.content) == 1
        and not PREPOSITIONS.isdisjoint(s.lower[max(0, first - 1) : first + 1])
        and s.lower[end - 1] in _TIMES
        and end - first <= _LONGEST_DATE
        and all(s.quotes[i] is None for i in range(first, end))
    )


_LONGEST_DATE = 4
# A stretch of more words that begins a sentence is a clause, whatever its verb.
_CLAUSE = 6
_TIMES = word_set("hour hours minute minutes day days week weeks month months year years morning")


def is_plain(s: Sentence, rule: Frame) -> bool:
    """Syntax that reports in any newsroom: "X did that …", "X urged Y to …", "…, X did"."""
    first, end = rule.content[0]
    if (
        _owned(s, rule)
        or s.quotes[first] is not None
        or s.lower[first] == "that"
        or end <= rule.cue
    ):
        return True
    lemma = lemma_of(s.lower[rule.cue])
    if (lemma in _COMMITS and s.lower[first] == "to") or lemma in _TAKES_A_STAND:
        return True
    if lemma == "warn" and s.lower[first - 1] == "of":
        return True
    if lemma in _DENIALS:
        return any(word in _ALLEGED for word in s.lower[first : min(end, first + 4)])
    return s.lower[rule.cue] in URGE and "to" in s.lower[first + 1 : end]


_TOLD = word_set("me us him her them")
_COMMITS = word_set("agree offer refuse promise vow pledge threaten undertake consent")
_TAKES_A_STAND = word_set("demand reject deny condemn accuse")
_DENIALS = word_set("dismiss dispute refute rebuff")
_ALLEGED = word_set(
    "suggestion suggestions claim claims accusation accusations allegation allegations charge "
    "charges report reports criticism rumours rumors speculation notion idea talk"
)
_CLAUSES = word_set("that whether how why what")
_RELATIVES = word_set("which who whose where whom though although while whereas yet but")
