"""`firsthand policy test`: the worked examples of a book, and `policy explain`: what each finding means."""

import io
import json
from pathlib import Path

import pytest

from firsthand import books
from firsthand.cli import policy_check
from firsthand.domain.proving import FINDING_KINDS
from tests import findings_reference

OURS = """
book: ours
amendment: first
title: Ours
published_at: 2021-01-01T00:00:00Z
author: Ines
approver: Bo
zone: Europe/Paris
ownership:
  - {clause: S30, source: S30, text: Support helps., owner: support}
examples:
  - about: Support answers questions.
    ticket: {received_at: 2021-02-01T10:00:00Z, kind: how_to, account: {stage: trial}}
    owner: support
  - about: Product owns what people wish for.
    ticket: {received_at: 2021-02-01T10:00:00Z, kind: feature_request, account: {stage: trial}}
    owner: product
"""


def tried(book: Path, *, as_json: bool = False) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    status = policy_check.run_test(book, as_json=as_json, stdout=out, stderr=err)
    assert err.getvalue() == ""
    return status, out.getvalue()


def explained(code: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return policy_check.run_explain(code, stdout=out, stderr=err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("book", books.folders(), ids=lambda path: path.name)
def test_every_worked_example_of_a_shipped_book_holds(book: Path) -> None:
    status, text = tried(book)
    assert status == 0
    assert text.splitlines()[-1].endswith(" hold, 0 do not.")


def test_an_example_that_does_not_hold_is_told_with_its_ticket_and_its_line(tmp_path: Path) -> None:
    file = tmp_path / "first.yaml"
    file.write_text(OURS, encoding="utf-8")
    status, text = tried(tmp_path)
    holds, fails, ticket, wrong, place, command, counted = text.splitlines()
    assert status == 1
    assert holds == "holds  Support answers questions."
    assert fails == "FAILS  Product owns what people wish for."
    assert ticket.strip() == "A trial account sends a feature request on Monday 1 February 2021 at 11:00 CET."
    assert wrong.strip() == "The book decides otherwise: the owner is support, not product."
    assert place.strip() == f"{file}, line 15"
    assert command.strip().startswith("Try it: printf")
    assert counted == "ours: 2 worked examples, 1 hold, 1 do not."


def test_a_program_reads_which_examples_hold(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(OURS, encoding="utf-8")
    status, text = tried(tmp_path, as_json=True)
    found = [json.loads(line) for line in text.splitlines()]
    assert status == 1
    assert [(one["holds"], one["line"]) for one in found] == [(True, 12), (False, 15)]
    assert found[1]["wrong"] == ["the owner is support, not product"]


def test_a_book_without_examples_says_so(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(OURS.partition("examples")[0], encoding="utf-8")
    assert tried(tmp_path) == (0, "ours: no worked examples; nothing was tried.\n")


def test_a_folder_that_is_no_book_ends_with_2(tmp_path: Path) -> None:
    err = io.StringIO()
    assert policy_check.run_test(tmp_path, stdout=io.StringIO(), stderr=err) == 2
    assert "is it a policy book?" in err.getvalue()


@pytest.mark.parametrize("code", FINDING_KINDS)
def test_a_code_is_explained_with_a_page_that_has_it(code: str) -> None:
    status, text, _ = explained(code)
    assert status == 0
    assert text.startswith(f"{code} (")
    assert f"({code})" in text.partition("It is told so:")[2]


def test_without_a_code_all_are_listed_and_a_wrong_one_names_them() -> None:
    status, text, _ = explained("")
    assert (status, len(text.splitlines())) == (0, len(FINDING_KINDS))
    status, _, said = explained("no_ower")
    assert status == 2
    assert "no_owner" in said


def test_the_reference_page_is_what_the_codes_say() -> None:
    assert findings_reference.PAGE.read_text(encoding="utf-8") == findings_reference.page()


STRADDLED = """
book: ours
amendment: first
title: Ours
published_at: 2021-01-01T00:00:00Z
author: Ines
approver: Bo
zone: UTC
calendars:
  days: {zone: UTC, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S30, source: S30, text: Support helps., owner: support}
service_levels:
  - clause: day
    source: S20
    text: Within a working day.
    clock: {kind: first_response, budget: 8 business hours, calendar: days}
    class: contractual
    precedence: plan
    straddle: customer_favourable
    in_force: {to: 2021-02-02}
  - clause: hour
    source: S18
    text: Within 2 hours.
    clock: {kind: first_response, budget: 2 business hours, calendar: days}
    class: contractual
    precedence: plan
    in_force: {from: 2021-02-02}
examples:
  - about: As it was received.
    ticket: {received_at: 2021-02-01T16:00:00Z, kind: how_to, account: {stage: trial}}
    clocks: {first_response: {clause: day, due_at: "2021-02-02T16:00:00Z"}}
  - about: As it stands after the change.
    at: 2021-02-02T09:00:00Z
    ticket: {received_at: 2021-02-01T16:00:00Z, kind: how_to, account: {stage: trial}}
    clocks: {first_response: {clause: hour, due_at: "2021-02-02T10:00:00Z"}}
"""


def test_an_example_may_state_at_when_its_clocks_are_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "first.yaml"
    file.write_text(STRADDLED, encoding="utf-8")
    assert tried(tmp_path)[0] == 0
    file.write_text(STRADDLED.replace("clause: hour, due_at", "clause: day, due_at"), encoding="utf-8")
    status, text = tried(tmp_path)
    assert status == 1
    assert "first response: by hour due Tue 2021-02-02 10:00 UTC, not by day due Tue 2021-02-02 10:00 UTC" in " ".join(
        text.split()
    )
    assert "--at 2021-02-02T09:00:00+00:00" in text
