"""Candidate contents of a cue, and the features by which the trained ranker chooses one.

The tagger judges items one by one; whether a stretch makes sense as a whole (it begins with
"that", it takes in the quotation, it leaves no half clause) shows only on the whole stretch.
"""

from bisect import bisect_right
from math import exp, log

from monitor.language.features import SentenceFeatures, cue_group, lemma_of
from monitor.language.frames import Frame
from monitor.language.lexicon import FINITE
from monitor.language.phrases import Range
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_OPENERS = word_set("that whether how why what")
_BREAKS = word_set(
    "and but because after before when while as although though if in at on during for with by "
    "to from who which where whose so or yet until despite amid"
)
_MARKS = frozenset({",", ";", ":", "—", "–", "-", "--", "(", ")"})
_MAX_STARTS = 7
_MAX_ENDS = 12
_MAX_PLAIN = 5
_REACH = 16
_FLOOR = 0.004
_HOPELESS = 0.02
_SIZE_LIMITS = (1, 2, 3, 6, 15)
_SIZES = "012sml"

_VERBAL = FINITE | {"wed"}
Content = tuple[Range, ...]


class Odds:
    """Log odds of each item being content, summed up so that any stretch is looked up at once."""

    def __init__(self, first: int, marginals: list[float], size: int) -> None:
        total = 0.0
        self.sums = [0.0] * (size + 1)
        for i in range(size):
            at = i - first
            p = marginals[at] if 0 <= at < len(marginals) else _FLOOR
            if p < _FLOOR:
                p = _FLOOR
            elif p > 1 - _FLOOR:
                p = 1 - _FLOOR
            total += log(p / (1 - p))
            self.sums[i + 1] = total

    def of(self, content: Content) -> float:
        """Return the log odds of a content as a whole."""
        return sum(self.sums[end] - self.sums[first] for first, end in content)


def choices(
    s: Sentence, cue: int, source: Range | None, rule: Frame | None, tagged: Frame, odds: Odds
) -> list[Content]:
    """Return the candidate contents: those of rules and tagger, and the best others."""
    left = right = cue
    if source is not None:
        left, right = min(left, source[0]), max(cue, source[1] - 1)
    n = len(s)
    end = n
    while end > 0 and s.quotes[end - 1] is None and s.words[end - 1] in ".!?":
        end -= 1
    after = _after(s, right + 1, end)
    before = _before(s, left)
    after.sort(key=lambda r: -odds.of((r,)))
    before.sort(key=lambda r: -odds.of((r,)))
    found: list[Content] = [(r,) for r in (*after[:_MAX_PLAIN], *before[:3])]
    found += [(b, a) for b in before[:2] for a in after[:3] if b[1] <= a[0]]
    if rule is not None and rule.content:
        found.append(tuple(rule.content))
    if tagged.content:
        found.append(tuple(tagged.content))
    return list(dict.fromkeys(found))


def _after(  # noqa: C901 - starts, then ends
    s: Sentence, begin: int, end: int
) -> list[Range]:
    starts: list[int] = []
    for i in range(begin, min(end, begin + _REACH)):
        opens = (
            i == begin
            or s.quotes[i] is not None
            or s.lower[i] in _OPENERS
            or s.lower[i - 1] in _MARKS
            or i < begin + 3
        )
        if opens and (s.quotes[i] is not None or s.words[i] not in _MARKS):
            starts.append(i)
        if len(starts) >= _MAX_STARTS:
            break
    ends = [end]
    for i in range(begin + 1, end):
        if s.quotes[i] is not None:
            continue
        if s.lower[i] in _MARKS or s.lower[i] in _BREAKS:
            ends.append(i)
        if len(ends) >= _MAX_ENDS:
            break
    for i in range(begin, end):
        if s.quotes[i] is not None:
            ends.append(i + 1)
            if len(ends) > _MAX_ENDS + 3:
                break
    return [(a, b) for a in starts for b in dict.fromkeys(ends) if b > a]


def _before(s: Sentence, left: int) -> list[Range]:
    end = left
    while end > 0 and s.quotes[end - 1] is None and s.words[end - 1] in _MARKS:
        end -= 1
    if end <= 0:
        return []
    starts = [0]
    starts += [i for i in range(1, end) if _opens_clause(s, i)]
    return [(a, end) for a in starts[-_MAX_STARTS:] + starts[:1] if a < end]


def _opens_clause(s: Sentence, i: int) -> bool:
    if s.quotes[i] is not None:
        return True
    before = s.lower[i - 1]
    return s.quotes[i - 1] is None and (
        before in _MARKS or before in {"and", "but", "still", "yet"}
    )


def choice_features(
    s: Sentence,
    features: SentenceFeatures,
    cue: int,
    source: Range | None,
    content: Content,
    rule: Frame | None,
    tagged: Frame,
) -> list[str]:
    """Features of one candidate."""
    n = len(s)
    kinds = features.kinds
    word = s.lower[cue]
    group, lemma = cue_group(word), lemma_of(word)
    first, last = content[0][0], content[-1][1]
    where = "S" if len(content) > 1 else "B" if last <= cue else "A"
    begin = max(cue, source[1] - 1 if source is not None else 0) + 1
    gap = str(min(first - begin, 6)) if first > cue else "-"
    prev = kinds[first - 1] if first else "^"
    follows = kinds[last] if last < n else "$"
    after2 = kinds[last + 1] if last + 1 < n else "$"
    size = sum(b - a for a, b in content)
    by_rule = "y" if rule is not None and tuple(rule.content) == content else "n" if rule else "-"
    by_tag = "y" if tuple(tagged.content) == content else "n"
    inside = sum(features.quotations_in(a, b) for a, b in content)
    quotes = features.quotations
    edge = "e" if last >= n - 1 else "m"
    start = kinds[first]
    size_tag = _SIZES[bisect_right(_SIZE_LIMITS, size)]
    cut_cue = any(kinds[i][:3] == "cue" for i in range(last, min(n, last + 4)))

    def verbal(piece: Range) -> str:
        return "-" if _VERBAL.isdisjoint(kinds[slice(*piece)]) else "v"

    open_that = first > cue and "that" in s.lower[begin:first]
    inner = {marker for a, b in content for marker in _inner(s, kinds, a, b)}
    found = [
        name + tag
        for marker in sorted(inner)
        for name, tag in (("In" + marker, group), ("Iw" + marker, where + start))
    ]
    return [
        *found,
        "In" + str(len(inner)),
        "W" + where,
        "Wg" + where + group,
        "Wl" + where + lemma,
        "St" + where + start,
        "Sp" + where + prev + " " + start,
        "Sg" + group + where + start,
        "Sl" + lemma + where + start,
        "En" + where + follows,
        "E2" + follows + " " + after2,
        "Eg" + group + follows,
        "El" + kinds[last - 1] + " " + follows,
        "Ee" + edge + where,
        "Gp" + gap + group,
        "Gs" + gap + start,
        "Gk" + where + (kinds[begin] if begin < n else "$") + gap,
        "Sz" + size_tag + group,
        "Sw" + size_tag + where + start,
        "R" + by_rule + by_tag,
        "Rg" + by_rule + by_tag + group,
        "Rw" + by_rule + where,
        "Q" + str(min(inside, 2)) + str(min(quotes, 3)),
        "Qw" + where + str(min(inside, 2)) + str(min(quotes, 3)) + edge,
        "Cc" + str(cut_cue) + follows,
        "Ot" + str(open_that),
        "V" + where + verbal(content[0]) + (verbal(content[-1]) if len(content) > 1 else ""),
        "V0" + where + verbal(content[0]) + kinds[content[-1][0]],
        "Sn" + ("n" if source is None else "L" if source[0] < cue else "R") + where,
    ]


def _inner(s: Sentence, kinds: list[str], first: int, end: int) -> list[str]:
    """Signs inside a stretch that another clause, or another statement, has begun."""
    found = []
    for i in range(first + 1, end - 1):
        word = s.lower[i]
        if word not in _SIGNS:
            continue
        if word in {"and", "but"}:
            ahead = kinds[i + 1][:3] == "cue" or (i + 2 < end and kinds[i + 2][:3] == "cue")
            found.append(word + ("cue" if ahead else ""))
        elif word == ",":
            after = kinds[i + 1]
            if after[:3] == "cue" or after in _SUBORDINATE:
                found.append("," + after)
        else:
            found.append("-" if word in _DASHES else word)
    return found


_DASHES = frozenset({"-", "--", "—", "–", ";"})
_SUBORDINATE = word_set(
    "while though although whereas when after before as if because since which who where amid "
    "despite until during following in with at on"
)
_SIGNS = _DASHES | _SUBORDINATE | {"and", "but", ","}


def most_agreed(offered: list[Content], values: list[float]) -> int:
    """Return the candidate that overlaps best with all, each weighed by its chance.

    Two long candidates that differ by a word are one opinion, not two halves of one.
    """
    top = max(values)
    chances = [exp(value - top) for value in values]
    best, best_gain = 0, -1.0
    for i, content in enumerate(offered):
        if chances[i] < _HOPELESS:
            continue
        gain = sum(
            chance * overlap(content, other)
            for other, chance in zip(offered, chances, strict=True)
            if chance >= _HOPELESS
        )
        if gain > best_gain:
            best, best_gain = i, gain
    return best


def overlap(one: Content, other: Content) -> float:
    """F1 of the items of two contents."""
    if one == other:
        return 1.0
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    return 2 * shared / (sum(b - a for a, b in one) + sum(d - c for c, d in other))
