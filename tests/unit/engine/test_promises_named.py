"""The tests that the reference names for each promise are there."""

import re
from pathlib import Path

_NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_test_that_the_reference_names_exists(root: Path) -> None:
    """A promise whose test was renamed or taken out is noticed."""
    named = _NAMED.findall((root / "docs" / "reference" / "kafka.md").read_text("utf-8"))
    assert len(named) > 20
    missing = []
    for file, name in named:
        path = root / file if "/" in file else root / "tests" / "kafka" / file
        if f"def {name}(" not in path.read_text("utf-8"):
            missing.append(f"{file}::{name}")
    assert missing == []
