"""Configurations in files."""

import json
from pathlib import Path
from typing import Any

from monitor.config.load import load_watchlist
from monitor.errors import ConfigurationError
from tests.support.making import lake_watchlist

SECRET = "whsec_c2l4dGVlbiBieXRlcyBhdCBsZWFzdA=="  # noqa: S105 - of test endpoints only


def configuration(
    folder: Path,
    *,
    endpoints: list[dict[str, Any]] | None = None,
    service: dict[str, Any] | None = None,
) -> Path:
    """Write a service configuration with the small watch-list; return its path."""
    watchlist = lake_watchlist() | {"endpoints": endpoints or []}
    folder.mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    (folder / "watchlist.json").write_text(json.dumps(watchlist), encoding="utf-8")
    path = folder / "news-monitor.yaml"
    settings = {"watchlist": "watchlist.json", "store": "store.db"} | (service or {})
    path.write_text(json.dumps(settings), encoding="utf-8")
    return path


def endpoint(folder: Path, url: str, secret: str = SECRET, **fields: object) -> dict[str, Any]:
    """Describe an endpoint whose secret stands in a file of ``folder``."""
    name = str(fields.get("id", "desk"))
    file = folder / f"{name}.secret"
    file.write_text(secret, encoding="utf-8")
    return {"id": name, "url": url, "secret": f"file:{file}"} | fields


def problems(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a watch-list, the folder left out of each line."""
    path = folder / "watchlist.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        load_watchlist(path)
    except ConfigurationError as error:
        return [problem.removeprefix(f"{folder}/") for problem in error.problems]
    return []
