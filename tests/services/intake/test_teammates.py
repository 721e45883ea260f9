"""What a teammate writes by mail is never a customer's, and a teammate is never a contact."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.kept_sentences import sentence_of
from firsthand.domain.mail.threading import sign
from firsthand.domain.names import StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Contact
from firsthand.models.conversation import Direction, Message
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.tickets.actions.conversation import reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SECRET, SUPPORT, arrive, letter, message_of, ticket_of

LATER = NOW + timedelta(hours=1)
MIRA = "mira@lighthouse.example"
FORWARD = """please take this one

{announced}
From: Greta Lind <greta.lind@borealis.example>
Date: Thu, 26 Nov 2026 at 09:00
Subject: Import stuck
To: Mira Okafor

Hi, the import is stuck at 12 %. Greta
"""


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's ticket, answered, so that it is pending."""
    found = ticket_of(arrive(letter(), folder=tmp_path))
    text = "Clear the cookie; I look again tomorrow."
    reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=found.pk, text=text, substantive=True, at=NOW)
    return found


def beside(*, to: str, answers: str = "<1@acme.example>") -> bytes:
    """Mira answers from her own mail program."""
    return letter(
        sender=MIRA,
        to=to,
        text="Set the route; tomorrow I check it with you.",
        message_id="<9@lighthouse.example>",
        headers=[("Cc", SUPPORT), ("In-Reply-To", answers)],
    )


def warnings_of(message: Message) -> str:
    """What a reader of a message is told."""
    return " ".join(PLAIN.sentence(sentence_of(one)) for one in message.warnings)


def test_an_answer_beside_the_desk_is_kept_as_ours_and_moves_nothing(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    taken = arrive(beside(to="ana@acme.example"), folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.noted, ticket.pk)
    assert (message_of(taken).direction, ticket.status) == (Direction.note, StateName("pending"))
    assert "They wrote it to ana@acme.example as well" in warnings_of(message_of(taken))
    assert not Contact.objects.filter(handles__address=MIRA).exists()


def test_an_answer_to_a_notice_is_a_note(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    notice = "<fh.notice@lighthouse.example>"
    Delivery.objects.filter(ticket=ticket).update(external_id=notice, message=None, purpose="notice")
    taken = arrive(beside(to=SUPPORT, answers=notice), folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert (taken.outcome, ticket.status) == (IntakeOutcome.noted, StateName("pending"))
    assert "They wrote it to" not in warnings_of(message_of(taken))


def test_a_teammate_at_the_signed_address_is_noted(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    signed = sign(ticket.pk, SECRET, SUPPORT)
    taken = arrive(beside(to=signed, answers="<?@elsewhere.example>"), folder=tmp_path, to=signed)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.noted, ticket.pk)


def test_a_mail_of_a_teammate_about_something_new_is_of_no_contact(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(sender=MIRA), folder=tmp_path)
    assert (ticket_of(taken).contact, message_of(taken).contact) == (None, None)


@pytest.mark.parametrize("announced", ["---------- Forwarded message ---------", "Begin forwarded message:", ""])
def test_a_forward_of_a_teammate_is_a_ticket_of_whom_they_forward(
    lighthouse: Lighthouse, tmp_path: Path, announced: str
) -> None:
    text = FORWARD.format(announced=announced)
    taken = arrive(letter(sender=MIRA, subject="Fwd: Import stuck", text=text), folder=tmp_path)
    message, contact = message_of(taken), ticket_of(taken).contact
    assert message.text == "Hi, the import is stuck at 12 %. Greta"
    assert contact is not None
    assert contact.handles.get().address == "greta.lind@borealis.example"
    assert "stands only in the forwarded text" in warnings_of(message)
    assert Message.objects.get(direction=Direction.note).text == "please take this one"


def test_what_a_customer_forwards_stays_the_customers(lighthouse: Lighthouse, tmp_path: Path) -> None:
    text = FORWARD.format(announced="---------- Forwarded message ---------")
    taken = arrive(letter(subject="Fwd: Import stuck", text=text), folder=tmp_path)
    assert message_of(taken).sender == "Ana Costa <ana@acme.example>"
    assert "please take this one" in message_of(taken).text
