"""What the trained tagger is shown of a sentence, item by item, seen from one cue.

Words appear only where they are frequent function words or cues; the rest is shape, ending and a
word class learned from neighbours, so that nothing of a text can be read back from the weights.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from monitor.language.frames import Frame
from monitor.language.lexicon import (
    AUXILIARIES,
    BELIEF,
    CONJUNCTIONS,
    CUE_LEMMA,
    DETERMINERS,
    GROUPS,
    LOOSE,
    MONTHS,
    NEGATIONS,
    NOUN_FORMS,
    OBJECT,
    OFFICES,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    TELL,
    TITLES,
    URGE,
    WEEKDAYS,
)
from monitor.language.names import is_title_case
from monitor.language.phrases import is_adverb
from monitor.language.quotes import is_titled
from monitor.language.sentences import MAX_ITEMS, Sentence
from monitor.language.wordsets import word_set

_CALENDAR = frozenset(WEEKDAYS) | frozenset(MONTHS)
_REACH = 60
_NEAR = (1, 2, 3, 5, 8, 13, 21, 34)


class SentenceFeatures:
    """Features of a sentence that hold for every cue in it."""

    def __init__(self, s: Sentence, text: str, classes: Mapping[str, int]) -> None:
        self._s = s
        n = len(s)
        shouting = is_title_case(s)
        self.kinds = [_kind(s, i, text, shouting=shouting) for i in range(n)]
        self._clusters = [_cluster(s, i, classes, self.kinds[i]) for i in range(n)]
        self._marks = self._running()

    @property
    def quotations(self) -> int:
        """Count the quotations of the sentence."""
        return self._marks[-1][1]

    def quotations_in(self, first: int, end: int) -> int:
        """Count the quotations among items ``first`` to ``end``."""
        return self._marks[end][1] - self._marks[first][1]

    @cached_property
    def _base(self) -> list[list[str]]:
        """Features of each item; not needed where all cues of the sentence fall at a first look."""
        return [self._fixed(i) for i in range(len(self._s))]

    def _fixed(self, i: int) -> list[str]:
        k, c, n = self.kinds, self._clusters, len(self.kinds)
        before = k[i - 1] if i else "^"
        before2 = k[i - 2] if i > 1 else "^"
        after = k[i + 1] if i + 1 < n else "$"
        after2 = k[i + 2] if i + 2 < n else "$"
        return [
            "b",
            "k=" + k[i],
            "k-=" + before,
            "k+=" + after,
            "kk-=" + before2 + " " + before,
            "kk+=" + after + " " + after2,
            "k2=" + before + " " + k[i],
            "k3=" + k[i] + " " + after,
            "k5=" + before + " " + k[i] + " " + after,
            "c=" + c[i],
            "c-=" + (c[i - 1] if i else "^"),
            "c+=" + (c[i + 1] if i + 1 < n else "$"),
        ]

    def _running(self) -> list[tuple[int, int, int, int]]:
        """Counts of commas, quotations, verbs and clause words before each item."""
        commas = quotes = verbs = clauses = 0
        rows = [(0, 0, 0, 0)]
        for i, kind in enumerate(self.kinds):
            word = self._s.lower[i]
            commas += word == ","
            quotes += kind[0] == "Q"
            verbs += kind[:3] in {"cue", "aux"}
            clauses += word in _CLAUSE
            rows.append((commas, quotes, verbs, clauses))
        return rows

    def of_cue(self, cue: int, rule: list[str]) -> tuple[int, list[list[str]]]:
        """Return the first item shown and the features of each, seen from item ``cue``.

        ``rule`` is what the rules make of each item for this cue: S, C or O.
        """
        s, kinds = self._s, self.kinds
        first, end = max(0, cue - _REACH), min(len(s), cue + _REACH)
        word = s.lower[cue]
        lemma = lemma_of(word)
        group = cue_group(word)
        after = kinds[cue + 1] if cue + 1 < len(s) else "$"
        before = kinds[cue - 1] if cue else "^"
        has_rule = "C" if "C" in rule else "n"
        marks = self._marks
        rows: list[list[str]] = []
        shared: dict[tuple[str, str, str], list[str]] = {}
        base, last = self._base, len(s) - 1
        m_cue, m_next = marks[cue], marks[cue + 1]
        for i in range(first, end):
            distance = i - cue
            kind, label = kinds[i], rule[i]
            if distance < 0:
                side, near, m, k = "L", _NEAREST[-distance], marks[i], m_cue
            elif distance:
                side, near, m, k = "R", _NEAREST[distance], m_next, marks[i]
            else:
                side, near, m, k = "V", "1", m_next, m_next
            commas, quotes, verbs, clauses = m
            between = (
                side
                + _BETWEEN[_TO_3[k[0] - commas]][_TO_2[k[1] - quotes]][_TO_3[k[2] - verbs]][
                    _TO_2[k[3] - clauses]
                ]
            )
            at = side + near
            common = shared.get((label, side, near))
            if common is None:
                ruled = label + has_rule
                common = [
                    "d=" + at,
                    "sl=" + side + lemma,
                    "r=" + ruled,
                    "rd=" + ruled + at,
                    "rg=" + ruled + side + group,
                    "rl=" + ruled + side + lemma,
                    "af=" + side + group + " " + after,
                    "bf=" + side + group + " " + before,
                    "ab=" + side + before + " " + after,
                    "al=" + side + lemma + " " + after,
                ]
                shared[label, side, near] = common
            row = base[i] + common
            row += (
                "s=" + side + kind,
                "sg=" + side + group + " " + kind,
                "bt=" + between,
                "btk=" + between + kind,
                "r2=" + (rule[i - 1] if i else "^") + label + (rule[i + 1] if i < last else "$"),
                "dk=" + at + kind,
            )
            if side == "V":
                row += (
                    "v=" + word,
                    "va=" + word + " " + after,
                    "vb=" + word + " " + before,
                    "vba=" + before + " " + group + " " + after,
                    "ve=" + group + kinds[-1],
                    "v0=" + group + kinds[0],
                )
            rows.append(row)
        return first, rows

    def cue_features(self, cue: int, frame: Frame | None) -> list[str]:
        """Features by which to tell whether item ``cue`` attributes at all."""
        s, k, c, n = self._s, self.kinds, self._clusters, len(self._s)
        word = s.lower[cue]
        lemma = lemma_of(word)
        group = cue_group(word)
        around = [k[j] if 0 <= j < n else "^" if j < 0 else "$" for j in range(cue - 4, cue + 5)]
        near = [c[j] if 0 <= j < n else "^" if j < 0 else "$" for j in range(cue - 2, cue + 3)]
        p3, p2, p1, _, n1, n2, n3 = around[1:8]
        found = [
            "w=" + word,
            "l=" + lemma,
            "g=" + group,
            "p1=" + p1,
            "p2=" + p2,
            "p3=" + p3,
            "n1=" + n1,
            "n2=" + n2,
            "n3=" + n3,
            "p4=" + around[0],
            "n4=" + around[8],
            "p12=" + p2 + " " + p1,
            "n12=" + n1 + " " + n2,
            "pn=" + p1 + " " + n1,
            "p123=" + p3 + " " + p2 + " " + p1,
            "n123=" + n1 + " " + n2 + " " + n3,
            "lp=" + lemma + " " + p1,
            "ln=" + lemma + " " + n1,
            "wn=" + word + " " + n1,
            "wp=" + word + " " + p1,
            "lpn=" + lemma + " " + p1 + " " + n1,
            "gp=" + group + " " + p1,
            "gn=" + group + " " + n1,
            "gpn=" + p1 + group + n1,
            "gp2=" + group + " " + p2 + " " + p1,
            "gn2=" + group + " " + n1 + " " + n2,
            "cp=" + near[1],
            "cn=" + near[3],
            "cp2=" + near[0],
            "cn2=" + near[4],
            "lcn=" + lemma + " " + near[3],
            "lcp=" + lemma + " " + near[1],
            "k0=" + k[0],
            "ke=" + k[-1],
            "gk0=" + group + k[0],
            "gke=" + group + k[-1],
        ]
        left = self._marks[cue]
        total = self._marks[-1]
        found += [
            f"ql={min(left[1], 2)}{group}",
            f"qr={min(total[1] - left[1], 2)}{group}",
            f"vl={min(left[2], 3)}{group}",
            f"cl={min(left[3], 2)}{group}",
            f"ll={lemma}{min(left[2], 2)}{min(left[3], 2)}",
            f"lq={lemma}{min(total[1], 1)}",
            "pos=" + _bucket(cue),
            "size=" + _bucket(n),
        ]
        if frame is None:
            found += ["r=n", "rl=n" + lemma, "rg=n" + group]
            return found
        source = "n" if frame.source is None else k[frame.source[1] - 1]
        first, end = frame.content[0]
        size = _bucket(end - first)
        where = "B" if end <= cue else "A"
        found += [
            "r=y",
            "rl=y" + lemma,
            "rg=y" + group,
            "rs=" + source,
            "rc=" + where + k[first],
            "rsz=" + size,
            "rgs=" + group + source,
            "rgc=" + group + where + k[first],
            "rlc=" + lemma + where + k[first],
            "rwz=" + where + group + size,
            "rls=" + lemma + source,
        ]
        return found


def lemma_of(word: str) -> str:
    """Return the lemma of a cue, or the word itself."""
    return CUE_LEMMA.get(word) or LOOSE.get(word) or BELIEF.get(word) or word


_CLAUSE = word_set("that which who because if when while after before as although though")


@lru_cache(maxsize=2048)
def cue_group(word: str) -> str:
    """Return the verb groups and the form of a cue, as one short tag."""
    form = (
        "g"
        if word.endswith("ing")
        else "d"
        if word.endswith("ed")
        else "s"
        if word.endswith("s")
        else "b"
    )
    if word in {"said", "told", "wrote", "spoke"}:
        form = "d"
    return (
        ("S" if word in SAY else "")
        + ("T" if word in TELL else "")
        + ("O" if word in OBJECT else "")
        + ("U" if word in URGE else "")
        + ("B" if word in BELIEF else "")
        + ("L" if word in LOOSE else "")
        + ("N" if word in NOUN_FORMS and word not in CUE_LEMMA else "")
        + form
    )


# Counts as they are told apart, by table: a call of ``min`` for each item would cost more.
_TO_2 = [min(count, 2) for count in range(MAX_ITEMS + 1)]
_TO_3 = [min(count, 3) for count in range(MAX_ITEMS + 1)]
_BETWEEN = [
    [[[f"{a}{b}{c}{d}" for d in range(3)] for c in range(4)] for b in range(3)] for a in range(4)
]


def _bucket(distance: int) -> str:
    for limit in _NEAR:
        if distance <= limit:
            return str(limit)
    return "+"


_NEAREST = [_bucket(distance) for distance in range(_REACH + 1)]
_WORDED = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | AUXILIARIES | NEGATIONS


def _kind(s: Sentence, i: int, text: str, *, shouting: bool) -> str:
    quote = s.quotes[i]
    if quote is not None:
        last = text[quote.inner_end - 1] if quote.inner_end > quote.inner_start else ""
        ends = last if last in ",.!?" else "-"
        size = quote.inner_end - quote.inner_start
        if ends == "-" and is_titled(text, quote):
            return "Qt"
        return "Q" + ends + ("s" if size < 25 else "m" if size < 70 else "l")  # noqa: PLR2004
    return _word_kind(s.words[i], s.lower[i], shouting=shouting, opens=not i)


@lru_cache(maxsize=16384)
def _word_kind(  # noqa: C901, PLR0912 - one word class a branch
    word: str, low: str, *, shouting: bool, opens: bool
) -> str:
    if not word[0].isalnum() and word[0] not in "'’":
        return low
    if low in _WORDED:
        return low
    upper = word[0].isupper()
    if low in _CALENDAR:
        return "day"
    if low.rstrip(".") in TITLES:
        return "title" if upper else "office"
    if upper and not opens and not (shouting and low in CUE_LEMMA):
        return "Cap" if not word.isupper() or len(word) == 1 else "CAPS"
    if low in CUE_LEMMA or low in LOOSE:
        return "cue" + cue_group(low)
    if low in BELIEF:
        return "bel" + cue_group(low)
    if upper:
        return "Cap0"
    if low in NOUN_FORMS:
        return "telling"
    if low in OFFICES:
        return "office"
    if low in GROUPS:
        return "group"
    if word[0].isdigit():
        return "num"
    if is_adverb(low):
        return "adv"
    if "'" in low:
        return "'" + low.partition("'")[2]
    return "w" + low[-2:] if low.endswith(("ing", "ed", "ly", "s", "er", "al", "on")) else "w"


def _cluster(s: Sentence, i: int, classes: Mapping[str, int], kind: str) -> str:
    if s.quotes[i] is not None:
        return "Q"
    known = classes.get(s.lower[i])
    if known is not None and (i == 0 or not s.words[i][0].isupper()):
        return str(known)
    return kind
