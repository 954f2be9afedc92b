"""Article: one version of one story of one outlet, as plain text."""

from pydantic import AwareDatetime, Field

from schemas.base import VersionedRecord


class Article(VersionedRecord):
    """One version of one story of one outlet: text only, no markup.

    ``id`` is a hash of the canonical link or guid, so that an edited article re-enters under the
    same id with a new ``version``.
    """

    id: str = Field(min_length=1, description="Hash of canonical link or guid.")
    version: int = Field(default=1, ge=1, description="Counts the edits known of this article.")
    outlet: str = Field(default="", description="Who published it.")
    title: str = ""
    text: str = Field(description="Body as plain text; paragraphs end in a line break.")
    link: str | None = Field(default=None, description="Canonical http(s) link.")
    original_link: str | None = Field(
        default=None, description="The link as its feed gave it, where that is another spelling."
    )
    feed: str | None = Field(default=None, description="Id of the feed that carried it.")
    byline: str = Field(default="", description="Who wrote it, as the publisher says.")
    copy_of: str | None = Field(
        default=None,
        description="Id of the first article with nearly these words, of which this is a source.",
    )
    published: AwareDatetime = Field(description="When it was written, else when it arrived.")
    arrived: AwareDatetime = Field(description="When it reached the service.")
    language: str = Field(default="en", description="BCP 47 language tag.")
    history: bool = Field(
        default=False, description="Part of a feed's backlog: recorded, never alerted on."
    )
