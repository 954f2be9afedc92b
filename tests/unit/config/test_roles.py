"""Which parts of the chain roles name."""

import pytest

from monitor.config.roles import EVERY, Role, parts, refuse_parts
from monitor.errors import InputError


def test_no_role_and_all_are_every_part() -> None:
    """Whoever names none carries the whole chain, and `all` is no part of its own."""
    assert parts([]) == parts([Role.ALL]) == parts([Role.TRACK, Role.ALL]) == EVERY
    assert Role.ALL not in EVERY


def test_several_roles_are_carried_together() -> None:
    """One process may carry some of the parts."""
    assert parts([Role.TRACK, Role.DELIVER]) == {Role.TRACK, Role.DELIVER}


def test_embedded_engine_has_no_parts() -> None:
    """Half of a chain in one process would carry nothing to its end."""
    refuse_parts([])
    refuse_parts([Role.ALL])
    with pytest.raises(InputError, match="no role but 'all'"):
        refuse_parts([Role.POLL])
