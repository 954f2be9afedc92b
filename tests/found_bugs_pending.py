"""Tests of faults that are known and not yet mended; not collected until each moves to its place.

Run them with `pytest tests/found_bugs_pending.py`. One test ends a process by a signal of its own
making, in a process of its own.
"""

import asyncio
import json
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config.load import load_service
from monitor.engine.store import Store
from monitor.errors import ConfigurationError, DeadLetterLimitError, EngineError
from monitor.flow import Flow
from monitor.net.guard import is_allowed
from monitor.stages.codec import decode, encode
from monitor.testing.receiver import Receiver
from monitor.topics import ARTICLES, DEAD_LETTERS, RECEIPTS
from schemas.delivery import Attempt
from schemas.statement import Report
from tests.support.commands import call, one_clear_line
from tests.support.files import SECRET, configuration, endpoint, problems
from tests.support.making import NOON, THREAT, article, delivery, lake_watchlist
from tests.support.sending import Desk, target
from tests.support.service import start
from tests.support.stages import COUNT, POISON, articles, engine, open_store, values

# --- the service ---------------------------------------------------------------------------------


async def test_article_dated_ahead_is_delivered_now(tmp_path: Path) -> None:
    """An alert of an ingested article that is dated ahead does not wait for years to be sent."""
    ahead = datetime(2199, 1, 1, tzinfo=UTC)
    (tmp_path / "a.txt").write_text(f"---\npublished: {ahead:%Y-%m-%d}\n---\n{THREAT}", "utf-8")
    async with Receiver() as receiver:
        desk = endpoint(tmp_path, receiver.url, receiver.secret)
        allowed = {"delivery": {"allow_networks": ["127.0.0.0/8"]}}
        config = configuration(tmp_path / "c", endpoints=[desk], service=allowed)
        call("ingest", tmp_path / "a.txt", "--config", config)
        service = start(tmp_path / "log", "run", "--config", config)
        try:
            await receiver.wait_for(1, 5)
        finally:
            service.kill()
            await asyncio.to_thread(service.join)


# --- the store and the engine --------------------------------------------------------------------


def test_first_start_of_several_processes_at_once(tmp_path: Path) -> None:
    """`run` and `ingest` may meet at a store that neither has made yet."""

    def start_one(path: Path) -> str:
        barrier.wait()
        try:
            Store(path).close()
        except EngineError as error:
            return str(error)
        return ""

    told: set[str] = set()
    with ThreadPoolExecutor(4) as pool:
        for n in range(40):
            barrier = threading.Barrier(4)
            told |= set(pool.map(start_one, [tmp_path / f"{n}.db"] * 4))
    assert told == {""}


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A path that was mistyped into another program's database adds no tables to it."""
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE photos (id INTEGER)")
    db.commit()
    db.close()
    with pytest.raises(EngineError):
        Store(path).close()


def test_damaged_store_is_told_in_words(tmp_path: Path) -> None:
    """A store that cannot be read raises the error that commands and service know."""
    store = open_store(tmp_path)
    store._db.execute("DROP TABLE log")
    with pytest.raises(EngineError):
        store.read("articles", 0, 1)
    store.close()


def test_limit_larger_than_a_step_drains_nothing(tmp_path: Path) -> None:
    """With a limit above the 256 records of a step the poison stays unread just the same."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=300)
    made.publish(ARTICLES, articles(*[POISON] * 400))
    with pytest.raises(DeadLetterLimitError):
        made.pump()
    drained = len(values(store, DEAD_LETTERS.name))
    store.close()
    assert drained == 0


def test_poison_that_trickles_in_stops_again_after_a_restart(tmp_path: Path) -> None:
    """Poison arriving piece by piece is not drained by restarts, a limit's worth at each."""
    store = open_store(tmp_path)
    stops = 0
    for _ in range(4):
        made = engine(store, COUNT, limit=3)
        for _ in range(3):
            made.publish(ARTICLES, articles(POISON))
            try:
                made.pump()
            except DeadLetterLimitError:
                stops += 1
                break
    drained = len(values(store, DEAD_LETTERS.name))
    store.close()
    assert (stops, drained) == (4, 2)


# --- reading articles ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("version0.txt", b"---\nversion: 0\n---\nbody"),
        ("deep.txt", b"---\n" + b"[" * 5000 + b"\n---\nbody"),
        ("bell.txt", b'---\ntitle: "a\x07b"\n---\nbody'),
        ("version0.jsonl", b'{"text": "x", "version": 0}'),
        ("deep.jsonl", b"[" * 100_000),
        ("digits.jsonl", b'{"text": "x", "version": ' + b"9" * 5000 + b"}"),
        ("surrogate.jsonl", b'{"text": "\\ud800"}'),
        ("surrogate-id.jsonl", b'{"text": "x", "id": "\\ud800"}'),
        ("deep.json", b"[" * 100_000),
        (
            "articles.json",
            b'{"watchlist": {"actors": [{"id": "a", "name": "A"}]}, "articles": 5}',
        ),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path: Path, name: str, content: bytes) -> None:
    """Input that nobody should write is still answered with one line and exit code 2."""
    (tmp_path / name).write_bytes(content)
    assert name in one_clear_line(call("replay", tmp_path / name))


def test_file_name_that_is_no_text(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is replayed or refused in one line."""
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_text(THREAT, encoding="utf-8")
    assert call("replay", os.fsdecode(path)).code in (0, 2)


def test_extract_of_the_last_day_there_is(tmp_path: Path) -> None:
    """`extract` of an article dated at the end of the calendar does not crash."""
    line = {"text": THREAT, "arrives": "9999-12-31T12:00:00Z"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "w.json").write_text(json.dumps(lake_watchlist()), encoding="utf-8")
    done = call("extract", tmp_path / "a.jsonl", "--watchlist", tmp_path / "w.json")
    assert done.code in (0, 2)


def test_day_in_a_line_is_noon(tmp_path: Path) -> None:
    """A day without an hour means noon in JSONL as it does in front matter."""
    (tmp_path / "a.jsonl").write_text('{"text": "x", "published": "2025-10-06"}', encoding="utf-8")
    done = call("replay", tmp_path / "a.jsonl", "--json")
    assert json.loads(done.out)["published"] == "2025-10-06T12:00:00Z"


def test_unknown_front_matter_key_has_line_and_nearest(tmp_path: Path) -> None:
    """A misspelt key of the front matter is pointed at like one of the watch-list."""
    (tmp_path / "a.txt").write_text("---\nlink: x\ntitel: x\n---\nbody", encoding="utf-8")
    line = one_clear_line(call("replay", tmp_path / "a.txt"))
    assert "a.txt:3" in line
    assert "title" in line


def test_third_edit_of_a_feed_without_versions(flow: Flow) -> None:
    """A feed never counts versions: its second and every later edit are edits all the same."""
    cells: dict[str, bytes | None] = {}
    versions = []
    for n in range(4):
        text = f"“We will take step {n} over the permit,” Duarte said."
        outcome = flow.stages[0].decide(article(text), cells)
        cells.update(outcome.writes)
        versions += [e.record.article_version for e in outcome.emissions]  # type: ignore[attr-defined]
    assert versions == [1, 2, 3, 4]


def test_day_said_is_not_taken_from_a_date_that_is_not_believed(flow: Flow) -> None:
    """In an article dated ten years ahead, "on Tuesday" is no Tuesday ten years ahead."""
    found = article(
        "“We will take legal action over the permit,” Duarte said on Tuesday.",
        published=datetime(2035, 10, 6, 12, tzinfo=UTC),
        arrived=NOON,
    )
    (emission,) = flow.stages[0].decide(found, {}).emissions
    assert isinstance(emission.record, Report)
    (statement,) = emission.record.statements
    assert statement.said_on is not None
    assert statement.said_on.year == 2025


# --- configuration -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "actors:\n  - &a {id: a, name: A}\n  - {<<: *a, id: b}\n",
        "actors:\n  - {id: a, name: A, gender: [x]}\n",
        "actors: " + "[" * 3000,
        'actors: "\x07"\n',
    ],
    ids=["merge key", "gender list", "deep", "control character"],
)
def test_odd_watchlist_is_good_or_told_in_lines(tmp_path: Path, text: str) -> None:
    """YAML's odder corners are understood or refused with a place, never with a traceback."""
    found = problems(tmp_path, text)
    assert all(line.startswith("watchlist.yaml:") and "\n" not in line for line in found)
    assert all(line.removeprefix("watchlist.yaml:")[0].isdigit() for line in found)


def test_merge_keys_are_good(tmp_path: Path) -> None:
    """Anchors and merge keys, by which people avoid repeating themselves, may be used."""
    text = "actors:\n  - &a {id: a, name: A}\n  - {<<: *a, id: b}\n"
    assert problems(tmp_path, text) == []


def test_watchlist_path_with_a_null(tmp_path: Path) -> None:
    """A path that cannot be one is refused like one that is not there."""
    one_clear_line(call("check", "--config", configuration(tmp_path, service={"watchlist": "\0"})))


def test_one_mistake_is_one_problem(tmp_path: Path) -> None:
    """A mistake in an actor is not followed by "actors: should have at least 1 item"."""
    assert len(problems(tmp_path, "actors:\n  - {id: a, name: A, alias: [B]}\n")) == 1


def test_double_secret_is_not_printed(tmp_path: Path) -> None:
    """A key written twice is told without what stands behind it."""
    text = "actors: [{id: a, name: A}]\nendpoints:\n  - {id: e, secret: whsec_1, secret: whsec_2}"
    assert "whsec" not in "".join(problems(tmp_path, text))


def test_endless_wait_is_refused(tmp_path: Path) -> None:
    """A wait longer than the calendar is refused when it is read, not when it is to be kept."""
    with pytest.raises(ConfigurationError):
        load_service(configuration(tmp_path, service={"delivery": {"schedule": [0, 1e300]}}))


def test_infinite_wait_is_refused(tmp_path: Path) -> None:
    """So is one without end."""
    path = configuration(tmp_path)
    path.write_text("watchlist: watchlist.json\ndelivery: {schedule: [0, .inf]}\n", "utf-8")
    with pytest.raises(ConfigurationError):
        load_service(path)


# --- delivery ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["fec0::1", "3fff::1", "192.88.99.1"])
def test_retired_and_documentation_ranges_are_refused(address: str) -> None:
    """Site-local addresses still route on old networks; documentation and 6to4 relays lead away."""
    assert not is_allowed(address)


async def test_refusal_of_a_private_address_says_so(tmp_path: Path) -> None:
    """The record of a try tells the operator that the address was refused, and which."""
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target("http://127.0.0.1:9/")}, (0.0,), allow=())
    (ended,) = desk.ended()
    desk.store.close()
    assert "127.0.0.1 is private or reserved" in str(ended.attempts[0].error)


def test_disabled_endpoint_needs_no_secret(tmp_path: Path) -> None:
    """`replay --deliver` does not ask for the secret of an endpoint that is switched off."""
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    # Nobody listens there: the tries fail, and fast.
    on = endpoint(tmp_path, "http://127.0.0.1:9/", SECRET)
    off = {"id": "off", "url": "https://x.example/", "secret": "env:NOT_SET", "enabled": False}
    config = configuration(tmp_path / "c", endpoints=[on, off])
    done = call("replay", tmp_path / "a.txt", "--deliver", "--json", "--config", config)
    assert done.code == 0, done.err


def test_endless_try_survives_bytes() -> None:
    """A record that was accepted can be read back; what JSON cannot hold is refused at once."""
    try:
        found = delivery(attempts=[Attempt(at=NOON, seconds=float("inf"))])
    except ValueError:
        return
    assert decode(RECEIPTS, encode(found)) == found
