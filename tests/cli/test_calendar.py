"""`firsthand calendar due|elapsed`: working time on a calendar of the book."""

import io
import json
from datetime import date
from typing import Any

import pytest
import yaml

from firsthand import books
from firsthand.cli import calendar

BOOK = books.folder("customer-first")


def ask(command: calendar.Command, **fields: object) -> tuple[int, dict[str, Any]]:
    out = io.BytesIO()
    text = io.BytesIO(json.dumps(fields).encode())
    status = calendar.run(command, BOOK, stdin=text, stdout=out, stderr=io.StringIO())
    return status, json.loads(out.getvalue())


@pytest.mark.clause("A4")
def test_eight_business_hours_from_opening_are_due_at_closing() -> None:
    found = ask("due", calendar="contract-hours", start="2021-06-29T09:00:00-07:00", budget="8 business hours")
    assert found == (0, {"due_at": "2021-06-30T00:00:00Z"})


def test_an_id_comes_back_with_its_answer() -> None:
    found = ask("due", id=7, calendar="contract-hours", start="2021-06-29T09:00:00Z", budget="24 hours elapsed")
    assert found == (0, {"id": 7, "due_at": "2021-06-30T09:00:00Z"})


@pytest.mark.clause("A7")
def test_elapsed_counts_open_seconds_only() -> None:
    first, last = "2021-12-23T16:59:59-08:00", "2021-12-27T02:00:01-08:00"
    assert ask("elapsed", calendar="support-hours", **{"from": first, "to": last}) == (0, {"seconds": 2})
    half = ask("elapsed", calendar="support-hours", **{"from": "2021-08-03T10:00:00.5Z", "to": "2021-08-03T10:00:01Z"})
    assert half == (0, {"seconds": 0.5})


@pytest.mark.parametrize(
    ("command", "fields", "code", "field"),
    [
        ("due", {"start": "2021-06-29T09:00:00Z", "budget": "1 business hours"}, "missing_field", "calendar"),
        ("due", {"calendar": "x", "start": "2021-06-29T09:00:00Z", "budget": "1"}, "unknown_calendar", "calendar"),
        ("due", {"calendar": "support-hours", "budget": "1 business hours"}, "missing_field", "start"),
        ("due", {"calendar": "support-hours", "start": "2021-06-29T09:00:00Z"}, "missing_field", "budget"),
        ("due", {"calendar": "support-hours", "start": "2021-06-29T09:00:00Z", "budget": "24 hours"}, None, "budget"),
        ("elapsed", {"calendar": "support-hours", "from": "2021-06-29T09:00:00Z"}, "missing_field", "to"),
        (
            "elapsed",
            {"calendar": "support-hours", "from": "2021-06-29T09:00:00Z", "to": "2021-06-28T09:00:00Z"},
            "to_before_from",
            "to",
        ),
    ],
)
def test_a_wrong_line_names_its_field(
    command: calendar.Command, fields: dict[str, object], code: str | None, field: str
) -> None:
    status, found = ask(command, id="q", **fields)
    assert status == 1
    assert found["id"] == "q"
    assert found["error"]["field"] == field
    assert code is None or found["error"]["code"] == code


def test_the_holidays_of_a_place_are_a_proposal_that_a_book_reads() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert calendar.holidays("de-be", [2027], stdout=out, stderr=err) == 0
    proposed = yaml.safe_load(out.getvalue())["holidays"]
    assert {"date": date(2027, 3, 8), "name": "Women's Day"} in proposed
    assert calendar.holidays("DE-XX", [2027], stdout=out, stderr=err) == 2
    assert "DE has the parts" in err.getvalue()
