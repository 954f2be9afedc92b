"""Files to articles."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.replay import gather
from monitor.config.watchlist import WatchList
from monitor.errors import InputError
from monitor.replay.reading import find_files, is_story, read_articles, read_story
from schemas.article import Article
from tests.support.making import THREAT, lake_watchlist

HEAD = """---
title: Duarte threatens
link: https://wire.example/1
publisher: Lakeside Wire
published: 2025-10-14T17:40:00Z
---
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path) -> Article:
    """Read the one article of a file."""
    (found,) = read_articles(path)
    return found


def refusal(path: Path) -> str:
    """Return why a file is refused, the folder left out."""
    with pytest.raises(InputError) as caught:
        list(read_articles(path))
    return str(caught.value).replace(f"{path.parent}/", "")


def test_front_matter(tmp_path: Path) -> None:
    """Title, link, publisher and day come from the front matter; the text is what follows it."""
    found = one(write(tmp_path, "a.txt", HEAD + THREAT))
    assert (found.title, found.outlet) == ("Duarte threatens", "Lakeside Wire")
    assert found.link == "https://wire.example/1"
    assert found.published == found.arrived == datetime(2025, 10, 14, 17, 40, tzinfo=UTC)
    assert found.text == THREAT


def test_front_matter_with_windows_line_ends(tmp_path: Path) -> None:
    """A file saved on Windows, byte order mark and all, is read alike."""
    raw = b"\xef\xbb\xbf" + (HEAD + THREAT).replace("\n", "\r\n").encode()
    assert one(write(tmp_path, "a.txt", raw)).title == "Duarte threatens"


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
def test_sidecar(tmp_path: Path, suffix: str) -> None:
    """The same may stand in a file beside the text."""
    write(tmp_path, f"a{suffix}", '{"title": "Beside", "published": "2025-10-14"}')
    found = one(write(tmp_path, "a.txt", THREAT))
    assert (found.title, found.published.date().isoformat()) == ("Beside", "2025-10-14")


def test_front_matter_wins_over_a_sidecar(tmp_path: Path) -> None:
    """Where both are there, the text's own front matter counts."""
    write(tmp_path, "a.yaml", "title: Beside")
    assert one(write(tmp_path, "a.txt", HEAD + THREAT)).title == "Duarte threatens"


def test_bare_text(tmp_path: Path) -> None:
    """A bare text gets its file's name as id and the day of the file."""
    path = write(tmp_path, "bare.txt", THREAT)
    os.utime(path, (1_760_000_000, 1_760_000_000))
    found = one(path)
    assert found.id == "bare.txt"
    assert found.published == datetime.fromtimestamp(1_760_000_000, UTC)
    assert found.language == "en"


def test_day_in_front_matter_is_noon(tmp_path: Path) -> None:
    """A day without an hour is taken at noon, so that no time zone moves it to another day."""
    found = one(write(tmp_path, "a.txt", "---\npublished: 2025-10-14\n---\nx"))
    assert found.published == datetime(2025, 10, 14, 12, tzinfo=UTC)


def test_moment_without_zone_is_utc(tmp_path: Path) -> None:
    """An hour without a zone is taken as UTC on every machine."""
    found = one(write(tmp_path, "a.txt", "---\npublished: 2025-10-14T08:00:00\n---\nx"))
    assert found.published == datetime(2025, 10, 14, 8, tzinfo=UTC)


def test_rule_in_the_text_is_no_front_matter(tmp_path: Path) -> None:
    """Three dashes further down belong to the text."""
    assert one(write(tmp_path, "a.txt", f"First.\n---\n{THREAT}")).text.startswith("First.")


def test_lines(tmp_path: Path) -> None:
    """Each line of a JSONL file is an article; empty lines are skipped."""
    path = write(tmp_path, "a.jsonl", '{"id": "1", "text": "a"}\n\n{"text": "b"}\n')
    assert [a.id for a in read_articles(path)] == ["1", "a-3"]


def test_lines_may_hold_more_than_we_read(tmp_path: Path) -> None:
    """Labelled corpora keep their labels beside the text."""
    assert one(write(tmp_path, "a.jsonl", '{"text": "a", "gold": [1]}')).text == "a"


def test_day_in_an_id(tmp_path: Path) -> None:
    """Corpora that write the day into the id need no other date."""
    path = write(tmp_path, "a.jsonl", '{"text": "a", "id": "wire_2016-09-12_stealth"}')
    assert one(path).published.date().isoformat() == "2016-09-12"


def test_undated_line_has_a_fixed_day(tmp_path: Path) -> None:
    """An article without any date gets the same one at every replay."""
    assert one(write(tmp_path, "a.jsonl", '{"text": "a"}')).published.year == 1970


def test_story(shared: Path) -> None:
    """A story brings its watch-list and its articles in the order of their arrival."""
    path = shared / "stories" / "lake-pipeline.json"
    watchlist, articles = read_story(path)
    assert len(watchlist.actors) == 4
    arrivals = [a.arrived for a in articles]
    assert arrivals == sorted(arrivals)
    assert {a.id for a in articles} >= {"D1", "D6"}


def test_shipped_stories_are_stories(root: Path) -> None:
    """Every story that ships can be replayed."""
    paths = sorted((root / "seeds" / "stories").glob("*.json"))
    assert paths
    for path in paths:
        watchlist, articles = read_story(path)
        assert watchlist.actors
        assert articles


def test_late_arrival_is_replayed_when_it_arrives(tmp_path: Path) -> None:
    """Articles are replayed in the order in which they reached the desk, not of their dates."""
    lines = [
        {"id": "late", "text": "x", "published": "2025-10-01", "arrives": "2025-10-09T00:00:00Z"},
        {"id": "early", "text": "x", "published": "2025-10-05T00:00:00Z"},
    ]
    path = write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    _, articles = gather([path], WatchList.model_validate(lake_watchlist()))
    assert [a.id for a in articles] == ["early", "late"]


def test_folder_stands_for_its_files(tmp_path: Path) -> None:
    """A folder is replayed with what it holds, at every depth, in name order."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.md", "sub/c.jsonl", "ignored.pdf", "b.yaml"):
        write(tmp_path, name, "x")
    names = [str(p.relative_to(tmp_path)) for p in find_files([tmp_path])]
    assert names == ["a.md", "b.txt", "sub/c.jsonl"]


def test_empty_folder(tmp_path: Path) -> None:
    """A folder with nothing to replay is told."""
    with pytest.raises(InputError, match=r"holds no \.txt, \.md or \.jsonl file"):
        find_files([tmp_path])


def test_missing_path(tmp_path: Path) -> None:
    """A path that leads nowhere is told."""
    with pytest.raises(InputError, match="no such file or folder"):
        find_files([tmp_path / "nowhere"])


def test_story_beside_other_files_is_refused(tmp_path: Path) -> None:
    """A story has its own watch-list and is replayed by itself."""
    story = write(tmp_path, "s.json", '{"watchlist": {}, "articles": []}')
    other = write(tmp_path, "a.txt", "x")
    with pytest.raises(InputError, match="replay it by itself"):
        gather([story, other], WatchList.model_validate(lake_watchlist()))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", "", "a.txt: is empty"),
        ("a.jsonl", "\n\n", "a.jsonl: is empty"),
        ("a.txt", "  \n ", "a.txt: holds no text"),
        ("a.txt", "---\ntitle: x\n---\n", "a.txt: holds no text"),
        ("a.txt", b"\x00\x01\x02PK", "a.txt: is binary, not text"),
        ("a.txt", "caf\xe9".encode("latin-1"), "a.txt: not UTF-8 text (byte 3)"),
        ("a.txt", "---\ntitle: x\nno end", "a.txt:1: front matter is opened by ---"),
        ("a.txt", "---\ntitle: x\nlink: [\n---\nx", "a.txt:4: not YAML: "),
        ("a.txt", "---\n- a\n---\nx", "a.txt:2: must hold a mapping of settings"),
        ("a.txt", "---\npublished: soon\n---\nx", "a.txt:2: published"),
        (
            "a.txt",
            "---\ntitel: x\n---\nx",
            "a.txt:2: titel: no such setting; did you mean 'title'?",
        ),
        ("a.jsonl", '{"text": "x"}\n{"text"\n', "a.jsonl:2: not JSON: "),
        ("a.jsonl", b'{"text": "\xff"}', "a.jsonl:1: not JSON: "),
        ("a.jsonl", "[1]", "a.jsonl:1: must be an object"),
        ("a.jsonl", '{"id": "1"}', "a.jsonl:1: text: Field required"),
        ("a.jsonl", '{"text": 5}', "a.jsonl:1: text: "),
        ("a.json", "{", "a.json:1:2: not JSON: "),
        ("a.json", "{}", "a.json: no story: it has no watchlist and articles"),
        ("a.json", '{"watchlist": {}, "articles": []}', "a.json: watchlist: actors: "),
        (
            "a.json",
            '{"watchlist": {"actors": [{"id": "a", "name": "A"}]}, "articles": [{}]}',
            "a.json: articles[0]: text: ",
        ),
    ],
)
def test_bad_file_is_refused(tmp_path: Path, name: str, content: str | bytes, why: str) -> None:
    """A file that cannot be read as articles is refused with place and reason, in one line."""
    found = refusal(write(tmp_path, name, content))
    assert found.startswith(why), found
    assert "\n" not in found


def test_broken_sidecar_is_named(tmp_path: Path) -> None:
    """A mistake in the file beside the text is told of that file."""
    write(tmp_path, "a.yaml", "title: [\n")
    assert "a.yaml:" in refusal(write(tmp_path, "a.txt", THREAT))


@pytest.mark.parametrize("suffix", [".txt", ".json"])
def test_fifty_megabytes_are_refused_unread(tmp_path: Path, suffix: str) -> None:
    """A huge file is refused by its size."""
    path = tmp_path / f"big{suffix}"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert refusal(path) == f"big{suffix}: larger than 10 MiB (50 MiB)"


@pytest.mark.parametrize(
    ("data", "answer"),
    [({"watchlist": 1, "articles": 2}, True), ({"articles": []}, False), ([], False)],
)
def test_what_a_story_is(data: object, answer: bool) -> None:  # noqa: FBT001
    """A story is known by its two parts."""
    assert is_story(data) is answer
