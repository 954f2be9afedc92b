"""OPML 2.0: the list of feeds that readers exchange."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

from monitor.feeds.links import canonical
from monitor.feeds.text import one_line
from schemas.feed import Feed

_LONGEST_ID: Final = 60
_NO_ID: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as OPML lists it."""

    url: str
    title: str


def read_opml(text: str) -> list[Outline]:
    """Return every feed of a document, each once, whatever folders it is in.

    Read as tag soup: lists from readers are often not well-formed, and no entity is expanded.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return list({outline.url: outline for outline in reader.found}.values())


def write_opml(feeds: Iterable[Feed]) -> str:
    """Write feeds as a document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head><title>news-monitor</title></head>",
        "  <body>",
    ]
    for feed in feeds:
        name = escape(feed.outlet or feed.id)
        lines.append(f'    <outline type="rss" text="{name}" xmlUrl="{escape(str(feed.url))}"/>')
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def feed_id(name: str, taken: Iterable[str]) -> str:
    """Make an id out of a name that is none of those taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _NO_ID.sub("-", plain).strip("-")[:_LONGEST_ID] or "feed"
    used = set(taken)
    number = 1
    while (found := stem if number == 1 else f"{stem}-{number}") in used:
        number += 1
    return found


class _Reader(HTMLParser):
    """Collects outlines."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Outline] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # The address must stay as it is, but it must be one.
        url = given.get("xmlurl", "").strip()
        if tag == "outline" and url and canonical(url) is not None:
            title = one_line(given.get("text") or given.get("title") or "")
            self.found.append(Outline(url, title))
