"""What came before the desk answered for an address is history: it can be found, and nobody owes anything."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.clocks import Clock
from firsthand.models.outbox import Notice
from firsthand.models.tickets import ClosedAs, LinkKind, Ticket
from firsthand.services.intake.actions import quarantine
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks
from tests.services.intake.letters import arrive, facts, letter, ticket_of

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def answers_since(lighthouse: Lighthouse) -> None:
    """The desk answers for its address from now on."""
    Endpoint.objects.update(answers_since=NOW)


def test_it_is_a_closed_ticket_without_clocks_of_which_nobody_is_told(tmp_path: Path) -> None:
    old = ticket_of(arrive(letter(), folder=tmp_path, at=NOW - YEAR, read_at=NOW))
    assert (old.phase, old.closed_as, old.received_at) == ("closed", ClosedAs.history, NOW - YEAR)
    fire_due(now=NOW + YEAR)
    assert (Clock.objects.count(), Notice.objects.count()) == (0, 0)
    assert list(old.subject.events.values_list("verb", flat=True)) == ["kept_as_history", "status_changed"]


def test_a_thread_of_before_is_one_ticket_and_what_comes_now_is_a_new_one_beside_it(tmp_path: Path) -> None:
    answers = [("In-Reply-To", "<1@acme.example>")]
    old = ticket_of(arrive(letter(), folder=tmp_path, at=NOW - YEAR, read_at=NOW))
    again = letter(message_id="<2@acme.example>", headers=answers)
    assert ticket_of(arrive(again, folder=tmp_path, at=NOW - YEAR / 2, read_at=NOW)) == old
    new = ticket_of(arrive(letter(message_id="<3@acme.example>", headers=answers), folder=tmp_path, at=NOW))
    assert (new.phase, clocks(new)["first_response"].started_at) == ("open", NOW)
    assert [(one.kind, one.target) for one in new.links.all()] == [(LinkKind.follows, old)]


def test_what_cannot_be_read_or_answered_is_kept_and_owed_nothing(tmp_path: Path) -> None:
    nobody = letter(sender="support@lighthouse.example")
    taken = arrive(nobody, folder=tmp_path, at=NOW - YEAR, read_at=NOW)
    assert (taken.outcome, Ticket.objects.count()) == (IntakeOutcome.recorded, 0)
    quarantine(raw=facts(b"?", at=NOW - YEAR), reason=say("It cannot be read."), at=NOW)
    assert Clock.objects.count() == 0
