"""The running service as a process that can be killed."""

import io
import json
import multiprocessing
import os
import sqlite3
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from monitor.cli.main import main

# Forked from a process that has imported the command and nothing else of ours: as much the real
# command as one that was typed, without the second that importing takes at each of many restarts.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["__main__", "monitor.cli.main"])


def _command(arguments: list[str], log: str) -> None:
    with Path(log).open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), line_buffering=True)
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), line_buffering=True)
    sys.argv = ["news-monitor", *arguments]
    main()


def start(log: Path, *arguments: object) -> BaseProcess:
    """Start a command as a process of its own."""
    process = _CONTEXT.Process(target=_command, args=([str(a) for a in arguments], str(log)))
    process.start()
    return process


class Look:
    """Looks into a store from outside, as any SQLite reader may."""

    def __init__(self, path: Path) -> None:
        """Take the path; the file need not be there yet."""
        self._path = path

    def _rows(self, query: str) -> list[tuple]:
        if not self._path.is_file():
            return []
        db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=30)
        try:
            return db.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []  # killed before the tables were there
        finally:
            db.close()

    def progress(self) -> int:
        """Return how many records were read by all stages, and how many tries are on record."""
        steps = self._rows("SELECT total(offset) FROM cursors")
        tries = self._rows("SELECT total(offset) FROM ends WHERE topic = 'receipts'")
        return sum(int(row[0]) for row in steps + tries)

    def idle(self) -> bool:
        """Tell whether every stage has read its topic and no delivery waits."""
        behind = self._rows(
            "SELECT count(*) FROM ends LEFT JOIN cursors ON reader = CASE topic"
            " WHEN 'articles' THEN 'extract' WHEN 'statements' THEN 'track'"
            " WHEN 'alerts' THEN 'route' WHEN 'deliveries' THEN 'queue' END"
            " WHERE topic IN ('articles', 'statements', 'alerts', 'deliveries')"
            " AND ends.offset > coalesce(cursors.offset, 0)"
        )
        waiting = self._rows("SELECT count(*) FROM outbox")
        return bool(waiting) and behind[0][0] == waiting[0][0] == 0

    def gapless(self) -> bool:
        """Tell whether each topic's offsets run from nought to its end."""
        found = self._rows("SELECT topic, min(offset), max(offset), count(*) FROM log GROUP BY 1")
        ends = dict(self._rows("SELECT topic, offset FROM ends"))
        return all(
            (low, high + 1, n) == (0, ends[topic], ends[topic]) for topic, low, high, n in found
        ) and {row[0] for row in found} == set(ends)

    def records(self, topic: str) -> list[dict]:
        """Return every record of a topic, decoded."""
        rows = self._rows(f"SELECT value FROM log WHERE topic = '{topic}' ORDER BY offset")  # noqa: S608
        return [_decoded(value) for (value,) in rows]


def _decoded(value: bytes) -> dict:
    try:
        return json.loads(value)
    except ValueError:
        return {"id": value.decode("latin-1")}
