"""The guard: nobody's feed or endpoint makes the service call its own machine or network."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.guard import is_allowed

PRIVATE_V4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.2.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
""".split()
PRIVATE_V6 = """
    ::/128 ::1/128 fc00::/7 fe80::/10 ff00::/8 2001:db8::/32 64:ff9b::/96 64:ff9b:1::/48 2002::/16
    100::/64 2001::/32
""".split()
FOUR = [ipaddress.IPv4Network(n) for n in PRIVATE_V4]
SIX = [ipaddress.IPv6Network(n) for n in PRIVATE_V6]
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::1"]


def within(networks: list) -> st.SearchStrategy:
    """Draw an address of one of the networks, their first and last ones often."""
    return st.sampled_from(networks).flatmap(
        lambda n: (
            st.sampled_from([n[0], n[-1]]) | st.integers(int(n[0]), int(n[-1])).map(type(n[0]))
        )
    )


@given(within(FOUR))
def test_private_v4_is_refused(address: ipaddress.IPv4Address) -> None:
    """No loopback, private, link-local, multicast or reserved IPv4 address is reached."""
    assert not is_allowed(str(address))


@given(within(SIX))
def test_private_v6_is_refused(address: ipaddress.IPv6Address) -> None:
    """Nor an IPv6 one, nor one that leads on to an IPv4 network unseen (NAT64, 6to4, Teredo)."""
    assert not is_allowed(str(address))


@given(within(FOUR))
def test_private_v4_in_v6_clothes_is_refused(address: ipaddress.IPv4Address) -> None:
    """Writing a private address as an IPv4-mapped or IPv4-compatible one does not help."""
    mapped = ipaddress.IPv6Address(0xFFFF_0000_0000 | int(address))
    compatible = ipaddress.IPv6Address(int(address))
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) | int(address) << 80)
    for disguise in (mapped, compatible, nat64, six_to_four):
        assert not is_allowed(str(disguise)), disguise


@given(within(FOUR) | within(SIX))
def test_allowing_its_network_lets_an_address_through(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """The operator may allow a private network of their own."""
    assert is_allowed(str(address), [ipaddress.ip_network(f"{address}")])


@given(within([FOUR[1]]), within([FOUR[5], FOUR[7]]))
def test_allowing_one_network_allows_no_other(
    inside: ipaddress.IPv4Address, outside: ipaddress.IPv4Address
) -> None:
    """Allowing 10.0.0.0/8 does not open 192.168.0.0/16."""
    allowed = [ipaddress.ip_network("10.0.0.0/8")]
    assert is_allowed(str(inside), allowed)
    assert not is_allowed(str(outside), allowed)


def test_mapped_address_is_judged_by_the_allowed_v4_network() -> None:
    """An allowed IPv4 network is allowed however its addresses are written."""
    assert is_allowed("::ffff:10.1.2.3", [ipaddress.ip_network("10.0.0.0/8")])


def test_allowing_v4_opens_no_v6() -> None:
    """Allowing all of IPv4 says nothing about IPv6 loopback."""
    assert not is_allowed("::1", [ipaddress.ip_network("0.0.0.0/0")])


@pytest.mark.parametrize("address", PUBLIC)
def test_public_is_allowed(address: str) -> None:
    """The open internet is reached without asking."""
    assert is_allowed(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200"])
def test_cloud_metadata_is_refused(address: str) -> None:
    """The addresses under which clouds hand out credentials are out of reach."""
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["fe80::1%eth0", "::1%lo", "ff02::1%2"])
def test_scope_does_not_hide_an_address(address: str) -> None:
    """An interface behind the address changes nothing."""
    assert not is_allowed(address)


@given(st.ip_addresses())
def test_any_address_has_an_answer(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """The guard decides on every address there is; it lets none through that is not global."""
    if is_allowed(str(address)):
        assert address.is_global or getattr(address, "ipv4_mapped", None) is not None


@pytest.mark.parametrize("address", ["fec0::1", "192.88.99.1", "3fff::1"])
def test_retired_ranges_are_refused(address: str) -> None:
    """Site-local, 6to4 relay and documentation addresses are nobody's public server."""
    assert not is_allowed(address)
