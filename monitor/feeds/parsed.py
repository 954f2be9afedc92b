"""What is read out of a feed document: text only, nothing in it trusted yet."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hints(_Frozen):
    """How often the publisher wants to be asked.

    Attributes:
        ttl: seconds that RSS `ttl` asks for.
        period: seconds between updates by `sy:updatePeriod` and `sy:updateFrequency`.
        skip_hours: hours of the day, GMT, in which nothing is to be asked.
        skip_days: days of the week, Monday is 0, likewise.
    """

    ttl: float = 0.0
    period: float = 0.0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


class ParsedEntry(_Frozen):
    """One entry.

    Attributes:
        guid: the publisher's own name for it; empty where it gives none.
        link: canonical http(s) address.
        original: the address as the feed gives it.
        title: one line of text.
        text: paragraphs of text.
        published: as the entry says; may be absurd.
        updated: likewise.
        byline: who wrote it.
        language: the entry's or else the feed's own; empty where neither says.
        full: whether the text is said to be the content, not a summary of it.
    """

    guid: str = ""
    link: str | None = None
    original: str | None = None
    title: str = ""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    byline: str = ""
    language: str = ""
    full: bool = False


class ParsedFeed(_Frozen):
    """A feed document.

    Attributes:
        version: of the format, as feedparser names it; empty if it is no feed.
        title: the feed's own.
        site: the page that it is the feed of.
        hub: where updates may be subscribed to (WebSub).
        topic: the address that the hub knows the feed by.
        bozo: why the document is malformed; empty if it is not.
        dropped: entries beyond what is read of one document.
    """

    version: str = ""
    title: str = ""
    site: str | None = None
    hub: str | None = None
    topic: str | None = None
    bozo: str = ""
    hints: Hints = Hints()
    entries: tuple[ParsedEntry, ...] = ()
    dropped: int = 0


class Page(_Frozen):
    """What a page says.

    Attributes:
        text: its main text; empty if none was found.
        byline: who wrote it.
        published: the day it is of.
    """

    text: str = ""
    byline: str = ""
    published: datetime | None = None
