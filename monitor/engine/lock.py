"""One service for one store: two would both send every delivery."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import EngineError


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Hold a store as its one running service; commands beside it need no such hold.

    The lock is the system's (flock), on a file beside the store: a killed process lets go of it.

    Raises:
        EngineError: another service runs on the store, or the file cannot be written.
    """
    path = store.with_name(f"{store.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EngineError(f"{store}: another news-monitor already runs on this store") from error
    else:
        yield
    finally:
        os.close(descriptor)
