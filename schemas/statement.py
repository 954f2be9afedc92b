"""Statement and Report: what one article says that one actor said."""

from datetime import date

from pydantic import AwareDatetime, Field

from schemas.base import Record, Span, VersionedRecord
from schemas.vocabulary import (
    Force,
    Instrument,
    Kind,
    Modality,
    Place,
    Polarity,
    PositionClass,
)


class Act(Record):
    """One thing that a statement does: a class and its slots, with the words that decided them."""

    position: PositionClass
    force: Force | None = None
    text: str = Field(description="The clause that does it, verbatim.")
    head: str = Field(default="", description="Lemma of the head verb of the act.")
    object: str = Field(default="", description="Content words of the act's object, normalised.")
    condition: str | None = Field(default=None, description="Verbatim words of the condition.")
    condition_span: Span | None = Field(
        default=None, description="Offsets in the statement's place."
    )
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.NONE
    instrument: Instrument = Instrument.UNSPECIFIED
    deadline: str | None = None
    quantity: str | None = None
    target: str | None = None
    reiterated: bool = Field(default=False, description="The report says it was said before.")
    marked: bool = Field(
        default=False,
        description='The report itself marks a change: "now", "no longer", "whatever they do".',
    )
    because: tuple[str, ...] = Field(default=(), description="The words that decided the class.")
    confidence: float = Field(
        default=1.0, ge=0.0, le=1.0, description="How likely the class is the right one."
    )
    hinted: bool = Field(
        default=False,
        description="Only a hint decided its class: it is recorded and moves no position.",
    )
    issues: tuple[str, ...] = Field(
        default=(), description="Those of the statement's issues it is about; empty: all of them."
    )


class Statement(VersionedRecord):
    """What one report says that one actor said, with its evidence.

    ``id`` hashes actor, normalised content and day said, so that the same words of the same actor
    on the same day are the same statement, whoever prints them.
    """

    id: str
    article: str = Field(description="Id of the article that reports it.")
    article_version: int = Field(default=1, ge=1)
    actor: str = Field(description="Id of the actor on the watch-list.")
    mention: str = Field(description="The words that stand for the speaker, verbatim.")
    mention_span: Span | None = None
    co_speakers: tuple[str, ...] = Field(default=(), description="Other actors who say the same.")
    on_behalf_of: str | None = Field(default=None, description="Actor a spokesperson speaks for.")
    cue: str = Field(description="The word that attributes, verbatim; empty where none does.")
    cue_span: Span | None = None
    kind: Kind
    content: tuple[str, ...] = Field(description="Verbatim words, outer quotation marks left out.")
    place: Place = Field(
        default=Place.TEXT,
        description="What all of its offsets slice: the article's text, or its title.",
    )
    spans: tuple[Span, ...] = Field(description="Where each content stands in that place.")
    sentence_span: Span = Field(description="The sentences that carry cue and content.")
    addressee: str | None = None
    reported_by: str | None = Field(default=None, description='"per state media": state media.')
    said_on: date | None = Field(default=None, description="Day said, where the report tells.")
    retold: bool = Field(
        default=False,
        description="The report tells it as said earlier: it is recorded and moves no position.",
    )
    said_at: AwareDatetime = Field(description="Best known time said, for ordering.")
    echoes: tuple[str, ...] = Field(default=(), description="Actors whose words are cited in it.")
    position: PositionClass
    force: Force | None = None
    condition: str | None = None
    acts: tuple[Act, ...] = Field(description="What it does, strongest first; at least one.")
    issues: tuple[str, ...] = Field(default=(), description="Issues on the watch-list it touches.")
    issues_inferred: bool = Field(
        default=False, description="It names no issue itself; taken from its surroundings."
    )
    issues_in_passing: tuple[str, ...] = Field(
        default=(),
        description="Those of its issues that it names only by the way, or that a long report on"
        " something else names once: it is filed under them, and moves no position on them.",
    )
    signals: tuple[str, ...] = Field(default=(), description="Signals whose phrases it uses.")
    signal_words: tuple[str, ...] = Field(default=(), description="The words, one for each signal.")
    reiterated: bool = False
    headline: bool = Field(default=False, description="It stands in the article's title line.")
    lookalike: bool = Field(
        default=False,
        description="The speaker's name is written with letters of another alphabet.",
    )


class Report(VersionedRecord):
    """All statements of one actor in one version of one article.

    They travel together because they are weighed together; see docs/decisions/0002.
    """

    article: str
    article_version: int = Field(default=1, ge=1)
    actor: str
    outlet: str = ""
    title: str = ""
    language: str = Field(default="en", description="Language tag of the article (BCP 47).")
    link: str | None = None
    published: AwareDatetime
    arrived: AwareDatetime
    history: bool = False
    statements: tuple[Statement, ...]
    retracts: tuple[str, ...] = Field(
        default=(), description="Ids of statements that an earlier version carried and this lacks."
    )
    retracted_issues: tuple[str, ...] = Field(
        default=(), description="Issues and signals on which the retracted statements were filed."
    )
