"""Sentences of a paragraph, with each outer quotation folded into one item.

A report's syntax runs around its quotations, not through them: ``“A. B,” he said`` is one
sentence. Folding also bounds the work on an article that quotes a million words.
"""

from dataclasses import dataclass, field

from monitor.language.lexicon import PRONOUNS, SAY, SENTENCE_STARTERS, TELL
from monitor.language.quotes import Quote
from monitor.language.tokens import Tokens, tokenize
from monitor.language.wordsets import word_set

# Longer runs without a full stop are lists or tables, not sentences: they are cut.
MAX_ITEMS = 160
_STOPS = frozenset(".!?")
_CLOSING = _STOPS | frozenset(")]”’'\"")
_LOOKAHEAD = 7
_QUESTION_WORDS = word_set("what who how why when where which whether that")
_ATTRIBUTIVE = frozenset(SAY) | frozenset(TELL)
_SILENT = word_set("not never neither nobody cannot declined refused")
# "“…” She also argued in favour of it": what she argued stands behind, and not before.
_TAKES_SIDES = tuple(["in", side] for side in ("favor", "favour", "support", "defence", "defense"))
QUOTE_ITEM = "“”"


@dataclass(slots=True)
class Sentence:
    """Items of one sentence: words, marks and folded quotations (``quotes[i]`` is set)."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    quotes: list[Quote | None] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the items."""
        return len(self.words)

    @property
    def start(self) -> int:
        """Offset of the first item."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Offset behind the last item."""
        return self.ends[-1]

    def add(self, start: int, end: int, word: str, lower: str, quote: Quote | None = None) -> None:
        """Append one item."""
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)
        self.lower.append(lower)
        self.quotes.append(quote)


def split_sentences(text: str, start: int, end: int, quotes: list[Quote]) -> list[Sentence]:
    """Cut ``text[start:end]`` into sentences whose outer quotations are single items."""
    line = Sentence()
    position = start
    for quote in quotes:
        _append(line, tokenize(text, position, quote.start))
        line.add(quote.start, quote.end, QUOTE_ITEM, QUOTE_ITEM, quote)
        position = quote.end
    _append(line, tokenize(text, position, end))
    return _cut(text, line)


def _append(line: Sentence, tokens: Tokens) -> None:
    line.starts += tokens.starts
    line.ends += tokens.ends
    line.words += tokens.words
    line.lower += tokens.lower
    line.quotes += [None] * len(tokens)


def _cut(text: str, line: Sentence) -> list[Sentence]:
    found: list[Sentence] = []
    first = 0
    total = len(line)
    for index, word in enumerate(line.words):
        ends = index + 1 == total or index + 1 - first >= MAX_ITEMS
        if not ends and word[-1] in _CLOSING and _may_end(text, line, index):
            ends = _starts_anew(line, index)
        if ends:
            found.append(
                Sentence(
                    line.starts[first : index + 1],
                    line.ends[first : index + 1],
                    line.words[first : index + 1],
                    line.lower[first : index + 1],
                    line.quotes[first : index + 1],
                )
            )
            first = index + 1
    return found


def _may_end(text: str, line: Sentence, index: int) -> bool:
    quote = line.quotes[index]
    if quote is not None:
        return quote.inner_end > quote.inner_start and text[quote.inner_end - 1] in ".!?…"
    word = line.words[index]
    if word in _STOPS:
        return True
    if word in ")]" or word in "”’'\"":
        return index > 0 and line.words[index - 1] in _STOPS
    return word[-1] == "." and len(word) > 1


def _starts_anew(line: Sentence, index: int) -> bool:
    following = line.words[index + 1]
    if line.quotes[index + 1] is not None:
        return True
    if following in ")]”’":
        return False
    word = line.words[index]
    if line.quotes[index] is None and word[-1] == "." and len(word) > 1:
        return following in SENTENCE_STARTERS
    if not (following[0].isupper() or following[0].isdigit() or following[0] in "([—–-•*"):
        return False
    if line.quotes[index] is not None:
        return not _attribution_follows(line, index + 1)
    return True


def _attribution_follows(line: Sentence, index: int) -> bool:
    """``“Is it?” Reyl said.``: a short name and a cue behind a quotation belong to it."""
    if line.lower[index] in _QUESTION_WORDS:
        return False
    for ahead in range(index, min(index + _LOOKAHEAD, len(line))):
        if line.lower[ahead] in _ATTRIBUTIVE:
            follows = line.lower[ahead + 1] if ahead + 1 < len(line) else "."
            anew = ahead == index + 2 and line.lower[index] in PRONOUNS
            if anew and line.lower[ahead + 1 : ahead + 3] in _TAKES_SIDES:
                return False
            return follows in {".", ",", "on", "in", "at", "of"} or follows.endswith("day")
        apart = line.lower[ahead] in {",", ";", ":", "that"} or line.quotes[ahead] is not None
        # "“…” The ministry did not elaborate."
        if apart or line.lower[ahead] in _SILENT or line.lower[ahead].endswith("n't"):
            return False
    return False
