"""Nouns that attribute: "X's claim that …", "issued a warning that …"."""

import pytest

from monitor.language.extract import Extractor

FOUND = {
    "possessive": (
        "Duarte’s claim that the pipe was safe drew laughter in Sorland.",
        "duarte",
        "claim",
        "that the pipe was safe",
    ),
    "made": (
        "Reyl issued a warning that the river would rise.",
        "reyl",
        "warning",
        "that the river would rise",
    ),
    "pronoun": (
        "Ines Duarte met the press. She repeated her demand that the permit be issued by Friday.",
        "duarte",
        "demand",
        "that the permit be issued by Friday",
    ),
    "contractions": (
        "Duarte’s claim that the pipe hadn’t failed drew laughter.",
        "duarte",
        "claim",
        "that the pipe hadn’t failed",
    ),
    "a contraction behind": (
        "Duarte’s claim that the pipe is safe won’t hold.",
        "duarte",
        "claim",
        "that the pipe is safe",
    ),
    "in a headline": (
        "Duarte’s Claim That The Mayor Is In Court Isn’t True",
        "duarte",
        "Claim",
        "That The Mayor Is In Court",
    ),
    "a participle in a headline": (
        "Duarte’s Promise To Ban Guns Used In The Massacre",
        "duarte",
        "Promise",
        "To Ban Guns Used In The Massacre",
    ),
}
NOT_FOUND = (
    "Duarte made no promise that the pipe would be closed.",
    "The claim that the pipe was safe drew laughter.",
    "Duarte’s claim drew laughter in Sorland.",
    "Duarte promised nothing.",
)


@pytest.mark.parametrize(("text", "actor", "cue", "words"), FOUND.values(), ids=FOUND)
def test_a_noun_attributes(
    extractor: Extractor, text: str, actor: str, cue: str, words: str
) -> None:
    """The noun is the cue, its owner or maker the speaker, and its clause ends where it ends."""
    (found,) = extractor.find(text)
    assert found.speakers[0].actor == actor
    assert found.cue == cue
    assert found.words(text, "") == (words,)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_a_noun_alone_says_nothing(extractor: Extractor, text: str) -> None:
    """What nobody made, what nobody tracked owns, and what has no content is no statement."""
    assert extractor.find(text) == []


def test_the_verb_still_comes_first(extractor: Extractor) -> None:
    """A word that is a verb here is read as one."""
    text = "Duarte claims that the pipe is safe."
    (found,) = extractor.find(text)
    assert (found.cue, found.words(text, "")) == ("claims", ("that the pipe is safe",))
