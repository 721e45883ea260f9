"""Which level of capacity it is now and why, or what people say themselves (practice 2.9)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.capacity.queries import CapacityNow, capacities_now
from firsthand.services.rosters.actions import say_capacity, set_hours
from firsthand.services.rosters.queries import duty_of_roles
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

SUPPORT = Role("support")
HEAD = """book: customer-first
amendment: {name}
title: Capacity
published_at: {at}
author: Ada
approver: Ada
zone: UTC
escalation:
"""
LEVELS = """  - clause: levels
    source: [practice 2.9]
    text: Support has three levels.
    capacity:
      role: support
      places: [{name: East, areas: [Africa, Europe]}, {name: West, areas: America}]
      levels:
        - {level: 1, called: as usual, when: all, at_work: {East: 1+, West: 1+}, open_each: 0-1}
        - {level: 2, called: tight, when: any, at_work: {East: 0}, open_each: 2+, then: Triage coordinates.}
        - {level: 3, called: too much, when: all, at_work: {East: 0}, open_each: 2+, then: Engineers volunteer.}
"""
DECLARED = """  - clause: levels
    replaces: levels
    source: [T58]
    text: They say it themselves.
    capacity: {role: support, self_declared: true}
"""


def now(lighthouse: Lighthouse, *, at: datetime = NOW) -> CapacityNow:
    """What everybody sees of support's capacity."""
    viewer = lighthouse.viewer(lighthouse.noor, at=at)
    return capacities_now(viewer=viewer, duty=duty_of_roles(viewer=viewer, desk=open_desk(at)), desk=open_desk(at))[
        SUPPORT
    ]


def works(lighthouse: Lighthouse, who: Person, *, zone: str) -> None:
    """Somebody is always at work, in a zone."""
    Person.objects.filter(pk=who.pk).update(zone=zone)
    given = {"hours": "mon-sun 00:00-24:00", "zone": zone, "from_on": "2021-01-04", "at": NOW}
    set_hours(viewer=lighthouse.viewer(lighthouse.mira), person_id=who.pk, **given)  # type: ignore[arg-type]


@pytest.fixture
def company(lighthouse: Lighthouse) -> Lighthouse:
    """Lighthouse, whose book has levels."""
    text = HEAD.format(name="levels", at="2021-08-01T00:00:00Z") + LEVELS
    publish(texts=[("levels.yaml", text)], at=datetime(2021, 8, 1, tzinfo=UTC), by=None)
    return lighthouse


def test_without_a_clause_there_is_nothing_to_say_and_nothing_is_asked(
    lighthouse: Lighthouse, django_assert_num_queries: object
) -> None:
    viewer, desk = lighthouse.viewer(lighthouse.noor), open_desk(NOW)
    assert capacities_now(viewer=viewer, duty=duty_of_roles(viewer=viewer, desk=desk), desk=desk) == {}


def test_where_nobody_gave_hours_the_rota_is_unknown_and_no_level_is_guessed(company: Lighthouse) -> None:
    found = now(company)
    assert (found.has_levels, found.now, found.unsaid) == (True, None, 1)


def test_the_highest_level_that_holds_counts_and_says_why_and_what_is_done(company: Lighthouse) -> None:
    for number in (1, 2):
        company.ticket(number=number)
    works(company, company.mira, zone="America/Los_Angeles")
    found = now(company).now
    assert found is not None
    assert found.level is not None
    assert (found.level.number, [one.number for one in found.others]) == (3, [2])
    assert [PLAIN.phrase(one) for one in found.because] == ["0 at work in East", "more than 1 open tickets each"]
    assert [PLAIN.phrase(one) for one in found.counted] == [
        "0 at work in East",
        "1 at work in West",
        "2 open tickets each",
    ]
    assert [one.then for one in found.done] == ["Triage coordinates.", "Engineers volunteer."]


def test_tickets_are_shared_among_those_at_work_rounded_up_and_waiting_ones_are_not_active(company: Lighthouse) -> None:
    zoe = person("Zoe Park", SUPPORT)
    works(company, company.mira, zone="America/Los_Angeles")
    works(company, zoe, zone="Africa/Nairobi")
    for number in (1, 2, 3):
        company.ticket(number=number)
    assert [PLAIN.phrase(one) for one in level(company).counted][-1] == "2 open tickets each"
    Ticket.objects.filter(pk=Ticket.objects.latest("pk").pk).update(owes="customer")
    found = level(company)
    assert found.level is not None
    assert (found.level.number, [PLAIN.phrase(one) for one in found.counted][-1]) == (1, "one open ticket each")


def level(company: Lighthouse):  # type: ignore[no-untyped-def]
    """Its level."""
    found = now(company).now
    assert found is not None
    return found


def test_a_gap_of_the_table_is_no_level_and_whoever_is_in_no_place_is_named(company: Lighthouse) -> None:
    zoe, kim = person("Zoe Park", SUPPORT), person("Kim Ito", SUPPORT)
    works(company, zoe, zone="Africa/Nairobi")
    works(company, kim, zone="Asia/Tokyo")
    found = level(company)
    assert (found.level, found.done, found.nowhere) == (None, (), ("Kim Ito",))


def test_where_people_say_it_themselves_their_room_is_told(company: Lighthouse) -> None:
    later = NOW + timedelta(days=1)
    text = HEAD.format(name="declared", at="2021-08-07T00:00:00Z") + DECLARED
    publish(texts=[("declared.yaml", text)], at=later, by=None)
    works(company, company.mira, zone="America/Los_Angeles")
    say_capacity(viewer=company.viewer(company.mira), person_id=company.mira.pk, at_most=1, at=NOW)
    Ticket.objects.filter(pk=company.ticket().pk).update(responsible=company.mira)
    found = now(company, at=later)
    [mira] = found.declared
    assert (found.has_levels, mira.open_tickets, mira.at_most, mira.room) == (False, 1, 1, 0)
