"""What is an address, and who really sent a message."""

import pytest

from firsthand.domain.mail.addresses import (
    is_address,
    is_plain_address,
    normal_address,
    plain_name,
    split_mailboxes,
    wire_address,
)


@pytest.mark.parametrize("text", ["ana@acme.example", "a.b+c@x", "o'neil@sub.acme.example", "noor=x@acme-corp.example"])
def test_a_plain_address_is_one(text: str) -> None:
    assert is_address(text)
    assert is_plain_address(text)
    assert wire_address(text) == text


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("sato..taro.@docomo.example", '"sato..taro."@docomo.example'),
        (".ana@acme.example", '".ana"@acme.example'),
        ("root@db_01.acme.example", "root@db_01.acme.example"),
        ("root@_dmarc.acme.example", "root@_dmarc.acme.example"),
        ('"ana ruiz"@acme.example', '"ana ruiz"@acme.example'),
        ('"ana@home"@acme.example', '"ana@home"@acme.example'),
        ("jürgen@acme.example", "jürgen@acme.example"),
        ("用户@acme.example", "用户@acme.example"),
        ("bounce-" + "x" * 90 + "@acme.example", "bounce-" + "x" * 90 + "@acme.example"),
    ],
)
def test_a_real_address_that_breaks_the_rfc_is_one_and_is_written_as_servers_want_it(text: str, wire: str) -> None:
    assert normal_address(text) == text
    assert wire_address(text) == wire
    assert split_mailboxes(f"Ana <{text}>, noor@acme.example")[0].address == text
    assert split_mailboxes(text)[0].address == text or " " in text


@pytest.mark.parametrize(
    "text",
    [
        *("", "ana", "@acme.example", "ana@", "ana@@acme.example", "ana@acme..example", "ana(@acme.example"),
        *("ana @acme.example", "ana@acme.example\n", "ana@-acme.example", '"a"na@acme.example', "ana@[127.0.0.1]"),
        *("ana@127.0.0.1", "an\u200ba@acme.example", "ana@acme.example,mira@acme.example", "a" * 250 + "@acme.example"),
        *('"ana\r\nBcc: x"@acme.example', '"ana"x"@acme.example', "ana@änä.example", "an\u202ea@acme.example"),
        *("<ana@acme.example>", "ana@acme.example>", "ana\r\nBcc: x@evil.example", "ana@" + "a." * 130 + "example"),
    ],
)
def test_what_is_not_plainly_an_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_an_address_is_compared_in_lower_case_and_its_domain_in_ascii() -> None:
    assert normal_address(" Ana@ACME.example ") == "ana@acme.example"
    assert normal_address("ana@bücher.example") == "ana@xn--bcher-kva.example"
    assert normal_address("ana@BÜCHER。example.") == "ana@xn--bcher-kva.example"
    assert normal_address('"ana"@acme.example') == "ana@acme.example"
    assert normal_address("JU\u0308RGEN@acme.example") == "jürgen@acme.example"
    assert normal_address("ana") is None


@pytest.mark.parametrize(
    ("host", "written"),
    [
        ("strauß-logistik.example", "xn--strau-logistik-4fb.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("日本語。example", "xn--wgv71a119e.example"),
    ],
)
def test_a_name_of_a_host_is_written_by_idna_2008(host: str, written: str) -> None:
    assert normal_address(f"ana@{host}") == f"ana@{written}"


@pytest.mark.parametrize(
    "host", ["a\u200d.example", "xn--.ä", "ä" * 300, "-ä.example", "\u0301a.example", "a\u2024ä..x"]
)
def test_a_name_that_no_host_can_have_is_none(host: str) -> None:
    assert normal_address(f"ana@{host}") is None


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("ana@good.example <mallory@evil.example>", "mallory@evil.example"),
        ('"ana@good.example" <mallory@evil.example>', "mallory@evil.example"),
        ("(ana@good.example) mallory@evil.example", "mallory@evil.example"),
        ('"<ana@good.example>" <mallory@evil.example>', "mallory@evil.example"),
        ("Ana <@relay.example,@two.example:ana@acme.example>", "ana@acme.example"),
        ("Pete(A wonderful ) chap) <pete(his account)@silly.test(his host)>", "pete@silly.test"),
        ("ana@acme.example (Ana)", "ana@acme.example"),
        ("<ana@acme.example", "ana@acme.example"),
    ],
)
def test_the_real_address_wins_whatever_the_name_pretends(header: str, address: str) -> None:
    assert split_mailboxes(header)[0].address == address


def test_two_addresses_for_one_sender_leave_a_doubt() -> None:
    assert split_mailboxes("<ana@good.example> <mallory@evil.example>")[0].doubt
    assert split_mailboxes("ana@good.example mallory@evil.example")[0].doubt


def test_lists_groups_and_quoted_commas_are_told_apart() -> None:
    header = 'Team: "Doe, Ana" <ana@acme.example>, noor@acme.example; , mira@desk.example'
    found = split_mailboxes(header)
    assert [box.address for box in found] == ["ana@acme.example", "noor@acme.example", "mira@desk.example"]
    assert found[0].name == "Doe, Ana"


@pytest.mark.parametrize("noise", ['"', "(", "<", "<>", ",", ":", "\\", '"\\'])
def test_hostile_headers_cost_linear_time_and_never_raise(noise: str) -> None:
    split_mailboxes(noise * 60_000)


def test_a_name_cannot_break_out_of_its_line_or_turn_its_direction() -> None:
    assert plain_name("Ana\r\nBcc: x@evil.example\u202e \x00!") == "Ana Bcc: x@evil.example !"
