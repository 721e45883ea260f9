"""The receipt that a book has customers told: to people, once, in their language, and never as an answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.tickets import ClosedAs
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.receipts import AT_MOST_IN_AN_HOUR
from firsthand.services.intake.values import IntakeOutcome, TakenIn
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks
from tests.services.intake.letters import arrive, facts, letter, parsed, ticket_of
from tests.services.intake.receipt_book import publish_receipt, receipts


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    """Lighthouse, whose book has a receipt for its customers."""
    publish_receipt()
    return lighthouse


def another(number: int, folder: Path, **more: object) -> TakenIn:
    """Ana writes a new mail."""
    return arrive(letter(message_id=f"<{number}@acme.example>", **more), folder=folder)  # type: ignore[arg-type]


def test_a_customer_is_told_at_once_and_the_first_response_runs_on(desk: Lighthouse, tmp_path: Path) -> None:
    ticket = ticket_of(arrive(letter(), folder=tmp_path))
    [mail] = receipts()
    assert (mail.recipients, mail.subject) == (["ana@acme.example"], "Re: Login loops")
    assert mail.text == f"Hello Ana, this is number {ticket.pk} at Lighthouse. This is not our first response."
    desk.post(at=NOW + timedelta(seconds=5))
    clock = clocks(ticket)["first_response"]
    assert (clock.state, clock.ended_at, ticket.status) == ("running", None, "new")
    assert Event.objects.get(subject=ticket.subject, verb="receipt_written").payload["clause"] == "receipt"


def test_it_is_in_the_language_in_which_they_wrote_else_the_first(desk: Lighthouse, tmp_path: Path) -> None:
    another(1, tmp_path, text="Nach dem Update ist die Anmeldung nicht mehr möglich, bitte helfen Sie.")
    another(2, tmp_path, text="Después de la actualización no podemos entrar.")
    assert [mail.text.split()[0] for mail in receipts()] == ["Guten", "Hello"]


def test_a_book_without_one_and_a_stage_without_one_tell_nobody(
    lighthouse: Lighthouse, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    arrive(letter(), folder=tmp_path)
    request.getfixturevalue("desk")
    arrive(letter(sender="eva@nowhere.example", message_id="<n@nowhere.example>"), folder=tmp_path)
    assert receipts() == []


@pytest.mark.parametrize(
    "headers",
    [
        [("Auto-Submitted", "auto-generated")],
        [("X-Auto-Response-Suppress", "All")],
        [("Precedence", "bulk")],
        [("List-Id", "<talk.acme.example>")],
        [("Return-Path", "<>")],
        [("X-Autoreply", "yes")],
    ],
)
def test_machines_and_lists_are_told_nothing(desk: Lighthouse, tmp_path: Path, headers: list[tuple[str, str]]) -> None:
    arrive(letter(headers=headers), folder=tmp_path)
    assert receipts() == []


def test_a_thread_is_told_once_and_one_that_is_closed_never(desk: Lighthouse, tmp_path: Path) -> None:
    ticket = ticket_of(another(1, tmp_path))
    another(2, tmp_path, headers=[("In-Reply-To", "<1@acme.example>")])
    end_as_not_a_request(
        viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, as_=ClosedAs.billing, at=NOW, why="an invoice"
    )
    assert another(3, tmp_path, headers=[("In-Reply-To", "<1@acme.example>")]).outcome is IntakeOutcome.opened
    assert len(receipts()) == 1


def test_somebody_else_who_answers_a_thread_is_told_nothing(desk: Lighthouse, tmp_path: Path) -> None:
    another(1, tmp_path)
    stranger = letter(
        sender="bot@borealis.example", message_id="<b@borealis.example>", headers=[("In-Reply-To", "<1@acme.example>")]
    )
    assert arrive(stranger, folder=tmp_path).outcome is IntakeOutcome.opened
    assert len(receipts()) == 1


def test_nobody_gets_more_than_a_few_in_an_hour(desk: Lighthouse, tmp_path: Path) -> None:
    for number in range(AT_MOST_IN_AN_HOUR + 3):
        another(number, tmp_path, headers=[("X-Number", str(number))], subject=f"Alarm {number}")
    assert len(receipts()) == AT_MOST_IN_AN_HOUR


def test_two_desks_that_write_to_each_other_stop(desk: Lighthouse, tmp_path: Path) -> None:
    arrive(letter(sender="help@acme.example"), folder=tmp_path)
    [told] = receipts()
    answer = letter(
        sender="help@acme.example",
        subject=f"Ticket created: {told.subject}",
        message_id="<auto@acme.example>",
        headers=[("Auto-Submitted", "auto-replied"), ("In-Reply-To", told.external_id)],
    )
    assert arrive(answer, folder=tmp_path).outcome is IntakeOutcome.joined
    assert len(receipts()) == 1
    assert Message.objects.filter(automatic="auto_reply").count() == 1


def test_what_comes_late_or_from_a_teammate_is_not_told(desk: Lighthouse, tmp_path: Path) -> None:
    archive, then = letter(), NOW - timedelta(hours=2)
    take_in(incoming=parsed(archive, at=then), raw=facts(archive, at=then), at=NOW, data=tmp_path)
    arrive(letter(sender="noor@lighthouse.example", message_id="<noor@lighthouse.example>"), folder=tmp_path)
    assert receipts() == []
