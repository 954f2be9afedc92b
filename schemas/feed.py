"""Feed: a source that is polled."""

from pydantic import Field, HttpUrl

from schemas.base import VersionedRecord


class Feed(VersionedRecord):
    """A source of articles and how it is to be polled."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    url: HttpUrl
    outlet: str = Field(default="", description="Name printed with its articles.")
    language: str = Field(default="en", description="BCP 47 language tag.")
    full_text: bool = Field(default=False, description="Fetch the page behind each entry.")
    enabled: bool = True
