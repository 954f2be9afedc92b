"""What several commands share."""

from pathlib import Path
from typing import Final

from monitor.config.load import load_service
from monitor.config.service import Service
from monitor.config.watchlist import WatchList
from monitor.errors import InputError

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
