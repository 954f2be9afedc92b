"""Changes to a watch-list's feeds that leave its comments, its order and everything else alone."""

import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from monitor.config.load import load_watchlist
from monitor.errors import ConfigurationError


def add_feeds(path: Path, feeds: Iterable[Mapping[str, object]]) -> None:
    """Add feeds to a watch-list.

    Raises:
        ConfigurationError: the file would not be good with them; it is as it was.
    """
    yaml, tree = _read(path)
    listed = tree.setdefault("feeds", CommentedSeq())
    for feed in feeds:
        made = CommentedMap(feed)
        made.fa.set_flow_style()
        listed.append(made)
    _write(path, yaml, tree)


def remove_feed(path: Path, name: str) -> None:
    """Take a feed out of a watch-list.

    Raises:
        ConfigurationError: there is none of that name.
    """
    yaml, tree = _read(path)
    listed = tree.get("feeds") or []
    at = next((n for n, feed in enumerate(listed) if feed.get("id") == name), None)
    if at is None:
        raise ConfigurationError([f"{path}: no feed has the id {name!r}"])
    del listed[at]
    if not listed:
        del tree["feeds"]  # an empty list behind a comment is written as no YAML
    _write(path, yaml, tree)


def _read(path: Path) -> tuple[YAML, CommentedMap]:
    load_watchlist(path)  # a file that is not good is not touched
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml, yaml.load(path.read_text(encoding="utf-8"))


def _write(path: Path, yaml: YAML, tree: CommentedMap) -> None:
    """Write beside the file, check, and only then take its place."""
    text = io.StringIO()
    yaml.dump(tree, text)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text.getvalue())
            file.flush()
            os.fsync(file.fileno())
        load_watchlist(beside)
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except ConfigurationError as error:
        raise ConfigurationError(
            [problem.replace(str(beside), str(path)) for problem in error.problems]
        ) from error
    finally:
        beside.unlink(missing_ok=True)
