"""How the service proves to the broker who it is, and the broker to the service."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from monitor.config.settings import Settings


class Mechanism(StrEnum):
    """SASL mechanisms (RFC 4616, RFC 5802, RFC 7677)."""

    PLAIN = "PLAIN"
    SCRAM_256 = "SCRAM-SHA-256"
    SCRAM_512 = "SCRAM-SHA-512"


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
    """A name and a password."""

    mechanism: Mechanism
    username: str = Field(min_length=1)
    password_file: str = Field(description="File that holds the password and nothing else.")


class Security(Settings):
    """Both are off unless set; a password without TLS can be read on its way."""

    tls: Tls | None = None
    sasl: Sasl | None = None

    def within(self, folder: Path) -> Self:
        """Return the same with paths that are good from any folder."""
        tls = self.tls and self.tls.model_copy(
            update={
                name: str(folder / path)
                for name in ("ca", "cert", "key")
                if (path := getattr(self.tls, name)) is not None
            }
        )
        sasl = self.sasl and self.sasl.model_copy(
            update={"password_file": str(folder / self.sasl.password_file)}
        )
        return self.model_copy(update={"tls": tls, "sasl": sasl})
