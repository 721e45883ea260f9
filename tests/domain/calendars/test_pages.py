"""The worked examples of the documentation are true."""

import re
from pathlib import Path

import pytest
import yaml

from firsthand.domain.calendars import due_of, parse_budget, parse_calendar, working_time
from firsthand.domain.clocks import as_text, receipt
from tests.domain.calendars.desks import at, desk, support

DOCS = Path(__file__).resolve().parents[3] / "docs"
ROW = re.compile(r"^\| (\d\d:\d\d-\d\d:\d\d) \| \w{3} (.{16}) \| (.+?) \| (\w{3}) (.{16}) \|$", re.MULTILINE)
EXAMPLES = ROW.findall((DOCS / "algorithms/working-time.md").read_text(encoding="utf-8"))


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) == 12


@pytest.mark.parametrize(("hours", "start", "budget", "day", "due"), EXAMPLES)
def test_every_example_on_the_page_of_working_time(hours: str, start: str, budget: str, day: str, due: str) -> None:
    found = due_of(parse_budget(budget), desk(weekly={"mon-fri": hours}), at(start))
    assert found == at(due)
    assert f"{at(due):%a}" == day


def test_the_receipt_on_the_page_of_receipts() -> None:
    page = (DOCS / "algorithms/receipts.md").read_text(encoding="utf-8")
    paper = receipt(
        working_time=support(),
        budget=parse_budget("1 business hour"),
        started_at=at("2021-08-06 16:45"),
        until=at("2021-08-09 03:10"),
    )
    assert as_text(paper, "America/Los_Angeles") in page
    widened = desk(
        weekly={"mon-fri": "09:00-17:00"},
        versions=[{"from": "2021-08-01", "weekly": {"mon-fri": "02:00-17:00"}}],
    )
    across = receipt(
        working_time=widened,
        budget=parse_budget("8 business hours"),
        started_at=at("2021-07-30 16:30"),
        until=at("2021-08-02 09:30"),
    )
    assert as_text(across, "America/Los_Angeles") in page


def test_the_calendar_on_the_concept_page_loads() -> None:
    page = (DOCS / "concepts/calendars.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.+?)```", page, re.DOTALL)
    assert block is not None
    calendars = yaml.safe_load(block[1])["calendars"]
    hours = working_time(parse_calendar("support-hours", calendars["support-hours"]))
    assert hours.next_opening(at("2021-07-31 00:00")) == at("2021-08-02 02:00")


@pytest.mark.parametrize(
    ("terms", "opens"),
    [
        ({}, [True, True, True, True]),
        ({"holidays": [{"date": "2021-12-24", "name": "Eve"}]}, [True, False, False, True]),
        (
            {"holidays": [{"date": "2021-12-24", "name": "Eve"}], "holidays_close": "shift"},
            [True, True, False, False],
        ),
        ({"exceptions": [{"date": "2021-12-24", "hours": "closed", "reason": "x"}]}, [True, False, False, False]),
    ],
)
def test_the_table_of_nights_and_holidays(terms: dict[str, object], opens: list[bool]) -> None:
    hours = desk(weekly={"mon-fri": "22:00-06:00"}, **terms)
    moments = ("2021-12-23 23:00", "2021-12-24 03:00", "2021-12-24 23:00", "2021-12-25 03:00")
    assert [hours.is_open(at(moment)) for moment in moments] == opens
