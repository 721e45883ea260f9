"""The share of tickets that needed help, as an enemy asks for it: odd months, terms that change, what was taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.help.share import share_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATER = NOW + timedelta(minutes=10)
SEPTEMBER = """\
book: customer-first
amendment: september
title: Half may need help from September on
published_at: 2021-08-01T00:00:00Z
author: Ada
approver: Ada
zone: America/Los_Angeles
service_levels:
  - clause: S50.target
    replaces: S50.target
    source: [S50]
    text: At most half of the cases of a month need help.
    when: {kind: [how_to, troubleshooting]}
    target: {measure: needs_engineering_help, at_most: 50%, period: month}
    in_force: {from: 2021-09-01T00:00:00-07:00}
    class: internal_target
"""


@pytest.mark.parametrize("month", ["202²-08", "2021-²", "2021-" + "0" * 5000 + "7", "2021-07\x00", "2021-7", "0000-07"])
def test_a_month_that_is_none_is_this_one_whatever_its_digits(lighthouse: Lighthouse, month: str) -> None:
    mira, desk = lighthouse.viewer(lighthouse.mira, at=LATER), open_desk(LATER)
    assert share_page(viewer=mira, month=month, desk=desk).shown.month.name == "2021-08"


@pytest.mark.parametrize(("month", "most"), [("2021-08", "1/10"), ("2021-09", "1/2")])
def test_what_holds_from_the_first_of_september_is_no_target_of_august(
    lighthouse: Lighthouse, month: str, most: str
) -> None:
    publish(texts=[("september.yaml", SEPTEMBER)], at=NOW, by=None)
    at = datetime(2021, 9, 20, tzinfo=UTC)
    page = share_page(viewer=lighthouse.viewer(lighthouse.mira, at=at), month=month, desk=open_desk(at))
    assert [str(one.at_most) for one in page.targets] == [most]
