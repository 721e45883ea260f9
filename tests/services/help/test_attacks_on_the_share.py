"""The share of tickets that needed help, as an enemy asks for it: odd months, terms that change, what was taken back."""

from datetime import timedelta

import pytest

from firsthand.services.book.desk import open_desk
from firsthand.services.help.share import share_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATER = NOW + timedelta(minutes=10)


@pytest.mark.parametrize("month", ["202²-08", "2021-²", "2021-" + "0" * 5000 + "7", "2021-07\x00", "2021-7", "0000-07"])
def test_a_month_that_is_none_is_this_one_whatever_its_digits(lighthouse: Lighthouse, month: str) -> None:
    mira, desk = lighthouse.viewer(lighthouse.mira, at=LATER), open_desk(LATER)
    assert share_page(viewer=mira, month=month, desk=desk).shown.month.name == "2021-08"
