"""Whether a phrase is the speaker's own: not negated, not asked about, not in others' mouths."""

from collections.abc import Sequence

from monitor.positions.classify_words import word_set
from monitor.positions.terms_words import Word, stem_of


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in text.split())


_NEGATIONS = word_set("not no never neither nor without nobody none nothing cannot hardly")
# "We do not rule out ...", "they must not cross ...": the phrase itself stands.
_KEEPS_PHRASE = _stems(
    """rule exclude hesitate tolerate allow accept forget ignore doubt violate underestimate only
    cross step overstep breach shy afraid stop delay"""
)
_SPEECH = _stems(
    """call say speak talk describe name term threaten mention announce declare claim invoke
    brandish warn label dub promise vow"""
)
_TALK_NOUNS = _stems("talk threat rhetoric warning mention phrase word claim speech")
_OTHERS = word_set("he she they you it")
_ASKING = _stems("ask question whether wonder")
_REACH = 7
_NEAR = 4
_SENTENCE = 40


def _before(words: Sequence[Word], start: int) -> list[Word]:
    """Return the words before ``start`` in its clause, nearest last; quotation marks are air."""
    found: list[Word] = []
    for i in range(start - 1, max(-1, start - 1 - 2 * _REACH), -1):
        if words[i].is_mark:
            if words[i].low in ".;:!?,—()":
                break
            continue
        found.append(words[i])
        if len(found) == _REACH:
            break
    return found[::-1]


def _negated(before: Sequence[Word]) -> bool:
    for i in range(len(before) - 1, -1, -1):
        low = before[i].low
        if low in _NEGATIONS or low.endswith("n't"):
            between = before[i + 1 :]
            return not any(word.stem in _KEEPS_PHRASE for word in between)
    return False


def _asked(words: Sequence[Word], end: int, before: Sequence[Word]) -> bool:
    if any(word.stem in _ASKING for word in before):
        return True
    for word in words[end : end + _SENTENCE]:
        if word.low in ".!;?":
            return word.low == "?"
    return False


def _others(before: Sequence[Word], *, direct: bool) -> bool:
    """Tell whether somebody else's words are reported: "what he called", "their talk of"."""
    lows = [word.low for word in before]
    if lows[-2:] == ["so", "called"] or "supposed" in lows[-2:] or "alleged" in lows[-2:]:
        return True
    for i, word in enumerate(before):
        near = len(before) - i <= _NEAR + 1
        if word.stem not in _SPEECH or not near:
            continue
        # "Accused the commission of brandishing …": the other's deed.
        if "what" in lows[:i] or (word.low.endswith("ing") and lows[i - 1 : i] == ["of"]):
            return True
        subject = lows[i - 1] if i else ""
        if subject in ("has", "have", "had", "keep", "keeps", "always", "again") and i > 1:
            subject = lows[i - 2]
        if subject in (_OTHERS if direct else ("you",)):
            return True
    for i, word in enumerate(before[:-1]):
        owner = i and before[i - 1].low not in ("our", "my", "the", "a", "no", "any")
        if owner and word.stem in _TALK_NOUNS and before[i + 1].low in ("of", "about"):
            return True
    return False


def own_use(words: Sequence[Word], start: int, end: int, *, direct: bool) -> bool:
    """Tell whether ``words[start:end]`` are used by the speaker and meant."""
    before = _before(words, start)
    return not (_negated(before) or _asked(words, end, before) or _others(before, direct=direct))
