"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from typing import Any, Final

import orjson

from monitor.feeds.dates import from_iso
from monitor.feeds.links import absolute, canonical
from monitor.feeds.parsed import ParsedEntry, ParsedFeed
from monitor.feeds.text import from_markup, from_plain, one_line

_VERSION: Final = "jsonfeed.org/version/"


def is_json(content: bytes) -> bool:
    """Tell whether a document can only be JSON."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def parse_json(content: bytes, url: str, *, entries: int, characters: int) -> ParsedFeed:
    """Read a JSON Feed; one that is none has no version.

    Args:
        content: the document.
        url: where it was found, for relative links.
        entries: how many are read.
        characters: how much of one entry is read.
    """
    try:
        data = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return ParsedFeed(bozo=f"not JSON: {error.msg}"[:200])
    if not isinstance(data, dict) or _VERSION not in _text(data, "version"):
        return ParsedFeed(bozo="JSON, but no JSON Feed")
    items = [item for item in _list(data, "items") if isinstance(item, dict)]
    hubs = [h for h in _list(data, "hubs") if isinstance(h, dict) and _text(h, "type") == "WebSub"]
    language = _text(data, "language")[:35]
    return ParsedFeed(
        version="json11" if _text(data, "version").rstrip("/").endswith("/1.1") else "json1",
        title=one_line(from_plain(_text(data, "title")[:1000])),
        site=canonical(_text(data, "home_page_url"), url) if data.get("home_page_url") else None,
        hub=absolute(_text(hubs[0], "url"), url) if hubs else None,
        topic=absolute(_text(data, "feed_url"), url) if data.get("feed_url") else None,
        entries=tuple(_entry(item, url, language, characters) for item in items[:entries]),
        dropped=max(0, len(items) - entries),
    )


def _entry(item: dict[str, Any], url: str, language: str, characters: int) -> ParsedEntry:
    plain, markup = _text(item, "content_text"), _text(item, "content_html")
    summary = _text(item, "summary")
    text = from_markup(markup[:characters]) or from_plain((plain or summary)[:characters])
    given = _text(item, "url") or _text(item, "external_url")
    authors = [*_list(item, "authors"), item.get("author")]
    names = [_text(author, "name") for author in authors if isinstance(author, dict)]
    identity = item.get("id")
    return ParsedEntry(
        # Version 1 let numbers pass as ids and asks readers to coerce them.
        guid=str(identity)[:2048] if isinstance(identity, str | int | float) else "",
        link=canonical(given, url) if given else None,
        original=given[:4096] or None,
        title=one_line(from_plain(_text(item, "title")[:2000])),
        text=text,
        published=from_iso(item.get("date_published")),
        updated=from_iso(item.get("date_modified")),
        byline=one_line(from_plain(", ".join(filter(None, names))[:500])),
        language=_text(item, "language")[:35] or language,
        full=bool(plain or markup),
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    # JSON can spell a lone surrogate; no other part of the service can.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []
