"""A broker while a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from monitor.testing.kafka import Broker, KafkaUnavailable


@contextmanager
def started(broker: Broker) -> Iterator[Broker]:
    """Start a broker and close it; skip, with what is missing, where it cannot be started."""
    try:
        broker.start()
    except KafkaUnavailable as missing:
        pytest.skip(str(missing))
    try:
        yield broker
    finally:
        broker.close()
