"""A real Apache Kafka for the tests, one broker for all but those that guard theirs."""

import gc
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.config.load import load_service
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.testing.kafka import Broker, broker_from_environment
from tests.support.brokers import started


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a broker in one process: all but what starts one of its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            shared = "broker" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("kafka" if shared else "kafka-own"))
            # Of brokers that are stopped and refuse, asyncio and aiokafka leave connections to the
            # collector, which warns: by chance in the next test, were it not for `_collected`.
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
            )


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect what a test leaves while it is still that test's."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """Start a broker, or use the one that NEWS_MONITOR_TEST_BROKER names."""
    with started(broker_from_environment()) as found:
        yield found


@pytest.fixture(scope="session")
def shipped(root: Path) -> tuple[Service, WatchList]:
    """Return the configuration and watch-list that ship."""
    return load_service(root / "deploy" / "news-monitor.yaml")


@pytest.fixture
def service(broker: Broker, tmp_path: Path) -> Service:
    """Return a configuration with topics of its own on the broker."""
    return Service(
        watchlist="watchlist.json",
        engine="kafka",
        kafka=Kafka(
            bootstrap=(broker.bootstrap,),
            prefix=f"t{secrets.token_hex(4)}",
            partitions=4,
            session_timeout=3,
            tables=str(tmp_path / "tables"),
        ),
    )
