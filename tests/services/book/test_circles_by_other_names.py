"""A book gives another name to those whom a restricted ticket lets in: nobody is shut out, and nobody let in, by it."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.names import Role, TeamName
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.restrictions import Circle, circle_of
from firsthand.services.amending.actions import publish
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.timers.names import bring_names_to_book
from tests.lighthouse import Lighthouse
from tests.services.book.test_names_that_go import HEAD, JUNE, MONDAY, RENAMED
from tests.services.tickets.test_states_of_the_book import FIRST

BASE = FIRST.replace(
    "team: {name: ledger, role: build}", "team: {name: ledger, role: build, members: [olu@lighthouse.example]}"
)
MERGED = HEAD + (
    "withdraws:\n  - {clause: build, why: One function now., becomes: care}\n"
    "organisation:\n"
    "  - {clause: ledger, replaces: ledger, source: S1, text: A team., team: {name: books, role: care, "
    "members: [olu@lighthouse.example, pat@lighthouse.example]}}\n"
    "ownership:\n"
    "  - {clause: faults, replaces: faults, source: S30, text: Care owns faults., when: {kind: fault}, owner: care}\n"
)


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    """Mira and Noor build; Eve and Pat are of care; Olu is of care, and of the ledger's team."""
    publish(texts=[("base.yaml", BASE)], at=MONDAY - timedelta(days=30), by=None)
    mira, at = lighthouse.viewer(lighthouse.mira, at=MONDAY), MONDAY - timedelta(days=29)
    given = {"mira": "build", "noor": "build", "eve": "care", "pat": "care", "olu": "care"}
    for name, role in given.items():
        roles = [RoleWanted(role=Role(role))]
        set_roles(viewer=mira, person_id=getattr(lighthouse, name).pk, roles=roles, at=at)
    return lighthouse


def restricted(desk: Lighthouse, circle: Circle) -> Ticket:
    """A ticket of the circle, and of Noor, who restricts it."""
    ticket = desk.ticket(received_at=MONDAY)
    noor = desk.viewer(desk.noor, at=MONDAY)
    restrict(viewer=noor, ticket_id=ticket.pk, circle=circle, why="A security report", at=MONDAY)
    return ticket


def see(desk: Lighthouse, ticket: Ticket, *, at: datetime) -> set[str]:
    """The first names of those who see the ticket."""
    people = (one for one in Person.objects.filter(is_active=True) if one.name.split()[0].lower() in vars(desk))
    return {
        one.name.split()[0].lower()
        for one in people
        if tickets_for(desk.viewer(one, at=at)).filter(pk=ticket.pk).exists()
    }


@pytest.mark.clause("S49")
@pytest.mark.parametrize(
    ("text", "roles", "people"), [(RENAMED, {Role("makers")}, set()), (MERGED, set(), {"mira", "noor"})]
)
def test_those_of_a_role_see_it_by_whatever_name_and_nobody_else_does(
    desk: Lighthouse, text: str, roles: set[Role], people: set[str]
) -> None:
    ticket = restricted(desk, Circle(roles=frozenset({Role("build")})))
    publish(texts=[("base.yaml", BASE), ("names.yaml", text)], at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    seen = [see(desk, ticket, at=at) for at in (JUNE - timedelta(hours=1), JUNE)]
    bring_names_to_book(now=JUNE)
    assert [*seen, see(desk, ticket, at=JUNE + timedelta(hours=1))] == [{"mira", "noor"}] * 3
    becomes = Circle(roles=frozenset(roles), people=frozenset(getattr(desk, name).pk for name in people))
    assert circle_of(ticket.pk) == becomes
    assert ticket.subject.events.filter(by_desk=True, verb="restriction_changed").count() == 1


@pytest.mark.clause("S49")
def test_those_of_a_team_see_it_when_the_team_that_takes_its_place_has_others_as_well(desk: Lighthouse) -> None:
    circle = Circle(teams=frozenset({TeamName("ledger")}), people=frozenset({desk.noor.pk}))
    ticket = restricted(desk, circle)
    publish(texts=[("base.yaml", BASE), ("names.yaml", MERGED)], at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    seen = [see(desk, ticket, at=at) for at in (JUNE - timedelta(hours=1), JUNE)]
    bring_names_to_book(now=JUNE)
    assert [*seen, see(desk, ticket, at=JUNE + timedelta(hours=1))] == [{"noor", "olu"}] * 3
    assert circle_of(ticket.pk) == Circle(people=frozenset({desk.noor.pk, desk.olu.pk}))
