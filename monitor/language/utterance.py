"""What extraction finds in an article: who said which words, and the traces that show it."""

from dataclasses import dataclass
from datetime import date

from schemas.base import Span
from schemas.vocabulary import Kind, Place


@dataclass(frozen=True, slots=True)
class Speaker:
    """A mention that stands for an actor.

    ``actor`` is the id on the watch-list, or None for a speaker it does not hold; ``name`` is the
    best full name known in the article. ``on_behalf_of`` is the actor a spokesperson speaks for.
    """

    actor: str | None
    name: str
    mention: str
    span: Span | None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement as the article reports it, before anybody asks what it does.

    ``spans`` slice the article's text exactly and leave outer quotation marks out; all offsets
    are code points. ``place`` tells where what is sliced is not the text but the title. Several
    speakers share one utterance ("Blinken and Stoltenberg said"). ``retold`` is what the report
    tells as said earlier.
    """

    speakers: tuple[Speaker, ...]
    cue: str
    cue_span: Span | None
    kind: Kind
    spans: tuple[Span, ...]
    sentence_span: Span
    addressee: str | None = None
    reported_by: str | None = None
    said_on: date | None = None
    retold: bool = False
    echoes: tuple[str, ...] = ()
    headline: bool = False
    place: Place = Place.TEXT
    belief: bool = False
    floating: bool = False
    lookalike: bool = False

    def source(self, text: str, title: str) -> str:
        """Return what the offsets slice: the article's text or its title."""
        return title if self.place is Place.TITLE else text

    def words(self, text: str, title: str) -> tuple[str, ...]:
        """Return the words said, verbatim."""
        source = self.source(text, title)
        return tuple(source[start:end] for start, end in self.spans)
