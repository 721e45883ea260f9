"""Whoever heads a role sees who of it should take a ticket."""

from datetime import timedelta

from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.book.desk import open_desk
from firsthand.services.people.queries import teammates_by_role
from firsthand.services.rosters.actions import enter_time_off, say_capacity, set_hours
from firsthand.services.rosters.suggesting import WhoShouldTakeIt, who_should_take_it
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

SUPPORT = Role("support")


def asked(lighthouse: Lighthouse, ticket: Ticket) -> WhoShouldTakeIt:
    """What Ada, who heads support, is told."""
    people = teammates_by_role([SUPPORT], NOW)[SUPPORT]
    ada = lighthouse.viewer(lighthouse.ada)
    return who_should_take_it(viewer=ada, ticket=ticket, people=people, desk=open_desk(NOW))


def test_who_has_less_to_do_comes_first_and_who_is_away_is_left_out(lighthouse: Lighthouse) -> None:
    zoe, kim = person("Zoe Park", SUPPORT), person("Kim Away", SUPPORT)
    for number in (2, 3, 4):
        other = lighthouse.ticket(number=number, received_at=NOW - timedelta(minutes=number))
        Ticket.objects.filter(pk=other.pk).update(account=lighthouse.cobalt)
        take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=other.pk, at=NOW)
    enter_time_off(viewer=lighthouse.viewer(kim), person_id=kim.pk, first="2021-08-06", last="2021-08-06", at=NOW)
    found = asked(lighthouse, lighthouse.ticket())
    assert [one.teammate.name for one in found.likely] == ["Zoe Park", "Mira Lindqvist"]
    assert [PLAIN.phrase(one) for one in found.likely[1].reasons] == ["gave no hours", "has 3 open tickets"]
    assert [one.teammate.name for one in found.left_out] == ["Kim Away"]
    me = lighthouse.viewer(zoe)
    set_hours(viewer=me, person_id=zoe.pk, hours="mon 09:00-17:00", zone="UTC", from_on="2021-01-04", at=NOW)
    found = asked(lighthouse, lighthouse.ticket(number=9))
    assert [one.teammate.name for one in found.likely] == ["Mira Lindqvist"]


def test_who_is_not_let_in_to_a_restricted_ticket_is_left_out(lighthouse: Lighthouse) -> None:
    ticket, zoe = lighthouse.ticket(), person("Zoe Park", SUPPORT)
    circle = Circle(people=frozenset({lighthouse.ada.pk, zoe.pk}))
    restrict(viewer=lighthouse.viewer(lighthouse.ada), ticket_id=ticket.pk, circle=circle, why="A leak.", at=NOW)
    found = asked(lighthouse, ticket)
    assert [one.teammate.name for one in found.likely] == ["Zoe Park"]
    assert [PLAIN.phrase(one.reasons[0]) for one in found.left_out] == ["is not let in to this ticket"]


def test_what_somebody_said_last_about_how_much_they_can_have_counts(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    say_capacity(viewer=mira, person_id=lighthouse.mira.pk, at_most=0, at=NOW)
    assert asked(lighthouse, ticket).likely == ()
    say_capacity(viewer=mira, person_id=lighthouse.mira.pk, at_most=None, at=NOW)
    assert [one.teammate.name for one in asked(lighthouse, ticket).likely] == ["Mira Lindqvist"]
