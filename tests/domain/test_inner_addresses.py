"""Addresses that lie inside, in every form in which one hides."""

import ipaddress

import pytest

from firsthand.domain.inner_addresses import is_inner


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::10.0.0.1",
        "2002:7f00:1::",
        "2002:c0a8:1::1",
        "2001:0:7f00:1::1",
        "2001:db8::1",
        "nonsense",
        "",
    ],
)
def test_it_lies_inside(address: str) -> None:
    assert is_inner(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_it_lies_outside(address: str) -> None:
    assert not is_inner(address)


def test_a_network_that_is_allowed_is_no_longer_inner_in_any_form_and_no_other_is() -> None:
    allowed = [ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd12::/16")]
    assert not any(is_inner(one, allowed=allowed) for one in ("10.1.2.3", "::ffff:10.1.2.3", "fd12::1"))
    assert all(is_inner(one, allowed=allowed) for one in ("10.2.0.1", "127.0.0.1", "fd13::1"))
