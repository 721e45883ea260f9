"""Which internet addresses lie inside: on this machine, in its own networks, or nowhere that others reach.

What a person typed is looked up and then asked here about the address itself, in whatever form it hides.
"""

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_OF_PROTOCOLS = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv6Network("2001::/23"),
)


def is_inner(text: str, *, allowed: Sequence[Network] = ()) -> bool:
    """Whether an address as the system looked it up lies inside, and in none of the networks that are allowed. One that
    is no address does."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    return any(_is_inside(one) and not _is_in(one, allowed) for one in _hidden_in(address))


def _hidden_in(address: Address) -> tuple[Address, ...]:
    """The addresses that are reached by one: itself, or the fourth-version ones that it carries (mapped, NAT64, 6to4,
    Teredo, compatible)."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if any(address in network for network in (*_NAT64, _COMPATIBLE)) and int(address) > 1:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


def _is_inside(address: Address) -> bool:
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or any(address in network for network in _OF_PROTOCOLS if network.version == address.version)
    )


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
