"""What several commands share."""

from pathlib import Path
from typing import Final

from monitor.config.load import load_service
from monitor.config.service import Service
from monitor.config.watchlist import WatchList
from monitor.errors import InputError
from schemas.base import Span
from schemas.statement import Statement
from schemas.vocabulary import Place

_ROOT: Final = Path(__file__).resolve().parents[2]
DEFAULT_CONFIG: Final = _ROOT / "deploy" / "news-monitor.yaml"
SEEDS: Final = _ROOT / "seeds"


def configuration(path: Path | None) -> tuple[Service, WatchList]:
    """Read the configuration named on the command line, else the one that ships.

    Raises:
        ConfigurationError: with every problem found.
        InputError: none was named and none ships with this installation.
    """
    if path is None and not DEFAULT_CONFIG.is_file():
        raise InputError("name a configuration with --config: none ships with this installation")
    return load_service(path or DEFAULT_CONFIG)


def order(statement: Statement) -> tuple[bool, Span, str]:
    """Where a statement is shown among those of its article: the title's first."""
    return (statement.place is Place.TEXT, statement.spans[0], statement.actor)
