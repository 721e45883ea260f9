"""Who leaves owns nothing any more: it goes to whom was named, else to the lead of the role, else to the team."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.names import Role
from firsthand.domain.sentences import say
from firsthand.models.clocks import Clock
from firsthand.models.people import Person
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.leaving.actions import leave
from firsthand.services.leaving.queries import leaving_of
from firsthand.services.owning.values import OF_NO_ROLE, Heir
from firsthand.services.tasks.actions import give_on_account
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(minutes=5)
SUPPORT = Role("support")


@pytest.fixture
def lena(lighthouse: Lighthouse) -> Person:
    """Lena of support, who has a ticket."""
    lena = person("Lena Hall", SUPPORT)
    take(viewer=lighthouse.viewer(lena), ticket_id=lighthouse.ticket().pk, at=NOW)
    return lena


def goes(lighthouse: Lighthouse, who: Person, *heirs: Heir) -> Ticket:
    """Somebody leaves; their ticket afterwards."""
    ticket = Ticket.objects.get(responsible=who)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=who.pk, heirs=heirs, at=LATER)
    return Ticket.objects.get(pk=ticket.pk)


def test_where_nobody_is_named_it_is_the_leads_and_its_clocks_run_on(lighthouse: Lighthouse, lena: Person) -> None:
    before = list(Clock.objects.order_by("pk").values_list("kind", "due_at", "state"))
    ticket = goes(lighthouse, lena)
    assert (ticket.responsible, ticket.responsible_role) == (lighthouse.ada, SUPPORT)
    assert list(Clock.objects.order_by("pk").values_list("kind", "due_at", "state")) == before
    assigned = ticket.subject.events.get(verb="assigned")
    assert assigned.because is not None
    assert assigned.because.verb == "deactivated"
    assert assigned.words == {"why": plain_sentence(say("{name} left the desk.", name="Lena Hall"))}


def test_whoever_is_named_has_it_and_the_team_where_that_was_wanted(lighthouse: Lighthouse, lena: Person) -> None:
    assert (
        goes(lighthouse, lena, Heir(kind="tickets", role=SUPPORT, person=lighthouse.mira.pk)).responsible
        == lighthouse.mira
    )
    zoe = person("Zoe Park", SUPPORT)
    take(viewer=lighthouse.viewer(zoe), ticket_id=lighthouse.ticket(number=2).pk, at=NOW)
    ticket = goes(lighthouse, zoe, Heir(kind="tickets", role=SUPPORT, person=None))
    assert (ticket.responsible, ticket.responsible_role) == (None, SUPPORT)
    assert ticket.subject.events.filter(verb="released").exists()


def test_somebody_who_does_not_hold_the_role_is_refused_and_nobody_leaves(lighthouse: Lighthouse, lena: Person) -> None:
    with pytest.raises(Invalid):
        goes(lighthouse, lena, Heir(kind="tickets", role=SUPPORT, person=lighthouse.eve.pk))
    assert Person.objects.get(pk=lena.pk).is_active


def test_without_a_lead_it_is_the_teams(lighthouse: Lighthouse, lena: Person) -> None:
    lighthouse.ada.holdings.all().delete()
    assert goes(lighthouse, lena).responsible is None


def test_a_restricted_ticket_goes_to_nobody_who_is_not_let_in(lighthouse: Lighthouse, lena: Person) -> None:
    ticket = Ticket.objects.get(responsible=lena)
    circle = Circle(people=frozenset({lena.pk, lighthouse.mira.pk}))
    restrict(viewer=lighthouse.viewer(lena), ticket_id=ticket.pk, circle=circle, why="A leak.", at=NOW)
    assert goes(lighthouse, lena).responsible is None


def test_a_task_is_the_leads_too_and_is_due_when_it_was(lighthouse: Lighthouse, lena: Person) -> None:
    due, acme = NOW + timedelta(days=2), lighthouse.acme.pk
    task = give_on_account(viewer=lighthouse.viewer(lena), account_id=acme, what="Ask Ana", due_at=due, at=NOW)
    goes(lighthouse, lena)
    task.refresh_from_db()
    assert (task.who, task.due_at) == (lighthouse.ada, due)


def test_a_task_of_no_role_may_go_to_anybody_here(lighthouse: Lighthouse, lena: Person) -> None:
    due, acme = NOW + timedelta(days=2), lighthouse.acme.pk
    give_on_account(viewer=lighthouse.viewer(lena), account_id=acme, what="Ask Ana", due_at=due, at=NOW)
    goes(lighthouse, lena, Heir(kind="tasks", role=OF_NO_ROLE, person=lighthouse.eve.pk))
    assert Task.objects.get().who == lighthouse.eve


def test_what_somebody_owns_is_told_before_with_who_would_get_it(lighthouse: Lighthouse, lena: Person) -> None:
    owned = leaving_of(viewer=lighthouse.viewer(lighthouse.mira), person_id=lena.pk, at=NOW).owned
    assert [(one.kind, one.role, one.lead, [heir.name for heir in one.heirs]) for one in owned] == [
        ("tickets", SUPPORT, "Ada Obi", ["Mira Lindqvist"])
    ]
