"""Texts with variables: what is wrong with one is said when it is saved, and no customer reads a hole."""

import pytest

from firsthand.domain.conversation.variables import OF_A_RECEIPT, VARIABLES, check_variables, filled
from firsthand.domain.errors import Invalid

ANA = {"first_name": "Ana", "name": "Ana Costa", "number": "7", "desk": "Lighthouse", "account": "Acme"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello {first_name|there}, see #{number}.", "Hello Ana, see #7."),
        ("{subject|your request} at {desk}", "your request at Lighthouse"),
        ("{{number}} is {number}", "{number} is 7"),
        ("{unknown} stays", "{unknown} stays"),
    ],
)
def test_a_variable_becomes_what_it_names_else_what_stands_in_for_it(text: str, told: str) -> None:
    assert filled(text, ANA) == told


def test_a_value_is_not_read_for_variables_and_is_one_line() -> None:
    assert filled("{account|you}", {"account": "{desk}\nBcc: a@x.example", "desk": "D"}) == "{desk} Bcc: a@x.example"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hello {frist_name|x}", "unknown_variable"),
        ("Hello {first_name}", "nothing_instead"),
        ("Hello {first_name| }", "nothing_instead"),
        ("Hello {first name}", "unknown_variable"),
        ("{", "lone_brace"),
        ("a } b", "lone_brace"),
        ("{}", "unknown_variable"),
    ],
)
def test_what_would_leave_a_hole_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_variables(text)
    assert refused.value.code == code


def test_nobody_writes_a_receipt() -> None:
    check_variables("{writer}")
    with pytest.raises(Invalid):
        check_variables("{writer}", OF_A_RECEIPT)


def test_every_variable_can_stand_in_a_text() -> None:
    check_variables(" ".join(f"{{{name}|x}}" for name in VARIABLES))
