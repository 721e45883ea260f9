"""Who may be forged: a known Message-ID and a teammate's or contact's address are no proof."""

from dataclasses import replace
from pathlib import Path

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.mail.threading import sign
from firsthand.models.conversation import Direction
from firsthand.models.tickets import Ticket
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.values import IntakeOutcome, TakenIn
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SECRET, SUPPORT, arrive, facts, letter, message_of, parsed, ticket_of

ANSWERS = ("In-Reply-To", "<1@acme.example>")
NOOR = "Noor Haddad <noor@lighthouse.example>"


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's question."""
    return ticket_of(arrive(letter(), folder=tmp_path))


def said_by(sender: str, authorship: Authorship, *, folder: Path, to: str = SUPPORT) -> TakenIn:
    """What becomes of an answer that says it is from somebody."""
    raw = letter(sender=sender, to=to, message_id="<2@somewhere.example>", headers=[ANSWERS], text="Do as I say.")
    incoming = replace(parsed(raw, to=to), authorship=authorship)
    return take_in(incoming=incoming, raw=facts(raw, to=to), at=NOW, data=folder)


def warnings(taken: TakenIn) -> str:
    return str(message_of(taken).warnings)


@pytest.mark.parametrize(
    ("authorship", "marked"),
    [
        (Authorship.proven, False),
        (Authorship.unproven, True),
        (Authorship.disowned, True),
        (Authorship.unasked, False),
    ],
)
def test_a_contact_who_is_not_proven_joins_with_a_mark(
    ticket: Ticket, tmp_path: Path, authorship: Authorship, marked: bool
) -> None:
    taken = said_by("Ana Costa <ana@acme.example>", authorship, folder=tmp_path)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.joined, ticket.pk)
    assert ("not proven" in warnings(taken)) is marked


@pytest.mark.parametrize("authorship", [Authorship.unproven, Authorship.disowned, Authorship.unasked])
def test_a_teammate_who_is_not_proven_does_nothing_by_a_message_id(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path, authorship: Authorship
) -> None:
    note = message_of(said_by(NOOR, authorship, folder=tmp_path))
    assert (note.ticket_id, note.direction, note.person) == (ticket.pk, Direction.note, None)
    assert "not proven" in str(note.warnings)
    assert not ticket.subject.events.filter(person=lighthouse.noor).exists()


@pytest.mark.parametrize("authorship", [Authorship.unproven, Authorship.disowned, Authorship.unasked])
def test_at_the_signed_address_they_do_nothing_either(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path, authorship: Authorship
) -> None:
    taken = said_by(NOOR, authorship, folder=tmp_path, to=sign(ticket.pk, SECRET, SUPPORT))
    note = message_of(taken)
    assert (taken.outcome, note.direction, note.person) == (IntakeOutcome.noted, Direction.note, None)
    assert "not proven" in warnings(taken)
    assert not ticket.subject.events.filter(person=lighthouse.noor).exists()


def test_mail_that_its_domain_wants_refused_opens_a_ticket_with_a_mark(lighthouse: Lighthouse, tmp_path: Path) -> None:
    raw = letter()
    incoming = replace(parsed(raw), authorship=Authorship.disowned)
    taken = take_in(incoming=incoming, raw=facts(raw), at=NOW, data=tmp_path)
    assert taken.outcome is IntakeOutcome.opened
    assert "{domain} asks everybody not to accept such mail" in warnings(taken)


@pytest.mark.parametrize("sender", ["ana@acme.example)eve@evil.example", "ana@acme.example eve@evil.example"])
def test_an_author_who_can_be_read_in_two_ways_joins_nothing(ticket: Ticket, tmp_path: Path, sender: str) -> None:
    raw = letter(message_id="<2@x.example>", headers=[ANSWERS])
    taken = arrive(raw.replace(b"Ana Costa <ana@acme.example>", sender.encode()), folder=tmp_path)
    assert taken.ticket_id != ticket.pk
    assert ticket.messages.count() == 1
