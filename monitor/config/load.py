"""Configuration files to settings, with every problem named at once."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.config.document import Document, Location
from monitor.config.service import Service
from monitor.config.settings import Settings
from monitor.config.watchlist import WatchList
from monitor.errors import ConfigurationError

_S = TypeVar("_S", bound=Settings)


def load_watchlist(path: Path) -> WatchList:
    """Read a watch-list.

    Raises:
        ConfigurationError: with one line for every problem in the file.
    """
    document = Document(path)
    problems: list[str] = []
    watchlist = _validate(document, WatchList, problems)
    problems += _doubles(document)
    problems += _unknown_references(document)
    if problems or watchlist is None:
        raise ConfigurationError(problems)
    return watchlist


def load_service(path: Path) -> tuple[Service, WatchList]:
    """Read the service's configuration and the watch-list that it names.

    Raises:
        ConfigurationError: with one line for every problem in either file.
    """
    document = Document(path)
    problems: list[str] = []
    service = _validate(document, Service, problems)
    watchlist = None
    named = document.data.get("watchlist")
    if isinstance(named, str):
        try:
            watchlist = load_watchlist(path.parent / named)
        except ConfigurationError as error:
            problems += error.problems
    if problems or service is None or watchlist is None:
        raise ConfigurationError(problems)
    return _within(service, path.parent), watchlist


def _within(service: Service, folder: Path) -> Service:
    security = service.kafka.security.within(folder)
    kafka = service.kafka.model_copy(update={"security": security})
    return service.model_copy(update={"kafka": kafka})


def _validate(document: Document, model: type[_S], problems: list[str]) -> _S | None:
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        every = error.errors(include_url=False)
        problems += (
            _problem(document, model, found["loc"], found["type"], found["msg"])
            for found in every
            if not _follows(found["loc"], found["type"], [other["loc"] for other in every])
        )
        return None


def _follows(location: Location, kind: str, others: Iterable[Location]) -> bool:
    """Tell whether a list is too short only because what stands in it is not good."""
    within = len(location)
    return kind == "too_short" and any(
        len(other) > within and other[:within] == location for other in others
    )


def _problem(
    document: Document, model: type[BaseModel], location: Location, kind: str, message: str
) -> str:
    # What a validator of ours was given under another name stands at its parent.
    while location and not document.has(location) and kind not in ("missing", "extra_forbidden"):
        location = location[:-1]
    where = document.where(location)
    name = _dotted(location)
    if kind == "extra_forbidden":
        known = _fields(model, location[:-1])
        return f"{where}: {name}: no such setting{nearest(str(location[-1]), known)}"
    if kind == "missing":
        return f"{where}: {name}: is missing"
    return f"{where}: {name}: {message.removeprefix('Value error, ')}"


def _dotted(location: Location) -> str:
    out = ""
    for part in location:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out or "file"


def _fields(model: type[BaseModel], location: Location) -> list[str]:
    """Names that settings have at a location."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, str) and current is not None:
            field = next((f for n, f in current.model_fields.items() if part in (n, f.alias)), None)
            current = _model_within(field.annotation) if field else None
    if current is None:
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_within(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if (found := _model_within(inner)) is not None:
            return found
    origin = getattr(annotation, "__origin__", None)
    return _model_within(origin) if isinstance(origin, type) else None


def nearest(name: str, known: Iterable[str]) -> str:
    """Return advice on a misspelt name: the known one that is nearest, if any is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


_REFERENCES = {"actors": "actors", "issues": "issues", "signals": "signals"}


def _items(document: Document, section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = document.data.get(section)
    if isinstance(listed, list):
        for index, item in enumerate(listed):
            if isinstance(item, dict):
                yield index, item


def _ids(document: Document, section: str) -> list[str]:
    return [item["id"] for _, item in _items(document, section) if isinstance(item.get("id"), str)]


def _doubles(document: Document) -> Iterator[str]:
    for section in ("actors", "issues", "signals", "feeds", "endpoints"):
        seen: set[str] = set()
        for index, item in _items(document, section):
            name = item.get("id")
            if not isinstance(name, str):
                continue
            if name in seen:
                where = document.where((section, index, "id"))
                yield f"{where}: {section}[{index}].id: {name!r} is used twice"
            seen.add(name)


def _unknown_references(document: Document) -> Iterator[str]:
    for index, signal in _items(document, "signals"):
        if "issue" in signal:
            at: Location = ("signals", index, "issue")
            yield from _unknown(document, "issues", signal["issue"], at)
    for index, endpoint in _items(document, "endpoints"):
        filters = endpoint.get("filters")
        if not isinstance(filters, dict):
            continue
        for key, section in _REFERENCES.items():
            names = filters.get(key)
            for n, name in enumerate(names if isinstance(names, list) else ()):
                at = ("endpoints", index, "filters", key, n)
                yield from _unknown(document, section, name, at)


def _unknown(document: Document, section: str, name: object, at: Location) -> Iterator[str]:
    known = _ids(document, section)
    if isinstance(name, str) and name not in known:
        kind = section.removesuffix("s")
        yield (
            f"{document.where(at)}: {_dotted(at)}: no {kind} has the id {name!r}"
            f"{nearest(name, known)}"
        )
