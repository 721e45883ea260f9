"""The worked examples on the page about editions are asked of the book of the handbook's history."""

import re
from zoneinfo import ZoneInfo

import pytest

from tests.books.handbook import PRODUCTION, TRIAL, TROUBLE, ask, at
from tests.conftest import ROOT

PAGE = (ROOT / "docs/algorithms/editions.md").read_text(encoding="utf-8")
INSTANT = r"(\d{4}-\d\d-\d\d \d\d:\d\d)"
ROWS = re.findall(rf"^\| {INSTANT} \| {INSTANT} \| (\d+ business hours)", PAGE, re.MULTILINE)
PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(text: str) -> str:
    return at(text).replace(tzinfo=PACIFIC).isoformat()


@pytest.mark.clause("T19", "T23", "T59", "T60", "A12", "A13")
@pytest.mark.parametrize(("received", "known", "budget"), ROWS)
def test_every_row_is_what_the_book_answers(received: str, known: str, budget: str) -> None:
    starter = received.startswith("2023")
    stage, severity, plan = (PRODUCTION, "s0", "enterprise-starter") if starter else (TRIAL, None, "self-hosted")
    decision = ask(pacific(received), TROUBLE, stage, severity, plan=plan, known=pacific(known))
    assert [str(one.budget) for one in decision.clocks if one.kind == "first_response"] == [budget]


def test_the_page_has_its_rows() -> None:
    assert len(ROWS) == 6
