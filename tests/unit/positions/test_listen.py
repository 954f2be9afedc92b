"""Statements of several sentences, read whole and one by one."""

import numpy as np

from monitor.positions.classify_listen import listen
from monitor.positions.model_file import load_quick
from monitor.positions.reading import Quotation

SENSE = load_quick()


def said(*content: str) -> Quotation:
    """Make a direct quotation of some pieces."""
    sentence = " … ".join(f"“{piece}”" for piece in content) + " the minister said."
    return Quotation(content, tuple(0 for _ in content), "said", sentence, direct=True)


TWO = said("We see the accords as the way forward. One country has violated them, and lied.")


def test_each_sentence_of_a_statement_that_does_two_things_is_heard() -> None:
    """What only its second sentence does counts for more than it does in the whole."""
    (whole,), (both,) = listen(SENSE, [TWO], [False]), listen(SENSE, [TWO], [True])
    assert not np.allclose(whole, both)
    assert abs(float(both.sum()) - 1) < 0.02


def test_a_single_sentence_is_heard_once() -> None:
    """There is nothing to take apart."""
    one = said("We will not sign it.")
    assert (listen(SENSE, [one], [True]) == listen(SENSE, [one], [False])).all()


def test_statements_do_not_change_each_other() -> None:
    """Answers are the same alone and in company."""
    others = [said("We will not sign it."), TWO, said("They lied.", "They will pay for it.")]
    together = listen(SENSE, others, [True, True, True])
    for one, told in zip(others, together, strict=True):
        assert np.allclose(listen(SENSE, [one], [True])[0], told, atol=0.002)
