"""Which part of the chain a process carries."""

from collections.abc import Iterable
from enum import StrEnum

from monitor.errors import InputError


class Role(StrEnum):
    """A part of the chain that scales by itself."""

    ALL = "all"
    POLL = "poll"
    ANALYSE = "analyse"
    TRACK = "track"
    DELIVER = "deliver"
    WEB = "web"


EVERY = frozenset(Role) - {Role.ALL}


def parts(roles: Iterable[Role]) -> frozenset[Role]:
    """Return the parts that roles name: every one for `all` and for none."""
    named = frozenset(roles)
    return EVERY if not named or Role.ALL in named else named


def refuse_parts(roles: Iterable[Role]) -> None:
    """Check that the embedded engine is asked for the whole chain.

    Raises:
        InputError: it is asked for a part.
    """
    if parts(roles) != EVERY:
        raise InputError("the embedded engine is one process: it has no role but 'all'")
