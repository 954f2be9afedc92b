"""The store: whole steps or nothing, for months, on a disk that may be full."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.engine.store import Commit, Entry, Pending, Store
from monitor.errors import EngineError
from tests.support.making import NOON
from tests.support.stages import open_store

SNAPSHOT = ("log", "ends", "cursors", "cells", "outbox")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the file, by table."""
    db = sqlite3.connect(path)
    try:
        return {t: db.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in SNAPSHOT}  # noqa: S608
    finally:
        db.close()


def pending(name: str, endpoint: str = "desk", seconds: float = 0) -> Pending:
    """Make a delivery that comes due some seconds from noon."""
    return Pending(name, endpoint, NOON + timedelta(seconds=seconds), name.encode())


FULL = Commit(
    reader="r",
    offset=7,
    appends=(("t", "k", b"1"), ("u", "k", b"2"), ("t", "k", b"3")),
    cells={("s", "k"): b"v"},
    queue=(pending("d"),),
)


def test_records_keep_their_order(tmp_path: Path) -> None:
    """What is appended first is read first, under offsets without gaps."""
    store = open_store(tmp_path)
    for n in range(3):
        store.commit(Commit(appends=(("t", "a", b"%d" % n), ("u", "b", b"-"))), NOON)
    assert store.read("t", 0, 10) == [Entry(n, "a", b"%d" % n) for n in range(3)]
    store.close()


def test_topics_count_their_own_offsets(tmp_path: Path) -> None:
    """Each topic begins at nought."""
    store = open_store(tmp_path)
    store.commit(FULL, NOON)
    assert (store.end("t"), store.end("u"), store.end("none")) == (2, 1, 0)
    store.close()


def test_reading_from_the_middle(tmp_path: Path) -> None:
    """A reader gets what it has not read, no more than it asked for."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=tuple(("t", "", b"%d" % n) for n in range(9))), NOON)
    assert [entry.offset for entry in store.read("t", 4, 3)] == [4, 5, 6]
    store.close()


def test_reopening_finds_everything(tmp_path: Path) -> None:
    """A restart finds log, cursors, state and outbox as they were."""
    store = Store(tmp_path / "store.db")
    store.commit(FULL, NOON)
    store.close()
    again = Store(tmp_path / "store.db")
    assert again.cursor("r") == 7
    assert again.cell("s", "k") == b"v"
    assert again.due("desk", NOON, 9) == [b"d"]
    assert [e.value for e in again.read("t", 0, 9)] == [b"1", b"3"]
    again.close()


def test_state_of_two_stages_is_apart(tmp_path: Path) -> None:
    """Two stages may use the same key without seeing each other's state."""
    store = open_store(tmp_path)
    store.commit(Commit(cells={("one", "k"): b"1", ("two", "k"): b"2"}), NOON)
    assert (store.cell("one", "k"), store.cell("two", "k")) == (b"1", b"2")
    assert list(store.cells("one")) == [("k", b"1")]
    store.close()


def test_deleting_a_cell(tmp_path: Path) -> None:
    """State written as nothing is gone."""
    store = open_store(tmp_path)
    store.commit(Commit(cells={("s", "k"): b"1"}), NOON)
    store.commit(Commit(cells={("s", "k"): None}), NOON)
    assert store.cell("s", "k") is None
    store.close()


@pytest.mark.parametrize(
    "broken",
    [
        Commit(reader="r", offset=1, appends=(("t", "k", b"x"), ("t", None, b"y"))),  # type: ignore[arg-type]
        Commit(reader="r", offset=1, appends=(("t", "k", b"x"),), cells={("s", None): b"v"}),  # type: ignore[dict-item]
        Commit(reader="r", offset=1, requeue=(pending("d"), pending("e", None))),  # type: ignore[arg-type]
    ],
    ids=["log", "cell", "outbox"],
)
def test_failing_step_leaves_nothing(tmp_path: Path, broken: Commit) -> None:
    """A step that cannot be written whole is not there at all."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=FULL.appends, cells=FULL.cells), NOON)
    before = contents(tmp_path / "store.db")
    with pytest.raises(EngineError, match="cannot be written"):
        store.commit(broken, NOON)
    assert contents(tmp_path / "store.db") == before
    store.close()


def test_store_works_on_after_a_failed_step(tmp_path: Path) -> None:
    """A failed step does not leave the file locked or the connection in a transaction."""
    store = open_store(tmp_path)
    with pytest.raises(EngineError):
        store.commit(Commit(appends=(("t", None, b""),)), NOON)  # type: ignore[arg-type]
    store.commit(FULL, NOON)
    assert store.cursor("r") == 7
    store.close()


def test_second_engine_is_refused(tmp_path: Path) -> None:
    """A step decided on what another engine has taken meanwhile is refused, whole."""
    one, two = open_store(tmp_path), open_store(tmp_path)
    one.commit(Commit(reader="r", expected=0, offset=3), NOON)
    before = contents(tmp_path / "store.db")
    with pytest.raises(EngineError, match="another engine works on this file"):
        two.commit(Commit(reader="r", expected=0, offset=2, appends=(("t", "", b""),)), NOON)
    assert contents(tmp_path / "store.db") == before
    one.close()
    two.close()


def test_offsets_go_on_across_connections(tmp_path: Path) -> None:
    """Two writers of one topic never give the same offset twice."""
    one, two = open_store(tmp_path), open_store(tmp_path)
    for n in range(6):
        (one, two)[n % 2].commit(Commit(appends=(("t", "", b"%d" % n),)), NOON)
    assert [e.value for e in one.read("t", 0, 9)] == [b"%d" % n for n in range(6)]
    one.close()
    two.close()


def test_waiting_delivery_is_not_queued_twice(tmp_path: Path) -> None:
    """Routing an alert again leaves the delivery that waits, with its tries, as it is."""
    store = open_store(tmp_path)
    store.commit(Commit(queue=(pending("d", seconds=60),)), NOON)
    store.commit(Commit(queue=(pending("d"),)), NOON)
    assert store.endpoints_due(NOON) == []
    assert store.waiting() == 1
    store.close()


def test_due_ones_come_in_the_order_of_waiting(tmp_path: Path) -> None:
    """The delivery that has waited longest goes first; what is not yet due stays."""
    store = open_store(tmp_path)
    queue = (pending("b", seconds=-1), pending("a", seconds=-2), pending("c", seconds=1))
    store.commit(Commit(queue=queue), NOON)
    assert store.due("desk", NOON, 9) == [b"a", b"b"]
    store.close()


def test_next_due_is_the_first_to_come(tmp_path: Path) -> None:
    """The sender sleeps until the next delivery comes due and no longer."""
    store = open_store(tmp_path)
    queue = (pending("a", seconds=-5), pending("b", seconds=9), pending("c", seconds=7))
    store.commit(Commit(queue=queue), NOON)
    assert store.next_due(NOON) == NOON.timestamp() + 7
    store.close()


def test_nothing_waiting_has_no_next(tmp_path: Path) -> None:
    """An empty outbox has nothing to wait for."""
    store = open_store(tmp_path)
    assert store.next_due(NOON) is None
    store.close()


def test_prune_keeps_what_is_unread(tmp_path: Path) -> None:
    """However old a record is, it stays until every reader has read it."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=tuple(("t", "", b"%d" % n) for n in range(5))), NOON)
    store.commit(Commit(reader="fast", offset=4), NOON)
    store.commit(Commit(reader="slow", offset=2), NOON)
    assert store.prune("t", NOON + timedelta(days=999), ["fast", "slow"]) == 2
    assert [e.offset for e in store.read("t", 0, 9)] == [2, 3, 4]
    store.close()


def test_prune_keeps_what_is_young(tmp_path: Path) -> None:
    """What is read stays until its retention is over."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=(("t", "", b"old"),)), NOON)
    store.commit(Commit(appends=(("t", "", b"new"),)), NOON + timedelta(hours=1))
    store.commit(Commit(reader="r", offset=2), NOON)
    assert store.prune("t", NOON + timedelta(minutes=30), ["r"]) == 1
    assert [e.value for e in store.read("t", 0, 9)] == [b"new"]
    store.close()


def test_prune_of_a_topic_that_a_reader_never_read(tmp_path: Path) -> None:
    """A reader that has not begun yet keeps everything."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=(("t", "", b"1"),)), NOON)
    assert store.prune("t", NOON + timedelta(days=1), ["never"]) == 0
    store.close()


def test_offsets_go_on_after_pruning_everything(tmp_path: Path) -> None:
    """A pruned topic does not begin again at nought, or readers would skip what comes."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=(("t", "", b"1"), ("t", "", b"2"))), NOON)
    store.prune("t", NOON + timedelta(days=1), [])
    store.commit(Commit(appends=(("t", "", b"3"),)), NOON)
    assert store.read("t", 0, 9) == [Entry(2, "", b"3")]
    store.close()


def test_newer_version_is_refused(tmp_path: Path) -> None:
    """A file written by a newer program is not touched by an older one."""
    Store(tmp_path / "store.db").close()
    db = sqlite3.connect(tmp_path / "store.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(EngineError, match=r"written by a newer version \(store 99, known 1\)"):
        Store(tmp_path / "store.db")


def test_no_database_is_refused(tmp_path: Path) -> None:
    """A file of something else is named and left as it is."""
    path = tmp_path / "store.db"
    path.write_bytes(b"a letter to my mother, " * 100)
    with pytest.raises(EngineError, match="cannot be used as a store"):
        Store(path)
    assert path.read_bytes().startswith(b"a letter")


def test_folder_in_the_way(tmp_path: Path) -> None:
    """A folder where the file should be is told in words."""
    with pytest.raises(EngineError, match="cannot be used as a store"):
        Store(tmp_path)


def test_path_through_a_file(tmp_path: Path) -> None:
    """A path that cannot exist is told in words."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EngineError, match="cannot be used as a store"):
        Store(tmp_path / "file" / "store.db")


def test_unwritable_place() -> None:
    """A place where nobody can write is told in words."""
    with pytest.raises(EngineError, match="cannot be used as a store"):
        Store(Path("/proc/nowhere/store.db"))


def test_folder_is_made(tmp_path: Path) -> None:
    """The first start needs no folder prepared."""
    Store(tmp_path / "a" / "b" / "store.db").close()
    assert (tmp_path / "a" / "b" / "store.db").is_file()


def test_busy_file_becomes_an_engine_error(tmp_path: Path) -> None:
    """A file that somebody else keeps locked for writing is told, not crashed on."""
    store = open_store(tmp_path)
    store._db.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EngineError, match="cannot be written: database is locked"):
        store.commit(FULL, NOON)
    other.execute("ROLLBACK")
    store.commit(FULL, NOON)
    assert store.cursor("r") == 7
    other.close()
    store.close()


def test_reading_beside_a_writer(tmp_path: Path) -> None:
    """Readers go on while another process is in the middle of writing."""
    store = open_store(tmp_path)
    store.commit(FULL, NOON)
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM log")
    assert len(store.read("t", 0, 9)) == 2
    other.execute("ROLLBACK")
    other.close()
    store.close()


def test_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """A step for which there is no room is not there at all; the one after finds room again."""
    store = open_store(tmp_path)
    store.commit(FULL, NOON)
    pages = int(store._db.execute("PRAGMA page_count").fetchone()[0])
    store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    before = contents(tmp_path / "store.db")
    large = Commit(
        reader="r", expected=7, offset=8, appends=(("t", "k", b"small"), ("t", "k", bytes(10**6)))
    )
    with pytest.raises(EngineError, match="cannot be written: database or disk is full"):
        store.commit(large, NOON)
    assert contents(tmp_path / "store.db") == before
    store._db.execute("PRAGMA max_page_count = 1000000")
    store.commit(large, NOON)
    assert (store.cursor("r"), store.end("t")) == (8, 4)
    store.close()


def test_durable_store_waits_for_the_disk(tmp_path: Path) -> None:
    """The service's store survives a power cut: every commit waits for the disk."""
    store = Store(tmp_path / "store.db")
    assert store._db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert store._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    store.close()


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


def test_store_from_before_stores_were_marked_is_ours(tmp_path: Path) -> None:
    """A store without a mark is opened, keeps what it holds, and is marked."""
    store = open_store(tmp_path)
    store.commit(FULL, NOON)
    store._db.execute("PRAGMA application_id = 0")
    store.close()
    again = open_store(tmp_path)
    assert again.cursor("r") == 7
    assert again._db.execute("PRAGMA application_id").fetchone()[0] != 0
    again.close()
