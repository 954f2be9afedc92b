"""The deep network, and when it is asked."""

from collections.abc import Sequence

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from monitor.positions.insight import LENGTH, Insight
from monitor.positions.model_file import DEEP_NAME, load_deep, load_quick
from monitor.positions.reading import Quotation
from monitor.positions.second_reading import SURE, SecondReading
from monitor.positions.sense import ANSWERS, BATCH, Floats, of_class

DEEP = load_deep()
QUICK = load_quick()


def said(content: str, *, direct: bool = True) -> Quotation:
    """Make a quotation by one speaker."""
    printed = f"“{content},” Orla Penn said." if direct else f"Orla Penn said {content}."
    return Quotation((content,), (1,), "said", printed, direct=direct, speaker="Orla Penn")


def test_the_model_is_small_and_named() -> None:
    """What ships stays under ten megabytes and is one file."""
    assert DEEP_NAME == "insight.model"
    assert len(DEEP.to_bytes()) < 10_000_000


def test_the_model_holds_pieces_of_words_only() -> None:
    """No sentence can be read back: the vocabulary is an encoder's pieces of words."""
    assert not [piece for piece in DEEP.vocabulary if " " in piece]


def test_writing_and_reading_gives_the_same_answers() -> None:
    """A model read back from its bytes is the model."""
    again = Insight.from_bytes(DEEP.to_bytes())
    quotations = [said("We will shut the valve"), said("Nobody was paid", direct=False)]
    assert (again.weigh(quotations) == DEEP.weigh(quotations)).all()


def test_another_file_is_refused() -> None:
    """Bytes of the other network are named as no such model."""
    with pytest.raises(ValueError, match="not a news-monitor insight"):
        Insight.from_bytes(QUICK.to_bytes())


def test_a_file_that_was_cut_short_is_refused() -> None:
    """A download that broke off is named as such."""
    with pytest.raises(ValueError, match="not a whole news-monitor insight"):
        Insight.from_bytes(DEEP.to_bytes()[:-1000])


def test_company_does_not_matter() -> None:
    """A statement gets the same answer alone, beside a longer one, and in another batch."""
    short, long = said("We refuse"), said("We " + "gladly " * LENGTH + "accept what they offer")
    alone = DEEP.weigh([short])[0]
    assert np.abs(DEEP.weigh([short, long])[0] - alone).max() <= 0.002
    assert np.abs(DEEP.weigh([long] * BATCH + [short])[-1] - alone).max() <= 0.002


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=20), st.booleans())
def test_any_text_gets_probabilities(content: str, cue: str, direct: bool) -> None:  # noqa: FBT001
    """Whatever is printed fits, and the answers are probabilities."""
    quotation = Quotation((content,), (0,), cue, content + cue, direct=direct)
    pieces, around = DEEP.coded(quotation)
    assert around < len(pieces) <= LENGTH
    found = DEEP.weigh([quotation])
    assert found.shape == (1, len(ANSWERS))
    assert 0.98 <= found.sum() <= 1.02
    assert (found >= 0).all()


def test_only_what_is_doubted_is_read_twice() -> None:
    """A statement of which the quick network is sure keeps its answer; others get another."""
    quotations = [
        said("The match begins at noon"),
        said("We will shut our harbours to their trawlers"),
        said("They may look for another piano player"),
        said("I have packed my desk"),
    ]
    quick, both = QUICK.weigh(quotations), SecondReading(QUICK, DEEP).weigh(quotations)
    sure = of_class(quick).max(axis=1) >= SURE
    assert sure.any()
    assert not sure.all()
    assert ((quick == both).all(axis=1) == sure).all()


def test_what_outlets_print_alike_is_read_deeply_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wire's quotation costs its second reading once, and always has the same answer."""
    read: list[Quotation] = []
    weigh = DEEP.weigh

    def counted(quotations: Sequence[Quotation]) -> Floats:
        read.extend(quotations)
        return weigh(quotations)

    monkeypatch.setattr(DEEP, "weigh", counted)
    both = SecondReading(QUICK, DEEP)
    pen, gates = said("My pen stays in my pocket"), said("We may look at the gates again")
    first = both.weigh([pen, pen, gates])
    assert (both.weigh([gates, pen]) == first[[2, 0]]).all()
    assert (first[0] == first[1]).all()
    assert read == [pen, gates]


def test_no_more_answers_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no longer known is read again."""
    monkeypatch.setattr("monitor.positions.second_reading.KEPT", 1)
    both = SecondReading(QUICK, DEEP)
    pen, gates = said("My pen stays in my pocket"), said("We may look at the gates again")
    first = both.weigh([pen])
    both.weigh([gates])
    assert (both.weigh([pen]) == first).all()


def test_nothing_to_read_is_nothing_to_say() -> None:
    """No statements, no answers."""
    assert SecondReading(QUICK, DEEP).weigh([]).shape == (0, len(ANSWERS))
