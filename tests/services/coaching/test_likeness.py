"""Three like tickets propose a step, and each ticket says which step should have prevented it."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind
from firsthand.domain.sentences import PLAIN
from firsthand.models.coaching import CoachingTicket, LikeTickets
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.book.desk import open_desk
from firsthand.services.coaching.actions import add
from firsthand.services.coaching.likeness import leave, say_prevention, take_on
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.waiting.queries import waiting_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.coaching.moving import steps

LATER = NOW + timedelta(days=1)


def asked(lighthouse: Lighthouse, number: int, *, kind: str = "how_to", days: int = 0) -> Ticket:
    """Ana's ticket, of a kind that Mira confirms when it comes."""
    at = NOW + timedelta(days=days)
    ticket = lighthouse.ticket(subject=f"Export {number}", text="How do I export?", number=number, received_at=at)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira, at=at), ticket_id=ticket.pk, kind=Kind(kind), at=at)
    ticket.refresh_from_db()
    return ticket


@pytest.mark.clause("S8")
def test_the_third_like_ticket_proposes_a_step_once(lighthouse: Lighthouse) -> None:
    asked(lighthouse, 1), asked(lighthouse, 2)
    assert not LikeTickets.objects.exclude(proposed_at=None).exists()
    asked(lighthouse, 3), asked(lighthouse, 4)
    row = LikeTickets.objects.get()
    assert (row.account, row.kind, row.topic, row.clause) == (lighthouse.acme, "how_to", "", "S25")
    notice = Notice.objects.get(kind="coaching")
    assert (notice.person, "Acme: 3 tickets alike (how to)" in PLAIN.phrase(notice.text)) == (lighthouse.noor, True)
    page = waiting_page(viewer=lighthouse.viewer(lighthouse.noor), desk=open_desk(NOW))
    assert [one.page for one in page.items if "alike" in PLAIN.phrase(one.reason)] == [f"/a/{lighthouse.acme.pk}/plan"]


def test_other_kinds_other_days_and_what_is_no_request_are_not_alike(lighthouse: Lighthouse) -> None:
    asked(lighthouse, 1, days=-31)
    asked(lighthouse, 2)
    asked(lighthouse, 3, kind="troubleshooting")
    spam = asked(lighthouse, 4)
    end_as_not_a_request(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=spam.pk, as_=ClosedAs.spam, at=NOW)
    asked(lighthouse, 5)
    assert not LikeTickets.objects.exclude(proposed_at=None).exists()


def test_a_restricted_ticket_is_counted_nowhere(lighthouse: Lighthouse) -> None:
    hidden = asked(lighthouse, 1)
    restrict(
        viewer=lighthouse.viewer(lighthouse.mira),
        ticket_id=hidden.pk,
        circle=Circle(people=frozenset({lighthouse.mira.pk})),
        at=NOW,
        why="Salaries.",
    )
    asked(lighthouse, 2), asked(lighthouse, 3)
    assert not LikeTickets.objects.exclude(proposed_at=None).exists()


def test_taken_on_it_is_a_step_with_its_tickets_and_only_later_ones_count_again(lighthouse: Lighthouse) -> None:
    tickets = [asked(lighthouse, number) for number in (1, 2, 3)]
    row, noor = LikeTickets.objects.get(), lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="coach an account"):
        take_on(viewer=lighthouse.viewer(lighthouse.mira), like_id=row.pk, what="Show", at=NOW)
    step = take_on(viewer=noor, like_id=row.pk, what="Show them how to export", at=NOW)
    assert (step.origin, step.due_at - NOW) == ("like_tickets", timedelta(days=7))
    assert {one.ticket for one in CoachingTicket.objects.filter(step=step, tie="gave_rise")} == set(tickets)
    with pytest.raises(Refused, match="answered before"):
        take_on(viewer=noor, like_id=row.pk, what="Show them", at=NOW)
    for number in (4, 5):
        asked(lighthouse, number, days=1)
    assert LikeTickets.objects.get().proposed_at is None
    asked(lighthouse, 6, days=1)
    assert LikeTickets.objects.get().proposed_at == LATER


def test_left_with_a_reason(lighthouse: Lighthouse) -> None:
    for number in (1, 2, 3):
        asked(lighthouse, number)
    row, noor = LikeTickets.objects.get(), lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Invalid, match="why"):
        leave(viewer=noor, like_id=row.pk, why="", at=NOW)
    leave(viewer=noor, like_id=row.pk, why="It is a bug of ours.", at=NOW)
    assert (LikeTickets.objects.get().proposed_at, steps(lighthouse.acme)) == (None, [])
    assert Event.objects.get(verb="like_tickets_left").words == {"why": "It is a bug of ours."}
    with pytest.raises(Missing):
        leave(viewer=noor, like_id=row.pk + 1, why="No.", at=NOW)


def test_a_ticket_says_which_step_should_have_prevented_it_and_takes_it_back(lighthouse: Lighthouse) -> None:
    noor, mira = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.mira)
    step = add(viewer=noor, account_id=lighthouse.acme.pk, what="Show them", due_at=LATER, at=NOW)
    other = add(viewer=noor, account_id=lighthouse.cobalt.pk, what="Show them", due_at=LATER, at=NOW)
    ticket = asked(lighthouse, 1)
    with pytest.raises(Refused, match="another account"):
        say_prevention(viewer=mira, ticket_id=ticket.pk, step_id=other.pk, at=NOW)
    for _ in range(2):
        say_prevention(viewer=mira, ticket_id=ticket.pk, step_id=step.pk, at=NOW)
    assert CoachingTicket.objects.get().step == step
    say_prevention(viewer=mira, ticket_id=ticket.pk, step_id=None, at=NOW)
    assert not CoachingTicket.objects.exists()
    assert Event.objects.filter(subject=ticket.subject, verb="prevention_said").count() == 2


def test_a_merged_ticket_takes_along_what_it_says(lighthouse: Lighthouse) -> None:
    noor = lighthouse.viewer(lighthouse.noor)
    step = add(viewer=noor, account_id=lighthouse.acme.pk, what="Show them", due_at=LATER, at=NOW)
    one, other = asked(lighthouse, 1), asked(lighthouse, 2)
    say_prevention(viewer=noor, ticket_id=one.pk, step_id=step.pk, at=NOW)
    merge(viewer=noor, ticket_id=one.pk, into_id=other.pk, at=NOW)
    assert CoachingTicket.objects.get().ticket == other
