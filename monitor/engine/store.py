"""The embedded engine's store: one SQLite file holding the logs, the cursors and the state.

WAL mode lets readers go on beside the one writer. Every method that writes does so in one
transaction, so a process killed at any point leaves either all of a step or nothing of it.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from monitor.errors import EngineError

_STORE_VERSION: Final = 1
_BUSY_SECONDS: Final = 30.0
_SWITCH_SECONDS: Final = 0.01
# Marks the file as ours in SQLite's header: "news" in ASCII.
_APPLICATION: Final = 0x6E657773
_TABLES: Final = frozenset({"log", "ends", "cursors", "cells", "outbox"})

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS log (
    topic TEXT NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    written REAL NOT NULL, PRIMARY KEY (topic, offset)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ends (topic TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cursors (
    reader TEXT PRIMARY KEY, offset INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cells (
    stage TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (stage, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
    id TEXT PRIMARY KEY, endpoint TEXT NOT NULL, due REAL NOT NULL, value BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (endpoint, due);
"""

# Skips from one endpoint to the next in the index: SQLite's own DISTINCT reads every delivery,
# which a backlog of one endpoint would make everybody pay for.
_EACH_ENDPOINT: Final = """
WITH RECURSIVE each(name) AS (
    SELECT min(endpoint) FROM outbox
    UNION ALL
    SELECT (SELECT min(endpoint) FROM outbox WHERE endpoint > name) FROM each
    WHERE name IS NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a log, as stored."""

    offset: int
    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """A delivery waiting in the outbox."""

    id: str
    endpoint: str
    due: datetime
    value: bytes


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one step writes, together or not at all.

    Attributes:
        reader: whose cursor moves, None where no input was read.
        expected: where the cursor stood when the step read, so that two engines on one file
            cannot both take the same step.
        offset: where the cursor moves to.
        appends: (topic, key, value) in order.
        cells: (stage, key) to new value; None deletes.
        queue: deliveries to put into the outbox; one already there is left as it is.
        requeue: deliveries in the outbox that were tried and wait again.
        settled: ids of deliveries that leave the outbox.
    """

    reader: str | None = None
    expected: int = 0
    offset: int = 0
    appends: tuple[tuple[str, str, bytes], ...] = ()
    cells: Mapping[tuple[str, str], bytes | None] = field(default_factory=dict)
    queue: tuple[Pending, ...] = ()
    requeue: tuple[Pending, ...] = ()
    settled: tuple[str, ...] = ()


class Store:
    """One connection to the file. Not to be shared between threads; open one in each."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """Open or create the file.

        Args:
            path: of the SQLite file; its folder is created.
            durable: wait for the disk at each commit. Off, a power cut (not a crash of the
                process) may lose the newest commits; whole ones, never halves.

        Raises:
            EngineError: the file cannot be opened, is no store of ours or is of a newer version.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (sqlite3.Error, OSError) as error:
            raise EngineError(f"{path}: cannot be used as a store: {error}") from error
        try:
            self._prepare(durable=durable)
        except sqlite3.Error as error:
            self._db.close()
            raise EngineError(f"{path}: cannot be used as a store: {error}") from error
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, *, durable: bool) -> None:
        self._check_owner()
        self._switch_to_wal()
        self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        self._db.execute("PRAGMA cache_size = -16384")
        found = self._pragma("user_version")
        if found > _STORE_VERSION:
            raise EngineError(
                f"{self._path}: written by a newer version (store {found}, known {_STORE_VERSION})"
            )
        if found < _STORE_VERSION or self._pragma("application_id") != _APPLICATION:
            with self._writing():
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._db.execute(f"PRAGMA user_version = {_STORE_VERSION}")

    def _check_owner(self) -> None:
        """Refuse another program's database before anything of it is changed."""
        application = self._pragma("application_id")
        if application == _APPLICATION:
            return
        # New, or a store from before stores were marked.
        tables = self._rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if application or not {name for (name,) in tables} <= _TABLES:
            raise EngineError(f"{self._path}: is the database of another program")

    def _switch_to_wal(self) -> None:
        # Of several processes that switch a new file at once, SQLite tells all but one that it is
        # locked, without the waiting that it does everywhere else.
        until = monotonic() + _BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(_SWITCH_SECONDS)
            else:
                return

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> EngineError:
        return EngineError(f"{self._path}: cannot be read: {error}")

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise EngineError(f"{self._path}: cannot be written: {error}") from error
        try:
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            raise EngineError(f"{self._path}: cannot be written: {error}") from error
        except BaseException:
            self._rollback()
            raise

    def _rollback(self) -> None:
        # A full disk may already have rolled the transaction back.
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")

    def cursor(self, reader: str) -> int:
        """Return the offset that ``reader`` reads next."""
        rows = self._rows("SELECT offset FROM cursors WHERE reader = ?", (reader,))
        return int(rows[0][0]) if rows else 0

    def end(self, topic: str) -> int:
        """Return the offset that the next record of ``topic`` gets."""
        rows = self._rows("SELECT offset FROM ends WHERE topic = ?", (topic,))
        return int(rows[0][0]) if rows else 0

    def read(self, topic: str, offset: int, limit: int) -> list[Entry]:
        """Read up to ``limit`` records of ``topic`` from ``offset`` on."""
        rows = self._rows(
            "SELECT offset, key, value FROM log WHERE topic = ? AND offset >= ?"
            " ORDER BY offset LIMIT ?",
            (topic, offset, limit),
        )
        return [Entry(*row) for row in rows]

    def cell(self, stage: str, key: str) -> bytes | None:
        """Return the state of ``stage`` under ``key``."""
        rows = self._rows("SELECT value FROM cells WHERE stage = ? AND key = ?", (stage, key))
        return bytes(rows[0][0]) if rows else None

    def cells(self, stage: str) -> Iterator[tuple[str, bytes]]:
        """Walk through all state of ``stage`` by key."""
        try:
            yield from self._db.execute(
                "SELECT key, value FROM cells WHERE stage = ? ORDER BY key", (stage,)
            )
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def commit(self, step: Commit, now: datetime) -> None:
        """Write a step.

        Raises:
            EngineError: the file cannot be written, or another engine moved the cursor meanwhile;
                nothing of the step is there then.
        """
        with self._writing():
            if step.reader is not None:
                if self.cursor(step.reader) != step.expected:
                    raise EngineError(f"{self._path}: another engine works on this file")
                self._db.execute(
                    "INSERT INTO cursors VALUES (?, ?)"
                    " ON CONFLICT (reader) DO UPDATE SET offset = excluded.offset",
                    (step.reader, step.offset),
                )
            self._append(step.appends, now)
            for (stage, key), value in step.cells.items():
                if value is None:
                    self._db.execute("DELETE FROM cells WHERE stage = ? AND key = ?", (stage, key))
                else:
                    self._db.execute("REPLACE INTO cells VALUES (?, ?, ?)", (stage, key, value))
            self._db.executemany(
                "INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?)", map(_row, step.queue)
            )
            self._db.executemany("REPLACE INTO outbox VALUES (?, ?, ?, ?)", map(_row, step.requeue))
            self._db.executemany(
                "DELETE FROM outbox WHERE id = ?", [(name,) for name in step.settled]
            )

    def _append(self, appends: Iterable[tuple[str, str, bytes]], now: datetime) -> None:
        ends: dict[str, int] = {}
        rows = []
        for topic, key, value in appends:
            offset = ends[topic] if topic in ends else self.end(topic)
            ends[topic] = offset + 1
            rows.append((topic, offset, key, value, now.timestamp()))
        self._db.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", rows)
        self._db.executemany("REPLACE INTO ends VALUES (?, ?)", list(ends.items()))

    def endpoints_due(self, now: datetime) -> list[str]:
        """Return the endpoints for which something is due."""
        rows = self._rows(
            _EACH_ENDPOINT  # noqa: S608 - a constant
            + "SELECT name FROM each WHERE name IS NOT NULL AND EXISTS"
            " (SELECT 1 FROM outbox WHERE endpoint = name AND due <= ?)",
            (now.timestamp(),),
        )
        return [endpoint for (endpoint,) in rows]

    def due(self, endpoint: str, now: datetime, limit: int) -> list[bytes]:
        """Return deliveries that are due at an endpoint, the longest waiting first."""
        rows = self._rows(
            "SELECT value FROM outbox WHERE endpoint = ? AND due <= ? ORDER BY due, id LIMIT ?",
            (endpoint, now.timestamp(), limit),
        )
        return [bytes(value) for (value,) in rows]

    def next_due(self, now: datetime) -> float | None:
        """Return when the next delivery comes due after ``now``, as a POSIX timestamp."""
        ((first,),) = self._rows(
            _EACH_ENDPOINT  # noqa: S608 - a constant
            + "SELECT min((SELECT min(due) FROM outbox WHERE endpoint = name"
            " AND due > ?)) FROM each",
            (now.timestamp(),),
        )
        return None if first is None else float(first)

    def waiting(self) -> int:
        """Return how many deliveries wait."""
        return int(self._rows("SELECT count(*) FROM outbox")[0][0])

    def prune(self, topic: str, before: datetime, read_by: Iterable[str]) -> int:
        """Drop records of ``topic`` older than ``before`` that each of ``read_by`` has read."""
        bound = min((self.cursor(reader) for reader in read_by), default=self.end(topic))
        with self._writing():
            done = self._db.execute(
                "DELETE FROM log WHERE topic = ? AND offset < ? AND written < ?",
                (topic, bound, before.timestamp()),
            )
        return done.rowcount

    def compact(self, topic: str, read_by: Iterable[str]) -> int:
        """Drop records of ``topic`` with a newer one of the same key, once each reader read it."""
        bound = min((self.cursor(reader) for reader in read_by), default=self.end(topic))
        with self._writing():
            done = self._db.execute(
                "DELETE FROM log WHERE topic = ?1 AND offset < ?2 AND offset NOT IN"
                " (SELECT max(offset) FROM log WHERE topic = ?1 GROUP BY key)",
                (topic, bound),
            )
        return done.rowcount


def _row(pending: Pending) -> tuple[str, str, float, bytes]:
    return pending.id, pending.endpoint, pending.due.timestamp(), pending.value
