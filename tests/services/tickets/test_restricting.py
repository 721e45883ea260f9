"""A ticket is restricted to a circle, others come of it, word of it goes only where it may, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role, StateName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import PLAIN, as_written
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.restrictions import Circle, circle_of
from firsthand.services.book.desk import open_desk
from firsthand.services.notices.actions import NOBODY_LET_IN, notify
from firsthand.services.notices.mailing import mail_due
from firsthand.services.outbox.actions import LEASE, claim_due
from firsthand.services.people.actions.members import deactivate
from firsthand.services.tickets.actions import custody, merging, status
from firsthand.services.tickets.actions.opening import Opening, add_customer_message, open_ticket
from firsthand.services.tickets.actions.restricting import let_oneself_in, lift, restrict
from firsthand.services.timers.firing import fire_due
from tests.handing_over import offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

WHY = "A security report"


def only(*people: Person, roles: tuple[str, ...] = ()) -> Circle:
    return Circle(roles=frozenset(map(Role, roles)), people=frozenset(one.pk for one in people))


def shut(lighthouse: Lighthouse, ticket: Ticket, *people: Person, roles: tuple[str, ...] = ()) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    restrict(viewer=mira, ticket_id=ticket.pk, circle=only(*people, roles=roles), why=WHY, at=NOW)


def sees(lighthouse: Lighthouse, person: Person, ticket: Ticket) -> bool:
    return tickets_for(lighthouse.viewer(person)).filter(pk=ticket.pk).exists()


def told(ticket: Ticket) -> list[str]:
    return list(Notice.objects.filter(subject=ticket.subject).order_by("id").values_list("person__name", flat=True))


def tell(lighthouse: Lighthouse, ticket: Ticket, *people: Person) -> None:
    notify(
        people=people,
        subject=ticket.subject,
        at=NOW,
        kind=NoticeKind.clock_warned,
        text=as_written(f"Due: {ticket}"),
        clause="",
        key="k",
    )
    mail_due(now=NOW)


def wrote(lighthouse: Lighthouse, **more: object) -> Opening:
    return replace(
        Opening(
            subject="Re: it",
            text="More of it.",
            channel="email",
            external_id="<more@acme.example>",
            sender=lighthouse.ana.address,
            contact=lighthouse.ana,
            account=lighthouse.acme,
            received_at=NOW + timedelta(hours=1),
        ),
        **more,  # type: ignore[arg-type]
    )


def test_who_restricts_it_stays_let_in_and_the_timeline_says_who_and_why(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, roles=("engineering",))
    assert circle_of(ticket.pk) == only(lighthouse.mira, roles=("engineering",))
    seen = [sees(lighthouse, one, ticket) for one in (lighthouse.mira, lighthouse.olu, lighthouse.noor, lighthouse.ada)]
    assert seen == [True, True, False, False]
    event = Event.objects.get(subject=ticket.subject, verb="restricted")
    assert (event.person, event.payload["roles"], (event.words or {})["why"]) == (lighthouse.mira, ["engineering"], WHY)


def test_the_same_circle_again_changes_nothing_and_another_is_another_event(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, lighthouse.olu)
    shut(lighthouse, ticket, lighthouse.olu)
    assert Event.objects.filter(subject=ticket.subject, verb__startswith="restrict").count() == 1
    olu = lighthouse.viewer(lighthouse.olu)
    restrict(viewer=olu, ticket_id=ticket.pk, circle=only(lighthouse.olu), why="Mira may forget it", at=NOW)
    assert not sees(lighthouse, lighthouse.mira, ticket)
    assert Event.objects.filter(subject=ticket.subject, verb="restriction_changed").count() == 1


def test_it_needs_a_reason_and_names_that_are_here(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    gone = lighthouse.pat
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    wrong = {"why": (only(), " "), "role": (only(roles=("kings",)), WHY), "person": (only(gone), WHY)}
    for field, (circle, why) in wrong.items():
        with pytest.raises(Invalid) as refused:
            restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why=why, at=NOW)
        assert refused.value.field == field
    assert circle_of(ticket.pk) is None


def test_only_who_is_let_in_lifts_it(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, lighthouse.olu)
    with pytest.raises(Missing):
        lift(viewer=lighthouse.viewer(lighthouse.ada), ticket_id=ticket.pk, why="x", at=NOW)
    lift(viewer=lighthouse.viewer(lighthouse.olu), ticket_id=ticket.pk, why="Fixed and told", at=NOW)
    assert sees(lighthouse, lighthouse.ada, ticket)


@pytest.mark.clause("S10")
def test_a_responsible_person_who_is_shut_out_gives_it_back_and_the_role_stays(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    custody.take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, at=NOW)
    olu = lighthouse.viewer(lighthouse.olu)
    restrict(viewer=olu, ticket_id=ticket.pk, circle=only(lighthouse.olu), why=WHY, at=NOW)
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.responsible_role) == (None, "support")


def test_it_goes_to_nobody_who_does_not_see_it(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    shut(lighthouse, ticket)
    for person in (None, lighthouse.noor):
        with pytest.raises(Refused, match="let in"):
            offer(lighthouse.mira, ticket, "customer_engineering", to=person, at=NOW)
    restrict(viewer=mira, ticket_id=ticket.pk, circle=only(lighthouse.mira, lighthouse.noor), why=WHY, at=NOW)
    offer(lighthouse.mira, ticket, "customer_engineering", at=NOW)


def test_what_is_split_off_it_is_restricted_alike(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    shut(lighthouse, ticket, lighthouse.olu)
    off = merging.split(viewer=mira, ticket_id=ticket.pk, message_id=ticket.messages.get().pk, subject="Half", at=NOW)
    assert circle_of(off.pk) == circle_of(ticket.pk)


def test_an_answer_after_it_was_closed_begins_restricted(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    shut(lighthouse, ticket, lighthouse.olu)
    Ticket.objects.filter(pk=ticket.pk).update(
        status="closed", phase="closed", owes="nobody", solved_at=NOW, closed_at=NOW, closed_as="resolved"
    )
    at = NOW + timedelta(hours=1)
    added = add_customer_message(ticket_id=ticket.pk, incoming=wrote(lighthouse), desk=open_desk(at))
    assert added.opened_new
    assert circle_of(added.ticket.pk) == circle_of(ticket.pk)
    assert not sees(lighthouse, lighthouse.noor, added.ticket)
    assert mira.person_id in (circle_of(added.ticket.pk) or Circle()).people


def test_a_strangers_mail_into_its_thread_begins_restricted(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket)
    opening = wrote(lighthouse, contact=lighthouse.ben, account=lighthouse.borealis, related=ticket)
    made = open_ticket(opening=opening, desk=open_desk(opening.received_at)).ticket
    assert not sees(lighthouse, lighthouse.noor, made)


def test_two_for_different_people_are_not_merged(lighthouse: Lighthouse) -> None:
    ticket, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    shut(lighthouse, ticket)
    for one, into in ((ticket, other), (other, ticket)):
        with pytest.raises(Refused, match="not for the same people"):
            merging.merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=one.pk, into_id=into.pk, at=NOW)


def test_what_was_merged_into_it_is_restricted_with_it_and_never_alone(lighthouse: Lighthouse) -> None:
    ticket, other, mira = lighthouse.ticket(), lighthouse.ticket(number=2), lighthouse.viewer(lighthouse.mira)
    merging.merge(viewer=mira, ticket_id=other.pk, into_id=ticket.pk, at=NOW)
    with pytest.raises(Refused, match="merged into"):
        restrict(viewer=mira, ticket_id=other.pk, circle=only(), why=WHY, at=NOW)
    shut(lighthouse, ticket)
    assert not sees(lighthouse, lighthouse.noor, other)
    lift(viewer=mira, ticket_id=ticket.pk, why="Known", at=NOW)
    assert sees(lighthouse, lighthouse.noor, other)


def test_what_is_linked_and_still_everybodys_is_said(lighthouse: Lighthouse) -> None:
    ticket, other, mira = lighthouse.ticket(), lighthouse.ticket(number=2), lighthouse.viewer(lighthouse.mira)
    merging.link(viewer=mira, ticket_id=ticket.pk, other_id=other.pk, at=NOW)
    assert restrict(viewer=mira, ticket_id=ticket.pk, circle=only(), why=WHY, at=NOW).beside == (other.pk,)


def test_word_of_it_goes_only_to_those_who_are_let_in(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, lighthouse.olu)
    tell(lighthouse, ticket, lighthouse.noor, lighthouse.olu)
    assert told(ticket) == ["Olu Bello"]


def test_where_all_whom_it_is_for_are_shut_out_the_circle_hears_and_is_told_so(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, lighthouse.olu)
    tell(lighthouse, ticket, lighthouse.noor)
    assert told(ticket) == ["Mira Lindqvist", "Olu Bello"]
    text = Notice.objects.filter(subject=ticket.subject).values_list("text", flat=True)[0]
    assert PLAIN.sentence(text).startswith(
        "Nobody whom this is for is let in to this ticket, so it comes to you: Due: #"
    )


def test_where_nobody_is_left_the_owners_hear_that_something_is_owed_and_not_what(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(subject="Zephyr")
    olu = lighthouse.viewer(lighthouse.olu)
    restrict(viewer=olu, ticket_id=ticket.pk, circle=only(lighthouse.olu), why=WHY, at=NOW)
    deactivate(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.olu.pk, at=NOW)
    tell(lighthouse, ticket, lighthouse.noor)
    notice = Notice.objects.get()
    mail = Delivery.objects.get(key__startswith="notices:")
    assert (notice.person, notice.text, notice.subject) == (lighthouse.mira, NOBODY_LET_IN, None)
    assert "Zephyr" not in mail.subject + mail.text
    assert mail.ticket is None


def test_a_breach_is_told_to_the_circle_alone(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    shut(lighthouse, ticket, lighthouse.olu)
    assert fire_due(now=NOW + timedelta(days=10)) > 0
    assert set(told(ticket)) <= {"Mira Lindqvist", "Olu Bello"}
    assert told(ticket)


def test_word_that_waits_to_be_mailed_to_others_is_taken_back(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    tell(lighthouse, ticket, lighthouse.noor, lighthouse.olu)
    assert len(claim_due(NOW, "that falls silent")) == 2
    shut(lighthouse, ticket, lighthouse.olu)
    assert [one.recipients for one in claim_due(NOW + LEASE, "another")] == [("olu@lighthouse.example",)]
    states = dict(Delivery.objects.values_list("recipients__0", "state"))
    assert states == {"noor@lighthouse.example": "taken_back", "olu@lighthouse.example": "sending"}


def test_word_that_waits_to_be_mailed_to_who_is_no_teammate_any_more_is_taken_back(lighthouse: Lighthouse) -> None:
    tell(lighthouse, lighthouse.ticket(), lighthouse.noor)
    deactivate(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=NOW)
    assert claim_due(NOW, "one") == []
    assert [one.state for one in Delivery.objects.all()] == ["taken_back"]


def test_an_owner_lets_herself_in_with_a_reason_and_the_circle_hears(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    olu, mira = lighthouse.viewer(lighthouse.olu), lighthouse.viewer(lighthouse.mira)
    restrict(viewer=olu, ticket_id=ticket.pk, circle=only(lighthouse.olu), why=WHY, at=NOW)
    assert not sees(lighthouse, lighthouse.mira, ticket)
    with pytest.raises(Invalid):
        let_oneself_in(viewer=mira, ticket_id=ticket.pk, why="", at=NOW)
    with pytest.raises(Refused):
        let_oneself_in(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, why="x", at=NOW)
    let_oneself_in(viewer=mira, ticket_id=ticket.pk, why="Olu is ill", at=NOW)
    assert sees(lighthouse, lighthouse.mira, ticket)
    assert told(ticket) == ["Olu Bello"]
    assert Event.objects.filter(subject=ticket.subject, verb="let_themselves_in").count() == 1
    with pytest.raises(Missing):
        let_oneself_in(viewer=mira, ticket_id=ticket.pk, why="again", at=NOW)


def test_a_closed_ticket_can_be_restricted(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    for name in ("open", "solved"):
        status.set_status(viewer=mira, ticket_id=ticket.pk, status=StateName(name), at=NOW)
    shut(lighthouse, ticket)
    assert not sees(lighthouse, lighthouse.noor, ticket)
