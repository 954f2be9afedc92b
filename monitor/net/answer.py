"""How asking a server went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How asking went.

    Attributes:
        url: that answered, after redirects.
        status: 0 if there was no answer.
        headers: by name in small letters.
        body: decompressed.
        hops: redirects on the way.
        error: why there was no answer that is of use; empty if there was one.
    """

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hops: Sequence[Hop] = ()
    error: str = ""
