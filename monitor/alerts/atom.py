"""Alerts as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from schemas.alert import Alert

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
# XML 1.0 holds no control characters but these, however they are escaped.
_ALLOWED_CONTROLS: Final = "\t\n\r"


def atom(alerts: Sequence[Alert], title: str, address: str) -> bytes:
    """Write alerts, the newest first, as a feed.

    Args:
        alerts: what to tell.
        title: of the feed.
        address: where the feed is.
    """
    ET.register_namespace("", _NAMESPACE)
    feed = ET.Element(_name("feed"))
    _text(feed, "id", f"urn:news-monitor:feed:{title}")
    _text(feed, "title", title)
    newest = max((alert.raised_at for alert in alerts), default=None)
    _text(feed, "updated", newest.isoformat() if newest else "1970-01-01T00:00:00+00:00")
    ET.SubElement(feed, _name("link"), {"rel": "self", "href": _clean(address)})
    for alert in alerts:
        _entry(feed, alert)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, alert: Alert) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    _text(entry, "id", f"urn:news-monitor:{alert.id}")
    _text(entry, "title", alert.title)
    _text(entry, "updated", alert.raised_at.isoformat())
    _text(ET.SubElement(entry, _name("author")), "name", alert.after.outlet or "news-monitor")
    for scheme, term in (("actor", alert.actor), ("issue", alert.issue or alert.signal)):
        if term:
            attributes = {"scheme": f"urn:news-monitor:{scheme}", "term": _clean(term)}
            ET.SubElement(entry, _name("category"), attributes)
    if alert.after.link:
        ET.SubElement(entry, _name("link"), {"rel": "alternate", "href": _clean(alert.after.link)})
    said = [f"“{' '.join(words.split())}”" for words in alert.after.content]
    reasons = [f"{move.change}: {move.reason}" for move in alert.moves]
    _text(entry, "content", "\n".join([*said, *reasons])).set("type", "text")


def _name(tag: str) -> str:
    return f"{{{_NAMESPACE}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(tag))
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return "".join(
        c
        for c in text
        if c in _ALLOWED_CONTROLS
        or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe")
        or c > "\uffff"
    )
