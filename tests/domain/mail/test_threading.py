"""How a reply finds its ticket, and how it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.mail.threading import (
    is_own_message_id,
    loop_mark,
    message_ids,
    own_message_id,
    sign,
    verify,
)

DESK = "support@desk.example"
SECRET = "a secret of the desk"


@given(number=st.integers(1, 10**18 - 1))
def test_a_signed_address_proves_its_ticket(number: int) -> None:
    assert verify(sign(number, SECRET, DESK), SECRET, DESK) == number


def test_mail_systems_may_change_its_case() -> None:
    assert verify(sign(7, SECRET, DESK).upper(), SECRET, "Support@Desk.example") == 7


def test_another_number_secret_or_desk_proves_nothing() -> None:
    signed = sign(41, SECRET, DESK)
    assert verify(signed.replace("+t41.", "+t42."), SECRET, DESK) is None
    assert verify(signed.replace("+t41.", "+t041."), SECRET, DESK) is None
    assert verify(signed, "another secret", DESK) is None
    assert verify(signed, SECRET, "sales@desk.example") is None
    assert verify(signed, SECRET, "support@other.example") is None


@pytest.mark.parametrize("address", ["", DESK, "support+t1@desk.example", "support+t1.@desk.example", "x" * 9999])
def test_an_unsigned_address_proves_nothing(address: str) -> None:
    assert verify(address, SECRET, DESK) is None


def test_a_desk_whose_address_has_a_plus_can_sign_too() -> None:
    assert verify(sign(3, SECRET, "help+eu@desk.example"), SECRET, "help+eu@desk.example") == 3


def test_every_bit_of_the_signature_counts() -> None:
    signed = sign(41, SECRET, DESK)
    local, domain = signed.split("@")
    for at in range(len(local) - 16, len(local)):
        other = "a" if local[at] != "a" else "b"
        assert verify(f"{local[:at]}{other}{local[at + 1 :]}@{domain}", SECRET, DESK) is None


def test_signing_refuses_what_it_cannot_sign() -> None:
    for number, address in ((0, DESK), (-1, DESK), (1, "no address"), (1, "x" * 60 + "@desk.example")):
        with pytest.raises(ValueError):
            sign(number, SECRET, address)
    with pytest.raises(ValueError):
        sign(1, "", DESK)


def test_our_message_ids_are_known_again_and_say_nothing() -> None:
    one, other = own_message_id(b"\x01" * 20, "Desk.example"), own_message_id(b"\x02" * 20, "desk.example")
    assert one != other
    assert is_own_message_id(one, frozenset({"desk.example"}))
    assert not is_own_message_id(one, frozenset({"other.example"}))
    assert not is_own_message_id("<fh.short@desk.example>", frozenset({"desk.example"}))


def test_the_loop_mark_is_the_desks_own() -> None:
    assert loop_mark(SECRET) == loop_mark(SECRET) != loop_mark("another secret")


def test_ids_are_found_once_in_order_and_bounded() -> None:
    assert message_ids("junk <a@x> <b@x>\t<a@x> <no space@x> <>") == ("<a@x>", "<b@x>")
    many = message_ids(" ".join(f"<{n}@x>" for n in range(500)), most=10)
    assert (many[0], many[-1], len(many)) == ("<0@x>", "<499@x>", 10)
