"""An act declares every code with which it may refuse and no other, and each code says where to go instead."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from firsthand.services.catalogue import CATALOGUE
from firsthand.services.catalogue.act import Act
from firsthand.services.catalogue.refusals import ROUTES
from firsthand.services.channels.registry import channels
from firsthand.services.leaving.owned import OWNED
from firsthand.services.proposals.fields import FIELDS
from tests.services.catalogue.raised import codes_of

Code = Callable[..., object]
GUARDS = {"line_break", "no_recipient", "no_channel"}
"""What is refused of the desk's own mails and of a channel that it does not have: no act asks for one such."""
_MOVES = {"closed", "wrong_status", "response_owed", "unsent"}
_SORTED_BEFORE = {"unknown_kind", "same_kind", "unknown_role", "handed_over"}
CANNOT_BE = {
    "people.profile": {"no_person", "not_yours"},
    "people.password": {"no_person"},
    "people.deactivate": {"not_let_in"},
    "intake.ticket": _MOVES,
    "intake.retry": _MOVES,
    "tickets.enter": _MOVES | _SORTED_BEFORE,
    "tickets.begin": {"no_ticket", "answered_meanwhile", *_MOVES, *_SORTED_BEFORE},
    "handoffs.hand-over": {"due_far", "due_past", "due_wrong"},
    "help.ask-for-help": {"due_far", "due_past", "due_wrong"},
    "tickets.assign": {"unknown_role"},
    "tickets.requester": {"no_account", "no_contact"},
}
"""What the code below refuses of other people, of a ticket that is not new, of a person who moves it, of whom a
restricted ticket does not go to, and of whoever chooses a contact or an account; and of an instant in a form of the
book, which is said as any other of its fields."""


def reached(act: Act[Any]) -> frozenset[str]:
    """The patterns of the codes that an act's code can raise."""
    kinds = [one.kind.read for one in act.asked_with.values()]
    checks: list[Code] = [one.check for one in FIELDS.values()]
    applies: list[Code] = [one.apply for one in FIELDS.values()]
    kept = [check for one in channels().values() for check in (type(one).check, type(one).checked_address)]
    by_field: dict[str, list[Code]] = {f"addresses.{verb}": [*kept] for verb in ("add", "save", "pause", "resume")}
    by_field["people.deactivate"] = [one.hand_on for one in OWNED]
    by_field |= {"proposals.propose": checks, "proposals.accept-proposal": checks + applies}
    return codes_of([act.do, *kinds, *by_field.get(act.name, [])])


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_act_declares_what_its_code_refuses(name: str) -> None:
    act = CATALOGUE[name]
    fixed = {code for code in reached(act) if re.fullmatch(r"\w+", code)}
    assert fixed - act.codes - GUARDS - CANNOT_BE.get(name, set()) == set()


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_act_declares_no_refusal_that_it_never_makes(name: str) -> None:
    act = CATALOGUE[name]
    patterns = reached(act)
    assert {code for code in act.refusals if not any(re.fullmatch(one, code) for one in patterns)} == set()


def test_each_code_says_where_to_go_instead_and_no_other_is_told() -> None:
    assert set(ROUTES) == {code for act in CATALOGUE.values() for code in act.codes}
