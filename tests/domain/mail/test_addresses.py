"""What is an address, and who really sent a message."""

import pytest

from firsthand.domain.mail.addresses import is_address, normal_address, plain_name, split_mailboxes


@pytest.mark.parametrize("text", ["ana@acme.example", "a.b+c@x", "o'neil@sub.acme.example", "noor=x@acme-corp.example"])
def test_a_plain_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "ana", "@acme.example", "ana@", "ana@@acme.example", "ana@acme..example", ".ana@acme.example"),
        *("ana @acme.example", "ana@acme.example\n", "ana@-acme.example", '"ana"@acme.example', "ana@[127.0.0.1]"),
        *("ana@127.0.0.1", "änä@acme.example", "ana@acme.example,mira@acme.example", "a" * 65 + "@acme.example"),
        *("<ana@acme.example>", "ana@acme.example>", "ana\r\nBcc: x@evil.example", "ana@" + "a." * 130 + "example"),
    ],
)
def test_what_is_not_plainly_an_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_an_address_is_compared_in_lower_case_and_its_domain_in_ascii() -> None:
    assert normal_address(" Ana@ACME.example ") == "ana@acme.example"
    assert normal_address("ana@bücher.example") == "ana@xn--bcher-kva.example"
    assert normal_address("ana") is None


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
