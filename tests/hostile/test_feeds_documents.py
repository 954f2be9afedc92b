"""Documents written to hurt: none crashes the service, takes it two seconds or fills its memory."""

import asyncio
import gzip
import unicodedata
from time import process_time

import psutil
import pytest

from monitor.feeds.parsed import ParsedFeed
from monitor.polling.workers import UnreadableDocumentError, Workers

URL = "https://e.org/feed"
HEAD = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>"
TAIL = b"</channel></rss>"
MIB = 1024 * 1024


def item(content: bytes) -> bytes:
    """Put markup into the one entry of a feed."""
    return HEAD + b"<item><guid>g</guid><title>t</title>" + content + b"</item>" + TAIL


def described(content: bytes) -> bytes:
    """Put markup into the description of the one entry of a feed."""
    return item(b"<description><![CDATA[" + content + b"]]></description>")


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "zeros": bytes(MIB),
    "noise": bytes(range(256)) * 4000,
    "path": b"/etc/passwd",
    "address": b"http://169.254.169.254/latest/meta-data/",
    "unterminated comment": b"<!--" + b"-" * 280_000,
    "unterminated comment in rss": HEAD + b"<!-- " + b"<!" * 140_000,
    "comment openings": b"<!--" * 100_000,
    "unterminated cdata": HEAD + b"<item><title><![CDATA[" + b"]" * 300_000,
    "cdata openings": HEAD + b"<![CDATA[" * 50_000,
    "unterminated tag": HEAD + b"<item " + b"a='1' " * 100_000,
    "one long attribute": HEAD + b"<item a='" + b"x" * MIB,
    "many attributes": HEAD + b"<item " + b"".join(b"a%d='' " % n for n in range(50_000)) + b"/>",
    "unterminated doctype": b"<!DOCTYPE " + b"[" * 200_000,
    "doctype of entities": b"<!DOCTYPE r [" + b"<!ENTITY a 'b'>" * 30_000 + b"]>" + HEAD + TAIL,
    "laughs": b"<!DOCTYPE r [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (n, n - 1, n - 1) for n in range(1, 60))
    + b"]><rss><channel><item><title>&a59;</title></item></channel></rss>",
    "quadratic entity": b"<!DOCTYPE r [<!ENTITY a '"
    + b"x" * 100_000
    + b"'>]><rss><channel><item><title>"
    + b"&a;" * 50_000
    + b"</title></item></channel></rss>",
    "external entity": b"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    b"<rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>",
    "external doctype": b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x.dtd'>" + item(b""),
    "parameter entity": b"<!DOCTYPE r [<!ENTITY % a SYSTEM 'file:///dev/zero'> %a;]>" + item(b""),
    "deep elements": HEAD + b"<a>" * 100_000,
    "deep items": HEAD + b"<item>" * 100_000,
    "deep markup": described(b"<div>" * 200_000),
    "deep lists": described(b"<ul><li>" * 100_000 + b"x"),
    "deep escapes": item(b"<description>" + b"&amp;" * 200_000 + b"lt;b&gt;</description>"),
    "closings": described(b"</div>" * 200_000),
    "openings": described(b"<" * 500_000),
    "angles in turn": described(b"<>" * 200_000),
    "nested pieces": described(b"<b" * 100_000 + b">" * 100_000),
    "pieces of scripts": described(b"<scr" * 50_000 + b"<script>ipt>" * 50_000),
    "unterminated script": described(b"<script>" + b"<" * 300_000),
    "unterminated style": described(b"<style>" + b"</styl" * 50_000),
    "character references": described(b"&#x41;" * 150_000),
    "references to nothing": described(b"&#xFFFFFFFF;&#0;&#xD800;&nosuch;" * 20_000),
    "half references": described(b"&" * 500_000),
    "spaces": described(b" " * 3 * MIB),
    "breaks": described(b"<br>" * 300_000),
    "one long word": described(b"x" * 5 * MIB),
    "many entries": HEAD + b"<item><title>x</title></item>" * 40_000 + TAIL,
    "many links": item(b"<link>https://e.org/</link>" * 30_000),
    "many categories": item(b"<category>x</category>" * 30_000),
    "many dates": item(b"<pubDate>Mon, 06 Oct 2025 12:00:00 GMT</pubDate>" * 20_000),
    "long date": item(b"<pubDate>" + b"1" * 300_000 + b"</pubDate>"),
    "date of digits and spaces": item(b"<pubDate>" + b"1 " * 100_000 + b"</pubDate>"),
    "long guid": item(b"<guid>" + b"g" * MIB + b"</guid>"),
    "long link": item(b"<link>https://e.org/" + b"a" * MIB + b"</link>"),
    "long title": item(b"<title>" + b"&lt;b&gt;" * 100_000 + b"</title>"),
    "long author": item(b"<author>" + b"a@b " * 50_000 + b"</author>"),
    "script link": item(b"<link>javascript:alert(1)</link>"),
    "script title": item(b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"),
    "script guid": item(b"<guid isPermaLink='true'>javascript:alert(1)</guid>"),
    "direction": item("<title>\u202egnp.exe\u202c \u2067x\u2069</title>".encode()),
    "controls": item(b"<title>a\x00b\x1b[31m\x07c</title>"),
    "surrogates": item(b"<title>&#xD800;&#xDFFF;</title>"),
    "utf-16": item(b"<title>x</title>").decode().encode("utf-16"),
    "utf-16 with half a character": item(b"").decode().encode("utf-16") + b"\xd8",
    "utf-32": item(b"<title>x</title>").decode().encode("utf-32"),
    "utf-7": b"<?xml version='1.0' encoding='utf-7'?>" + item(b"+ADw-script+AD4-")[21:],
    "wrong encoding": b"<?xml version='1.0' encoding='utf-8'?>" + item(b"<title>\xff\xfe</title>"),
    "unknown encoding": b"<?xml version='1.0' encoding='" + b"x" * 9000 + b"'?>" + item(b""),
    "codec that is none": b"<?xml version='1.0' encoding='zlib'?>" + item(b"")[21:],
    "codec of bytes": b"<?xml version='1.0' encoding='base64'?>" + item(b"")[21:],
    "gzip that nobody declared": gzip.compress(item(b"")),
    "namespaces": HEAD + b"".join(b"<a xmlns:n%d='u%d'>" % (n, n) for n in range(20_000)),
    "base address": b"<rss xml:base='javascript:' version='2.0'>" + item(b"<link>alert(1)</link>"),
    "base of the feed": b"<feed xml:base='file:///etc/'><entry><link href='passwd'/></entry>",
    "inline svg": described(b"<svg><script>alert(1)</script><text>x</text></svg>"),
    "base64 content": b"<feed><entry><content type='text/html' mode='base64'>"
    + b"PHNjcmlwdD4=" * 50_000
    + b"</content></entry></feed>",
    "markdown brackets": described(b"[" * 200_000 + b"](x)"),
    "json": b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"[" * 100_000,
    "json of numbers": b'{"version": "https://jsonfeed.org/version/1.1", "items": '
    b'[{"id": 1e999, "title": 5, "url": ["x"], "content_html": {}, "authors": "x"}]}',
    "json surrogates": b'{"version": "https://jsonfeed.org/version/1.1", "items": '
    b'[{"id": "\\ud800", "title": "\\ud800\\u202e", "content_text": "\\u0000<script>"}]}',
    "json entries": b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
    + b"{}," * 300_000
    + b"{}]}",
    "json deep": b'{"a":' * 100_000,
}


def harmless(found: ParsedFeed) -> None:
    """Check that nothing which acts or hides is in what was read."""
    for entry in found.entries:
        assert entry.link is None or entry.link.startswith(("http://", "https://"))
        for text in (entry.title, entry.text, entry.byline):
            assert "<script" not in text.lower()
            assert "root:" not in text
            assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
            assert not {"\u202e", "\u2067", "\u2069", "\u202c"} & set(text)


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[ParsedFeed | str, float, int]]:
    """Read every document by one pool, as the service does; give result, time and memory."""

    async def read_all() -> dict[str, tuple[ParsedFeed | str, float, int]]:
        found: dict[str, tuple[ParsedFeed | str, float, int]] = {}
        async with Workers(1) as workers:
            for name, document in HOSTILE.items():
                before = _spent()
                result: ParsedFeed | str
                try:
                    result = await workers.read(document, URL)
                except UnreadableDocumentError as error:
                    result = str(error)
                found[name] = (result, _spent() - before, _memory())
            honest = await workers.read(item(b"<description>Words.</description>"), URL)
            found["honest"] = (honest, 0.0, 0)
        return found

    return asyncio.run(read_all())


def _spent() -> float:
    """Return the processor time that this process has spent; the readers' is limited by itself."""
    return process_time()


def _memory() -> int:
    readers = psutil.Process().children()
    return sum(reader.memory_info().rss for reader in readers if reader.is_running())


def test_there_are_enough() -> None:
    """At least forty ways to hurt."""
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_document_does_no_harm(
    name: str, costs: dict[str, tuple[ParsedFeed | str, float, int]]
) -> None:
    """It is read, or its reader was killed with a reason; what came out is harmless."""
    result, spent, memory = costs[name]
    if isinstance(result, str):
        assert "took too much" in result
    else:
        harmless(result)
    # The service itself only passes bytes on, and the reader's limits are the kernel's.
    assert spent < 2
    assert memory < 512 * MIB


def test_readers_go_on_after_all_that(
    costs: dict[str, tuple[ParsedFeed | str, float, int]],
) -> None:
    """The next honest feed is read as if nothing had happened."""
    honest = costs["honest"][0]
    assert isinstance(honest, ParsedFeed)
    assert honest.entries[0].text == "Words."


async def test_memory_of_a_reader_is_bounded() -> None:
    """A document that needs more memory than a reader has costs the reader, not the service."""
    async with Workers(1, memory=220 * MIB) as workers:
        with pytest.raises(UnreadableDocumentError, match="memory"):
            await workers.read(HEAD + b"<item><title>" + b"x" * 100 * MIB, URL)
        found = await workers.read(item(b"<description>Words.</description>"), URL)
    assert found.entries[0].text == "Words."


async def test_cancelled_reading_leaves_no_half_answer() -> None:
    """Whoever gives up on a document does not get its answer for the next one."""
    async with Workers(1) as workers:
        await workers.read(item(b""), URL)
        for _ in range(5):
            task = asyncio.create_task(workers.read(HOSTILE["many entries"], URL))
            await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.wait({task})
        found = await workers.read(item(b"<description>Words.</description>"), URL)
    assert found.entries[0].text == "Words."
