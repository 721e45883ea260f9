"""What the desk keeps of its own words is told in the reader's language: receipts, outbox, addresses, quarantine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.names import StateName
from firsthand.models.clocks import Clock
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.language import pseudo
from firsthand.services.tickets.actions.kinds import set_severity
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import Lighthouse
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import seen

TODAY = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0)
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 7)
"""A Monday of these days, while everybody works."""


@pytest.fixture
def accented(lighthouse: Lighthouse) -> Iterator[Lighthouse]:
    """The desk speaks the pseudo-language."""
    with speaking_pseudo():
        yield lighthouse


def page_of(person: Person, path: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(path, headers={"accept-language": pseudo.CODE}).content.decode()


def english_on(person: Person, path: str) -> set[str]:
    """The English words of ours on a page that somebody reads in the pseudo-language."""
    known = known_on(open_desk(datetime.now(UTC)).organisation)
    return {word for text in seen(page_of(person, path)) for word in known.escaped(text)}


def waits(desk: Lighthouse) -> Ticket:
    """Ben's ticket, whose resolution stands still because he owes the next step."""
    ticket, mira = desk.ticket(contact=desk.ben, received_at=MONDAY), desk.viewer(desk.mira, at=MONDAY)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=MONDAY)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=MONDAY + timedelta(hours=1))
    return ticket


def test_a_receipt_says_why_a_clock_stood_still_in_the_readers_language(accented: Lighthouse) -> None:
    ticket = waits(accented)
    assert "[ţĥé ţîçķéţ îš pending]" in page_of(accented.mira, f"/t/{ticket.pk}/why")
    assert english_on(accented.mira, f"/t/{ticket.pk}/why") == set()


def test_a_receipt_as_text_too(accented: Lighthouse) -> None:
    paper = page_of(accented.mira, f"/t/{waits(accented).pk}/why?as=text")
    assert "ñöţ ðûé ŵĥîļé þåûšéð" in paper


def test_a_cause_of_before_reads_as_it_was_written(accented: Lighthouse) -> None:
    ticket = waits(accented)
    [clock] = Clock.objects.filter(state="paused")
    [[begin, end, _cause, evidence]] = clock.pauses
    Clock.objects.filter(pk=clock.pk).update(pauses=[[begin, end, "the ticket is pending", evidence]])
    assert "the ticket is pending" in page_of(accented.mira, f"/t/{ticket.pk}/why")
