"""Ids: the same for the same thing, whoever prints it, however it is typed."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from monitor.identity import (
    alert_id,
    change_id,
    delivery_id,
    make_id,
    normalise,
    statement_id,
    text_hash,
)
from tests.support.strategies import texts

WORDS = "We will not accept the permit, and that's final"


@given(st.text(st.sampled_from(" \t\n“”\"'‘’«»,.;:!?…—-()"), max_size=6), st.booleans())
def test_marks_case_and_spacing_do_not_matter(marks: str, upper: bool) -> None:  # noqa: FBT001
    """The same words in other quotation marks, other case or other spacing are one statement."""
    printed = marks.join(f" {word} " for word in WORDS.replace("'", " ").replace(",", "").split())
    printed = printed.upper() if upper else printed
    assert statement_id("reyl", [printed], "2025-10-06") == statement_id(
        "reyl", [WORDS], "2025-10-06"
    )


def test_split_quotation_is_the_same_statement() -> None:
    """One outlet breaks the quotation with "he said", the other does not: one statement."""
    one = statement_id("reyl", ["We need a few more weeks, nobody is served."], "2025-10-06")
    two = statement_id("reyl", ["We need a few more weeks,", "nobody is served."], "2025-10-06")
    assert one == two


def test_ligatures_and_widths_do_not_matter() -> None:
    """Typographic forms of the same letters are the same words."""
    assert normalise("eﬃcient ＰＬＡＮ") == normalise("efficient plan")


def test_other_actor_other_statement() -> None:
    """The same words of somebody else are another statement."""
    assert statement_id("reyl", [WORDS], "d") != statement_id("duarte", [WORDS], "d")


def test_other_day_other_statement() -> None:
    """The same words on another day are said again."""
    assert statement_id("reyl", [WORDS], "2025-10-06") != statement_id(
        "reyl", [WORDS], "2025-10-07"
    )


def test_other_words_other_statement() -> None:
    """A single other word makes another statement."""
    assert statement_id("reyl", ["We accept 3 of them"], "d") != statement_id(
        "reyl", ["We accept 4 of them"], "d"
    )


@given(texts)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Words that were normalised stay as they are."""
    assert normalise(normalise(text)) == normalise(text)


_parts = st.lists(st.text("ab|", max_size=3), min_size=1, max_size=3)


@given(_parts, _parts)
def test_parts_do_not_run_together(one: list[str], two: list[str]) -> None:
    """Parts "a" and "bc" are other things than "ab" and "c" are."""
    assert (make_id("x", *one) == make_id("x", *two)) == (one == two)


def test_prefix_tells_the_kind() -> None:
    """Somebody who sees an id in a log knows what it stands for."""
    ids = [
        statement_id("a", ["w"], "d"),
        change_id(1, "a", "i", "c", "s"),
        alert_id(1, "a", "i", "c", "s"),
        delivery_id("a", "e"),
    ]
    assert [i[:3] for i in ids] == ["st_", "ch_", "al_", "dl_"]
    assert all(one != two for one, two in combinations(ids, 2))


def test_alert_id_depends_on_each_part() -> None:
    """Alerts that differ in anything that matters differ in their id."""
    base = (1, "reyl", "permit", "escalated", "st_1")
    others = [
        (2, *base[1:]),
        (1, "duarte", *base[2:]),
        (1, "reyl", "cap", *base[3:]),
        (1, "reyl", "permit", "softened", "st_1"),
        (*base[:4], "st_2"),
    ]
    assert len({alert_id(*parts) for parts in [base, *others]}) == 6


def test_delivery_id_is_one_for_each_endpoint() -> None:
    """Two endpoints get the same alert under different webhook ids, each always under its own."""
    assert delivery_id("al_1", "a") == delivery_id("al_1", "a")
    assert delivery_id("al_1", "a") != delivery_id("al_1", "b")


def test_text_hash_sees_the_title() -> None:
    """A new headline over the same text is an edit."""
    assert text_hash("a", "text") != text_hash("b", "text")


def test_text_hash_overlooks_typography() -> None:
    """Straightened quotation marks are no edit."""
    assert text_hash("t", "“Yes,” she said.") == text_hash("t", '"Yes,"  she said.')
