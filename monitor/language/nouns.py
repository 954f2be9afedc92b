"""Nouns that attribute: "Duarte's claim that …", "a warning from Reyl that …"."""

from monitor.language.content import clause_end
from monitor.language.lexicon import AUXILIARIES, NEGATIONS
from monitor.language.names import is_title_case
from monitor.language.phrasal import taken_back
from monitor.language.phrases import (
    Range,
    date_phrase,
    is_adverb,
    phrase_left,
    phrase_right,
    skip_auxiliaries,
)
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_OWNERS = word_set("his her their its")
_MAKERS = word_set(
    "made makes making make issued issues issuing issue repeated repeats repeating renewed renews "
    "renewing delivered delivering gave gives giving reiterated reiterating released releasing"
)
_ARTICLES = word_set("a an the this that another his her their its")
_REMARKS = word_set(
    "statement statements comment comments remark remarks testimony answer answers reply replies "
    "admission admissions announcement announcements reference references attack attacks"
)
_OPENERS = frozenset({"that", "to"})
_BEFORE_SUBJECT = word_set("and but while as when because though although that if ;") | {
    ",",
    "—",
    "–",
}
_MAX_ADJECTIVES = 4
# Words that a promise in a headline has at least: "To Ban Guns".
_FEWEST = 3


def noun_source(s: Sentence, i: int) -> Range | None:
    """Find whose claim, warning or promise the noun at item ``i`` is."""
    low = s.lower
    if any(taken_back(s, at) for at in range(max(0, i - _MAX_ADJECTIVES - 1), i)):
        return None
    if i + 1 < len(s) and low[i + 1] in {"by", "from"}:
        return _before_clause(s, phrase_right(s, i + 2))
    at = i - 1
    while at >= 0 and i - at <= _MAX_ADJECTIVES and _describes(s, at):
        at -= 1
    if at < 0 or s.quotes[at] is not None:
        return None
    if low[at] in _OWNERS:
        maker = at - 1
        return (at, at + 1) if maker < 0 or low[maker] not in _MAKERS else _maker(s, maker)
    if low[at] == "'s" or low[at] in {"'", "’"}:
        return phrase_left(s, at - 1)
    if low[at] in _ARTICLES:
        at -= 1
    return _maker(s, at) if at >= 0 and low[at] in _MAKERS else None


def _before_clause(s: Sentence, maker: Range | None) -> Range | None:
    """``a promise from Sorokin to open …``: the name ends where what is promised begins."""
    if maker is None:
        return None
    first, end = maker
    cut = next((i for i in range(first + 1, end) if s.lower[i] in _OPENERS), end)
    return first, cut


def _describes(s: Sentence, at: int) -> bool:
    word = s.lower[at]
    return (
        s.quotes[at] is None
        and word[0].isalpha()
        and s.words[at][0].islower()
        and word not in _ARTICLES
        and word not in _MAKERS
        and word not in AUXILIARIES
        and word not in _BEFORE_SUBJECT
    )


def _maker(s: Sentence, verb: int) -> Range | None:
    left, met = skip_auxiliaries(s, verb - 1)
    if any(word in NEGATIONS or word.endswith("n't") for word in met):
        return None
    return phrase_left(s, left)


def noun_content(s: Sentence, i: int, source: Range) -> list[Range]:
    """Find what the noun at item ``i`` claims, warns of or promises; empty where it tells not."""
    at = date_phrase(s, source[1]) if source[0] > i else i + 1
    if at < len(s) and s.lower[at] == "to":
        # "promise to investors that …": to whom it was made is no part of it.
        reach = range(at + 1, min(len(s), at + _MAX_ADJECTIVES + 1))
        at = next((j for j in reach if s.lower[j] == "that"), at)
        if s.lower[at] == "to" and s.lower[i] in _REMARKS:
            return []  # "statements to the police"
    if at < len(s) and s.lower[at] == ":" and at + 1 < len(s):
        at += 1
    elif at >= len(s) or (s.lower[at] not in _OPENERS and s.quotes[at] is None):
        return []
    end = at + 1 if s.quotes[at] is not None else clause_end(s, at, frozenset({"say"}))
    if s.lower[at] in _OPENERS and _is_subject(s, min(source[0], i)):
        shouting = is_title_case(s)
        verb = _main_verb(s, at, end, shouting=shouting)
        end = verb if verb >= at + _FEWEST or not shouting else end
    return [(at, end)] if end > at + (s.quotes[at] is None) else []


def _is_subject(s: Sentence, first: int) -> bool:
    """Nothing stands before a noun phrase that is the subject of its clause."""
    before = first - 1
    while before >= 0 and (is_adverb(s.lower[before]) or s.lower[before] in {"the", "a"}):
        before -= 1
    return before < 0 or s.lower[before] in _BEFORE_SUBJECT


def _main_verb(s: Sentence, at: int, end: int, *, shouting: bool) -> int:
    """Where "…’s claim that the pipe was safe drew laughter" goes on with its own verb."""
    needed = 2 if s.lower[at] == "that" else 1
    i = at + 1
    while i < end:
        if not _finite(s, i, shouting=shouting) or (needed == 1 and s.lower[i - 1] in _JOINS):
            i += 1
            continue
        needed -= 1
        if not needed:
            return i
        i = _group_end(s, i, end)
    return end


def _group_end(s: Sentence, i: int, end: int) -> int:
    """Pass the verb that begins at ``i``: "had failed", "would not rise", "came"."""
    helped = False
    while i < end and (_helps(s.lower[i]) or is_adverb(s.lower[i])):
        helped = helped or s.lower[i] != "not"
        i += 1
    if not helped:
        return i + 1
    # Behind "is" and "was" nouns stand as well as participles.
    return i + 1 if i < end and s.lower[i] not in _ARTICLES else i


def _finite(s: Sentence, i: int, *, shouting: bool) -> bool:
    if s.quotes[i] is not None or (s.words[i][0].isupper() and not shouting):
        return False
    word = s.lower[i]
    if word.endswith("n't") or word in AUXILIARIES - {"to", "be", "been", "being"}:
        return True
    if shouting:
        return False  # "Promise To Ban Guns Used In Massacre"
    return word in _PAST or (word.endswith("ed") and s.lower[i - 1] not in _ARTICLES)


def _helps(word: str) -> bool:
    return word in AUXILIARIES or word == "not" or word.endswith("n't")


_JOINS = word_set("and or but that which who to") | {","}
_PAST = word_set(
    "drew went came made took gave got saw knew kept left held brought began ran won fell met led "
    "set put found says comes goes draws makes sent shook hit cut spread struck broke rose grew "
    "threw lost sank stood spoke did"
)
