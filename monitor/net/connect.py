"""A guarded connection for what is not HTTP."""

import asyncio
import socket
from collections.abc import Iterable

from monitor.net.guard import Network, is_allowed
from monitor.net.session import RefusedAddressError


async def connect(host: str, port: int, allowed: Iterable[Network] = ()) -> socket.socket:
    """Connect to the first address of ``host`` that answers, none but allowed ones tried.

    Raises:
        RefusedAddressError: every address is private or reserved.
        OSError: the name is not known, or nobody answers.
    """
    loop = asyncio.get_running_loop()
    networks = tuple(allowed)
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    error: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in found:
        if not is_allowed(str(address[0]), networks):
            error = RefusedAddressError(f"address {address[0]} is private or reserved: refused")
            continue
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(0)
        try:
            await loop.sock_connect(opened, address)
        except OSError as failed:
            opened.close()
            error = failed
        except BaseException:
            opened.close()
            raise
        else:
            return opened
    raise error
