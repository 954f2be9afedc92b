"""Frames: in one sentence, which cue ties which source to which stretch of content.

Reads the sentence by the syntax of reporting: subject beside the verb, content before or behind.
"""

from dataclasses import dataclass, field, replace

from monitor.language.content import (
    clause_end,
    content_after,
    content_before,
    dates_from,
    named_before,
    skip_adverbials,
)
from monitor.language.lexicon import (
    AUXILIARIES,
    BE,
    BELIEF,
    CONJUNCTIONS,
    CUE_LEMMA,
    DETERMINERS,
    FINITE,
    NEGATIONS,
    NOUN_FORMS,
    OBJECT,
    PREPOSITIONS,
    SAY,
    TELL,
    URGE,
    WEEKDAYS,
)
from monitor.language.names import is_title_case
from monitor.language.nouns import noun_content, noun_source
from monitor.language.phrasal import CONDITIONS, OPENERS, phrasal
from monitor.language.phrases import (
    Range,
    date_phrase,
    is_adverb,
    phrase_left,
    phrase_right,
    skip_auxiliaries,
)
from monitor.language.sentences import QUOTE_ITEM, Sentence
from monitor.language.wordsets import word_set

_REFUSALS = word_set("declined refused declines refuses declining refusing failed")
_DOUBTS = word_set("whether if nor neither not")
_ASKING = word_set("what when where why how who which and but so")
_AHEAD = word_set(
    "yet expected due set scheduled likely expecting planning planned plans hoping hopes supposed "
    "about going poised difficult impossible"
)
_SILENCE = word_set("nothing little nobody none")
_NAMING = word_set("named names gave gives mentioned mentions disclosed revealed specified offered")
_HYPOTHETICAL = word_set("might may could should")
_REFUSED = word_set("refused refuses refusing refuse")
_SAYING = word_set("say comment answer respond reply speak talk elaborate")
_QUOTING = word_set("quoted quotes quoting cited cites citing")
_PLURAL_SUBJECTS = word_set("they we i you who people")


@dataclass(slots=True)
class Frame:
    """A cue with its source and content, as item ranges of the sentence."""

    cue: int
    cue_end: int
    source: Range | None
    content: list[Range] = field(default_factory=list)
    tail: int = 0
    belief: bool = False
    phrasal: bool = False
    sure: float = 1.0
    # Syntax the trained model has not seen enough of: rules alone decide.
    certain: bool = False
    reporter: Range | None = None

    def holds(self, i: int) -> bool:
        """Tell whether item ``i`` stands in the content."""
        return any(first <= i < end for first, end in self.content)

    def is_within(self, i: int) -> bool:
        """Tell whether item ``i`` is of a cue of several words: the "back" of "took back"."""
        return self.phrasal and self.cue <= i < self.content[0][0]


def find_frames(s: Sentence, *, beliefs: bool = False) -> list[Frame]:
    """Find the frames of one sentence, left to right."""
    frames: list[Frame] = []
    shouting = is_title_case(s)
    for i, word in enumerate(s.lower):
        if word not in _HEADS or s.quotes[i] is not None or (frames and frames[-1].is_within(i)):
            continue
        frame = _set_phrase(s, i, frames)
        # A capital marks a name ("States"), except in a Headline in Title Case.
        verbal = s.words[i][0].islower() or shouting or i == 0
        if frame is None and verbal and (word in CUE_LEMMA or (beliefs and word in BELIEF)):
            frame = _verb(s, i, _outside(s, i, frames))
        if (frame is None or not frame.content) and word in NOUN_FORMS:
            frame = _noun(s, i)
        if frame is not None and frame.content:
            frame.certain = frame.certain or named_before(s, frame.content[0][0])
            if frames and puts_in_words(s, frames[-1], frame):
                frames.pop()
            if frames and frames[-1].phrasal:
                _end_before(s, frames[-1], frame)
            frames.append(frame)
    return frames


def _end_before(s: Sentence, earlier: Frame, frame: Frame) -> None:
    """``stuck to his refusal, and the agency denied …``: his words end where it begins."""
    first, end = earlier.content[0]
    begins = frame.source[0] if frame.source is not None else frame.cue
    if first < begins - 1 < end and s.lower[begins - 1] in {"and", "but"}:
        stop = begins - 1 - (s.lower[begins - 2] == ",")
        if stop > first:
            earlier.content[0] = (first, stop)


# Every word that one of the readings below begins with.
_HEADS = (
    OPENERS
    | frozenset((*CUE_LEMMA, *BELIEF, *NOUN_FORMS))
    | word_set("according per words phrase saying telling put")
)


def _set_phrase(s: Sentence, i: int, frames: list[Frame]) -> Frame | None:
    """Phrases that attribute without a verb of saying as their head."""
    word = s.lower[i]
    if word in OPENERS and (several := _phrasal(s, i, frames)) is not None:
        return several
    if word in {"according", "per"}:
        return _according(s, i, frames)
    if word in {"words", "phrase"}:
        return _in_words(s, i)
    if word in {"saying", "telling"} and i and s.lower[i - 1] == "as":
        return _quoted_as(s, i)
    if i > 1 and ((word == "put" and s.lower[i + 1 : i + 2] == ["it"]) or word in SAY):
        reported = frames and word in _REPORTED
        return None if reported else _as_put(s, i)
    return None


# "…, he said in Velt, as the newspaper reported": who reports what another said.
_REPORTED = word_set("reported reports wrote writes")


def puts_in_words(s: Sentence, earlier: Frame, frame: Frame) -> bool:
    """Tell whether "repeated his demand that …" says by its noun what the verb only announces."""
    return (
        s.lower[frame.cue] in NOUN_FORMS
        and frame.source == earlier.source
        and earlier.cue < frame.cue
        and any(a <= frame.cue <= a + _ADJECTIVES for a, _ in earlier.content)
    )


def _phrasal(s: Sentence, i: int, frames: list[Frame]) -> Frame | None:
    found = phrasal(s, i, frames[-1].source if frames else _main_subject(s, i))
    if found is None:
        return None
    content = found.content
    # "Turned down", "ruled out" and "made it clear" are cues as a whole.
    end = content[0] if content[0] - i <= _LONGEST_CUE else i + 1
    return Frame(i, end, found.source, [content], tail=content[1], phrasal=True, certain=True)


def _outside(s: Sentence, i: int, frames: list[Frame]) -> list[Frame]:
    """Drop from ``frames`` a threat inside what verb ``i`` reports, and return them.

    "It took back its threat to sue, she said" is hers, threat and all; and "It will stay, as it
    swore it never would, she said" is as well.
    """
    earlier = frames[-1] if frames else None
    if earlier is None:
        return frames
    before = earlier.source[0] - 1 if earlier.source is not None else -1
    aside = before >= 0 and s.lower[before] == "as"
    if not aside and not any(first <= i < end for first, end in earlier.content):
        return frames
    noun = s.lower[earlier.cue] in NOUN_FORMS and earlier.source == noun_source(s, earlier.cue)
    if noun or earlier.phrasal or aside:
        outer = _verb(s, i, frames[:-1])
        if outer is not None and any(a <= earlier.cue and b <= i for a, b in outer.content):
            frames.pop()
    return frames


_ADJECTIVES = 3
_LEAD_IN = 6


def _noun(s: Sentence, i: int) -> Frame | None:
    """``Duarte’s claim that …``; the cue is the noun."""
    source = noun_source(s, i)
    if source is None:
        return None
    frame = Frame(i, i + 1, source, noun_content(s, i, source))
    if not frame.content:
        frame.content = _was_all(s, min(i, source[0]), max(i + 1, source[1]))
        frame.certain = bool(frame.content)
    frame.tail = max([i + 1, source[1], *(end for _, end in frame.content)])
    return frame


def _was_all(s: Sentence, first: int, end: int) -> list[Range]:
    """``“Never,” was Duarte’s reply``, ``“No” was the answer from Reyl``: the quotation before."""
    at = first - 1
    while at > 0 and s.lower[at] in {"the", "a", "all"}:
        at -= 1
    ends = end >= len(s) or s.lower[end] in {".", ",", ";"}
    return [(at - 1, at)] if ends and at > 0 and s.lower[at] in BE and s.quotes[at - 1] else []


def _according(s: Sentence, i: int, frames: list[Frame]) -> Frame | None:
    low, n = s.lower, len(s)
    end = i + 2 if low[i] == "according" and i + 1 < n and low[i + 1] == "to" else i + 1
    if low[i] == "according" and end == i + 1:
        return None
    if low[i] == "per" and (i == 0 or low[i - 1] != ","):
        return None
    source = phrase_right(s, end)
    if source is None or frames:
        return None
    frame = Frame(i, end, source, tail=source[1], certain=low[i] == "per")
    if i == 0 or (i == 1 and not low[0].isalpha()):
        frame.content = content_after(s, source[1], "according")
    else:
        frame.content = content_before(s, i, frames_end(frames))
    return frame


def _quoted_as(s: Sentence, i: int) -> Frame | None:
    """``Reyl was quoted by radio as saying …``, ``radio quoted Reyl as saying …``."""
    low = s.lower
    verb = i - 2
    while verb > 0 and low[verb] not in _QUOTING and i - verb < _LONGEST_PLACE:
        verb -= 1
    if verb <= 0 or low[verb] not in _QUOTING:
        return None
    left, met = skip_auxiliaries(s, verb - 1)
    if any(w in NEGATIONS for w in met):
        return None
    behind = low[i + 1 : i + 2] == ["by"]
    if any(w in BE for w in met):
        source = phrase_left(s, left)
        by = i + 2 if behind else verb + 2 if low[verb + 1] == "by" else 0
        reporter = phrase_right(s, by) if by else None
    else:
        source, reporter = phrase_right(s, verb + 1), phrase_left(s, left)
    if source is None:
        return None
    frame = Frame(i, i + 1, source, tail=i + 1, certain=True, reporter=reporter)
    if not behind:
        frame.content = content_after(s, i + 1, "say tell" if low[i] == "telling" else "say")
    if not frame.content:
        # "“Never,” radio quoted him as saying": the words stand before both.
        first = min(source[0], reporter[0]) if reporter is not None else source[0]
        frame.content = content_before(s, first, 0)
    return frame


def is_quoting(s: Sentence, i: int) -> bool:
    """Tell the "quoted" of "was quoted as saying", where "saying" attributes."""
    return s.lower[i] in _QUOTING and ["as", "saying"] in (
        s.lower[at : at + 2] for at in range(i + 1, min(len(s), i + _MAX_OWNER))
    )


def _in_words(s: Sentence, i: int) -> Frame | None:
    """``In Duarte’s words, …``, ``…, in the words of Duarte``; the cue is the noun."""
    if s.lower[i - 2 : i + 2] == ["in", "the", "words", "of"]:
        source = phrase_right(s, i + 2)
        return _beside(s, Frame(i, i + 1, source, certain=True), i - 2) if source else None
    at = i - 1
    while at > 0 and s.lower[at] != "in" and i - at < _MAX_OWNER:
        at -= 1
    owner_end = i - 1 if s.lower[i - 1] == "'s" else i
    if at < 0 or s.lower[at] != "in" or (owner_end == i and s.lower[i - 1] not in {"his", "her"}):
        return None
    return _beside(s, Frame(i, i + 1, (at + 1, owner_end), certain=True), at)


def _as_put(s: Sentence, i: int) -> Frame | None:
    """``As Lindqvist put it, …``, ``as Reyl said on Monday, …``, ``“…” was how Duarte put it``."""
    left, met = skip_auxiliaries(s, i - 1)
    source = phrase_left(s, left)
    if source is None or source[0] == 0 or not {"to", "not", "never"}.isdisjoint(met):
        return None
    if _only_points(s, i, left):
        return None
    if s.lower[source[0]] == "how" and s.lower[i] == "put":
        return _how_put(s, i, source)
    if s.lower[source[0] - 1] != "as":
        return None
    end = i + 2 if s.lower[i + 1 : i + 2] in (["it"], ["out"]) else i + 1
    at = source[0] - 1
    behind = skip_adverbials(s, end)
    ends = behind + 1 >= len(s) or (
        s.lower[behind] in {",", "."} and (at == 0) is (behind + 1 < len(s))
    )
    if not ends:
        return None
    return _beside(s, Frame(i, end, source, certain=True), at)


def _how_put(s: Sentence, i: int, source: Range) -> Frame | None:
    how, end = source
    quoted = how > 1 and s.lower[how - 1] in BE and s.quotes[how - 2] is not None
    if not quoted or end - how == 1:
        return None
    return Frame(i, i + 2, (how + 1, end), [(how - 2, how - 1)], tail=i + 2, certain=True)


def _beside(s: Sentence, frame: Frame, at: int) -> Frame:
    """Give a frame that is an adverbial from item ``at`` on the content before or behind it."""
    frame.tail = max(frame.cue_end, frame.source[1] if frame.source else at)
    end = skip_adverbials(s, frame.tail)
    comma = end + 1 < len(s) and s.lower[end] == ","
    if at == 0 and comma:
        stop = clause_end(s, end + 1, frozenset({"say"}))
        frame.content = [(end + 1, stop)] if stop > end + 1 else []
    elif at > 0:
        frame.content = content_before(s, at, 0)
        quoted = comma and s.quotes[end + 1] is not None
        if quoted and all(s.quotes[last - 1] is None for _, last in frame.content):
            frame.content.append((end + 1, end + 2))
    return frame


_MAX_OWNER = 8


def frames_end(frames: list[Frame]) -> int:
    """Return the first item that no earlier frame has used."""
    used = 0
    for frame in frames:
        used = max(used, frame.cue_end, *(end for _, end in frame.content))
    return used


def _verb(  # noqa: C901, PLR0912 - one construction a branch
    s: Sentence, i: int, frames: list[Frame]
) -> Frame | None:
    low = s.lower
    word = low[i]
    if i and (low[i - 1] in DETERMINERS or low[i - 1] in {"'s", "of", "no"}):
        return None
    left, met = skip_auxiliaries(s, i - 1)
    means = _means(s, left) if "to" in met else None
    if means is not None:
        left, met = skip_auxiliaries(s, means - 1)
    if _denied(s, i, met):
        return None
    participle = word.endswith("ing")
    if participle and i == 0:
        return _opening(s)
    if not participle and any(w in BE for w in met):
        return None  # passive: "was told", "is called"
    belief = word not in CUE_LEMMA
    classes = _classes(word, belief=belief)
    used = frames_end(frames)
    source: Range | None
    inverted = False
    if participle and not any(w in BE for w in met):
        source = frames[-1].source if frames else _main_subject(s, i)
        if source is None or not _participle_fits(s, left):
            return None
        region_start = i
    elif frames and left >= 0 and low[left] in {"and", "but", ","} and left >= frames[-1].cue_end:
        source = frames[-1].source
        region_start = i
        if low[left] == "," and left > 0 and s.quotes[left - 1] is not None:
            return None
    else:
        source = _right_subject(s, i) if _inversion(s, left, word) else None
        inverted = source is not None
        if source is None:
            source = _left_subject(s, left)
        if source is None and left >= 0 and low[left] in {"and", "but"}:
            source = _main_subject(s, left)
            if source is not None and word in _BASE_FORMS and _is_to_come(s, source[1], left):
                return None
        if source is None:
            return None
        region_start = i if inverted else source[0]
    if source is None:
        return None
    if means is None and not _agrees(s, source, word, met, participle=participle):
        return None
    if not inverted and source[0] and low[source[0] - 1] in CONDITIONS:
        return None
    begin = source[1] if inverted else i + 1
    frame = Frame(i, i + 1, source, belief=belief)
    after = content_after(s, begin, classes)
    before: list[Range] = []
    if (source[0] >= used and not participle) or inverted:
        before = content_before(s, region_start, used)
    if before and not after:
        after = _resumed(s, before, begin)
    if before and not after:
        before, after = _interrupted(s, before, begin, told=word in TELL)
        # "Unless there is an offer, the union said, it will strike."
        frame.certain = bool(before and after) and s.lower[before[0][0]] in _HINGES
    frame.content = _choose(s, before, after, classes)
    frame.tail = max([begin, *(end for _, end in frame.content)])
    return frame


def _is_to_come(s: Sentence, first: int, end: int) -> bool:
    """``Teachers will go back and accept it``: what they accept they have not yet accepted."""
    return not _MODALS.isdisjoint(s.lower[first:end])


def _means(s: Sentence, last: int) -> int | None:
    """``took to the radio to accuse …``, ``rushed to deny …``: the verb by which it was said."""
    for i in range(last, max(-1, last - _LONGEST_MEANS), -1):
        word = s.lower[i]
        if s.quotes[i] is not None or word in _ENDS_MEANS:
            return None
        if word in _SPOKE_UP:
            return i
        if (word in _WENT and s.lower[i + 1] == "on") or (word in _TOOK and s.lower[i + 1] == "to"):
            return i
        if word in _USED:
            return i if i < last else None
    return None


_SPOKE_UP = word_set(
    "continued continues began begins proceeded proceeds rushed rushes hastened hastens wrote "
    "writes tweeted tweets"
)
_WENT = word_set("went goes going")
_TOOK = word_set("took takes taking")
_USED = word_set("used uses using")
_ENDS_MEANS = word_set("and but or that which who if whether when while because not") | {
    ",",
    ";",
    ":",
    "—",
    "–",
}
_LONGEST_MEANS = 8
_LONGEST_CUE = 3


def _opening(s: Sentence) -> Frame | None:
    """``Citing weak demand, Halden …``: the subject stands behind the comma."""
    comma = next((j for j in range(1, min(len(s), _MAX_OPENING)) if s.lower[j] == ","), None)
    if comma is None or comma == 1:
        return None
    source = phrase_right(s, comma + 1)
    if source is None or s.words[comma - 1][0].isdigit():
        return None
    return Frame(0, 1, source, [(1, comma)], tail=source[1])


_MAX_OPENING = 30


def _classes(word: str, *, belief: bool) -> str:
    kinds = ["say"] if word in SAY or belief else []
    kinds += ["tell"] if word in TELL else []
    kinds += ["object"] if word in OBJECT else []
    kinds += ["urge"] if word in URGE else []
    return " ".join(kinds)


def is_silent(s: Sentence, i: int) -> bool:
    """Tell whether a cue reports that nothing was said: negated, refused, supposed, "nothing"."""
    left, met = skip_auxiliaries(s, i - 1)
    if any(w in NEGATIONS or w in _HYPOTHETICAL or w.endswith("n't") for w in met):
        return True
    if left >= 0 and s.lower[left] == "worth":
        return True  # "it is worth noting that": the reporter's own
    if left >= 0 and met and _held_back(s.lower[left], met):
        return True
    if _says_none(s, i) or _only_points(s, i, left):
        return True
    if s.lower[i] in _REFUSED and s.lower[i + 1 : i + 2] == ["to"]:
        return i + 2 < len(s) and (
            s.lower[i + 2] in _SAYING or s.lower[i + 2 : i + 4] == ["be", "drawn"]
        )
    if _in_doubt(s, left) or (s.words[-1] == "?" and _asks(s, i)):
        return True
    if i + 1 < len(s) and s.lower[i + 1] in FINITE and _all_of_it(s, left):
        return True
    if s.lower[i] == "reported" and "to" in s.lower[i + 1 : i + 2]:
        return any(w in BE for w in met)  # "is reported to have"
    # "Asked about it, Reyl …", "Reyl, asked about it, …", "Reyl, told of the closure, …"
    told = s.lower[i] == "told" and s.lower[i + 1 : i + 2] in (["of"], ["about"])
    if not told and s.lower[i] != "asked":
        return False
    return left < 0 or (s.lower[left] == "," and _resumes(s, i))


def _says_none(s: Sentence, i: int) -> bool:
    """``said nothing``, ``named no country``, ``stopped short of saying``."""
    if s.lower[max(0, i - 2) : i] == ["short", "of"]:
        return True
    after = s.lower[i + 1 : i + 2]
    if s.lower[i] in _NAMING and after == ["no"]:
        return True
    return bool(after) and after[0] in _SILENCE and s.quotes[i + 1] is None


def _only_points(s: Sentence, i: int, last: int) -> bool:
    """``the cost of a toll, as Reyl proposes``: what stands before is the report's own.

    Reyl proposed a part of it. "As she said" and "as he warned" attribute it.
    """
    if s.lower[i] not in _PROPOSING or s.lower[skip_adverbials(s, i + 1) :] not in ([], ["."]):
        return False
    subject = phrase_left(s, last)
    return subject is not None and subject[0] > 0 and s.lower[subject[0] - 1] == "as"


_PROPOSING = word_set("propose proposes advocate advocates demand demands urge urges")


def _held_back(before: str, met: list[str]) -> bool:
    """``declined to say``, ``is expected to say``, ``his recently revealed plan``."""
    if "to" in met:
        return before in _REFUSALS or before in _AHEAD
    return before in DETERMINERS - {"this"} and AUXILIARIES.isdisjoint(met)


def _resumes(s: Sentence, i: int) -> bool:
    """Whether behind a comma another cue follows, or what the subject did: "…, shrugged"."""
    comma = next((j for j in range(i, len(s)) if s.lower[j] == ","), len(s) - 1)
    did = comma + 1 < len(s) and s.lower[comma + 1].endswith("ed")
    if s.lower[i + 1 : i + 2] == ["for"]:
        did = False  # "Reyl, asked for his reaction, said …", but "Reyl asked for time, and waited"
    return did or any(s.lower[j] in SAY for j in range(comma + 1, min(len(s), comma + 3)))


def _in_doubt(s: Sentence, last: int) -> bool:
    """``unclear whether Sorokin said …``, ``neither Reyl nor …``: words before the subject."""
    subject = phrase_left(s, last)
    if subject is None:
        return False
    if s.lower[subject[0]] == "neither":
        return True
    before = subject[0] - 1
    while before > 0 and s.lower[before] == "even":
        before -= 1
    return before >= 0 and s.lower[before] in _DOUBTS


def _all_of_it(s: Sentence, last: int) -> bool:
    """``Everything Trump says is …``: about what is said, and not what was said."""
    subject = phrase_left(s, last)
    return subject is not None and not _WHATEVER.isdisjoint(
        s.lower[max(0, subject[0] - 1) : subject[0] + 1]
    )


_WHATEVER = word_set("everything anything what whatever nothing all much")


def _asks(s: Sentence, i: int) -> bool:
    """``Did X say …?``, ``What did X say …?``: whether the question is about the cue at ``i``."""
    first = 1 if s.lower[0] in _ASKING else 0
    return first < i and s.lower[first] in AUXILIARIES


def is_supposed(s: Sentence, i: int) -> bool:
    """Tell whether a cue is what somebody would, could or will say."""
    _, met = skip_auxiliaries(s, i - 1)
    return not _MODALS.isdisjoint(met) or (i > 1 and s.lower[i - 2] in _MODALS)


_MODALS = frozenset({"would", "could", "should", "might", "will", "may", "can", "must"})


def announcing(s: Sentence) -> Frame | None:
    """``Lindqvist said:``, ``here is what Raman had to say:`` above a quotation of its own."""
    for i in range(len(s) - 2, max(0, len(s) - _LEAD_IN) - 1, -1):
        if s.quotes[i] is not None or s.words[i][0].isupper():
            continue
        if s.lower[i] in NOUN_FORMS and (owner := noun_source(s, i)) is not None:
            return Frame(i, i + 1, owner, tail=i + 1)
        if s.lower[i] not in SAY:
            continue
        source = _left_subject(s, skip_auxiliaries(s, i - 1)[0])
        if source is None or is_silent(s, i):
            return None
        return Frame(i, i + 1, source, tail=i + 1)
    return None


def _denied(s: Sentence, i: int, met: list[str]) -> bool:
    """Negated, refused, hypothetical and questioned cues report nothing."""
    if is_silent(s, i) or "to" in met:
        return True
    if is_supposed(s, i):
        return True
    question = s.words[-1] == "?" and s.quotes[-1] is None
    return question and any(w in AUXILIARIES for w in s.lower[: min(3, i)])


def _inversion(s: Sentence, left: int, word: str) -> bool:
    if word not in SAY:
        return False
    if left < 0:
        return s.words[-1] in {":", QUOTE_ITEM}  # "Said Ellis: …"
    if s.quotes[left] is not None:
        return True
    return s.lower[left] in {",", "—", "–"} and phrase_left(s, left) is None


def _right_subject(s: Sentence, i: int) -> Range | None:
    found = phrase_right(s, i + 1)
    if found is None:
        return None
    first = s.words[found[0]]
    if s.words[found[1] - 1][0].isupper() and first[0].islower() and found[1] - found[0] <= 4:  # noqa: PLR2004
        return found  # "says furious Ferrante"
    if s.lower[found[0]] in DETERMINERS | {"he", "she", "they", "it"} or first[0].isupper():
        return found
    last = s.lower[found[1] - 1]
    return found if last.endswith("s") and found[1] - found[0] <= 3 else None  # noqa: PLR2004


def _left_subject(s: Sentence, left: int) -> Range | None:
    if left < 0:
        return None
    if s.lower[left] == "who":
        at = left - 1
        if at >= 0 and s.lower[at] == ",":
            at -= 1
        return phrase_left(s, at)
    return phrase_left(s, left)


def likely_source(s: Sentence, cue: int) -> Range | None:
    """Return the subject that syntax suggests for a cue whose source nothing marks."""
    left, _ = skip_auxiliaries(s, cue - 1)
    word = s.lower[cue]
    owner = noun_source(s, cue) if word in NOUN_FORMS else None
    if owner is not None:
        return owner
    if word.endswith("ing"):
        return _main_subject(s, cue) or _left_subject(s, left)
    if _inversion(s, left, word):
        found = _right_subject(s, cue)
        if found is not None:
            return found
    return _left_subject(s, left) or _main_subject(s, cue)


def _main_subject(s: Sentence, before: int) -> Range | None:
    """The subject of the sentence: its first noun phrase, where no comma has gone by."""
    first = 0
    while first < before and s.lower[first] in {"but", "and", "still", "yet", "so", "then", ","}:
        first += 1
    if first < before and s.lower[first] in PREPOSITIONS:
        while first < before and s.lower[first] != ",":
            first += 1
        first += 1
    found = phrase_right(s, first) if first < before else None
    return found if found is not None and found[1] <= before else None


def _participle_fits(s: Sentence, left: int) -> bool:
    return left < 0 or s.lower[left] in {
        ",",
        "and",
        "before",
        "after",
        "by",
        "while",
        "—",
        "–",
        ";",
    }


def _agrees(s: Sentence, source: Range, word: str, met: list[str], *, participle: bool) -> bool:
    """A bare verb needs a plural subject; otherwise it is a noun ("the recent demand that")."""
    if participle or word not in _BASE_FORMS or any(w in {"did", "does", "do"} for w in met):
        return True
    head = s.lower[source[1] - 1]
    if head in _PLURAL_SUBJECTS or "and" in s.lower[source[0] : source[1]]:
        return True
    # "A serious offer", "the glass": not every word in -s is a plural.
    return head.endswith("s") and head not in {"'s", "his", "its"} and head[-3:] not in _SINGULAR


_SINGULAR = frozenset({"ous", "ass", "ess", "oss", "iss", "uss"})
_BASE_FORMS = frozenset(lemma for form, lemma in CUE_LEMMA.items()) | frozenset(BELIEF.values())


def _resumed(s: Sentence, before: list[Range], at: int) -> list[Range]:
    """``“The talks,” Reyl said in Geneva, “are …”``: the half behind where and when it was said."""
    last = before[-1][1] - 1
    if s.quotes[last] is None or at >= len(s) or s.lower[at] not in PREPOSITIONS:
        return []
    for i in range(at + 1, min(len(s) - 1, at + _LONGEST_PLACE)):
        if s.quotes[i] is not None or s.lower[i] in CUE_LEMMA:
            return []
        if s.lower[i] == "," and s.quotes[i + 1] is not None:
            return [(i + 1, i + 2)]
    return []


_LONGEST_PLACE = 14


def _interrupted(
    s: Sentence, before: list[Range], at: int, *, told: bool
) -> tuple[list[Range], list[Range]]:
    """``The museum, Obama said, would …``: content around its attribution, or behind it.

    A condition before it belongs to what follows: "If it falls, she told a rally, we strike".
    """
    first, last = before[0][0], before[-1][1]
    at = _skip_told(s, at) if told and s.lower[first] in _HINGES else _skip_when(s, at)
    if at + 1 >= len(s) or s.lower[at] != "," or s.quotes[last - 1] is not None:
        return before, []
    if dates_from(s, at + 1):
        return before, []
    following = s.lower[at + 1]
    rest = [(at + 1, clause_end(s, at + 1, frozenset({"say"})))]
    if following in AUXILIARIES or (_third_person(following)):
        return before, rest
    if not any(_verbal(s, i) for i in range(first, last)) and _verbal(s, at + 1):
        return before, rest
    lead_in = s.lower[first] in PREPOSITIONS | _HINGES or s.lower[first] in {
        "when",
        "while",
        "although",
    }
    if following in {"but", "and"} and _promises(s, at + 2):
        return before, rest
    opens = following in DETERMINERS | _SUBJECTS or s.words[at + 1][0].isupper()
    if lead_in and opens:
        return ([], rest) if s.lower[first] in PREPOSITIONS - _HINGES else (before, rest)
    bare = last - first <= _LEAD_IN and not any(_verbal(s, i) for i in range(first, last))
    if bare and any(_verbal(s, i) for i in range(*rest[0])):
        # "In the end, Obama said, union voters …": a lead-in alone says nothing.
        return ([], rest) if s.lower[first] in PREPOSITIONS else (before, rest)
    return before, []


_HINGES = word_set("if unless until once")


def goes_on(s: Sentence, frame: Frame) -> bool:
    """``It is ready to pay, Reyl said on Monday, but on Friday it will close``: both are his."""
    if len(frame.content) != 2:  # noqa: PLR2004 - before and behind
        return False
    begin = frame.content[1][0]
    return s.lower[begin] in {"but", "and"} and _promises(s, begin + 1)


def apart(s: Sentence, frame: Frame) -> list[Frame]:
    """Return a frame that goes on behind its attribution as two, each with what it does."""
    if not goes_on(s, frame):
        return [frame]
    (first, end), (begin, stop) = frame.content
    return [
        replace(frame, content=[(first, end)]),
        replace(frame, content=[(begin + 1, stop)]),
    ]


def own_part(s: Sentence, frame: Frame) -> Frame:
    """Return ``It was late and also, Reyl said, “to be clear”`` without the report's own words."""
    if len(frame.content) != 2:  # noqa: PLR2004 - before and behind
        return frame
    (_, end), (begin, _) = frame.content
    last = end - 1
    while last > 0 and s.lower[last] == ",":
        last -= 1
    joined = s.lower[last - 1 : last + 1] == ["and", "also"]
    if joined and end <= frame.cue < begin and s.quotes[begin] is not None:
        return replace(frame, content=frame.content[1:])
    return frame


def _promises(s: Sentence, at: int) -> bool:
    """``on Friday it will``: what goes on about the same subject, and is to come."""
    near = range(at, min(len(s) - 1, at + _LEAD_IN))
    return any(s.lower[i] in _SAME and s.lower[i + 1] in _COMING for i in near)


_SAME = word_set("it they he she we")
_COMING = word_set("will would must")


def _third_person(word: str) -> bool:
    return word.endswith("s") and word not in SAY and word not in PREPOSITIONS | CONJUNCTIONS


def _skip_when(s: Sentence, at: int) -> int:
    """``…, Cruz said then, …``, ``…, Cruz said on Monday, …``."""
    behind = at
    while behind < len(s) and s.quotes[behind] is None:
        moved = date_phrase(s, behind) or behind
        if moved == behind and is_adverb(s.lower[behind]):
            moved = behind + 1
        if moved == behind:
            break
        behind = moved
    return behind if behind < len(s) and s.lower[behind] == "," else at


def _skip_told(s: Sentence, at: int) -> int:
    """``…, Novik told a rally in Skarn on Monday, …``: to whom, where and when."""
    for i in range(at, min(len(s), at + _LONGEST_PLACE)):
        if s.quotes[i] is not None or s.lower[i] in CUE_LEMMA:
            return at
        if s.lower[i] == ",":
            return i
    return at


def _verbal(s: Sentence, i: int) -> bool:
    word = s.lower[i]
    if s.quotes[i] is not None or s.words[i][0].isupper():
        return False
    return word in FINITE or word.endswith("ed") or word in CUE_LEMMA or word in _PAST


_PAST = word_set("made came went took gave got saw knew kept left held brought began ran won")
_SUBJECTS = word_set("he she they it we i you there no nobody nothing")


def _choose(s: Sentence, before: list[Range], after: list[Range], classes: str) -> list[Range]:
    if not before or not after:
        return before or after
    quoted_before = s.quotes[before[-1][1] - 1] is not None
    first = after[0][0]
    if s.quotes[first] is not None:
        return [*before, *after] if quoted_before or s.lower[first - 1] == "," else after
    if quoted_before and before[-1][1] - before[-1][0] == 1:
        return before
    if s.lower[first - 1] == ",":
        return [*before, *after]
    whole = _stands_alone(s, before) or (_hangs_together(s, before) and not is_clause(s, after))
    if whole and (s.lower[first] != "that" or _in_venue(s, first)):
        return before  # "…, Reyl told visitors of the fair", "…, he vowed after a meeting"
    return after if classes else before


def _stands_alone(s: Sentence, content: list[Range]) -> bool:
    """Tell whether a sentence begins with a whole main clause, behind which somebody says it."""
    first, end = content[0]
    opens = s.lower[first] not in PREPOSITIONS | CONJUNCTIONS
    # "Wednesday at the party's last debate, Reyl said nobody was to blame" begins with a day.
    dated = s.lower[first] in WEEKDAYS and s.lower[first + 1] in PREPOSITIONS
    return first == 0 and opens and (is_clause(s, content) or (end > _LEAD_IN and not dated))


def _hangs_together(s: Sentence, content: list[Range]) -> bool:
    """Tell "If they refuse, we will close it, Reyl told a meeting": what hangs on it is there."""
    first, end = content[0]
    if s.lower[first] not in _HINGES:
        return False
    behind = next((i + 1 for i in range(first, end) if s.lower[i] == ","), end)
    return is_clause(s, [(behind, end)])


def _in_venue(s: Sentence, that: int) -> bool:
    """Tell "said in a message that ran for minutes", where the message is told of."""
    before = s.lower[max(0, that - _LEAD_IN) : that]
    if that + 1 >= len(s) or {"in", "at", "on"}.isdisjoint(before):
        return False
    return s.words[that + 1][0].islower() and s.lower[that + 1] not in _SUBJECTS | DETERMINERS


def is_clause(s: Sentence, content: list[Range]) -> bool:
    """Tell whether a content has a finite verb."""
    return any(word in FINITE for first, end in content for word in s.lower[first:end])
