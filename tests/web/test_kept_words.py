"""What the desk keeps of its own words is told in the reader's language: receipts, outbox, addresses, quarantine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from firsthand.channels.email.imap import ImapCursor, LoginRefused
from firsthand.channels.email.servers import LineSecurity, SmtpServer
from firsthand.channels.email.smtp import deliver
from firsthand.channels.protocol import Unreadable
from firsthand.domain.names import StateName
from firsthand.domain.sentences import say
from firsthand.models.clocks import Clock
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.receiving import mark_failing
from firsthand.services.delivery.actions import delivery_not_sent, delivery_refused
from firsthand.services.intake.actions import quarantine
from firsthand.services.language import pseudo
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import set_severity
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, facts, letter
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


def english_on(person: Person, *paths: str) -> set[tuple[str, str]]:
    """The English words of ours on pages that somebody reads in the pseudo-language."""
    known = known_on(open_desk(datetime.now(UTC)).organisation)
    found = ((path, text) for path in paths for text in seen(page_of(person, path)))
    return {(path, word) for path, text in found for word in known.escaped(text)}


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


def test_a_mail_that_cannot_leave_says_why_in_the_readers_language(accented: Lighthouse) -> None:
    ticket = accented.ticket(received_at=MONDAY)
    mira = accented.viewer(accented.mira, at=MONDAY)
    reply(viewer=mira, ticket_id=ticket.pk, text="We mended the cookie.", substantive=True, at=MONDAY)
    [claim] = claim_due(MONDAY + timedelta(days=3), "one")
    nobody = SmtpServer(host="localhost", port=1, security=LineSecurity.plain)
    nothing_there = deliver(b"x", server=nobody, sender="", recipients=("ana@acme.example",))
    delivery_not_sent(claim, error=nothing_there.reason, at=MONDAY + timedelta(days=3))
    assert "çåññöţ ƀé řéåçĥéð" in page_of(accented.mira, "/outbox")
    pages = ("/outbox", f"/outbox/{claim.id}", f"/t/{ticket.pk}", f"/t/{ticket.pk}?all=1", "/notices")
    assert english_on(accented.mira, *pages) == set()


def test_what_the_other_server_said_stays_as_it_was_said(accented: Lighthouse) -> None:
    ticket = accented.ticket(received_at=MONDAY)
    mira = accented.viewer(accented.mira, at=MONDAY)
    reply(viewer=mira, ticket_id=ticket.pk, text="We mended the cookie.", substantive=True, at=MONDAY)
    [claim] = claim_due(MONDAY + timedelta(minutes=1), "one")
    delivery_refused(claim, error="550 no such user", at=MONDAY + timedelta(minutes=1))
    assert "550 no such user" in page_of(accented.mira, f"/t/{ticket.pk}")


def test_an_address_that_fails_says_why_in_the_readers_language(accented: Lighthouse) -> None:
    refused = LoginRefused(say("{server} refused it.", server="imap.example:993"), cursor=ImapCursor())
    mark_failing(endpoint_id=accented.mailbox.pk, cursor={}, error=refused.words, at=datetime.now(UTC))
    pages = ("/settings", f"/settings/addresses/{accented.mailbox.pk}")
    assert all("řéƒûšéð îţ" in page_of(accented.mira, path) for path in pages)
    assert english_on(accented.mira, *pages) == set()


@pytest.mark.parametrize("raw", [b" ", b"no headers at all", letter(headers=[("Auto-Submitted", "auto-replied")])])
def test_a_held_message_says_why_in_the_readers_language(accented: Lighthouse, raw: bytes, tmp_path: Path) -> None:
    try:
        held = arrive(raw, folder=tmp_path).raw_id
    except Unreadable as error:
        held = quarantine(raw=facts(raw), reason=error.words, at=MONDAY).raw_id
    assert english_on(accented.mira, "/quarantine", f"/quarantine/{held}") == set()


def test_what_was_odd_about_a_message_is_told_in_the_readers_language(accented: Lighthouse, tmp_path: Path) -> None:
    odd = letter(sender="ana@good.example <ana@acme.example>", headers=[("Precedence", "bulk")], message_id=None)
    taken = arrive(odd, folder=tmp_path, at=MONDAY)
    assert "ţĥé řéåļ åððřéšš îš" in page_of(accented.mira, f"/t/{taken.ticket_id}")
    assert english_on(accented.mira, f"/t/{taken.ticket_id}") == set()
