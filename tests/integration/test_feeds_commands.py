"""`news-monitor feeds` against real files and a real publisher."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.load import load_watchlist
from monitor.engine.store import Commit, Store
from monitor.feeds.state import POLLS, FeedState
from monitor.testing.publisher import TRICKS, Item, Publisher, rss
from tests.support.commands import Finished, call, one_clear_line
from tests.support.files import configuration

LOOPBACK = {"polling": {"allow_networks": ["127.0.0.0/8"], "host_gap": 0}}
WATCHLIST = """\
# Whom we listen to.
actors:
  - {id: duarte, name: Ines Duarte}  # the chief executive
feeds:
  # the wire
  - {id: wire, url: "https://wire.example/feed", outlet: Wire}
issues:
  - id: permit
    terms: [permit]
"""


def configured(folder: Path, watchlist: str = WATCHLIST) -> tuple[Path, Path]:
    """Write a service and a commented watch-list; return both paths."""
    config = configuration(folder, service={"watchlist": "w.yaml"} | LOOPBACK)
    path = folder / "w.yaml"
    path.write_text(watchlist, encoding="utf-8")
    return config, path


async def asked(*arguments: object) -> Finished:
    """Run a command beside the publisher."""
    return await asyncio.to_thread(call, "feeds", *arguments)


async def test_add_tries_the_feed_and_keeps_the_file(tmp_path: Path) -> None:
    """A feed that works is added under its title; comments and everything else stay."""
    config, path = configured(tmp_path)
    async with Publisher(feeds={"/f": rss([Item("One", "Words.", "1")])}) as publisher:
        done = await asked("add", publisher.url + "/f", "--config", config)
        assert done.code == 0, done.err
        again = await asked("add", publisher.url + "/f", "--config", config)
    assert "already" in one_clear_line(again)
    text = path.read_text("utf-8")
    for line in WATCHLIST.splitlines():
        assert line in text
    assert [feed.id for feed in load_watchlist(path).feeds] == ["wire", "published"]


async def test_add_refuses_what_is_no_feed(tmp_path: Path) -> None:
    """A page, an error and an address out of bounds are each one clear line; nothing changes."""
    config, path = configured(tmp_path)
    async with Publisher(tricks=dict(TRICKS)) as publisher:
        for trick in ("/page", "/missing", "/to-metadata", "/bomb"):
            one_clear_line(await asked("add", publisher.url + trick, "--config", config))
    one_clear_line(await asked("add", "file:///etc/passwd", "--config", config))
    one_clear_line(await asked("add", "http://192.168.0.1/feed", "--config", config))
    assert path.read_text("utf-8") == WATCHLIST


def test_first_feed_of_a_watch_list(tmp_path: Path) -> None:
    """A watch-list without feeds gets its first by import."""
    config, path = configured(tmp_path, "actors:\n  - {id: duarte, name: Ines Duarte}\n")
    opml = tmp_path / "list.opml"
    opml.write_text('<opml><outline xmlUrl="https://a.org/f" text="Ä &amp; B"/></opml>', "utf-8")
    assert call("feeds", "import", opml, "--config", config).code == 0
    (feed,) = load_watchlist(path).feeds
    assert (feed.id, feed.outlet) == ("a-b", "Ä & B")


def test_remove(tmp_path: Path) -> None:
    """A feed is taken out by its id; one that is not there is one clear line."""
    config, path = configured(tmp_path)
    assert call("feeds", "remove", "wire", "--config", config).code == 0
    assert load_watchlist(path).feeds == ()
    assert "'wire'" in one_clear_line(call("feeds", "remove", "wire", "--config", config))


def test_opml_goes_round(tmp_path: Path) -> None:
    """What is exported can be imported, here and elsewhere; doubles and bad addresses are not."""
    config, path = configured(tmp_path)
    opml = tmp_path / "list.opml"
    opml.write_text(
        """<?xml version="1.0"?><opml version="1.0"><body><outline text="Folder">
        <outline text="A &quot;quoted&quot; one" xmlUrl="https://a.org/f?x=1&amp;y=2" type="rss"/>
        <OUTLINE TITLE="Wire again" XMLURL="https://wire.example/feed"/>
        <outline text="Twice" xmlUrl="https://b.org/"/><outline text="x" xmlUrl="https://b.org/"/>
        <outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="Unclosed & bare
        </outline></body>""",
        "utf-8",
    )
    done = call("feeds", "import", opml, "--config", config)
    assert "2 feeds added, 1 known" in done.out
    urls = [str(feed.url) for feed in load_watchlist(path).feeds]
    assert urls == ["https://wire.example/feed", "https://a.org/f?x=1&y=2", "https://b.org/"]
    exported = tmp_path / "out.opml"
    exported.write_text(call("feeds", "export", "--config", config).out, "utf-8")
    again = call("feeds", "import", exported, "--config", config)
    assert "0 feeds added, 3 known" in again.out


async def test_test_shows_what_would_be_published(tmp_path: Path) -> None:
    """Nothing is kept; entries, redirects and what the feed lacks are shown."""
    config, _ = configured(tmp_path)
    async with Publisher(feeds={"/f": rss([Item("One", "Words.", "1")])}) as publisher:
        done = await asked("test", publisher.url + "/f", "--config", config)
        assert "One" in done.out
        assert "without a date" in done.out
        as_json = await asked("test", publisher.url + "/f", "--json", "--config", config)
    assert json.loads(as_json.out)["text"] == "Words."
    assert not (tmp_path / "store.db").exists()


def test_list_tells_how_feeds_fare(tmp_path: Path) -> None:
    """Status, error and its age, next poll and silence, for people and for programs."""
    names = ["good", "failing", "gone", "overdue", "waiting"]
    feeds = "".join(f'  - {{id: {n}, url: "https://{n}.org/"}}\n' for n in names)
    config, _ = configured(tmp_path, f"actors:\n  - {{id: a, name: A}}\nfeeds:\n{feeds}")
    now = datetime.now(UTC).timestamp()
    day = timedelta(days=1).total_seconds()
    states = {
        "good": {"last_poll": now - 60, "next_poll": now + 600},
        "failing": {"error": "HTTP 500", "error_since": now - 3 * day, "failures": 9},
        "gone": {"gone": True, "error": "HTTP 410", "error_since": now},
        "overdue": {"longest_gap": 60.0, "last_change": now - 9 * day},
    }
    store = Store(tmp_path / "store.db")
    for name, fields in states.items():
        state = FeedState.model_validate({"url": f"https://{name}.org/", "polls": 1} | fields)
        cells = {(POLLS, name): state.model_dump_json().encode()}
        store.commit(Commit(cells=cells), datetime.now(UTC))
    store.close()
    done = call("feeds", "list", "--json", "--config", config)
    found = {row["id"]: row for row in map(json.loads, done.out.splitlines())}
    assert {name: row["status"] for name, row in found.items()} == {n: n for n in names}
    assert found["failing"]["error"] == "HTTP 500"
    assert found["gone"]["next_poll"] is None
    assert found["overdue"]["overdue_seconds"] > 0
    shown = call("feeds", "list", "--config", config).out
    assert "HTTP 500" in shown
    assert "3 d" in shown
