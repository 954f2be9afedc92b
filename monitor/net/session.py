"""The only place that opens outbound sockets."""

import socket
from collections.abc import Iterable
from typing import Final

import aiohttp
from aiohttp import AddrInfoType

from monitor.net.guard import Network, is_allowed

_LONGEST_LINE: Final = 8190
_MOST_HEADERS: Final = 100


class RefusedAddressError(OSError):
    """A name resolved to an address that must not be reached."""


def open_session(
    allowed: Iterable[Network] = (),
    *,
    timeout: float,
    per_host: int = 0,
    decompress: bool = True,
) -> aiohttp.ClientSession:
    """Return an HTTP session that reaches only allowed addresses.

    Args:
        allowed: private networks that may be reached.
        timeout: seconds for a whole request, connecting included.
        per_host: connections to one host at a time; 0 for no limit.
        decompress: undo `Content-Encoding`, however large the result; `monitor.net.fetch` has a
            limit of its own.

    The environment's proxies are not used: they would connect in our stead, unguarded.
    """
    networks = tuple(allowed)

    def guarded(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_allowed(str(address[0]), networks):
            raise RefusedAddressError(f"address {address[0]} is private or reserved: refused")
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(
        socket_factory=guarded,
        # No limit for all hosts together: those that hang would use it up and hold up the others.
        limit=0,
        limit_per_host=per_host,
        use_dns_cache=False,
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=timeout),
        auto_decompress=decompress,
        # No honest answer comes near these; the three together cap what its head may cost.
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_LINE,
        max_headers=_MOST_HEADERS,
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )
