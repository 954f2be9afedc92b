"""Entries: new, edited, renamed, or known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.intake import Taken, take
from monitor.feeds.known import Known, Shelf
from monitor.feeds.parsed import ParsedEntry, ParsedFeed
from schemas.feed import Feed

FEED = Feed.model_validate({"id": "wire", "url": "https://e.org/feed", "outlet": "Wire"})
NOW = datetime(2025, 10, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG = "These words are long enough to be nobody else's. " * 8


def entry(n: int, **fields: Any) -> ParsedEntry:  # noqa: ANN401 - any field
    """Make an entry."""
    made = {"guid": f"g{n}", "link": f"https://e.org/{n}", "title": f"T{n}", "text": f"Words {n}."}
    return ParsedEntry.model_validate(made | fields)


class Reading:
    """A feed as it is polled, hour after hour."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.now = NOW
        self.last: datetime | None = None

    def poll(self, *entries: ParsedEntry, **fields: Any) -> Taken:  # noqa: ANN401 - any field
        """Poll a document with these entries, an hour after the one before."""
        document = ParsedFeed(version="rss20", entries=entries, **fields)
        taken = take(FEED, document, self.shelf, self.now, self.last)
        # As it comes back from the store.
        self.shelf = Shelf.model_validate_json(taken.shelf.model_dump_json())
        self.last, self.now = self.now, self.now + HOUR
        return taken


def test_first_poll_is_history() -> None:
    """A feed's backlog is recorded and raises no alert."""
    taken = Reading().poll(entry(2), entry(1))
    assert [a.history for a in taken.articles] == [True, True]


def test_entries_come_once() -> None:
    """An entry that stays in the feed is published once."""
    feed = Reading()
    feed.poll(entry(1))
    assert feed.poll(entry(2), entry(1)).new == 1
    assert feed.poll(entry(2), entry(1)).articles == ()


@pytest.mark.parametrize("dated", [{}, {"updated": NOW}, {"published": NOW + 90 * HOUR}])
def test_an_edit_changes_no_date(dated: dict[str, datetime]) -> None:
    """What was said is said on the day on which it was first told, whatever is corrected later."""
    feed = Reading()
    feed.poll(entry(1))
    (first,) = feed.poll(entry(2, **dated), entry(1)).articles
    feed.now += 48 * HOUR
    later = {name: at + 48 * HOUR for name, at in dated.items()}
    (edited,) = feed.poll(entry(2, text="Other words.", **later), entry(1)).articles
    assert (edited.id, edited.version) == (first.id, 2)
    assert edited.published == first.published


def test_an_edit_is_a_version() -> None:
    """Edited words come again under the same id with the next version; typography is no edit."""
    feed = Reading()
    (first,) = feed.poll(entry(1, text='He said "no".')).articles
    assert feed.poll(entry(1, text="He said “no”.")).articles == ()
    (edit,) = feed.poll(entry(1, text="He said “yes”.")).articles
    assert (edit.id, edit.version) == (first.id, 2)


def test_counter_in_the_text_does_not_go_on_for_ever() -> None:
    """Words that change at every poll without a new date are believed two dozen times."""
    feed = Reading()
    feed.poll(entry(1))
    edits = [feed.poll(entry(1, text=f"Read {n} times.")).articles for n in range(60)]
    assert sum(map(len, edits)) == 24


def test_dated_edits_are_always_taken() -> None:
    """A live report that says when it changed may change all day."""
    feed = Reading()
    feed.poll(entry(1))
    edits = [
        feed.poll(entry(1, text=f"Update {n}.", updated=NOW + n * HOUR)).articles for n in range(60)
    ]
    assert sum(map(len, edits)) == 60


def test_new_guids_for_old_links_are_old_entries() -> None:
    """A feed that renames everything publishes nothing, and that is counted."""
    feed = Reading()
    feed.poll(*(entry(n) for n in range(30)))
    taken = feed.poll(*(entry(n, guid=f"new{n}") for n in range(30)))
    assert (taken.articles, taken.reidentified) == ((), 30)


def test_new_guids_and_links_for_old_words_are_old_entries() -> None:
    """A site that moves to another address publishes nothing either."""
    feed = Reading()
    feed.poll(*(entry(n, text=f"{n} {LONG}") for n in range(30)))
    moved = [
        entry(n, guid=f"new{n}", link=f"https://n.org/{n}", text=f"{n} {LONG}") for n in range(30)
    ]
    assert feed.poll(*moved).articles == ()


def test_short_words_are_not_enough_to_be_the_same() -> None:
    """Words such as "No warnings in force" are said every day, and are news every day."""
    feed = Reading()
    feed.poll(entry(1, title="Weather", text="No warnings."))
    assert feed.poll(entry(2, title="Weather", text="No warnings.")).new == 1


def test_all_new_names_and_words_with_old_dates_are_history() -> None:
    """When nothing is known again, what is older than the last poll raises no alert."""
    feed = Reading()
    feed.poll(*(entry(n, published=NOW - 9 * HOUR) for n in range(10)))
    fresh = entry(100, published=NOW + HOUR)
    taken = feed.poll(fresh, *(entry(n, published=NOW - 9 * HOUR) for n in range(20, 30)))
    assert [a.title for a in taken.articles if not a.history] == ["T100"]
    assert len(taken.articles) == 11


def test_opened_archive_is_history() -> None:
    """Entries that appear with dates of last year are recorded, not alerted on."""
    feed = Reading()
    feed.poll(entry(1))
    (old,) = feed.poll(entry(2, published=NOW - timedelta(days=300)), entry(1)).articles
    assert old.history


@pytest.mark.parametrize("fields", [{"guid": "same"}, {"link": "https://e.org/live"}])
def test_shared_names_name_nobody(fields: dict[str, str]) -> None:
    """A guid or link that all entries share hides none of them."""
    feed = Reading()
    feed.poll(entry(1, **fields), entry(2, **fields))
    assert feed.poll(entry(3, **fields), entry(2, **fields), entry(1, **fields)).new == 1


def test_link_of_the_home_page_names_nobody() -> None:
    """Entries that link to the site itself are told apart by their guid."""
    feed = Reading()
    one = entry(1, link="https://e.org/")
    (first,) = feed.poll(one, site="https://e.org/").articles
    taken = feed.poll(entry(2, link="https://e.org/"), site="https://e.org/")
    assert taken.new == 1
    assert taken.articles[0].id != first.id


def test_entries_without_any_name_are_known_by_their_words() -> None:
    """No guid and no link: the words are the name."""
    feed = Reading()
    bare = [entry(n, guid="", link=None) for n in range(3)]
    assert feed.poll(*bare).new == 3
    assert feed.poll(*bare).articles == ()


def test_same_link_in_two_feeds_is_one_article() -> None:
    """Two feeds of an outlet that carry one page give one article id."""
    other = Feed.model_validate({"id": "world", "url": "https://e.org/world"})
    document = ParsedFeed(version="rss20", entries=(entry(1),))
    ids = {take(f, document, Shelf(), NOW, None).articles[0].id for f in (FEED, other)}
    assert len(ids) == 1


def test_guids_of_two_feeds_are_two_articles() -> None:
    """A guid such as "1" means something within its own feed only."""
    other = Feed.model_validate({"id": "world", "url": "https://e.org/world"})
    document = ParsedFeed(version="rss20", entries=(entry(1, link=None),))
    ids = {take(f, document, Shelf(), NOW, None).articles[0].id for f in (FEED, other)}
    assert len(ids) == 2


def test_empty_entries_are_no_articles() -> None:
    """An entry without a word says nothing."""
    assert Reading().poll(entry(1, title="", text="")).articles == ()


def test_old_entries_are_forgotten_in_the_end() -> None:
    """What has left the feed for months is forgotten, so that the state does not grow for ever."""
    feed = Reading()
    feed.poll(entry(1), entry(2))
    feed.now += timedelta(days=100)
    feed.poll(entry(2))
    assert len(feed.shelf.entries) == 1
    assert set(feed.shelf.names.values()) == set(feed.shelf.entries)


def test_names_without_end_are_forgotten_too() -> None:
    """An entry that gets another guid at every poll is known by the newest ones."""
    shelf = Shelf()
    number = shelf.put(None, Known(article="ar_1", words="tx_1", seen=1), ("l_1",))
    for n in range(100):
        shelf.put(number, shelf.entries[number], (f"g_{n}", "l_1"))
        shelf.forget(0, 1)
    assert list(shelf.names) == ["g_97", "g_98", "g_99", "l_1"]


def test_articles_come_oldest_first() -> None:
    """A feed shows the newest first; a reader of articles wants what came before it first."""
    taken = Reading().poll(*(entry(n, published=NOW - n * HOUR) for n in range(5)))
    assert [a.title for a in taken.articles] == ["T4", "T3", "T2", "T1", "T0"]


def test_operator_knows_the_language_best() -> None:
    """A language set for the feed stands; else the publisher's, however it is spelt."""
    russian = FEED.model_copy(update={"language": "ru"})
    document = ParsedFeed(version="rss20", entries=(entry(1, language="en_GB"),))
    for feed, language in ((FEED, "en-GB"), (russian, "ru")):
        (article,) = take(feed, document, Shelf(), NOW, None).articles
        assert article.language == language


entries = st.builds(
    ParsedEntry,
    guid=st.sampled_from(["", "a", "b", "c"]),
    link=st.sampled_from([None, "https://e.org/1", "https://e.org/2", "https://e.org/"]),
    title=st.sampled_from(["", "x", "y"]),
    text=st.sampled_from(["", "one", "two", LONG]),
)


@given(st.lists(st.lists(entries, max_size=6), max_size=5))
def test_any_feed_is_taken_once(documents: list[list[ParsedEntry]]) -> None:
    """However a feed names its entries: polled again unchanged, it gives nothing."""
    feed = Reading()
    for document in documents:
        feed.poll(*document)
        shown = {(a.title, a.text) for a in feed.poll(*document).articles}
        assert shown <= {(e.title, e.text) for e in document}
        versions = [feed.poll(*document).articles for _ in range(60)]
        assert versions[-1] == ()
