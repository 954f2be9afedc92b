"""A small world of actors, and the statements found in a text about them."""

from collections.abc import Callable
from datetime import date

import pytest

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model_file import load_model
from monitor.language.utterance import Utterance

WORLD = WatchList.model_validate(
    {
        "actors": [
            {
                "id": "reyl",
                "name": "Tomas Reyl",
                "aliases": ["Reyl"],
                "gender": "male",
                "affiliation": "Sorland",
                "spokespeople": True,
                "roles": [
                    {"title": "foreign minister", "from": "2020-01-01", "until": "2024-12-31"},
                    {"title": "prime minister", "from": "2025-01-01"},
                ],
            },
            {
                "id": "duarte",
                "name": "Ines Duarte",
                "aliases": ["Duarte"],
                "gender": "female",
                "affiliation": "Brightwater Energy",
                "roles": ["Brightwater chief executive"],
                "not": ["Paulo Duarte"],
            },
            {
                "id": "ministry",
                "name": "Energy Ministry",
                "aliases": ["the ministry"],
                "kind": "organisation",
            },
        ]
    }
)
DAY = date(2025, 10, 8)  # a Wednesday

Find = Callable[..., list[Utterance]]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extraction as it ships, for the small world."""
    return Extractor(WORLD, load_model())


@pytest.fixture(scope="session")
def find(extractor: Extractor) -> Find:
    """Find statements in a text of the small world's day."""

    def search(text: str, day: date | None = DAY) -> list[Utterance]:
        return extractor.find(text, published=day)

    return search


@pytest.fixture(scope="session")
def said(find: Find) -> Callable[..., list[tuple[tuple[str | None, ...], list[str]]]]:
    """Who said which words: actor ids and content strings."""

    def search(text: str, day: date | None = DAY) -> list[tuple[tuple[str | None, ...], list[str]]]:
        return [
            (tuple(s.actor for s in u.speakers), [text[a:b] for a, b in u.spans])
            for u in find(text, day)
        ]

    return search
