"""Copies: nearly the same words, within days, whoever prints them."""

import random
from datetime import UTC, datetime, timedelta

from monitor.feeds.copies import Copies, alike, signature
from schemas.article import Article

NOW = datetime(2025, 10, 6, 12, tzinfo=UTC)
WORDS = [f"word{n}" for n in range(4000)]


def prose(seed: int, words: int = 300) -> list[str]:
    """Return words of a story of its own."""
    return random.Random(seed).choices(WORDS, k=words)  # noqa: S311 - seeded


def article(name: str, words: list[str], at: datetime = NOW) -> Article:
    """Make an article."""
    return Article(id=name, text=" ".join(words), published=at, arrived=at)


def mark(copies: Copies, article: Article) -> tuple[Article, dict[str, bytes | None]]:
    """Mark an article by its own words."""
    return copies.mark(article, signature(article.text))


def edited(words: list[str], share: float, seed: int = 9) -> list[str]:
    """Change a share of the words."""
    draw = random.Random(seed)  # noqa: S311 - seeded
    return [draw.choice(WORDS) if draw.random() < share else word for word in words]


def test_copy_points_to_the_first() -> None:
    """Wire copy, lightly edited and edited again, belongs to the one that came first."""
    copies, story = Copies(), prose(1)
    first, _ = mark(copies, article("a", story))
    second, _ = mark(copies, article("b", edited(story, 0.03)))
    third, _ = mark(copies, article("c", [*story, "Reporting", "by", "our", "desk."]))
    assert (first.copy_of, second.copy_of, third.copy_of) == (None, "a", "a")


def test_most_light_edits_are_found_and_no_other_story() -> None:
    """Of two hundred lightly edited stories nearly all are found; of two hundred others none."""
    copies = Copies()
    for n in range(200):
        mark(copies, article(f"first{n}", prose(n)))
    found = [mark(copies, article(f"copy{n}", edited(prose(n), 0.05, n)))[0] for n in range(200)]
    assert sum(a.copy_of == f"first{n}" for n, a in enumerate(found)) >= 190
    others = [mark(copies, article(f"other{n}", prose(n + 1000)))[0] for n in range(200)]
    assert not any(other.copy_of for other in others)


def test_half_of_a_story_is_no_copy() -> None:
    """A story that shares its background paragraphs with another is another."""
    copies, background = Copies(), prose(1, 150)
    mark(copies, article("a", [*prose(2, 150), *background]))
    assert mark(copies, article("b", [*prose(3, 150), *background]))[0].copy_of is None


def test_short_texts_are_nobodys_copy() -> None:
    """A flash of ten words proves nothing."""
    copies = Copies()
    mark(copies, article("a", WORDS[:10]))
    assert mark(copies, article("b", WORDS[:10]))[0].copy_of is None


def test_case_and_marks_do_not_matter() -> None:
    """Typography makes no other story."""
    copies, story = Copies(), prose(1)
    mark(copies, article("a", story))
    shouted = [word.upper() + "," for word in story]
    assert mark(copies, article("b", shouted))[0].copy_of == "a"


def test_edit_of_an_article_is_not_its_own_copy() -> None:
    """A new version is neither a copy of the old one nor forgets whose copy it was."""
    copies, story = Copies(), prose(1)
    mark(copies, article("a", story))
    mark(copies, article("b", story))
    assert mark(copies, article("a", edited(story, 0.1)))[0].copy_of is None
    assert mark(copies, article("b", edited(story, 0.1)))[0].copy_of == "a"


def test_window_closes_after_days() -> None:
    """The same words a week later are news again, and what is past takes no room."""
    copies, story = Copies(), prose(1)
    mark(copies, article("a", story))
    later = NOW + timedelta(days=7)
    _, changes = mark(copies, article("z", prose(2), later))
    assert changes["a"] is None
    assert mark(copies, article("b", story, later))[0].copy_of is None


def test_restart_knows_what_was_kept() -> None:
    """What was kept durably is found by the next run."""
    before, story = Copies(), prose(1)
    kept = mark(before, article("a", story))[1] | mark(before, article("b", story))[1]
    after = Copies()
    after.load((key, cell) for key, cell in kept.items() if cell is not None)
    assert mark(after, article("c", story))[0].copy_of == "a"


def test_what_could_not_be_published_is_taken_back() -> None:
    """If an article is not in the store, nothing may point to it."""
    copies, story = Copies(), prose(1)
    _, kept = mark(copies, article("a", story))
    copies.forget(kept)
    assert mark(copies, article("b", story))[0].copy_of is None


def test_many_copies_of_one_text_cost_no_more_than_few() -> None:
    """A text that stands under thousands of articles is compared with its first one only."""
    copies, story = Copies(), prose(1)
    for n in range(3000):
        marked, _ = mark(copies, article(f"a{n}", story))
        assert marked.copy_of == (None if n == 0 else "a0")
    assert max(map(len, copies._bands.values())) == 1


def test_estimate_is_close() -> None:
    """Half of the shingles in common is estimated as about half."""
    one, other = prose(1, 400), prose(2, 200)
    found = (signature(" ".join(one)), signature(" ".join([*one[:200], *other])))
    assert found[0] is not None
    assert found[1] is not None
    assert 0.15 < alike(*found) < 0.55
