"""What a teammate writes beside the desk is theirs: our answer or a note, never a customer's message."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.sentences import PLAIN
from firsthand.domain.tickets import Phase
from firsthand.models.accounts import Contact
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Direction
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.values import IntakeOutcome, TakenIn
from firsthand.services.outbox.actions import write
from firsthand.services.tickets.actions.marking import mark_reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SUPPORT, arrive, facts, letter, message_of, parsed, ticket_of

LATER = NOW + timedelta(minutes=20)
NOOR = "Noor Haddad <noor@lighthouse.example>"
ANSWERS = ("In-Reply-To", "<1@acme.example>")
Says = Callable[..., TakenIn]


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's question."""
    return ticket_of(arrive(letter(), folder=tmp_path))


@pytest.fixture
def noor_says(tmp_path: Path) -> Says:
    """A mail of Noor's that is proven to be hers, unless it is said otherwise."""

    def says(
        *,
        to: str = SUPPORT,
        cc: str = "",
        answers: str = "<1@acme.example>",
        proven: bool = True,
        text: str = "Set it.",
    ) -> TakenIn:
        headers = [("In-Reply-To", answers), ("Cc", cc)] if cc else [("In-Reply-To", answers)]
        raw = letter(sender=NOOR, to=to, message_id="<n@lighthouse.example>", headers=headers, text=text)
        whose = Authorship.proven if proven else Authorship.unasked
        incoming = replace(parsed(raw, at=LATER), authorship=whose)
        return take_in(incoming=incoming, raw=facts(raw, at=LATER), at=LATER, data=tmp_path)

    return says


def notice(*, ticket: Ticket | None) -> str:
    """A notice of the desk to Noor."""
    row = write(
        key="notice:1",
        purpose="notice",
        channel="email",
        recipients=["noor@lighthouse.example"],
        subject="Resolution was due",
        text="Look.",
        at=NOW,
        ticket=ticket,
        external_id="<notice.1@lighthouse.example>",
    )
    return row.external_id


def is_no_customers(taken: TakenIn, ticket: Ticket) -> bool:
    """Whether a mail is on the ticket, not as the customer's, and left its state alone."""
    message, before = message_of(taken), ticket.status
    ticket.refresh_from_db()
    return message.ticket_id == ticket.pk and message.direction != Direction.inbound and ticket.status == before


def test_an_answer_with_the_desk_in_copy_is_our_answer(lighthouse: Lighthouse, ticket: Ticket, noor_says: Says) -> None:
    taken = noor_says(to="Ana Costa <ana@acme.example>", cc=SUPPORT)
    said = message_of(taken)
    assert is_no_customers(taken, ticket)
    assert (said.direction, said.person, said.recipients) == (
        Direction.outbound,
        lighthouse.noor,
        ["ana@acme.example"],
    )
    assert not Delivery.objects.exists()


def test_it_meets_a_promise_once_somebody_says_so(lighthouse: Lighthouse, ticket: Ticket, noor_says: Says) -> None:
    said = message_of(noor_says(to="ana@acme.example", cc=SUPPORT))
    first = Clock.objects.filter(subject=ticket.subject, kind="first_response")
    assert first.get().ended_at is None
    mark_reply(
        viewer=lighthouse.viewer(lighthouse.noor), message_id=said.pk, counts=True, at=LATER, why="It says what to set."
    )
    assert (first.get().met_by, first.get().ended_at) == (said, LATER)


def test_it_is_a_note_of_nobody_where_it_is_not_proven(ticket: Ticket, noor_says: Says) -> None:
    taken = noor_says(to="ana@acme.example", cc=SUPPORT, proven=False)
    said = message_of(taken)
    assert is_no_customers(taken, ticket)
    assert (said.direction, said.person) == (Direction.note, None)
    assert "not proven" in str(said.warnings)
    assert "ana@acme.example" in str(said.warnings)


@pytest.mark.parametrize("proven", [True, False])
def test_an_answer_to_a_notice_is_a_note(ticket: Ticket, noor_says: Says, proven: bool) -> None:
    taken = noor_says(answers=notice(ticket=ticket), proven=proven, text="It can wait until Monday.")
    assert is_no_customers(taken, ticket)
    assert (taken.outcome, message_of(taken).direction) == (IntakeOutcome.noted, Direction.note)


def test_an_answer_to_a_notice_about_no_ticket_waits(lighthouse: Lighthouse, noor_says: Says) -> None:
    taken = noor_says(answers=notice(ticket=None))
    assert taken.outcome is IntakeOutcome.quarantined
    assert "notice" in PLAIN.sentence(taken.reason)


def test_a_colleague_is_never_a_contact(lighthouse: Lighthouse, noor_says: Says) -> None:
    before = Contact.objects.count()
    ticket = ticket_of(noor_says(answers="<unknown@somewhere.example>"))
    assert (ticket.contact, ticket.phase, Contact.objects.count()) == (None, Phase.open, before)
    assert "colleague" in str(ticket.messages.get().warnings)
