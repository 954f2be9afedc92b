"""Full text: the page behind a summary, if the publisher lets us and the feed is set to it."""

from pathlib import Path

import pytest

from monitor.testing.publisher import (
    TRICKS,
    Item,
    Publisher,
    answering,
    redirecting,
    rss,
    throttling,
)
from schemas.article import Article
from schemas.feed import Feed
from tests.integration.test_feeds_poller import SetClock, poll_once, published

PARAGRAPHS = [
    f"Paragraph {n} of the report says at some length what the council decided on that day."
    for n in range(12)
]
PAGE = (
    "<!doctype html><html lang='en'><head><title>T</title><meta name='author' content='Jane Doe'>"
    "<script>var tracking = 'secret';</script></head><body><nav><a href='/'>Home</a> Menu of the"
    " site</nav><article><h1>T</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article><aside>Subscribe to our newsletter</aside><footer>Imprint</footer></body></html>"
).encode()


async def polled(folder: Path, *, full_text: bool = True, **tricks: object) -> list[Article]:
    """Poll a feed of summaries twice, one entry being new at the second poll; return the news."""
    store, clock = folder / "s.db", SetClock()
    async with Publisher(tricks={"/1": answering(body=PAGE), **dict(tricks)}) as wire:  # type: ignore[dict-item]
        old = Item("Old", "A summary.", "0", wire.url + "/0")
        wire.feeds["/f"] = rss([old])
        feed = Feed.model_validate({"id": "w", "url": wire.url + "/f", "full_text": full_text})
        await poll_once(store, [feed], clock)
        clock.forward(hours=5)
        wire.feeds["/f"] = rss([Item("New", "A summary.", "1", wire.url + "/1"), old])
        await poll_once(store, [feed], clock)
        assert wire.times("/0") == 0
        if full_text:
            assert wire.times("/robots.txt") == 1
        else:
            assert wire.times("/1") == 0
    return [article for article in published(store) if not article.history]


async def test_summary_is_completed(tmp_path: Path) -> None:
    """The main text of the page, without menus, scripts and footers; the backlog is left alone."""
    (article,) = await polled(tmp_path)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    for noise in ("Menu", "tracking", "newsletter", "Imprint", "<"):
        assert noise not in article.text
    assert article.title == "New"
    assert article.byline == "Jane Doe"


async def test_feed_that_is_not_set_to_it_fetches_no_page(tmp_path: Path) -> None:
    """The switch is off unless it is set."""
    (article,) = await polled(tmp_path, full_text=False)
    assert article.text == "A summary."


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: news-monitor\nDisallow: /1", False),
        (b"User-agent: *\nDisallow: /*1$", False),
        (b"User-agent: *\nDisallow: /\nAllow: /1", True),
        (b"User-agent: news-monitor\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        (b"\xff\xfe nonsense", True),
    ],
)
async def test_robots_rules_are_kept(tmp_path: Path, rules: bytes, allowed: bool) -> None:  # noqa: FBT001
    """RFC 9309: our own group first, else everybody's; the longest match wins."""
    (article,) = await polled(tmp_path, **{"/robots.txt": answering(body=rules)})
    assert (article.text != "A summary.") == allowed


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
async def test_robots_that_cannot_be_read(tmp_path: Path, status: int, allowed: bool) -> None:  # noqa: FBT001
    """No rules allow everything; a server in trouble is left alone."""
    (article,) = await polled(tmp_path, **{"/robots.txt": answering(status)})
    assert (article.text != "A summary.") == allowed


@pytest.mark.parametrize("trick", ["/missing", "/bomb", "/blank", "/to-metadata", "/cut-off"])
async def test_page_that_cannot_be_had_leaves_the_summary(tmp_path: Path, trick: str) -> None:
    """Whatever becomes of the page, the entry is published."""
    (article,) = await polled(tmp_path, **{"/1": TRICKS[trick]})
    assert article.text == "A summary."


async def test_redirect_to_a_forbidden_page_is_not_followed(tmp_path: Path) -> None:
    """The rules of wherever a redirect leads are kept, too."""
    async with Publisher(tricks={"/page": answering(body=PAGE)}) as elsewhere:
        elsewhere.tricks["/robots.txt"] = answering(body=b"User-agent: *\nDisallow: /")
        (article,) = await polled(tmp_path, **{"/1": redirecting(elsewhere.url + "/page")})
        assert [asked.path for asked in elsewhere.asked] == ["/robots.txt"]
    assert article.text == "A summary."


@pytest.mark.parametrize("status", [429, 503])
async def test_host_that_asks_for_rest_gets_it(tmp_path: Path, status: int) -> None:
    """After 429 or 503 no further page of the host is asked for; the summaries are published."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as wire:
        feed = Feed.model_validate({"id": "w", "url": wire.url + "/f", "full_text": True})
        wire.feeds["/f"] = rss([Item("Old", "A summary.", "0", wire.url + "/0")])
        await poll_once(store, [feed], clock)
        clock.forward(hours=5)
        paths = [f"/{n}" for n in range(1, 5)]
        wire.tricks |= dict.fromkeys(paths, throttling(3600, status))
        wire.feeds["/f"] = rss([Item(path, "A summary.", path, wire.url + path) for path in paths])
        await poll_once(store, [feed], clock)
        assert sum(wire.times(path) for path in paths) == 1
    assert len(published(store)) == 5


async def test_host_that_asks_for_rest_gets_it_behind_redirects(tmp_path: Path) -> None:
    """Links that go through another host lead to no more requests either."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher() as paper, Publisher() as wire:
        paper.tricks["/page"] = throttling(3600)
        feed = Feed.model_validate({"id": "w", "url": wire.url + "/f", "full_text": True})
        wire.feeds["/f"] = rss([Item("Old", "A summary.", "0", wire.url + "/0")])
        await poll_once(store, [feed], clock)
        clock.forward(hours=5)
        paths = [f"/{n}" for n in range(1, 5)]
        # The publisher of pages answers under another name than that of the links.
        away = paper.url.replace("127.0.0.1", "localhost")
        wire.tricks |= dict.fromkeys(paths, redirecting(away + "/page"))
        wire.feeds["/f"] = rss([Item(path, "A summary.", path, wire.url + path) for path in paths])
        await poll_once(store, [feed], clock)
        assert paper.times("/page") == 1
    assert len(published(store)) == 5


async def test_edit_whose_page_cannot_be_had_takes_nothing_back(tmp_path: Path) -> None:
    """The page's words stay until they can be read anew; then the edit is published."""
    store, clock = tmp_path / "s.db", SetClock()
    async with Publisher(tricks={"/1": answering(body=PAGE)}) as wire:
        feed = Feed.model_validate({"id": "w", "url": wire.url + "/f", "full_text": True})
        old = Item("Old", "A summary.", "0", wire.url + "/0")
        wire.feeds["/f"] = rss([old])
        await poll_once(store, [feed], clock)
        for summary, page, more in [
            ("A summary.", answering(body=PAGE), []),
            ("Another summary.", TRICKS["/missing"], []),
            ("Another summary.", answering(body=PAGE), [Item("More", "News.", "2")]),
        ]:
            clock.forward(hours=5)
            wire.tricks["/1"] = page
            wire.feeds["/f"] = rss([*more, Item("New", summary, "1", wire.url + "/1"), old])
            await poll_once(store, [feed], clock)
    versions = [a for a in published(store) if a.title == "New"]
    assert all(PARAGRAPHS[0] in article.text for article in versions)
    assert len(versions) == 2
    assert len({article.published for article in versions}) == 1


async def test_redirect_to_no_address_leaves_the_summary(tmp_path: Path) -> None:
    """A location that cannot be read stops neither the entry nor the feed."""
    (article,) = await polled(tmp_path, **{"/1": redirecting("http://[foo")})
    assert article.text == "A summary."


async def test_hostile_page_costs_its_reader_only(tmp_path: Path) -> None:
    """A page that is nested beyond measure leaves the summary."""
    nested = b"<html><body>" + b"<div><p>" * 200_000
    (article,) = await polled(tmp_path, **{"/1": answering(body=nested)})
    assert article.text == "A summary."
