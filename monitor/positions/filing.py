"""Which issues and signals a statement is filed under, and whether it names them itself.

A statement that names no issue takes it from the offer, threat or demand that it takes up ("the
offer"), from the nearest earlier statement of its speaker, then from its paragraph, the headline,
the article, and last from the statement before, and is marked as inferred.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.language.utterance import Utterance
from monitor.positions.classify_conditions import conditions
from monitor.positions.classify_tokens import tokenise
from monitor.positions.terms import TermHit, TermMatcher
from schemas.statement import Act
from schemas.vocabulary import Kind, Place

# Filed so when nothing around the statement names an issue either.
GENERAL: Final = "general"
# How far on, in characters, a speaker is still taken to speak of the same thing, and "the offer"
# to be the one that was told.
_SAME_PASSAGE: Final = 700
# Words beyond which a statement that names no issue is taken to be about something else.
_SELF_CONTAINED: Final = 18
# A paraphrase is the report's own, and a report that says much says on what.
_POINTING: Final = 12
# How far into its paragraph, in characters, a statement's surroundings reach.
_BESIDE: Final = 250
# Unless it follows at once on what the same speaker said on an issue.
_NEXT_SENTENCE: Final = 150
# Characters beyond which an article is long, and touches more than it is about.
_LONG: Final = 1500
# Characters from the top in which a long report says what it is about.
_LEAD: Final = 600
# How often a long report names, elsewhere, what a statement names in passing.
_ONCE: Final = 1
# The share of the issues named in an article that makes one of them its subject.
_DOMINANT: Final = 0.6

# What a word for an act points back to, by the verb that told it: "the offer" was offered.
_TOLD_BY: Final = {
    "offer": ("offer", "propose", "promise", "pledge"),
    "proposal": ("offer", "propose", "suggest"),
    "promise": ("promise", "pledge", "vow"),
    "demand": ("demand", "ask", "insist", "urge"),
    "request": ("ask", "request", "urge", "appeal"),
    "threat": ("threaten", "warn", "vow"),
    "ultimatum": ("threaten", "warn", "demand"),
    "refusal": ("refuse", "reject", "ruled out"),
}
# "The decision to hold the contest" and "the agreement on milk" name their own matter.
_POINTERS: Final = re.compile(
    r"(the|that|this|their|his|her|its) (?:\w+ )?(offer|proposal|promise|demand|request|threat"
    r"|ultimatum|refusal|decision|settlement|agreement)s?\b"
    r"(?! (?:to|of|on|over|with|between|for|about|that|which)\b)",
    re.IGNORECASE,
)
_OWNERS: Final = frozenset(("their", "his", "her", "its"))
# Words that are too few to name a matter of their own: "The strike is called off".
_TAIL: Final = 5
_MATTER: Final = re.compile(r"\b(?:of|on|about|over|for) (?!it\b|that\b|this\b)\w", re.IGNORECASE)

_WHATEVER: Final = re.compile(r"\b(?:whatever|regardless of|no matter|whether or not)\b[^.;!?]*")
# "He would deport refugees, who may be of a terrorist plot", "the better record on issues such as
# guns", "abortion aside": what a statement names by the way.
_ASIDE: Final = re.compile(
    r", (?:who|whom|whose|which|where|an? (?:step|move|decision) (?:that|which))\b[^,.;:!?—–\n]*"
    r"|\b(?:issues|matters|questions|topics|things)(?: such as|, including| like)\b[^,.;:!?—–\n]*"
    r"|(?:^|[,;:.] )(?!(?:put|set|lay|cast|brush|push)\b)\w+(?: \w+)? aside,",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(r"(?:those|these|this|such)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a statement belongs."""

    issues: tuple[str, ...]
    inferred: bool
    signals: tuple[str, ...]
    signal_words: tuple[str, ...]
    # What a long report on something else names once, and what the statement names by the way.
    in_passing: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def file_statements(
    text: str,
    title: str,
    utterances: Sequence[Utterance],
    terms: TermMatcher,
    signal_issues: Mapping[str, str],
) -> list[Filed]:
    """File each utterance of an article, in the order given (that of the text).

    ``signal_issues`` names the issue under which a signal files a statement that names none.
    """
    last_of_speaker: dict[str, tuple[int, tuple[str, ...]]] = {}
    around = _Surroundings(text, title, terms)
    told = _Told()
    filed = []
    for utterance in utterances:
        # A line for each piece: nothing that is matched goes on from one into the next.
        said = "\n".join(utterance.words(text, title))
        matches = terms.find(said, direct=utterance.kind is not Kind.INDIRECT)
        actors = _actors(utterance)
        # A title stands above all of the text.
        start, end = utterance.sentence_span if utterance.place is Place.TEXT else (0, 0)
        signals = {hit.id: hit.words for hit in reversed(matches.signals)}
        issues = matches.issue_ids or tuple(
            dict.fromkeys(signal_issues[s] for s in signals if s in signal_issues)
        )
        inferred = not issues
        if inferred:
            # What is said at length names its own subject, or is about another; on what condition
            # it is said, and in spite of what, makes it no longer.
            words = len(_main(said).split())
            short = words <= _most(utterance.kind)
            reach = _SAME_PASSAGE if short else _NEXT_SENTENCE
            own_last = (
                last_of_speaker[a][1]
                for a in actors
                if a in last_of_speaker and start - last_of_speaker[a][0] <= reach
            )
            taken = told.pointed(utterance, said) if short else ()
            issues = around.before(utterance) or around.believed(
                taken
                or next(own_last, ())
                or (around.issues(utterance) if short else ())
                or (told.last(start) if words <= _TAIL and not _MATTER.search(said) else ())
                or (GENERAL,)
            )
        if issues != (GENERAL,):
            main = _main_issues(said, issues, terms)
            last_of_speaker.update(dict.fromkeys(actors, (end, main)))
            told.add(utterance, main)
        filed.append(
            Filed(
                issues=issues,
                inferred=inferred,
                signals=tuple(signals),
                signal_words=tuple(signals.values()),
                in_passing=() if inferred else around.in_passing(utterance, matches.issues),
                aside=() if inferred else around.aside(utterance, said, matches.issues),
            )
        )
    return filed


def file_acts(acts: Sequence[Act], filed: Filed, terms: TermMatcher) -> tuple[Act, ...]:
    """File each act under those of its statement's issues that its own clause names.

    "Sanctions will follow, just as aid to them will go on" threatens nothing about aid, and
    "inspectors will go home unless the embargo ends" moves nothing on the embargo: what a condition
    names counts where the act itself names nothing. An act that names no issue takes those that no
    other act claims, else all of the statement.
    """
    if filed.inferred or len(filed.issues) == 1:
        return tuple(acts)
    meant = tuple(issue for issue in filed.issues if issue not in filed.aside)
    named = [_main_issues(act.text, meant, terms, ()) for act in acts]
    claimed = {issue for own in named for issue in own}
    rest = tuple(issue for issue in meant if issue not in claimed)
    return tuple(
        act.model_copy(update={"issues": own or (rest if len(acts) > 1 else ())})
        for act, own in zip(acts, named, strict=True)
    )


def _main_issues(
    words: str,
    issues: tuple[str, ...],
    terms: TermMatcher,
    otherwise: tuple[str, ...] | None = None,
) -> tuple[str, ...]:
    """Return those of ``issues`` that a text names outside its conditions, else in them.

    Where it names none of them at all, ``otherwise``; without that all of ``issues``.
    """
    if len(issues) == 1 and otherwise is None:
        return issues
    for place in (_main(words), words):
        found = tuple(i for i in terms.find(place).issue_ids if i in issues)
        if found:
            return found
    return issues if otherwise is None else otherwise


def _only_aside(words: str, hits: Sequence[TermHit]) -> frozenset[str]:
    """Return the issues that a statement names only by the way, beside another that it is on."""
    asides = [found.span() for found in _ASIDE.finditer(words)]
    starts = [start for start, _ in asides]
    meant = set()
    for hit in hits:
        before = bisect_right(starts, hit.start) - 1
        if before < 0 or asides[before][1] < hit.end:
            meant.add(hit.id)
    # What it names in such a clause alone is what it is about, if it is about anything.
    return frozenset(hit.id for hit in hits) - meant if meant else frozenset()


def _main(words: str) -> str:
    """Blank conditions, and what is done "whatever became of the embargo"."""
    tokens = tokenise(words)
    for condition in conditions(tokens):
        start, end = tokens[condition.start].start, tokens[condition.end - 1].end
        words = words[:start] + " " * (end - start) + words[end:]
    return _WHATEVER.sub(" ", words)


def _most(kind: Kind) -> int:
    """Return how many words still only point at what is spoken of: "welcomed the decision"."""
    return _POINTING if kind is Kind.INDIRECT else _SELF_CONTAINED


class _Told:
    """What the statements so far were on, for what takes them up: "rejected the offer"."""

    def __init__(self) -> None:
        self._earlier: list[tuple[Utterance, tuple[str, ...]]] = []

    def add(self, utterance: Utterance, issues: tuple[str, ...]) -> None:
        if utterance.place is Place.TEXT:
            self._earlier.append((utterance, issues))

    def pointed(self, utterance: Utterance, words: str) -> tuple[str, ...]:
        """Return what "the offer" that a statement begins with was on; "its offer" is its own."""
        found = _POINTERS.match(words)
        if found is None:
            return ()
        start, own = utterance.sentence_span[0], found[1].lower() in _OWNERS
        verbs = _TOLD_BY.get(found[2].lower(), ())
        speakers = set(_actors(utterance))
        for other, issues in reversed(self._earlier):
            if start - other.sentence_span[1] > _SAME_PASSAGE:
                break
            if other.cue.lower().startswith(verbs or "") and (
                not own or not speakers.isdisjoint(_actors(other))
            ):
                return issues
        return ()

    def last(self, start: int) -> tuple[str, ...]:
        """Return what the statement before was on, if it stands near."""
        if not self._earlier:
            return ()
        other, issues = self._earlier[-1]
        return issues if start - other.sentence_span[1] <= _SAME_PASSAGE else ()


def _actors(utterance: Utterance) -> list[str]:
    """Return the tracked speakers in the order named, in which what they said before is tried."""
    return [speaker.actor for speaker in utterance.speakers if speaker.actor is not None]


class _Surroundings:
    """Looks outward from a statement, and reads each place once."""

    def __init__(self, text: str, title: str, terms: TermMatcher) -> None:
        self._text = text
        self._title = title
        self._terms = terms
        self._read: dict[str, tuple[str, ...]] = {}
        self._named: Counter[str] | None = None

    def before(self, utterance: Utterance) -> tuple[str, ...]:
        """Return the issues just before a statement that points back ("those demands")."""
        start = utterance.spans[0][0]
        if utterance.place is Place.TITLE:
            return ()
        if not _POINTS_BACK.match(self._text, start):
            return ()
        begin = self._text.rfind("\n", 0, start) + 1
        return self._terms.find(self._text[begin:start]).issue_ids

    def issues(self, utterance: Utterance) -> tuple[str, ...]:
        if utterance.place is Place.TITLE:
            return self._named_in(self._title) or self._subject_of_article()
        start, end = utterance.sentence_span
        begin = max(self._text.rfind("\n", 0, start) + 1, start - _BESIDE)
        stop = min(_until(self._text.find("\n", end), self._text), end + _BESIDE)
        paragraph = self._text[begin:stop]
        return (
            self._named_in(self._text[start:end])
            or self._named_in(paragraph)
            or self._named_in(self._title)
            or self._subject_of_article()
        )

    def _named_in(self, place: str) -> tuple[str, ...]:
        if place not in self._read:
            self._read[place] = self._terms.find(place).issue_ids
        return self._read[place]

    def believed(self, issues: tuple[str, ...]) -> tuple[str, ...]:
        """Keep of inferred issues, in a long article, what headline and article are mostly about.

        A short report is about what it names; a long one wanders, and what stands beside an issue
        need not be about it. Of a hundred alerts on long articles that were read, one in five with
        an inferred issue was right; of those that named theirs, three in five.
        """
        if len(self._text) <= _LONG:
            return issues
        named, headed = self._counted(), self._named_in(self._title)
        return tuple(i for i in issues if i in headed and 2 * named[i] >= named.total()) or (
            GENERAL,
        )

    def in_passing(self, utterance: Utterance, own: Sequence[TermHit]) -> tuple[str, ...]:
        """Return those issues of a statement that a long article names hardly anywhere else.

        Args:
            utterance: the statement.
            own: what its words name.
        """
        if len(self._text) <= _LONG or utterance.place is Place.TITLE:
            return ()
        headed, named, mine = self._headed(), self._counted(), Counter(hit.id for hit in own)
        return tuple(
            issue
            for issue, times in mine.items()
            if times <= _ONCE and named[issue] - times <= _ONCE and issue not in headed
        )

    def aside(self, utterance: Utterance, said: str, own: Sequence[TermHit]) -> tuple[str, ...]:
        """Return those issues that a statement names by the way, and the report not on top.

        Args:
            utterance: the statement.
            said: its words.
            own: what they name.
        """
        found = _only_aside(said, own)
        if not found or utterance.place is Place.TITLE:
            return ()
        return tuple(sorted(found - self._headed(utterance.sentence_span)))

    def _headed(self, but: tuple[int, int] = (0, 0)) -> frozenset[str]:
        """Return the issues that the headline or the top of the article names, ``but`` there."""
        first, end = but
        above, below = self._text[: min(first, _LEAD)], self._text[end:_LEAD]
        named = (self._named_in(part) for part in (self._title, above, below))
        return frozenset(issue for issues in named for issue in issues)

    def _subject_of_article(self) -> tuple[str, ...]:
        """Return the one issue that an article is about; one that touches many is about none."""
        named = self._counted()
        most = named.most_common(1)
        clear = most and most[0][1] >= _DOMINANT * named.total()
        return (most[0][0],) if clear else ()

    def _counted(self) -> Counter[str]:
        if self._named is None:
            self._named = Counter(hit.id for hit in self._terms.find(self._text).issues)
        return self._named


def _until(found: int, text: str) -> int:
    return len(text) if found < 0 else found
