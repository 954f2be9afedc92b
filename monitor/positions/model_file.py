"""Reads the shipped networks. Classification opens no file: whoever starts it passes them."""

from functools import cache
from importlib.resources import files

from threadpoolctl import threadpool_limits

from monitor.positions.insight import Insight
from monitor.positions.second_reading import SecondReading
from monitor.positions.sense import Sense

QUICK_NAME = "positions.model"
DEEP_NAME = "insight.model"


@cache
def load_quick() -> Sense:
    """Read the network that reads every statement."""
    return Sense.from_bytes(_bytes_of(QUICK_NAME))


@cache
def load_deep() -> Insight:
    """Read the network that is asked on doubt."""
    return Insight.from_bytes(_bytes_of(DEEP_NAME))


def keep_to_one_thread() -> None:
    """Let the networks' arithmetic have one thread.

    Their matrices are small: spread over two cores they took four times the processor time.
    """
    threadpool_limits(limits=1, user_api="blas")


@cache
def load_reader() -> SecondReading:
    """Read both networks, and keep their arithmetic to one thread."""
    keep_to_one_thread()
    return SecondReading(load_quick(), load_deep())


def _bytes_of(name: str) -> bytes:
    return files("monitor.positions").joinpath(name).read_bytes()
