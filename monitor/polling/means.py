"""What a poller works through; simulations bring their own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.feeds.intake import Taken
from monitor.feeds.parsed import ParsedFeed
from monitor.net.answer import Answer
from schemas.article import Article
from schemas.feed import Feed

Ask = Callable[[str, Mapping[str, str]], Awaitable[Answer]]
Send = Callable[[str, Mapping[str, str], str], Awaitable[Answer]]
Complete = Callable[[Feed, Taken], Awaitable[Sequence[Article]]]


class Read(Protocol):
    """Reads a document."""

    def __call__(self, content: bytes, url: str, content_type: str) -> Awaitable[ParsedFeed]:
        """Return what is in it; raise `UnreadableDocumentError` if that costs too much."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a poller works through.

    Attributes:
        ask: fetches a document, each host in its turn.
        read: reads a document.
        complete: gets the words behind summaries.
    """

    ask: Ask
    read: Read
    complete: Complete
