"""YAML files with the place of every value, so that errors can point at line and column."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from monitor.errors import ConfigurationError

Location = tuple[str | int, ...]

_LARGEST_FILE = 16 * 1024 * 1024


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
        try:
            tree = YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark
            where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            raise ConfigurationError([f"{path}{where}: {error.problem}"]) from error
        except YAMLError as error:
            raise ConfigurationError([f"{path}: not YAML: {error}"]) from error
        if not isinstance(tree, CommentedMap):
            raise ConfigurationError([f"{path}:1:1: must hold a mapping of settings"])
        self.data: dict[str, Any] = self._plain(tree, ())

    def _plain(self, node: Any, at: Location) -> Any:  # noqa: ANN401 - YAML holds anything
        if isinstance(node, CommentedMap):
            for key in node:
                line, column = node.lc.key(key)
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
