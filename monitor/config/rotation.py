"""Changing a secret: a new one before the old ones, then the new one alone."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from monitor.config.secrets import read_secret
from monitor.errors import ConfigurationError, InputError

_KEY_BYTES = 32


def new_secret() -> str:
    """Return a fresh secret in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def secret_in(path: Path) -> str:
    """Return the newest secret in a file, which is made with a fresh one where there is none.

    Raises:
        ConfigurationError: the file can be neither read nor made.
    """
    try:
        # Readable by its owner only, from the first moment.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secret(f"file:{path}").split()[0]
    except OSError as error:
        raise ConfigurationError([f"secret file:{path}: {error.strerror}"]) from error
    secret = new_secret()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    return secret


def rotate(reference: str) -> int:
    """Write a new secret before those in the file; return how many there are then.

    Raises:
        InputError: the secret is kept in no file.
        ConfigurationError: the file cannot be read.
    """
    path = _path(reference)
    known = read_secret(reference).split()
    return _write(path, [new_secret(), *known])


def finish_rotation(reference: str) -> int:
    """Keep the newest secret only; return how many there are then: one.

    Raises:
        InputError: the secret is kept in no file.
        ConfigurationError: the file cannot be read.
    """
    return _write(_path(reference), read_secret(reference).split()[:1])


def _path(reference: str) -> Path:
    kind, _, name = reference.partition(":")
    if kind != "file":
        raise InputError(
            f"secret {reference}: only a secret in a file can be rotated here; set the variable"
            " to the new secret, a space and the old one, and restart"
        )
    return Path(name)


def _write(path: Path, known: list[str]) -> int:
    # Replaced as a whole: a service that reads meanwhile sees the old file or the new one.
    try:
        mode = path.stat().st_mode & 0o777
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(known) + "\n")
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        raise InputError(f"secret file:{path}: cannot be written: {error.strerror}") from error
    return len(known)
