"""A mail joins a ticket only by what it answers, and only from somebody who belongs there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.kept_sentences import sentence_of
from firsthand.domain.mail.threading import sign
from firsthand.domain.names import StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.conversation import Direction
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SECRET, SUPPORT, arrive, facts, letter, message_of, parsed, ticket_of

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's ticket, opened by her mail."""
    return ticket_of(arrive(letter(), folder=tmp_path))


def answer(to: str = "<1@acme.example>", **more: object) -> bytes:
    """A mail that answers another."""
    number = more.pop("number", 2)
    return letter(message_id=f"<{number}@acme.example>", headers=[("In-Reply-To", to)], **more)  # type: ignore[arg-type]


def test_an_answer_of_the_contact_joins_by_the_message_it_answers(ticket: Ticket, tmp_path: Path) -> None:
    taken = arrive(answer(subject="A new subject"), folder=tmp_path, at=LATER)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.joined, ticket.pk)


def test_an_answer_to_our_own_reply_joins(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    said = reply(
        viewer=lighthouse.viewer(lighthouse.mira),
        ticket_id=ticket.pk,
        text="The proxy drops the cookie; set SameSite=None and tell me if it still loops.",
        substantive=True,
        at=NOW + timedelta(minutes=5),
    )
    taken = arrive(answer(said.message.external_id or ""), folder=tmp_path, at=LATER)
    assert taken.ticket_id == ticket.pk
    ticket.refresh_from_db()
    assert ticket.status == StateName("open")


def test_the_same_subject_alone_never_joins(ticket: Ticket, tmp_path: Path) -> None:
    taken = arrive(letter(message_id="<2@acme.example>", subject="Re: Login loops"), folder=tmp_path)
    assert taken.outcome is IntakeOutcome.opened


def test_a_colleague_of_the_account_may_join(ticket: Ticket, tmp_path: Path) -> None:
    assert arrive(answer(sender="zoe@acme.example"), folder=tmp_path).outcome is IntakeOutcome.joined


def test_somebody_the_customer_wrote_to_may_join(lighthouse: Lighthouse, tmp_path: Path) -> None:
    first = arrive(letter(headers=[("Cc", "partner@helper.example")]), folder=tmp_path)
    taken = arrive(answer(sender="partner@helper.example"), folder=tmp_path)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.joined, first.ticket_id)


def test_a_stranger_who_answers_gets_a_ticket_of_their_own_that_says_why(ticket: Ticket, tmp_path: Path) -> None:
    taken = arrive(answer(sender="mallory@evil.example"), folder=tmp_path)
    assert taken.outcome is IntakeOutcome.opened
    assert taken.ticket_id != ticket.pk
    link = TicketLink.objects.get()
    assert (link.source_id, link.target_id, link.kind) == (taken.ticket_id, ticket.pk, LinkKind.related)
    received = ticket_of(taken).subject.events.get(verb="received")
    assert f"This answers #{ticket.pk}" in PLAIN.phrase(sentence_of((received.words or {})["notes"]))
    assert ticket.messages.count() == 1


def test_the_signed_address_joins_without_any_reference(ticket: Ticket, tmp_path: Path) -> None:
    signed = sign(ticket.pk, SECRET, SUPPORT)
    taken = arrive(letter(message_id="<2@acme.example>", to=signed), folder=tmp_path, to=signed)
    assert taken.ticket_id == ticket.pk


def test_the_signed_address_does_not_let_a_stranger_in(ticket: Ticket, tmp_path: Path) -> None:
    signed = sign(ticket.pk, SECRET, SUPPORT)
    raw = letter(message_id="<2@evil.example>", to=signed, sender="mallory@evil.example")
    assert arrive(raw, folder=tmp_path, to=signed).ticket_id != ticket.pk


def test_a_made_up_signature_does_not_join(ticket: Ticket, tmp_path: Path) -> None:
    forged = sign(ticket.pk, "another secret", SUPPORT)
    raw = letter(message_id="<2@acme.example>", to=forged)
    assert arrive(raw, folder=tmp_path, to=forged).outcome is IntakeOutcome.opened


def test_a_reply_reopens_a_solved_ticket_and_starts_a_linked_one_on_a_closed_ticket(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    viewer = lighthouse.viewer(lighthouse.mira)
    text = "The proxy drops the cookie; set SameSite=None and tell me if it still loops."
    reply(viewer=viewer, ticket_id=ticket.pk, text=text, substantive=True, at=NOW)
    set_status(viewer=viewer, ticket_id=ticket.pk, status=StateName("solved"), at=NOW)
    arrive(answer(), folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert ticket.status == StateName("open")
    set_status(viewer=viewer, ticket_id=ticket.pk, status=StateName("closed"), at=LATER)
    taken = arrive(answer(number=3, text="Again."), folder=tmp_path, at=LATER)
    assert taken.outcome is IntakeOutcome.opened
    assert TicketLink.objects.get(kind=LinkKind.follows).source_id == taken.ticket_id


def test_an_automatic_reply_on_a_thread_is_kept_and_changes_no_status(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    set_status(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, status=StateName("pending"), at=NOW)
    away = letter(
        message_id="<2@acme.example>",
        headers=[("In-Reply-To", "<1@acme.example>"), ("Auto-Submitted", "auto-replied")],
    )
    taken = arrive(away, folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert (taken.ticket_id, ticket.status) == (ticket.pk, StateName("pending"))
    assert message_of(taken).automatic == "auto_reply"


def test_an_automatic_reply_to_nothing_waits_with_its_reason(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(headers=[("Auto-Submitted", "auto-replied")]), folder=tmp_path)
    assert taken.outcome is IntakeOutcome.quarantined
    assert "automatic reply" in PLAIN.sentence(RawMessage.objects.get().reason)
    assert not Ticket.objects.exists()


def test_a_teammates_mail_to_the_signed_address_is_an_internal_note(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    signed = sign(ticket.pk, SECRET, SUPPORT)
    raw = letter(message_id="<9@lighthouse.example>", to=signed, sender="Noor Haddad <noor@lighthouse.example>")
    proven = replace(parsed(raw, to=signed, at=LATER), authorship=Authorship.proven)
    taken = take_in(incoming=proven, raw=facts(raw, to=signed, at=LATER), at=LATER, data=tmp_path)
    note = message_of(taken)
    assert (taken.outcome, note.direction, note.person) == (IntakeOutcome.noted, Direction.note, lighthouse.noor)
    assert not Delivery.objects.exists()


def test_our_own_mail_come_back_waits(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    said = reply(
        viewer=lighthouse.viewer(lighthouse.mira),
        ticket_id=ticket.pk,
        text="Which version do you run?",
        substantive=False,
        at=NOW,
    )
    raw = letter(message_id=said.message.external_id or "", sender="Lighthouse support <support@lighthouse.example>")
    taken = arrive(raw, folder=tmp_path, at=LATER)
    assert taken.outcome is IntakeOutcome.quarantined
    assert "own message" in PLAIN.sentence(taken.reason)


def test_mail_in_the_desks_own_name_waits(lighthouse: Lighthouse, tmp_path: Path) -> None:
    assert arrive(letter(sender=SUPPORT), folder=tmp_path).outcome is IntakeOutcome.quarantined


def test_mail_that_names_no_sender_waits(lighthouse: Lighthouse, tmp_path: Path) -> None:
    assert arrive(letter(sender="nobody at all"), folder=tmp_path).outcome is IntakeOutcome.quarantined
    assert RawMessage.objects.get().state == RawState.quarantined
