"""Files to articles: text with front matter or a side-car, JSONL, stories."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationError, field_validator
from ruamel.yaml import YAML

from monitor.config.document import UNREADABLE, complaint
from monitor.config.load import nearest
from monitor.config.settings import Settings
from monitor.config.watchlist import WatchList
from monitor.errors import InputError
from schemas.article import Article

_LARGEST_TEXT: Final = 10 * 1024 * 1024
_LARGEST_LINES: Final = 2 * 1024 * 1024 * 1024
_FENCE: Final = "---"
_SIDECARS: Final = (".yaml", ".yml", ".json")
_TEXT_SUFFIXES: Final = (".txt", ".md")


_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: object) -> object:
    # Left to itself, a day in quotes or in JSON is read as its midnight.
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


_Moment = Annotated[datetime | date | None, BeforeValidator(_day)]


class _Metadata(Settings):
    """What front matter or a side-car may say of an article."""

    id: str | None = None
    version: int = Field(default=1, ge=1)
    title: str = ""
    link: str | None = None
    outlet: str = ""
    published: _Moment = None
    arrives: _Moment = None
    language: str = "en"

    @field_validator("*")
    @classmethod
    def _is_text(cls, value: object) -> object:
        if isinstance(value, str) and _LONE_SURROGATE.search(value):
            raise ValueError("holds half a character (a lone surrogate)")
        return value


class _Line(_Metadata):
    """An article as JSONL and stories write it; gold fields beside it are not ours to read."""

    model_config = _Metadata.model_config | {"extra": "ignore"}

    text: str


def is_story(data: object) -> bool:
    """Tell whether parsed JSON is a story: a watch-list and articles."""
    return isinstance(data, dict) and {"watchlist", "articles"} <= data.keys()


def find_files(paths: list[Path]) -> list[Path]:
    """Return the files that paths stand for: a folder stands for what it holds, in name order.

    Raises:
        InputError: a path does not exist, a folder holds nothing to replay, or a name is no text.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        if path.is_file():
            files.append(path)
            continue
        inside = sorted(
            p for p in path.rglob("*") if p.is_file() and p.suffix in (*_TEXT_SUFFIXES, ".jsonl")
        )
        if not inside:
            raise InputError(f"{path}: holds no .txt, .md or .jsonl file")
        files += inside
    for path in files:
        if _LONE_SURROGATE.search(path.name):
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            raise InputError(f"{shown}: the file's name is not UTF-8 text")
    return files


def read_articles(path: Path) -> Iterator[Article]:
    """Read the articles of a text file, a JSONL file or a story.

    Raises:
        InputError: naming the file, the line and the field that is wrong.
    """
    if path.suffix == ".jsonl":
        yield from _read_lines(path)
    elif path.suffix == ".json":
        yield from read_story(path)[1]
    else:
        yield _read_text(path)


def read_story(path: Path) -> tuple[WatchList, list[Article]]:
    """Read a story: its own watch-list, and its articles in order of arrival.

    Raises:
        InputError: it is no story, or one of its articles is not as it should be.
    """
    try:
        data = json.loads(_text_of(path))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except _UNREADABLE_JSON as error:
        raise InputError(f"{path}: {_json_complaint(error)}") from error
    if not is_story(data):
        raise InputError(f"{path}: no story: it has no watchlist and articles")
    try:
        watchlist = WatchList.model_validate(data["watchlist"])
    except ValidationError as error:
        raise InputError(f"{path}: watchlist: {_first(error)}") from error
    if not isinstance(data["articles"], list):
        raise InputError(f"{path}: articles: must be a list")
    articles = [
        _article(item, f"{path}: articles[{n}]", fallback_id=f"{path.stem}-{n + 1}")
        for n, item in enumerate(data["articles"])
    ]
    return watchlist, sorted(articles, key=lambda a: a.arrived)


def _read_lines(path: Path) -> Iterator[Article]:
    if path.stat().st_size > _LARGEST_LINES:
        raise InputError(f"{path}: larger than 2 GiB")
    found = False
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            found = True
            where = f"{path}:{number}"
            try:
                item = json.loads(raw)
            except _UNREADABLE_JSON as error:
                raise InputError(f"{where}: {_json_complaint(error)}") from error
            yield _article(item, where, fallback_id=f"{path.stem}-{number}")
    if not found:
        raise InputError(f"{path}: is empty")


# Beside JSONDecodeError and UnicodeDecodeError, a number of thousands of digits is a ValueError.
_UNREADABLE_JSON: Final = (ValueError, RecursionError)


def _json_complaint(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"not JSON: {error}"
    return "holds a number of too many digits"


def _article(item: object, where: str, *, fallback_id: str) -> Article:
    if not isinstance(item, dict):
        raise InputError(f"{where}: must be an object")
    item = dict(item)
    if "publisher" in item:
        item.setdefault("outlet", item["publisher"])
    if "published" not in item and (dated := _date_in(str(item.get("id", "")))):
        item["published"] = dated
    try:
        line = _Line.model_validate(item)
    except ValidationError as error:
        raise InputError(f"{where}: {_first(error)}") from error
    return _make(line, line.text, fallback_id, _EPOCH)


# An article that says nothing of its day still needs one that is the same at every replay.
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _date_in(name: str) -> date | None:
    """Find a date in an id ("breitbart_2016-09-12_stealth"), as dated corpora write it."""
    for part in name.replace("/", "_").split("_"):
        try:
            return date.fromisoformat(part)
        except ValueError:
            continue
    return None


def _make(metadata: _Metadata, text: str, fallback_id: str, fallback_day: datetime) -> Article:
    published = _moment(metadata.published) or fallback_day
    return Article(
        id=metadata.id or fallback_id,
        version=metadata.version,
        outlet=metadata.outlet,
        title=metadata.title,
        text=text,
        link=metadata.link,
        published=published,
        arrived=_moment(metadata.arrives) or published,
        language=metadata.language,
    )


def _moment(value: datetime | date | None) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        # A day without an hour: noon, so that no time zone moves it to another day.
        return datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _first(error: ValidationError, known: Iterable[str] = ()) -> str:
    told = []
    for found in error.errors(include_url=False)[:5]:
        name = ".".join(map(str, found["loc"]))
        message = found["msg"].removeprefix("Value error, ")
        if found["type"] == "extra_forbidden":
            message = f"no such setting{nearest(name, known)}"
        told.append(f"{name}: {message}")
    return "; ".join(told)


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size == 0:
            raise InputError(f"{path}: is empty")
        if size > _LARGEST_TEXT:
            raise InputError(f"{path}: larger than 10 MiB ({size // 2**20} MiB)")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    if b"\0" in raw:
        raise InputError(f"{path}: is binary, not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text (byte {error.start})") from error


def _read_text(path: Path) -> Article:
    text = _text_of(path)
    metadata, body = _front_matter(path, text)
    if metadata is None:
        metadata = _sidecar(path)
    if not body.strip():
        raise InputError(f"{path}: holds no text")
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return _make(metadata or _Metadata(), body, path.name, modified)


def _front_matter(path: Path, text: str) -> tuple[_Metadata | None, str]:
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != _FENCE:
        return None, text
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            head, body = "".join(lines[1:number]), "".join(lines[number + 1 :])
            return _metadata(head, path, first_line=2), body
    raise InputError(f"{path}:1: front matter is opened by --- and never closed")


def _sidecar(path: Path) -> _Metadata | None:
    for suffix in _SIDECARS:
        beside = path.with_suffix(suffix)
        if beside != path and beside.is_file():
            return _metadata(_text_of(beside), beside, first_line=1)
    return None


def _metadata(source: str, path: Path, *, first_line: int) -> _Metadata:
    yaml = YAML(typ="safe", pure=True)
    try:
        data: Any = yaml.load(source) or {}
    except UNREADABLE as error:
        found = complaint(error, source)
        raise InputError(f"{path}:{first_line + found.line - 1}: not YAML: {found.text}") from error
    if not isinstance(data, dict):
        raise InputError(f"{path}:{first_line}: must hold a mapping of settings")
    if "publisher" in data:
        data.setdefault("outlet", data.pop("publisher"))
    try:
        return _Metadata.model_validate(data)
    except ValidationError as error:
        name = error.errors()[0]["loc"][0]
        written = (name, "publisher") if name == "outlet" else (name,)
        line = next(
            (k.start_mark.line for k, _ in yaml.compose(source).value if k.value in written), 0
        )
        known = (*_Metadata.model_fields, "publisher")
        raise InputError(f"{path}:{first_line + line}: {_first(error, known)}") from error
