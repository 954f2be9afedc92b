"""Titles and agency snaps: what they say that the article does not, and in capitals."""

import pytest

from monitor.language.extract import Extractor
from schemas.vocabulary import Place

BODY = "The river stands high. Nobody was hurt."


def in_title(extractor: Extractor, title: str, text: str = BODY) -> list[tuple[str | None, str]]:
    """Return who says what in a title, after the words were sliced from it."""
    found = extractor.find(text, title=title)
    return [
        (u.speakers[0].actor, " … ".join(u.words(text, title)))
        for u in found
        if u.place is Place.TITLE
    ]


TITLES = {
    "two clauses": ("Reyl denies leak, council asks to see pipe", "reyl", "leak"),
    "a noun behind the comma": (
        "Reyl rejects water deal, new demands from Orsa",
        "reyl",
        "water deal, new demands from Orsa",
    ),
    "two sentences": ("Reyl warns of higher river; Duarte has boats", "reyl", "higher river"),
    "verb": ("Reyl warns of higher river levels", "reyl", "higher river levels"),
    "title case": ("Reyl Says the River Will Rise", "reyl", "the River Will Rise"),
    "label": ("Duarte: pipe is safe", "duarte", "pipe is safe"),
    "quotation": ("‘The pipe is safe,’ says Duarte", "duarte", "The pipe is safe,"),
    "dash": ("River will rise – Reyl", "reyl", "River will rise"),
    "publisher": (
        "Reyl says the river will rise - The Sorland Post",
        "reyl",
        "the river will rise",
    ),
    "bar": ("Reyl says the river will rise | Sorland Post", "reyl", "the river will rise"),
    "capitals": ("REYL SAYS RIVER WILL RISE", "reyl", "RIVER WILL RISE"),
}


@pytest.mark.parametrize(("title", "actor", "words"), TITLES.values(), ids=TITLES)
def test_title_is_read(extractor: Extractor, title: str, actor: str, words: str) -> None:
    """A feed's title may be all that an outlet gives of a statement."""
    assert in_title(extractor, title) == [(actor, words)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Reyl warns of high river", "The river could rise, Reyl warned. “It is high,” he said."),
        ("Reyl: shut lock would be answered", "Reyl warned that Sorland would answer a closure."),
        ("Reyl admits mistake", "Tomas Reyl admitted on Monday that he had misread the gauge."),
        ("Reyl says the river will rise", "Reyl says the river will rise\n\nIt is high."),
    ],
)
def test_title_that_repeats_says_nothing_new(extractor: Extractor, title: str, text: str) -> None:
    """What the article tells as well is not told twice."""
    assert extractor.find(text, title=title)
    assert in_title(extractor, title, text) == []


def test_title_says_more_than_its_article(extractor: Extractor) -> None:
    """Half of a title may be told in full below it, and the other half nowhere else."""
    title = "Reyl rejects offer, warns of strike"
    assert in_title(extractor, title, "Reyl rejected the offer on Monday.") == [("reyl", "strike")]


@pytest.mark.parametrize(
    "title", ["Duarte opens pipe", "Is the pipe safe?", "Duarte declines to comment", "", "|"]
)
def test_title_without_a_statement(extractor: Extractor, title: str) -> None:
    """Most titles report deeds."""
    assert in_title(extractor, title) == []


SNAPS = {
    "said": ("REYL SAYS RIVER WILL RISE", "reyl", "RIVER WILL RISE"),
    "title": (
        "SORLAND PRIME MINISTER TOMAS REYL TELLS PARLIAMENT RIVER WILL RISE",
        "reyl",
        "RIVER WILL RISE",
    ),
    "urged": ("REYL URGES BRIGHTWATER TO WAIT", "reyl", "BRIGHTWATER TO WAIT"),
    "inverted": ("“PIPE IS SAFE,” SAYS BRIGHTWATER CHIEF EXECUTIVE", "duarte", "PIPE IS SAFE,"),
    "organisation": ("ENERGY MINISTRY SAYS PERMIT IS VOID", "ministry", "PERMIT IS VOID"),
    "according": ("PIPE IS SAFE, ACCORDING TO DUARTE", "duarte", "PIPE IS SAFE"),
    "label": ("DUARTE: PIPE IS SAFE", "duarte", "PIPE IS SAFE"),
    "agency": ("DUARTE REJECTS SORLAND OFFER - TASS", "duarte", "SORLAND OFFER"),
    "star": ("*REYL WARNS OF ‘HIGH WATER’", "reyl", "HIGH WATER"),
    "full stop": ("THE PIPE IS SAFE, DUARTE SAID.", "duarte", "THE PIPE IS SAFE"),
}


@pytest.mark.parametrize(("line", "actor", "words"), SNAPS.values(), ids=SNAPS)
def test_snap_is_read(extractor: Extractor, line: str, actor: str, words: str) -> None:
    """An agency's line in capitals is a statement before there is an article."""
    text = f"INES DUARTE AND TOMAS REYL MEET\n{line}\n"
    found = extractor.find(text)
    assert [(u.speakers[0].actor, " … ".join(u.words(text, ""))) for u in found] == [(actor, words)]


def test_capitals_below_prose_are_links(extractor: Extractor) -> None:
    """Between paragraphs a line in capitals leads to another story."""
    text = "The river is high.\n\nREYL SAYS RIVER WILL RISE\n\nIt rained on Monday."
    assert extractor.find(text) == []


def test_title_that_names_a_body_for_its_leader_repeats(extractor: Extractor) -> None:
    """What a title says of an organisation is not told twice where its head said all of it."""
    title = "Energy Ministry threatens closure of the pipe"
    text = "The closure of the pipe is near, Tomas Reyl said on Monday."
    assert in_title(extractor, title, text) == []
    assert in_title(extractor, title) == [("ministry", "closure of the pipe")]
