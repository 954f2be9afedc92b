"""How an endpoint wants to be spoken to: format, headers, quiet hours."""

import re
from datetime import time
from enum import StrEnum
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError, model_validator

from monitor.config.settings import Settings
from schemas.vocabulary import Severity

Reference = Annotated[str, Field(pattern=r"^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$")]

_TOKEN: Final = re.compile(r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")  # RFC 9110, 5.6.2
_PRINTABLE: Final = re.compile(r"^[\t\x20-\x7e]*$")
# What the message itself decides.
_OURS: Final = frozenset(
    "host content-length content-type content-encoding transfer-encoding connection expect".split()
)


class Format(StrEnum):
    """In what form an endpoint is told."""

    STANDARD = "standard"
    SLACK = "slack"
    TEAMS = "teams"
    DISCORD = "discord"
    MATTERMOST = "mattermost"
    NTFY = "ntfy"
    EMAIL = "email"


_REFERENCE: Final = re.compile(r"^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$")
_URL: Final = TypeAdapter(HttpUrl)


def web_address(value: str) -> str:
    """Return an http or https address in its canonical form.

    Raises:
        ValueError: it is none; the message does not repeat it, since it may hold a credential.
    """
    try:
        return str(_URL.validate_python(value))
    except ValidationError as error:
        raise ValueError(error.errors()[0]["msg"]) from None


def _address(value: str) -> str:
    return value if _REFERENCE.match(value) else web_address(value)


# Chat services put the credential into the address, so it may stand where secrets do.
Address = Annotated[str, AfterValidator(_address)]


class Security(StrEnum):
    """How a mail server is spoken to."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


_PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
Mailbox = Annotated[
    str, Field(pattern=r"^[^@\s<>,;\"\x00-\x1f]+@[^@\s<>,;\"\x00-\x1f]+$", max_length=254)
]


class Mail(Settings):
    """By which server, from whom and to whom e-mail goes (RFC 8314: TLS from the first byte)."""

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Security = Security.TLS
    from_: Mailbox = Field(alias="from")
    to: tuple[Mailbox, ...] = Field(min_length=1, max_length=100)
    username: str | None = None
    password: Reference | None = None

    @property
    def door(self) -> int:
        """The port: as configured, else the usual one."""
        return self.port or _PORTS[self.security]

    @model_validator(mode="after")
    def _keeps_its_password(self) -> "Mail":
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password go together")
        if self.password is not None and self.security is Security.NONE:
            raise ValueError("a password is not sent in the clear: use tls or starttls")
        return self


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _headers(value: dict[str, str]) -> dict[str, str]:
    for name, text in value.items():
        if not _TOKEN.match(name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() in _OURS or name.lower().startswith("webhook-"):
            raise ValueError(f"{name} is set by the message itself")
        if not _PRINTABLE.match(text):
            raise ValueError(f"the value of {name} has characters that no header may have")
    return value


Headers = Annotated[dict[str, str], AfterValidator(_headers)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone") from error
    return name


class QuietHours(Settings):
    """Hours in which alerts wait; when they end, what waited comes as a digest."""

    from_: time = Field(alias="from", description="When they begin, in the zone.")
    until: time = Field(description="When they end; earlier than `from` means the next day.")
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    days: tuple[Weekday, ...] = Field(default=(), description="Days they begin on; empty is all.")
    unless: Severity = Field(
        default=Severity.CRITICAL, description="Alerts this severe, or more, come all the same."
    )

    @model_validator(mode="after")
    def _has_length(self) -> "QuietHours":
        if self.from_ == self.until:
            raise ValueError("from and until are the same")
        return self
