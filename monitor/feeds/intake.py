"""From the entries of a feed to articles: which are new, which are edits, which are neither.

An entry is known by its guid, else by its link, else by its words (as feedparser, reader and
Miniflux agree, and www.詹姆斯.com/blog/2006/08/rss-dup-detection explains). A name that several
entries of one document share names none of them. An entry whose guid is new and whose link or words
are not is an old entry under a new name: that is how a feed that re-ids everything is seen through.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.feeds.dates import settle
from monitor.feeds.known import Known, Shelf
from monitor.feeds.language import language_of, tag
from monitor.feeds.links import same_page
from monitor.feeds.parsed import ParsedEntry, ParsedFeed
from monitor.identity import article_id, make_id, text_hash
from schemas.article import Article
from schemas.feed import Feed

_DAY: Final = 86_400
# How long an entry that has left the feed is known, and how many are at most.
_REMEMBERED_DAYS: Final = 90
_REMEMBERED: Final = 5000
# What appears with an older date than this is an archive that was opened, not news.
_BACKDATED: Final = timedelta(days=7)
# A counter or an advertisement in the text changes at every poll; reader has the same limit.
_SILENT_EDITS: Final = 24
# Two articles may share a few words ("No warnings in force"), but not this many characters.
_TELLING: Final = 200
# Fewer entries may well all be new at once.
_TURNOVER: Final = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What a poll brought.

    Attributes:
        articles: to publish, the oldest first.
        new: how many of them are new articles; the others are edits.
        shelf: what is known now.
        reidentified: entries that came back under another name.
        summaries: ids of articles whose text the feed calls a summary.
    """

    articles: tuple[Article, ...]
    new: int
    shelf: Shelf
    reidentified: int = 0
    summaries: frozenset[str] = frozenset()


def take(
    feed: Feed, parsed: ParsedFeed, shelf: Shelf, now: datetime, last_poll: datetime | None
) -> Taken:
    """Decide on a feed document.

    Args:
        feed: whose it is.
        parsed: the document.
        shelf: what is known; left as it is.
        now: when the document came.
        last_poll: when the one before it came; None marks all entries as backlog.
    """
    shelf = shelf.copied()
    entries = [entry for entry in parsed.entries if entry.title or entry.text]
    named = list(zip(entries, _names(feed, parsed, entries), strict=True))
    turnover = bool(shelf.entries) and _is_turnover(shelf, [names for _, names in named])
    today = int(now.timestamp() // _DAY)
    articles: list[Article] = []
    new = reidentified = 0
    met: set[int] = set()
    summaries: set[str] = set()
    for entry, names in reversed(named):  # feeds begin with the newest
        number = shelf.find(names)
        if number in met:
            # Two entries of one document are two, unless they say the same.
            if shelf.entries[number].words == text_hash(entry.title, entry.text):
                continue
            number = None
        words = text_hash(entry.title, entry.text)
        updated = entry.updated.timestamp() if entry.updated else 0.0
        if number is None:
            published = settle(entry.published, entry.updated, now)
            history = last_poll is None or published < now - _BACKDATED
            if turnover and last_poll is not None:
                history = history or published < last_poll
            known = Known(
                article=article_id(_lasting_name(feed, entry, names)),
                words=words,
                updated=updated,
                published=published.timestamp(),
                history=history,
                seen=today,
            )
            new += 1
            articles.append(_article(feed, entry, known, published, now))
        else:
            before = shelf.entries[number]
            reidentified += names[0] not in shelf.names
            known = _again(before, words, updated, today)
            if known.version > before.version:
                published = _first_published(before) or settle(entry.published, entry.updated, now)
                articles.append(_article(feed, entry, known, published, now))
        met.add(shelf.put(number, known, names))
        if not entry.full:
            summaries.add(known.article)
    shelf.forget(today - _REMEMBERED_DAYS, _REMEMBERED)
    articles.sort(key=lambda article: article.published)
    return Taken(tuple(articles), new, shelf, reidentified, frozenset(summaries))


def _first_published(before: Known) -> datetime | None:
    """Return when an entry was first published: an edit changes what it says, not when."""
    return datetime.fromtimestamp(before.published, UTC) if before.published else None


def _again(before: Known, words: str, updated: float, today: int) -> Known:
    """Return a known entry as it stands now; with a higher version if it was edited."""
    same = {"seen": today, "updated": updated or before.updated}
    if words == before.words:
        return before.model_copy(update=same)
    silent = before.silent + 1 if updated <= before.updated else 0
    if silent > _SILENT_EDITS:
        return before.model_copy(update=same)
    edit = {"version": before.version + 1, "words": words, "silent": silent}
    return before.model_copy(update=same | edit)


def _names(
    feed: Feed, parsed: ParsedFeed, entries: Sequence[ParsedEntry]
) -> Iterable[tuple[str, ...]]:
    """Return each entry's names, the best first; none is without any."""
    guids = Counter(entry.guid for entry in entries)
    links = Counter(same_page(entry.link) for entry in entries if entry.link)
    home = {same_page(page) for page in (parsed.site, str(feed.url)) if page}
    for entry in entries:
        names = []
        page = same_page(entry.link) if entry.link else ""
        if entry.guid and guids[entry.guid] == 1:
            names.append(make_id("g", entry.guid))
        if page and links[page] == 1 and page not in home:
            names.append(make_id("l", page))
        if not names or len(entry.text) >= _TELLING:
            names.append(make_id("w", text_hash(entry.title, entry.text)))
        yield tuple(names)


def _lasting_name(feed: Feed, entry: ParsedEntry, names: tuple[str, ...]) -> str:
    """Return what an article is named after: its link, its guid, or its feed and words.

    A link names the same article in every feed that carries it; a guid does so in its own only.
    """
    kinds = {name.partition("_")[0] for name in names}
    if entry.link and "l" in kinds:
        return entry.link
    if "g" in kinds:
        return f"{feed.id}\x1f{entry.guid}"
    return f"{feed.id}\x1f{names[-1]}"


def _is_turnover(shelf: Shelf, names: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether not one of many entries is known: a busy day, or a new way of naming them."""
    return len(names) >= _TURNOVER and all(shelf.find(n) is None for n in names)


def _declared(feed: Feed, entry: ParsedEntry) -> str:
    """Return the declared language: the operator knows best, then the publisher."""
    said = "" if "language" in feed.model_fields_set else tag(entry.language)
    return said or feed.language


def _article(
    feed: Feed, entry: ParsedEntry, known: Known, published: datetime, now: datetime
) -> Article:
    return Article(
        id=known.article,
        version=known.version,
        outlet=feed.outlet,
        title=entry.title,
        text=entry.text,
        link=entry.link,
        original_link=entry.original if entry.original != entry.link else None,
        feed=feed.id,
        byline=entry.byline,
        published=published,
        arrived=now,
        language=language_of(f"{entry.title}\n{entry.text}", _declared(feed, entry)),
        history=known.history,
    )
