"""Reads the shipped network. Classification itself opens no file: whoever starts it passes it."""

from functools import cache
from importlib.resources import files

from threadpoolctl import threadpool_limits

from monitor.positions.sense import Sense

MODEL_NAME = "positions.model"


@cache
def load_sense() -> Sense:
    """Read the network that ships with the package, and keep its arithmetic to one thread.

    Its matrices are small: spread over two cores they took four times the processor time.
    """
    threadpool_limits(limits=1, user_api="blas")
    return Sense.from_bytes(files("monitor.positions").joinpath(MODEL_NAME).read_bytes())
