"""Texts that are out to hold up or break the extraction."""

import tracemalloc
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.features import SentenceFeatures
from monitor.language.frames import Frame
from monitor.language.layout import paragraphs
from monitor.language.model_file import load_model
from monitor.language.reader import MAX_TAGGED, Reader
from monitor.language.sentences import MAX_ITEMS, Sentence
from monitor.language.tagger import FrameTagger, Judged

_WATCH = WatchList.model_validate(
    {
        "actors": [
            {"id": "duarte", "name": "Ines Duarte", "aliases": ["Duarte"], "gender": "female"},
            {"id": "office", "name": "Competition Office", "kind": "organisation"},
        ]
    }
)
_TRACKED = Extractor(_WATCH, load_model())
_OPEN = Extractor(None, load_model())
# What is quadratic would take minutes. How long it takes on a quiet machine is for a benchmark.
_SECONDS = 30.0

_PIECES = st.sampled_from(
    [
        "Duarte", "Ines Duarte", "she", "The Competition Office", "said", "told", "warned", "that",
        "“", "”", '"', "''", "‘", "’", "„", "(", ")", ",", ".", ":", "—", "\n", "\n\n", " ", "and",
        "who", "is", "not", "according to", "in a statement", "on Monday", "to", "the", "“Yes,”",
        "Reyl", "REYL:", "adding", "words", "in", "as", "per", "'s", "\u0301", "😀", "?", "!", "…",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(_PIECES, max_size=60).map(" ".join),
    st.lists(_PIECES).map("".join),
)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text breaks the extraction, and every span it gives slices the text."""
    for extractor in (_TRACKED, _OPEN):
        for found in extractor.find(text):
            spans = [*found.spans, found.sentence_span]
            spans += [s.span for s in found.speakers if s.span is not None]
            spans += [found.cue_span] if found.cue_span is not None else []
            assert all(0 <= a < b <= len(text) for a, b in spans)
            assert found.spans == tuple(sorted(found.spans))
            assert not found.cue_span or text[slice(*found.cue_span)] == found.cue
            assert found.speakers


@given(_TEXTS)
@settings(max_examples=60, deadline=None)
def test_same_text_same_statements(text: str) -> None:
    """Reading an article again gives the same statements, or alerts would come twice."""
    again = Extractor(_WATCH, load_model())
    assert _TRACKED.find(text) == again.find(text) == _TRACKED.find(text)


_MEAN = {
    "a hundred thousand marks": '"' * 100_000 + " Duarte",
    "opening marks only": "“ " * 300_000 + "Duarte said",
    "one line": "Duarte said that " + "word " * 200_000,
    "one line of statements": "Duarte said he was, " * 50_000,
    "one line of quotations": "“Yes,” Duarte said. " * 50_000,
    "five megabytes": ("Duarte said that it was bad. She warned of cuts.\n" * 110_000)[:5_000_000],
    "five megabytes of others": ("The pipe was laid in a day. It is safe.\n" * 125_000) + "Duarte",
    "labels": "DUARTE: yes we can\n" * 60_000,
    "names": "Duarte " * 140_000,
    "commas": "Duarte, " * 120_000,
    "brackets": "Duarte (" * 120_000,
    "letters": "Duarte" + "a" * 1_000_000,
    "look-alikes": "Du\u0430rte said. " * 70_000,
    "accents": "Duarte" + "\u0301" * 500_000,
    "blank lines": "\n" * 2_000_000 + "Duarte said",
    "echoes": "“" + "as Duarte has, " * 60_000 + "” Duarte said.",
}


@pytest.mark.parametrize("text", _MEAN.values(), ids=_MEAN)
@pytest.mark.parametrize("extractor", [_TRACKED, _OPEN], ids=["tracked", "open"])
def test_no_article_holds_up_the_rest(extractor: Extractor, text: str) -> None:
    """However long or odd an article is, the next one does not wait for minutes."""
    started = process_time()
    extractor.find(text)
    assert process_time() - started < _SECONDS


class _Counting(FrameTagger):
    """The shipped tagger, counting the items it is shown."""

    shown = 0

    def judge(
        self,
        s: Sentence,
        features: SentenceFeatures,
        cue: int,
        rule: Frame | None,
        named: list[str],
        sure: float,
        *,
        every: bool = False,
    ) -> Judged:
        """Judge a cue and count its sentence."""
        self.shown += len(s)
        return super().judge(s, features, cue, rule, named, sure, every=every)


@pytest.mark.parametrize(
    "clause",
    [
        "according to Duarte, ",
        "she released, ",
        "said Duarte and ",
        "Duarte’s claim that ",
        "as quoted as saying by ",
        "He said that she said that ",
    ],
)
def test_work_on_one_article_is_bounded(clause: str) -> None:
    """One clause repeated for 60 KB is not looked at once for every cue around it."""
    text = "Duarte was there, " + clause * (60_000 // len(clause))
    tagger = _Counting(load_model())
    reader = Reader(text, [], None, None, tagger, beliefs=False)
    for index, paragraph in enumerate(paragraphs(text)):
        reader.read(paragraph, index)
    assert 0 < tagger.shown <= MAX_TAGGED + MAX_ITEMS**2


def test_nothing_is_kept() -> None:
    """Reading article after article does not fill the memory."""
    text = "“The pipe is safe,” Ines Duarte said. She warned of cuts.\n" * 50
    _TRACKED.find(text)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(20):
        _TRACKED.find(text)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 1_000_000
