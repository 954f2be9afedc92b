"""Which issues and signals a text names, in one pass over its words.

Issues are matched on word forms, in order and side by side, articles aside. Signals may also have
a word or two between theirs, and two words may change places around little words ("response
measures", "measures in response"); both bounds are narrow, because a signal alerts by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.config.watchlist import Issue, Signal
from monitor.positions.classify_words import word_set
from monitor.positions.terms_scope import own_use
from monitor.positions.terms_words import (
    ARTICLES,
    Word,
    gerund_of,
    keys_of,
    stems_of,
    words_of,
)

_GAP = 2
_PAIR = 2
_LINKS = word_set("of in to that is are was were be as for by with on the a an and our their its")
_DATING = word_set("eve era style like day night time week season")
_PRONOUNS = word_set("them him her it us you me they he she we one")


@dataclass(frozen=True, slots=True)
class TermHit:
    """An issue or signal found: its id, the words as printed, and where they stand."""

    id: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TermHits:
    """What a text names, in the order of its words."""

    issues: tuple[TermHit, ...]
    signals: tuple[TermHit, ...]

    @property
    def issue_ids(self) -> tuple[str, ...]:
        """Ids of the issues, each once."""
        return tuple(dict.fromkeys(hit.id for hit in self.issues))

    @property
    def signal_ids(self) -> tuple[str, ...]:
        """Ids of the signals, each once."""
        return tuple(dict.fromkeys(hit.id for hit in self.signals))


@dataclass(slots=True)
class _Node:
    """A step in the tree of terms, so that terms with a common beginning are walked once."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)

    def grow(self, stems: Sequence[str]) -> "_Node":
        node = self
        for stem in stems:
            node = node.after.setdefault(stem, _Node())
        return node


def _walk(root: _Node, words: Sequence[Word], start: int) -> Iterator[tuple[_Node, int]]:
    """Yield the ends of terms that begin at ``start``."""
    node = root
    i = start
    while i < len(words):
        step = node.after.get(gerund_of(words[i].low) or "") or node.after.get(words[i].stem)
        if step is None:
            if i > start and (words[i].low in ARTICLES or words[i].low == "-"):
                i += 1
                continue
            return
        node = step
        i += 1
        if node.ids or node.excluded:
            yield node, i


class TermMatcher:
    """Finds issues and signals; built once from the watch-list, immutable afterwards."""

    def __init__(self, issues: Iterable[Issue] = (), signals: Iterable[Signal] = ()) -> None:
        self._issues = _Node()
        for issue in issues:
            for term in issue.terms:
                self._issues.grow(keys_of(term)).ids.append(issue.id)
            for term in issue.not_:
                self._issues.grow(keys_of(term)).excluded.append(issue.id)
        phrases = [
            (tuple(stem for stem in stems_of(phrase) if stem not in _PRONOUNS), signal.id)
            for signal in signals
            for phrase in signal.phrases
        ]
        common = Counter(stem for stems, _ in phrases for stem in set(stems))
        # Each phrase waits under its rarest word, so that a common one wakes few of them.
        self._signals: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
        for stems, signal_id in phrases:
            if stems:
                rarest = min(range(len(stems)), key=lambda i: common[stems[i]])
                self._signals.setdefault(stems[rarest], []).append((stems, rarest, signal_id))

    def find(self, text: str, *, direct: bool = True) -> TermHits:
        """Return the issues and the signals of ``text``, which is ``direct`` speech or reported."""
        words = words_of(text)
        return TermHits(self._find_issues(words, text), self._find_signals(words, text, direct))

    def _find_issues(self, words: Sequence[Word], text: str) -> tuple[TermHit, ...]:
        hits: list[TermHit] = []
        barred: dict[str, list[tuple[int, int]]] = {}
        for i in range(len(words)):
            for node, end in _walk(self._issues, words, i):
                if _only_dates(words, end):
                    continue
                a, b = words[i].start, words[end - 1].end
                for issue_id in node.excluded:
                    barred.setdefault(issue_id, []).append((a, b))
                hits.extend(TermHit(issue_id, text[a:b], a, b) for issue_id in node.ids)
        return tuple(
            hit
            for hit in hits
            if not any(a < hit.end and hit.start < b for a, b in barred.get(hit.id, ()))
        )

    def _find_signals(
        self,
        words: Sequence[Word],
        text: str,
        direct: bool,  # noqa: FBT001
    ) -> tuple[TermHit, ...]:
        hits: dict[tuple[str, int], TermHit] = {}
        for i, word in enumerate(words):
            for stems, rarest, signal_id in self._signals.get(word.stem, ()):
                span = _in_order(words, i, stems, rarest) or _turned(words, i, stems, rarest)
                if span is None or not own_use(words, *span, direct=direct):
                    continue
                a, b = words[span[0]].start, words[span[1] - 1].end
                hits.setdefault((signal_id, a), TermHit(signal_id, text[a:b], a, b))
        return tuple(sorted(hits.values(), key=lambda hit: (hit.start, hit.end)))


def _only_dates(words: Sequence[Word], end: int) -> bool:
    """Tell the "debate" of "a debate-eve conversion", which says when or how and not of what."""
    return (
        end + 1 < len(words)
        and words[end].low == "-"
        and words[end - 1].end == words[end].start
        and words[end].end == words[end + 1].start
        and words[end + 1].low in _DATING
    )


def _seek(words: Sequence[Word], start: int, step: int, stem: str) -> int | None:
    """Return the next place of ``stem`` with at most a small gap before it."""
    gap = 0
    i = start + step
    while 0 <= i < len(words):
        word = words[i]
        if word.stem == stem:
            return i
        if word.is_mark:
            if word.low not in "-“”\"‘’'":
                return None
        elif word.low not in ARTICLES and word.low not in _PRONOUNS:
            gap += 1
            if gap > _GAP:
                return None
        i += step
    return None


def _in_order(
    words: Sequence[Word], at: int, stems: Sequence[str], rarest: int
) -> tuple[int, int] | None:
    first = last = at
    for stem in stems[rarest + 1 :]:
        found = _seek(words, last, 1, stem)
        if found is None:
            return None
        last = found
    for stem in reversed(stems[:rarest]):
        found = _seek(words, first, -1, stem)
        if found is None:
            return None
        first = found
    return first, last + 1


def _turned(
    words: Sequence[Word], at: int, stems: Sequence[str], rarest: int
) -> tuple[int, int] | None:
    """Find two words in the other order, with nothing but little words between them."""
    if len(stems) != _PAIR:
        return None
    step = 1 if rarest == 1 else -1
    found = _seek(words, at, step, stems[1 - rarest])
    if found is None:
        return None
    first, last = min(at, found), max(at, found)
    between = words[first + 1 : last]
    if not between or any(word.low not in _LINKS for word in between):
        return None
    return first, last + 1
