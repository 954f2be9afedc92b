"""Feed documents to entries: RSS 0.9x to 2.0, RDF, Atom and CDF by feedparser, JSON Feed by us.

feedparser is super-linear on hostile input (an unterminated comment of 280 KB takes 19 s), so this
runs in a worker process that can be killed (`monitor.polling.workers`), never beside an event loop.
"""

import io
from datetime import datetime
from typing import Any, Final

import feedparser

from monitor.feeds.dates import from_struct
from monitor.feeds.hints import read_hints
from monitor.feeds.jsonfeed import is_json, parse_json
from monitor.feeds.links import absolute, canonical
from monitor.feeds.parsed import ParsedEntry, ParsedFeed
from monitor.feeds.text import from_markup, from_plain, one_line

MAX_ENTRIES: Final = 1000
# An article holds at most 5 MB; no entry of a feed comes near.
_MAX_CHARACTERS: Final = 1_000_000
_MAX_TITLE: Final = 2000
_MAX_NAME: Final = 2048
_MAX_LANGUAGE: Final = 35  # RFC 5646, section 4.4.1: what every system takes
_PLAIN: Final = "text/plain"
# Atom can carry images and archives in its content; they hold nothing to read.
_READABLE: Final = ("text/", "html", "xhtml", "application/xhtml", "application/xml")


def parse(content: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """Read a feed document; one that is none has no version and no entries.

    Args:
        content: as it came, decompressed.
        url: where it was found, for relative links.
        content_type: as the server declared it, for the encoding.
    """
    if is_json(content):
        return parse_json(content, url, entries=MAX_ENTRIES, characters=_MAX_CHARACTERS)
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # Always a stream: given bytes that look like a path, feedparser opens the file. Markup is not
    # sanitised, for none of it survives; relative links within it neither.
    found = feedparser.parse(
        io.BytesIO(content),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed, entries = found.get("feed", {}), found.get("entries", [])
    links = [link for link in feed.get("links", ()) if isinstance(link, dict)]
    language = str(feed.get("language") or "")[:_MAX_LANGUAGE]
    site = feed.get("link")
    return ParsedFeed(
        version=str(found.get("version") or ""),
        title=one_line(_text(feed.get("title_detail"), feed.get("title"))),
        site=canonical(site, url) if isinstance(site, str) else None,
        hub=_rel(links, "hub", url),
        topic=_rel(links, "self", url),
        bozo=_bozo(found),
        hints=read_hints(feed, content),
        entries=tuple(_entry(entry, url, language) for entry in entries[:MAX_ENTRIES]),
        dropped=max(0, len(entries) - MAX_ENTRIES),
    )


def _entry(entry: Any, url: str, language: str) -> ParsedEntry:  # noqa: ANN401 - feedparser's
    contents = [part for part in entry.get("content", ()) if isinstance(part, dict)]
    bodies = [(_text(part, ""), True) for part in contents]
    bodies.append((_text(entry.get("summary_detail"), entry.get("summary")), False))
    # The content, unless it says much less than the summary: some feeds put but a picture there.
    text, full = max(bodies, key=lambda body: len(body[0]) * (1 + body[1]))
    given = entry.get("link")
    given = given if isinstance(given, str) else ""
    said = next((str(part["language"]) for part in contents if part.get("language")), "")
    return ParsedEntry(
        guid=str(entry.get("id") or "")[:_MAX_NAME],
        link=canonical(given, url) if given else None,
        original=given[:_MAX_NAME] or None,
        title=one_line(_text(entry.get("title_detail"), entry.get("title")))[:_MAX_TITLE],
        text=text,
        published=_date(entry, "published_parsed"),
        updated=_date(entry, "updated_parsed"),
        byline=one_line(from_plain(str(entry.get("author") or "")[:_MAX_TITLE])),
        language=said[:_MAX_LANGUAGE] or language,
        full=full,
    )


def _date(entry: Any, key: str) -> datetime | None:  # noqa: ANN401 - feedparser's
    # Asked for one date that is missing, feedparser would answer with the other and a warning.
    return from_struct(entry[key]) if key in entry else None


def _text(detail: object, value: object) -> str:
    kind = _PLAIN
    if isinstance(detail, dict):
        kind, value = str(detail.get("type") or _PLAIN), detail.get("value", value)
    if not isinstance(value, str) or not kind.startswith(_READABLE):
        return ""
    value = value[:_MAX_CHARACTERS]
    return from_plain(value) if kind == _PLAIN else from_markup(value)


def _rel(links: list[dict[str, Any]], rel: str, url: str) -> str | None:
    for link in links:
        if link.get("rel") == rel and isinstance(link.get("href"), str):
            return absolute(link["href"], url)
    return None


# What a server says of a document, not what is wrong with it.
_HARMLESS: Final = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def _bozo(found: Any) -> str:  # noqa: ANN401 - feedparser's dictionary
    if not found.get("bozo"):
        return ""
    error = found.get("bozo_exception")
    if isinstance(error, _HARMLESS):
        return ""
    return one_line(f"{type(error).__name__}: {error}"[:200])
