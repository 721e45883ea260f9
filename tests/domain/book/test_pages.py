"""The worked examples on the pages about editions and straddling are true."""

import re

import pytest

from tests.conftest import ROOT
from tests.domain.book.test_straddling import held, page, straddled

DAY, TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
ROW = re.compile(rf"^\| `(\w+)` \| ({DAY}) ({TIME}) \| (S\d\d) \| (\w{{3}}) {DAY} ({TIME}) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs/algorithms/straddling.md").read_text(encoding="utf-8"))


def test_the_page_of_straddling_has_its_examples() -> None:
    assert len(ROWS) == 5


@pytest.mark.clause("A12")
@pytest.mark.parametrize(("rule", "day", "time", "clause", "weekday", "due"), ROWS)
def test_every_example_of_straddling(rule: str, day: str, time: str, clause: str, weekday: str, due: str) -> None:
    found = straddled(page(rule), "2021-07-30T16:30", f"{day}T{time}")
    assert held(found) == (clause, f"{weekday} {due}")
