"""Documents of every format become the same entries."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.feeds.parse import MAX_ENTRIES, parse
from monitor.feeds.parsed import Hints

URL = "https://e.org/feeds/all.xml"
AT = datetime(2025, 10, 6, 12, tzinfo=UTC)

RSS20 = b"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><language>en-GB</language>
<item><title>A &amp;amp; B</title><link>/a?utm_source=rss</link><guid isPermaLink="false">g</guid>
<dc:creator>J. Doe</dc:creator><pubDate>Mon, 06 Oct 2025 14:00:00 +0200</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>Long words.</p>]]></content:encoded>
</item></channel></rss>"""
RSS091 = b"""<rss version="0.91"><channel><title>T</title><item><title>A &amp; B</title>
<link>https://e.org/a</link><description>Long words.</description></item></channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>T</title></channel><item rdf:about="https://e.org/a">
<title>A &amp; B</title><link>https://e.org/a</link><description>Long words.</description>
<dc:date>2025-10-06T12:00:00Z</dc:date>
</item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry>
<title type="html">A &amp;amp; B</title><id>g</id><link href="../a"/>
<published>2025-10-06T12:00:00Z</published>
<updated>2025-10-06T13:00:00Z</updated><author><name>J. Doe</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long words.</p></div></content>
</entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
{"id": "g", "url": "https://e.org/a?fbclid=1", "title": "A & B",
"content_html": "<p>Long words.</p>",
"date_published": "2025-10-06T14:00:00+02:00", "authors": [{"name": "J. Doe"}]}]}"""


@pytest.mark.parametrize(
    ("document", "version", "dated", "by"),
    [
        (RSS20, "rss20", True, "J. Doe"),
        (RSS091, "rss091u", False, ""),
        (RDF, "rss10", True, ""),
        (ATOM, "atom10", True, "J. Doe"),
        (JSON, "json11", True, "J. Doe"),
    ],
)
def test_every_format_says_the_same(document: bytes, version: str, dated: bool, by: str) -> None:  # noqa: FBT001
    """RSS 0.91 to 2.0, RDF, Atom and JSON Feed give title, words, link, date and byline."""
    found = parse(document, URL)
    (entry,) = found.entries
    assert found.version == version
    assert (entry.title, entry.text) == ("A & B", "Long words.")
    assert entry.link == "https://e.org/a"
    assert (entry.published or entry.updated) == (AT if dated else None)
    assert entry.byline == by


def test_original_link_is_kept() -> None:
    """What the feed gave as link can still be seen."""
    (entry,) = parse(JSON, URL).entries
    assert entry.original == "https://e.org/a?fbclid=1"


def test_full_text_is_told_from_a_summary() -> None:
    """A feed that carries content says so; one with a description does not."""
    assert parse(RSS20, URL).entries[0].full
    assert not parse(RSS091, URL).entries[0].full


def test_bytes_that_look_like_a_path_open_nothing(tmp_path: Path) -> None:
    """The parser opens a file when given its name; ours never gets to know that there is one."""
    secret = tmp_path / "secret.xml"
    secret.write_bytes(RSS20)
    assert parse(str(secret).encode(), URL).entries == ()


def test_malformed_feed_is_used_and_told() -> None:
    """A bare ampersand and a missing end cost nothing but a mark."""
    found = parse(RSS20.replace(b"Short.", b"Fish & chips").removesuffix(b"</rss>"), URL)
    assert found.bozo
    assert found.entries[0].text == "Long words."


@pytest.mark.parametrize("kind", ["text/xml", "application/octet-stream", "text/plain"])
def test_empty_feed_under_another_type_is_a_feed(kind: str) -> None:
    """What the server calls a document is no fault of the document."""
    empty = (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Zürich</title>"
        "<link>https://e.org/</link><description>Nothing yet</description></channel></rss>"
    )
    found = parse(empty.encode(), URL, kind)
    assert (found.version, found.entries, found.bozo) == ("rss20", (), "")


def test_what_is_no_feed_has_no_version() -> None:
    """A page, a JSON document and noise are not feeds."""
    for document in (b"<html><body>x</body></html>", b'{"a": 1}', b"{", b"\x00\xff" * 99, b"plain"):
        found = parse(document, URL)
        assert not found.entries
        assert not found.version or found.bozo


def test_entities_are_not_fetched_or_multiplied() -> None:
    """No external entity is read and no internal one grows."""
    xxe = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">
    <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><item>
    <title>t</title><description>&x;&c;</description></item></channel></rss>"""
    for entry in parse(xxe, URL).entries:
        assert "root:" not in entry.text
        assert len(entry.text) < 500


def test_hints_are_read() -> None:
    """Ttl, period, hours and days to skip."""
    channel = b"""<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod>
    <sy:updateFrequency>4</sy:updateFrequency><skipHours><hour>0</hour><hour>24</hour><hour>5</hour>
    <hour>99</hour></skipHours><skipDays><day>Sunday</day><day>Noday</day></skipDays>"""
    document = RSS20.replace(b"<title>T</title>", channel).replace(
        b"<rss ", b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    )
    assert parse(document, URL).hints == Hints(
        ttl=5400, period=21_600, skip_hours=(0, 5), skip_days=(6,)
    )


def test_hub_is_found() -> None:
    """A WebSub hub and the address it knows the feed by are read from Atom and JSON Feed."""
    atom = ATOM.replace(
        b"<entry>", b'<link rel="hub" href="https://hub.org/"/><link rel="self" href="/f"/><entry>'
    )
    found = parse(atom, URL)
    assert (found.hub, found.topic) == ("https://hub.org/", "https://e.org/f")
    json = JSON.replace(b'"title": "T"', b'"hubs": [{"type": "WebSub", "url": "https://hub.org/"}]')
    assert parse(json, URL).hub == "https://hub.org/"


def test_endless_feed_is_cut() -> None:
    """Beyond a thousand entries none is read, and that is told."""
    item = b"<item><guid>g</guid><title>t</title></item>"
    document = b"<rss version='2.0'><channel>" + item * (MAX_ENTRIES + 5) + b"</channel></rss>"
    found = parse(document, URL)
    assert (len(found.entries), found.dropped) == (MAX_ENTRIES, 5)


def test_archives_in_the_content_are_not_text() -> None:
    """Atom may carry any type; only text is taken."""
    document = re.sub(
        rb"<content.*</content>",
        b'<content type="application/zip">UEsDBBQAAAAIAA==</content>',
        ATOM,
        flags=re.DOTALL,
    )
    assert parse(document, URL).entries[0].text == ""


def test_numbers_pass_as_ids_of_json_feeds() -> None:
    """Version 1 of JSON Feed let numbers be ids."""
    assert parse(JSON.replace(b'"id": "g"', b'"id": 7'), URL).entries[0].guid == "7"
