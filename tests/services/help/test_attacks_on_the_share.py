"""The share of tickets that needed help, as an enemy asks: odd months, a book that changes, what was taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.help.share import share_page
from firsthand.services.tickets.actions import asking_for_help
from tests.asking_for_help import answer, ask
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


def test_help_that_was_answered_and_asked_for_again_was_needed_though_it_is_withdrawn_then(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    asking_for_help.ask_again(viewer=mira, help_id=row.pk, why="It still loops.", at=LATER)
    asking_for_help.withdraw(viewer=mira, help_id=row.pk, at=LATER)
    shown = share_page(viewer=mira, month="2021-08", desk=open_desk(LATER)).shown
    assert (shown.tickets, shown.helped) == (1, 1)


def test_what_was_taken_for_a_defect_by_mistake_and_withdrawn_takes_no_ticket_out_of_the_share(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    """glpi 2075: a request that was deleted went on to decide what its ticket counted as."""
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    row = ask(lighthouse.mira, trouble, at=NOW)
    HelpRequest.objects.filter(pk=row.pk).update(is_defect=True)
    asking_for_help.withdraw(viewer=mira, help_id=row.pk, at=LATER)
    ask(lighthouse.mira, trouble, at=LATER)
    shown = share_page(viewer=mira, month="2021-08", desk=open_desk(LATER)).shown
    assert (shown.tickets, shown.helped) == (1, 1)
