"""Evidence: words somebody can check."""

from datetime import date

from pydantic import AwareDatetime, Field

from schemas.base import Record, Span
from schemas.vocabulary import Place


class Evidence(Record):
    """One statement as an alert quotes it: the words, where they stand and who reported them."""

    statement: str = Field(description="Id of the statement.")
    article: str
    article_version: int = 1
    outlet: str = ""
    title: str = ""
    link: str | None = None
    published: AwareDatetime
    said_on: date | None = None
    said_at: AwareDatetime
    mention: str = ""
    cue: str = ""
    content: tuple[str, ...] = ()
    place: Place = Field(
        default=Place.TEXT, description="What the spans slice: the article's text, or its title."
    )
    spans: tuple[Span, ...] = ()
    lookalike: bool = Field(
        default=False,
        description=(
            "The speaker's name is written with letters of another alphabet: check who it is."
        ),
    )
    trimmed: str | None = Field(
        default=None, description="Says so where the words were cut to fit a message."
    )
