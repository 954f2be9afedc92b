"""YAML files with the place of every value, so that errors can point at line and column."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from monitor.errors import ConfigurationError

Location = tuple[str | int, ...]

_LARGEST_FILE = 16 * 1024 * 1024

# What the parser raises. Beside its own errors: a value that is not of the kind it is written as
# (the 45th of a month, `!!int ""`), and nesting that it cannot follow.
UNREADABLE: Final = (
    YAMLError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


class Complaint(NamedTuple):
    """What is wrong with YAML, and where, counted from 1."""

    line: int
    column: int
    text: str


def complaint(error: Exception, source: str) -> Complaint:
    """Tell in one line why ``source`` is no YAML; no value that stands in it is told."""
    if isinstance(error, ReaderError):
        before = source[: error.position]
        column = error.position - (before.rfind("\n") + 1) + 1
        text = f"the character U+{ord(source[error.position]):04X} must be written as an escape"
        return Complaint(before.count("\n") + 1, column, text)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        text = " ".join(str(error.problem or error.context).split())
        if isinstance(error, DuplicateKeyError):
            # The values follow, which may be secrets.
            text = text.partition(" with value ")[0]
        return Complaint(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, text)
    if isinstance(error, RecursionError):
        return Complaint(1, 1, "nested too deeply")
    return Complaint(1, 1, "holds a value that cannot be read as the kind it is written as")


class Document:
    """A parsed YAML (or JSON, which is YAML) file.

    Attributes:
        path: of the file.
        data: plain values.
    """

    def __init__(self, path: Path) -> None:
        """Read and parse the file.

        Raises:
            ConfigurationError: the file is missing, unreadable or no YAML mapping.
        """
        self.path = path
        self._places: dict[Location, tuple[int, int]] = {}
        try:
            if path.stat().st_size > _LARGEST_FILE:
                raise ConfigurationError([f"{path}: larger than 16 MiB"])
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ConfigurationError([f"{path}: cannot be read: {reason}"]) from error
        except UnicodeDecodeError as error:
            raise ConfigurationError([f"{path}: not UTF-8 text"]) from error
        except ValueError as error:
            shown = str(path).replace("\0", "\\0")
            raise ConfigurationError([f"{shown}: cannot be read: no path holds a NUL"]) from error
        try:
            tree = YAML(typ="rt").load(text)
            if not isinstance(tree, CommentedMap):
                raise ConfigurationError([f"{path}:1:1: must hold a mapping of settings"])
            self.data: dict[str, Any] = self._plain(tree, ())
        except UNREADABLE as error:
            line, column, words = complaint(error, text)
            raise ConfigurationError([f"{path}:{line}:{column}: {words}"]) from error

    def _plain(self, node: Any, at: Location) -> Any:  # noqa: ANN401 - YAML holds anything
        if isinstance(node, CommentedMap):
            for key in node:
                # What a merge key (`<<`) brings in stands elsewhere: its place is the mapping's.
                own = key in (node.lc.data or ())
                line, column = node.lc.key(key) if own else (node.lc.line, node.lc.col)
                self._places[(*at, key)] = (line + 1, column + 1)
            return {key: self._plain(value, (*at, key)) for key, value in node.items()}
        if isinstance(node, CommentedSeq):
            for index in range(len(node)):
                line, column = node.lc.item(index)
                self._places[(*at, index)] = (line + 1, column + 1)
            return [self._plain(value, (*at, index)) for index, value in enumerate(node)]
        return node

    def where(self, location: Location) -> str:
        """Return "file:line:column" of the innermost part of ``location`` that the file holds."""
        known = location
        while known and known not in self._places:
            known = known[:-1]
        line, column = self._places.get(known, (1, 1))
        return f"{self.path}:{line}:{column}"

    def has(self, location: Location) -> bool:
        """Tell whether the file holds a value there."""
        return location in self._places
