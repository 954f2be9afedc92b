"""Secrets, taken from the environment or a file when they are needed and never written down."""

import os
from pathlib import Path

from monitor.errors import ConfigurationError


def read_secret(reference: str) -> str:
    """Return the secret that ``env:NAME`` or ``file:PATH`` names.

    Raises:
        ConfigurationError: there is none; the message names the reference and never a value.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        value = os.environ.get(name)
        if not value:
            raise ConfigurationError([f"secret {reference}: the variable is not set"])
        return value.strip()
    try:
        value = Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError([f"secret {reference}: {error.strerror}"]) from error
    if not value:
        raise ConfigurationError([f"secret {reference}: the file is empty"])
    return value


def is_reference(value: str) -> bool:
    """Tell whether a setting names a secret instead of holding a value."""
    return value.startswith(("env:", "file:"))
