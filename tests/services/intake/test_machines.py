"""What a machine writes is kept: it reopens nothing, opens nothing on a closed thread, and nobody owes it an answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.names import StateName
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter, message_of, ticket_of

LATER = NOW + timedelta(hours=1)
MACHINES = {
    "Exchange": [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
    "Zimbra": [("X-Zimbra-Autoreply", "yes"), ("Return-Path", "<>")],
    "null sender": [("Return-Path", "<>")],
    "alarm": [("X-Nagios-Notify", "PROBLEM")],
    "bulk": [("Precedence", "bulk")],
    "digest": [("List-Id", "<users.acme.example>"), ("Subject", "Users Digest, Vol 12, Issue 3")],
}


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's ticket, opened by her mail."""
    return ticket_of(arrive(letter(), folder=tmp_path))


def answer(number: int, *, headers: list[tuple[str, str]] | None = None, sender: str = "ana@acme.example") -> bytes:
    """An answer to Ana's first mail."""
    given = [("In-Reply-To", "<1@acme.example>"), *(headers or [])]
    subject = dict(given).get("Subject", "Re: Login loops")
    rest = [one for one in given if one[0] != "Subject"]
    return letter(message_id=f"<{number}@acme.example>", subject=subject, headers=rest, sender=sender)


def put(lighthouse: Lighthouse, ticket: Ticket, state: str) -> None:
    """Answer the ticket, after which it is pending, and bring it to a state."""
    viewer, text = lighthouse.viewer(lighthouse.mira), "Clear the cookie; I look again tomorrow."
    reply(viewer=viewer, ticket_id=ticket.pk, text=text, substantive=True, at=NOW)
    if state != "pending":
        set_status(viewer=viewer, ticket_id=ticket.pk, status=StateName(state), at=NOW)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("state", ["pending", "closed"])
def test_a_machine_on_a_thread_is_kept_and_moves_nothing(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path, machine: str, state: str
) -> None:
    put(lighthouse, ticket, state)
    taken = arrive(answer(2, headers=MACHINES[machine]), folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert (taken.ticket_id, ticket.status) == (ticket.pk, StateName(state))
    assert message_of(taken).automatic
    assert Ticket.objects.count() == 1


def test_a_person_who_answers_through_a_list_reopens(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    put(lighthouse, ticket, "pending")
    arrive(answer(2, headers=[("List-Id", "<users.acme.example>")]), folder=tmp_path, at=LATER)
    ticket.refresh_from_db()
    assert ticket.status == StateName("open")


def test_an_alarm_that_answers_nothing_is_a_ticket(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(headers=[("X-Nagios-Notify", "PROBLEM")]), folder=tmp_path)
    assert (taken.outcome, message_of(taken).automatic) == (IntakeOutcome.opened, "")


def test_two_answers_to_a_closed_thread_make_one_ticket(lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path) -> None:
    put(lighthouse, ticket, "closed")
    first = arrive(answer(2), folder=tmp_path, at=LATER)
    second = arrive(answer(3, sender="zoe@acme.example"), folder=tmp_path, at=LATER)
    assert (first.outcome, second.outcome) == (IntakeOutcome.opened, IntakeOutcome.joined)
    assert second.ticket_id == first.ticket_id


def test_an_answer_after_the_follow_up_was_closed_too_starts_another(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    put(lighthouse, ticket, "closed")
    put(lighthouse, ticket_of(arrive(answer(2), folder=tmp_path, at=LATER)), "closed")
    third = arrive(answer(3), folder=tmp_path, at=LATER)
    assert third.outcome is IntakeOutcome.opened
    assert TicketLink.objects.filter(kind=LinkKind.follows, target=ticket).count() == 2
