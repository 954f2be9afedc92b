"""What every test may use."""

from pathlib import Path

import pytest
from hypothesis import settings

from monitor.config.watchlist import WatchList
from monitor.flow import Flow, build_flow
from monitor.language.model import Model
from monitor.language.model_file import load_model
from tests.support.making import lake_watchlist

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# A machine that is busy must not fail a test, and two runs of the suite see the same examples.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared data beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("the folder of shared data does not stand beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def model() -> Model:
    """Return the statement model, read once."""
    return load_model()


@pytest.fixture(scope="session")
def watchlist() -> WatchList:
    """Return a small watch-list: three people, two issues, two signals, no endpoint."""
    return WatchList.model_validate(lake_watchlist())


@pytest.fixture(scope="session")
def flow(watchlist: WatchList, model: Model) -> Flow:
    """Return the whole chain for the small watch-list."""
    return build_flow(watchlist, model)
