"""How the service proves to the broker who it is, and the broker to the service."""

from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar

from pydantic import Field, model_validator

from monitor.config.settings import Settings

_S = TypeVar("_S", bound=Settings)


class Mechanism(StrEnum):
    """SASL mechanisms (RFC 4616, RFC 5802, RFC 7677, RFC 7628)."""

    PLAIN = "PLAIN"
    SCRAM_256 = "SCRAM-SHA-256"
    SCRAM_512 = "SCRAM-SHA-512"
    OAUTHBEARER = "OAUTHBEARER"


class Tls(Settings):
    """Encryption. Paths are of PEM files, from the configuration's folder."""

    ca: str | None = Field(default=None, description="Who signs brokers; the system's unless set.")
    cert: str | None = Field(default=None, description="This client's certificate.")
    key: str | None = Field(default=None, description="The key of that certificate.")

    @model_validator(mode="after")
    def _pair(self) -> Self:
        if (self.cert is None) != (self.key is None):
            raise ValueError("cert and key belong together")
        return self


class Sasl(Settings):
    """A name and a password, or a token."""

    mechanism: Mechanism
    username: str | None = Field(default=None, min_length=1)
    password_file: str | None = Field(
        default=None, description="File that holds the password and nothing else."
    )
    token_file: str | None = Field(
        default=None, description="File that holds the token of OAUTHBEARER, always a good one."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        named = (self.username is not None, self.password_file is not None)
        if self.mechanism is Mechanism.OAUTHBEARER:
            if any(named) or self.token_file is None:
                raise ValueError(f"{self.mechanism} needs token_file and nothing else")
        elif not all(named) or self.token_file is not None:
            raise ValueError(f"{self.mechanism} needs username, password_file and nothing else")
        return self


class Security(Settings):
    """Both are off unless set; a password or a token without TLS can be read on its way."""

    tls: Tls | None = None
    sasl: Sasl | None = None

    def within(self, folder: Path) -> Self:
        """Return the same with paths that are good from any folder."""
        tls = self.tls and _within(folder, self.tls, "ca", "cert", "key")
        sasl = self.sasl and _within(folder, self.sasl, "password_file", "token_file")
        return self.model_copy(update={"tls": tls, "sasl": sasl})


def _within(folder: Path, settings: _S, *names: str) -> _S:
    paths = {name: getattr(settings, name) for name in names}
    return settings.model_copy(
        update={name: str(folder / path) for name, path in paths.items() if path is not None}
    )
