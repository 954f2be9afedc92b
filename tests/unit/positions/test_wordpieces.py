"""Words in pieces, as encoders of the BERT family cut them."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from monitor.positions.wordpieces import UNKNOWN, pieces_of, words_of

VOCABULARY = {
    piece: number
    for number, piece in enumerate(
        [
            UNKNOWN,
            "we",
            "will",
            "retaliate",
            "re",
            "##pris",
            "##al",
            "##s",
            ",",
            "“",
            "”",
            "e",
            "##u",
        ]
    )
}


def named(text: str, most: int = 20) -> list[str]:
    """Return the pieces of a text by name."""
    names = {number: piece for piece, number in VOCABULARY.items()}
    return [names[number] for number in pieces_of(text, VOCABULARY, most)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("“We will retaliate,”", ["“", "we", "will", "retaliate", ",", "”"]),
        ("reprisals", ["re", "##pris", "##al", "##s"]),
        ("RÉPRISALS", ["re", "##pris", "##al", "##s"]),
        ("EU", ["e", "##u"]),
        ("we zigzag", ["we", UNKNOWN]),
        ("e" * 101, [UNKNOWN]),
        ("", []),
    ],
)
def test_the_longest_known_piece_first(text: str, pieces: list[str]) -> None:
    """A word is itself where it is known, else its longest beginning and so on."""
    assert named(text) == pieces


def test_no_more_than_asked_for() -> None:
    """A long text ends where it is told to."""
    assert named("we will " * 50, most=3) == ["we", "will", "we"]


@given(st.text(max_size=200))
def test_any_text_is_cut(text: str) -> None:
    """Whatever is printed has pieces that the vocabulary holds, and words without accents."""
    assert all(0 <= number < len(VOCABULARY) for number in pieces_of(text, VOCABULARY, 50))
    assert all(word == word.lower() or not word.isascii() for word in words_of(text))
