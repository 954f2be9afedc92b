"""Which addresses may be reached. Asked after the name is resolved and before connecting.

A feed or endpoint is somebody else's text; without this, it could make the service call the
machine it runs on or the network behind it.
"""

import ipaddress
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that carry an IPv4 address inside an IPv6 one: NAT64 (RFC 6052, RFC 8215) and 6to4
# (RFC 3056). What they lead to cannot be seen from here, so they are refused whole.
_TRANSLATED = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")

# Ranges that Python's own registers hold for public: site-local addresses (RFC 3879), the relays of
# 6to4 (RFC 7526) and, before Python 3.13, documentation (RFC 9637).
_RETIRED = ("fec0::/10", "192.88.99.0/24", "3fff::/20")

_REFUSED = tuple(ipaddress.ip_network(network) for network in (*_TRANSLATED, *_RETIRED))


def is_allowed(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether ``address`` is public, or private and allowed by the operator."""
    parsed: _Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if any(parsed in network for network in allowed if network.version == parsed.version):
        return True
    if any(parsed in network for network in _REFUSED if network.version == parsed.version):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved
