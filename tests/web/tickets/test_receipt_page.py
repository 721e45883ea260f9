"""The receipt: why is that so?"""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.calendars import parse_budget, parse_calendar, working_time
from firsthand.domain.clocks import receipt
from firsthand.domain.names import StateName
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.status import set_status
from firsthand.web.tickets.bar import WIDTH, bar_of
from tests.lighthouse import Lighthouse
from tests.services.clocks.test_straddling import straddles_with_waits
from tests.services.judging.test_as_if import ANSWER, FRIDAY_1630, HOUR_FROM_JULY, MONDAY_1000, publish_as
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


@pytest.fixture
def answered(lighthouse: Lighthouse) -> Ticket:
    """Ana's request of Friday 16:30, answered on Monday, and a page that is published after that."""
    ticket = lighthouse.ticket(received_at=FRIDAY_1630)
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY_1000)
    lighthouse.post(at=MONDAY_1000 + timedelta(seconds=12))
    publish_as("2021-08-06", HOUR_FROM_JULY % "")
    return ticket


def mira_signed_in(lighthouse: Lighthouse) -> Client:
    client = Client()
    client.force_login(lighthouse.mira)
    return client


def plain(page: bytes) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", page.decode()).split())


@pytest.mark.clause("S18", "S20")
def test_judging_under_another_edition_shows_both_verdicts(lighthouse: Lighthouse, answered: Ticket) -> None:
    client, clock = mira_signed_in(lighthouse), answered.subject.clocks.get()
    asked = {"clock": clock.pk, "edition": "2021-08-06", "why": "would we have kept the hour?"}
    done = client.post(f"/t/{answered.pk}/why/as-if", asked)
    assert (done.status_code, done["Location"]) == (303, f"/t/{answered.pk}/why#clock-{clock.pk}")
    text = plain(client.get(f"/t/{answered.pk}/why").content)
    assert "As judged under 2021-06-22-first-version: kept (due Mon 2 Aug 2021, 16:30; answered Mon 2" in text
    assert "As if under 2021-08-06: not kept in time (due Mon 2 Aug 2021, 02:30; answered Mon 2" in text
    assert "asked by Mira Lindqvist" in text
    assert "would we have kept the hour?" in text


def test_beside_the_ticket_the_form_swaps_the_panel_and_a_refusal_stands_at_it(
    lighthouse: Lighthouse, answered: Ticket
) -> None:
    client, clock = mira_signed_in(lighthouse), answered.subject.clocks.get()
    part = client.get(f"/t/{answered.pk}/why", HTTP_HX_REQUEST="true").content.decode()
    assert f'hx-post="/t/{answered.pk}/why/as-if"' in part
    asked = {"clock": clock.pk, "edition": "2021-06-22-first-version", "why": "just so"}
    refused = client.post(f"/t/{answered.pk}/why/as-if", asked, HTTP_HX_REQUEST="true")
    assert refused.status_code == 422
    assert "Choose another edition." in plain(refused.content)
    assert 'value="just so"' in refused.content.decode()


def test_a_pause_links_to_the_event_that_shows_it(lighthouse: Lighthouse) -> None:
    straddles_with_waits("at_creation")
    ticket = lighthouse.ticket(received_at=FRIDAY_1630)
    mira = lighthouse.viewer(lighthouse.mira)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=FRIDAY_1630 + timedelta(minutes=10))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=MONDAY_1000)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY_1000)
    client, event = mira_signed_in(lighthouse), ticket.subject.events.filter(verb="status_changed").earliest("pk")
    page = client.get(f"/t/{ticket.pk}/why").content.decode()
    assert f'<a href="/t/{ticket.pk}?all=1#event-{event.pk}">Mira Lindqvist set it from new to pending</a>' in page
    assert f'id="event-{event.pk}"' in client.get(f"/t/{ticket.pk}").content.decode()
    assert f"version {ticket.subject.clocks.get(kind='resolution').calendar_version}" in plain(page.encode())


def test_it_reads_as_plain_text_as_well(lighthouse: Lighthouse, answered: Ticket) -> None:
    page = mira_signed_in(lighthouse).get(f"/t/{answered.pk}/why?as=text")
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    text = page.content.decode()
    assert "First response (met)" in text
    assert "by S20 of edition 2021-06-22-first-version, calendar version" in text
    assert "Fri 30 Jul 2021 16:30 → 17:00" in text


def test_a_clause_on_the_receipt_opens_the_book_as_it_was_known_then(lighthouse: Lighthouse, answered: Ticket) -> None:
    client = mira_signed_in(lighthouse)
    page = client.get(f"/t/{answered.pk}/why").content.decode()
    [link] = set(re.findall(r'href="(/book[^"#]+)#S20"', page))
    book = plain(client.get(html.unescape(link)).content)
    assert "edition 2021-06-22-first-version" in book
    assert "From the middle of July" not in book
    assert "From the middle of July" in plain(client.get("/book").content)
