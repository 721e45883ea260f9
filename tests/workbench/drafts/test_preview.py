"""A draft is tried on the desk's own tickets: their answers, waits and hands as the timeline has them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firsthand.domain.book import Edition
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, StateName
from firsthand.models.tickets import ClosedAs
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.status import set_status
from firsthand.workbench.drafts.previewing import Preview, preview
from firsthand.workbench.history import NAT
from firsthand.workbench.history.desk import database_history
from firsthand.workbench.replay import FlipReason, Judged
from tests.handing_over import hand_over
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.tickets.test_conversation import ANSWER
from tests.workbench.drafts.drafts import book, draft

MONDAY_0220_PACIFIC = datetime(2021, 8, 9, 9, 20, tzinfo=UTC)
LATER = datetime(2021, 8, 20, tzinfo=UTC)


def editions() -> tuple[Edition, Edition]:
    return book().edition(), draft().edition()


def tried(lighthouse: Lighthouse, now: datetime = LATER) -> Preview:
    found = preview(*editions(), now, viewer=lighthouse.viewer(lighthouse.mira))
    assert found is not None
    return found


def test_a_desk_without_tickets_has_nothing_to_try_it_on(lighthouse: Lighthouse) -> None:
    assert preview(*editions(), LATER, viewer=lighthouse.viewer(lighthouse.mira)) is None


def test_an_answer_after_35_minutes_was_in_time_and_would_be_late(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY_0220_PACIFIC)
    found = tried(lighthouse)
    assert [(flip.ticket_id, flip.subject) for flip in found.flips] == [(ticket.pk, "Login loops after the upgrade")]
    assert found.flips[0].flip.reason == FlipReason(
        subject="first_response", before="met", after="breached", clause_before="S18", clause_after="S18"
    )
    clock = found.summary.clock(ClockKind.first_response)
    assert (clock.whole.before, clock.whole.after) == (Judged(met=1, of=1), Judged(met=0, of=1))
    assert (found.summary.tickets, found.summary.any_flip, found.bounded) == (1, 1, False)
    assert found.summary.teams[0].name == "support"
    assert found.summary.accounts[0].name == "Acme"


def test_waits_and_hands_come_from_the_timeline(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    hour = timedelta(hours=1)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)
    hand_over(lighthouse.mira, ticket, lighthouse.olu, "engineering", at=NOW + hour)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=NOW + 2 * hour)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=NOW + 3 * hour)
    history = database_history(now=LATER)
    assert history is not None
    assert history.pauses.state.values() == ["pending"]
    assert (history.pauses.to_at - history.pauses.from_at).tolist() == [3_600_000_000]
    assert history.custody.party.values() == ["support", "engineering"]
    assert history.custody.to_at.tolist()[1] == NAT
    assert history.first_response_at.tolist() == [NAT]
    assert (history.resolved_at - history.received_at).tolist() == [3 * 3_600_000_000]


def test_spam_and_what_came_later_are_left_out(lighthouse: Lighthouse) -> None:
    spam, kept = lighthouse.ticket(), lighthouse.ticket(number=2)
    lighthouse.ticket(number=3, received_at=LATER + timedelta(days=1))
    mira = lighthouse.viewer(lighthouse.mira)
    end_as_not_a_request(viewer=mira, ticket_id=spam.pk, as_=ClosedAs.spam, at=NOW)
    history = database_history(now=LATER)
    assert history is not None
    assert [history.ids[0], len(history)] == [str(kept.pk), 1]


@pytest.mark.parametrize("count", [1, 6])
def test_the_number_of_queries_does_not_grow_with_the_tickets(lighthouse: Lighthouse, count: int) -> None:
    for number in range(count):
        lighthouse.ticket(number=number)
    viewer = lighthouse.viewer(lighthouse.mira)
    with CaptureQueriesContext(connection) as queries:
        preview(*editions(), LATER, viewer=viewer)
    assert len(queries) == 3  # tickets, first responses, timeline


def test_only_the_newest_tickets_are_tried(lighthouse: Lighthouse) -> None:
    for number in range(3):
        lighthouse.ticket(number=number, received_at=NOW + number * timedelta(hours=1))
    found = preview(*editions(), LATER, viewer=lighthouse.viewer(lighthouse.mira), most=2)
    assert found is not None
    assert (found.summary.tickets, found.bounded) == (2, True)
    assert found.summary.first_received_at == NOW + timedelta(hours=1)
