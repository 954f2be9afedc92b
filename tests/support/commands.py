"""The command line: in this process where many are asked, as a process where it matters."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.cli.main import main

COMMAND = Path(sys.executable).with_name("news-monitor")


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


def call(*arguments: object) -> Finished:
    """Run the command in this process; what it would show as a traceback is raised."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    before = sys.argv
    sys.argv = ["news-monitor", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as stopped:
        code = stopped.code or 0
    finally:
        sys.argv = before
    assert isinstance(code, int)
    return Finished(code, out.getvalue(), err.getvalue())


def run(*arguments: object, **environment: str) -> Finished:
    """Run the installed command as a process of its own."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        env=process_environment(environment),
        timeout=60,
        check=False,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


def process_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with ``extra`` on top."""
    return {**os.environ, "NO_COLOR": "1", **extra}


def one_clear_line(done: Finished) -> str:
    """Check that a command refused its input as users are promised; return the line."""
    assert done.code == 2
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    return done.err.strip()
