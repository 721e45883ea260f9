"""The receipt: why is that so?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.calendars import parse_budget, parse_calendar, working_time
from firsthand.domain.clocks import receipt
from firsthand.web.tickets.bar import WIDTH, bar_of
from tests.web.desk_of_lighthouse import BusyDesk

FRIDAY = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


@pytest.mark.clause("S18", "A17")
def test_it_shows_clause_intervals_sum_and_what_did_not_count(busy: BusyDesk, mira: Client) -> None:
    text = mira.get(f"/t/{busy.login.pk}/why").content.decode()
    assert "1 hour internal SLA response time" in text
    assert "book edition 2021-06-22" in text
    assert "1 h 00 min 00 s" in text
    assert "What did not count" in text
    assert "Nobody has confirmed the kind yet" in text
    assert "<svg" in text


def test_beside_the_ticket_it_is_a_part_and_alone_a_page(busy: BusyDesk, mira: Client) -> None:
    part = mira.get(f"/t/{busy.login.pk}/why", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert "First response" in part


def test_the_bar_tiles_its_width_and_marks_the_due_instant() -> None:
    hours = parse_calendar("support-hours", {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "02:00-17:00"}})
    found = receipt(
        working_time=working_time(hours),
        budget=parse_budget("1 business hours"),
        started_at=FRIDAY,
        until=FRIDAY + timedelta(hours=58),
    )
    bar = bar_of(found, now=FRIDAY + timedelta(minutes=5))
    assert sum(piece.width for piece in bar.pieces) == pytest.approx(WIDTH, abs=1)
    assert [piece.kind for piece in bar.pieces] == ["counted", "closed", "counted"]
    assert bar.shortened
    assert bar.due_x == pytest.approx(WIDTH, abs=1)
    assert bar.now_x is not None
    assert bar.now_x < bar.pieces[1].x
