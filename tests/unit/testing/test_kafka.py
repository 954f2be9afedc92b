"""The broker of the tests is put together once, however many processes ask for it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.testing.kafka import resolve_classpath

MAVEN = """\
#!/bin/sh
echo asked >> "{log}"
sleep 0.5
for word in "$@"; do
  case "$word" in -Dmdep.outputFile=*) printf '%s' "{jar}" > "${{word#*=}}" ;; esac
done
"""


def test_two_that_need_the_jars_at_once_ask_maven_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two processes of the tests do, each with a broker to start."""
    jar, log, maven = tmp_path / "kafka.jar", tmp_path / "log", tmp_path / "bin" / "mvn"
    jar.touch()
    maven.parent.mkdir()
    maven.write_text(MAVEN.format(log=log, jar=jar), "utf-8")
    maven.chmod(0o700)
    monkeypatch.setenv("PATH", f"{maven.parent}{os.pathsep}{os.environ['PATH']}")
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(resolve_classpath, [tmp_path / "cache"] * 2))
    assert found == [str(jar)] * 2
    assert log.read_text("utf-8") == "asked\n"
