"""What a teammate writes beside the desk is theirs: our answer or a note, never a customer's message."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
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
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.marking import mark_reply
from firsthand.services.tickets.actions.requester import name_requester, proposed_requester
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


BELOW = """From: Ben Frost <ben@borealis.example>
Date: Fri, 6 Aug 2021 at 09:00
Subject: Import stuck
To: Noor Haddad <noor@lighthouse.example>

The import is stuck at 12 %.
"""
FORMS = {
    "Gmail": f"Please take this one.\n\n---------- Forwarded message ---------\n{BELOW}",
    "Outlook": "Please take this one.\n\n________________________________\nVon: Ben Frost <ben@borealis.example>\n"
    "Gesendet: Freitag, 6. August 2021 09:00\nAn: Noor Haddad\nBetreff: Import stuck\n\nThe import is stuck at 12 %.",
    "Apple": f"Please take this one.\n\nBegin forwarded message:\n\n{BELOW}",
}


def forwards(text: str, *, folder: Path, sender: str = NOOR, file: bytes = b"") -> TakenIn:
    """Somebody forwards Ben's mail to the desk."""
    raw = letter(sender=sender, subject="Fwd: Import stuck", text=text, message_id="<f@lighthouse.example>")
    if file:
        whole = message_from_bytes(raw, policy=policy.default)
        whole.add_attachment(message_from_bytes(file, policy=policy.default))
        raw = whole.as_bytes()
    return arrive(raw, folder=folder)


@pytest.mark.parametrize("form", FORMS)
def test_a_forward_opens_with_the_words_of_who_wrote_it(lighthouse: Lighthouse, tmp_path: Path, form: str) -> None:
    ticket = ticket_of(forwards(FORMS[form], folder=tmp_path))
    said, note = ticket.messages.order_by("pk")
    assert (said.text, said.sender) == ("The import is stuck at 12 %.", "Ben Frost <ben@borealis.example>")
    assert (note.direction, note.text.split("\n")[0]) == (Direction.note, "Please take this one.")
    assert (ticket.account, ticket.contact) == (lighthouse.borealis, None)


def test_one_click_makes_who_wrote_it_the_customer(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket = ticket_of(forwards(FORMS["Gmail"], folder=tmp_path))
    mira = lighthouse.viewer(lighthouse.mira)
    name_requester(viewer=mira, ticket_id=ticket.pk, who=proposed_requester(ticket), at=LATER)
    ticket.refresh_from_db()
    said = reply(viewer=mira, ticket_id=ticket.pk, text="We look.", substantive=False, at=LATER).message
    assert (ticket.contact, said.recipients) == (lighthouse.ben, ["ben@borealis.example"])
    assert proposed_requester(ticket) == ""


def test_a_colleagues_own_question_proposes_nobody(lighthouse: Lighthouse, noor_says: Says) -> None:
    assert proposed_requester(ticket_of(noor_says(answers="<unknown@somewhere.example>"))) == ""


def test_so_does_a_forward_as_a_file(lighthouse: Lighthouse, tmp_path: Path) -> None:
    inner = letter(
        sender="Ben Frost <ben@borealis.example>",
        text="The import is stuck at 12 %.",
        headers=[("Date", "Fri, 06 Aug 2021 09:00:00 +0000")],
    )
    ticket = ticket_of(forwards("Please take this one.", folder=tmp_path, file=inner))
    said, note = ticket.messages.order_by("pk")
    assert (said.text, note.text) == ("The import is stuck at 12 %.", "Please take this one.")
    assert ticket.account == lighthouse.borealis


def test_what_a_customer_forwards_is_their_own_message(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket = ticket_of(forwards(FORMS["Gmail"], folder=tmp_path, sender="Ana Costa <ana@acme.example>"))
    assert (ticket.contact, ticket.account) == (lighthouse.ana, lighthouse.acme)
    assert "Please take this one." in ticket.messages.get().text
