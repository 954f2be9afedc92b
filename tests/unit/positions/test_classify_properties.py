"""What holds for any text: no exception, no empty reading, spans that slice, linear time."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.positions.classify import Classifier
from monitor.positions.reading import Quotation

CLASSIFIER = Classifier()

_WORDS = st.sampled_from(
    [
        "if",
        "unless",
        "should",
        "were",
        "had",
        "will",
        "not",
        "never",
        "we",
        "they",
        "the",
        "a",
        ",",
        ".",
        ";",
        ":",
        "—",
        "“",
        "”",
        "’",
        "'",
        "accept",
        "strike",
        "talks",
        "until",
        "otherwise",
        "or",
        "to",
        "have",
        "days",
        "withdraw",
        "sanctions",
        "by",
        "Friday",
        "no",
        "be",
        "ready",
        "said",
        "that",
        "and",
        "but",
        "Should",
        "If",
        "Were",
        "provided",
        "without",
        "depending",
        "on",
        "as",
        "long",
        "in",
        "case",
        "25",
        "%",
        "$",
        "must",
        "can’t",
        "won’t",
        "I’ll",
    ]
)
_LIKELY = st.lists(_WORDS, max_size=30).map(" ".join)
_ANY = st.one_of(_LIKELY, st.text(max_size=120))


@st.composite
def quotations(draw: st.DrawFn) -> tuple[Quotation, str]:
    """Draw an article and a statement cut out of it."""
    pieces = draw(st.lists(_ANY, min_size=1, max_size=3))
    cue = draw(st.sampled_from(["said", "warned", "refused", "gave", "", "denied", "called"]))
    article = draw(_ANY)
    offsets = []
    for piece in pieces:
        offsets.append(len(article))
        article += piece + " "
    sentence = draw(st.sampled_from([article, article + cue, cue]))
    direct = draw(st.booleans())
    return Quotation(tuple(pieces), tuple(offsets), cue, sentence, direct, "Ann Lee"), article


@settings(max_examples=300, deadline=None)
@given(quotations())
def test_any_text_is_read(case: tuple[Quotation, str]) -> None:
    """Reading never raises and always answers with at least one act."""
    quotation, _ = case
    assert CLASSIFIER.read(quotation).acts


@settings(max_examples=300, deadline=None)
@given(quotations())
def test_condition_spans_slice_the_article(case: tuple[Quotation, str]) -> None:
    """A condition inside the content is the article's text at its span."""
    quotation, article = case
    for act in CLASSIFIER.read(quotation).acts:
        if act.condition_span is not None and quotation.sentence == article:
            assert article[slice(*act.condition_span)] == act.condition


@settings(max_examples=100, deadline=None)
@given(quotations())
def test_reading_is_deterministic(case: tuple[Quotation, str]) -> None:
    """The same quotation is read the same way by any classifier."""
    quotation, _ = case
    assert CLASSIFIER.read(quotation) == Classifier().read(quotation)


def test_ten_thousand_words_take_less_than_half_a_second() -> None:
    """No part of reading grows faster than the text."""
    text = "We will strike if they attack, and unless the talks go on we will not sign it. " * 600
    quotation = Quotation((text,), (0,), "said", f"“{text}” she said.", direct=True)
    CLASSIFIER.read(quotation)
    started = time.process_time()
    CLASSIFIER.read(quotation)
    assert time.process_time() - started < 0.5


def test_a_long_sentence_without_a_full_stop_is_linear_too() -> None:
    """Ten thousand words of one sentence must not hold up the chain either."""
    text = "we will strike if they attack the port and " * 1200
    quotation = Quotation((text,), (0,), "said", f"“{text}” she said.", direct=True)
    started = time.process_time()
    CLASSIFIER.read(quotation)
    assert time.process_time() - started < 1.5


def test_an_empty_statement_is_a_comment() -> None:
    """Nothing said holds no position."""
    reading = CLASSIFIER.read(Quotation(("",), (0,), "", "", direct=True))
    assert reading.main.position == "STATE"
