"""A role gets another name while its people owe answers: each stays with them, and nobody else has it (S49)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.forms import Filled
from firsthand.domain.names import Kind, Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.considerations import Consideration
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.help import comes_back_to
from firsthand.services.access.waiting import owed_clocks
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.considerations.actions import give
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.tickets.actions.asking_for_help import Asking
from firsthand.services.tickets.actions.asking_for_help import ask as ask_for_help
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.timers.firing import fire_due
from firsthand.services.timers.names import bring_names_to_book
from firsthand.services.waiting.queries import waiting_page
from tests.asking_for_help import answer
from tests.lighthouse import Lighthouse
from tests.services.tickets.test_states_of_the_book import FIRST

MAY_31, JUNE = datetime(2027, 5, 31, 9, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
LATER = JUNE + timedelta(hours=12)
WITHIN = "within: 24 hours elapsed, calendar: always"
BASE = FIRST.replace(
    "ownership:\n",
    "  - {clause: may-ask, source: S50, text: Build asks., right: {act: ask_for_help, roles: build}}\n"
    "  - {clause: may-aid, source: S50, text: Care answers., right: {act: answer_help, roles: care}}\nownership:\n",
) + (
    "  - {clause: heed, source: S24, text: Build heeds care., when: {kind: fault}, "
    "considers: {role: build, from: care%s}, class: best_effort}\n"
    "  - {clause: aid, source: S50, text: Care is asked for help., when: {kind: fault}, help: {of: care}}\n"
    "service_levels:\n"
    "  - {clause: soon, source: S20, text: Build answers soon., when: {kind: fault}, class: internal_target, "
    "precedence: internal, clock: {kind: first_response, budget: 48 hours elapsed, calendar: always, owed_by: build}}\n"
)
RENAMED = """
book: states
amendment: 2027-05-01-names
title: Other names
published_at: 2027-05-01T00:00:00Z
in_force_from: 2027-06-01
author: Olga Owner
approver: Olga Owner
zone: UTC
organisation:
  - {clause: makers, replaces: build, source: S1, text: Makers mend., role: {name: makers}}
  - {clause: ledger, replaces: ledger, source: S1, text: A team., team: {name: ledger, role: makers}}
  - {clause: may-ask, replaces: may-ask, source: S50, text: Makers ask., right: {act: ask_for_help, roles: makers}}
ownership:
  - {clause: faults, replaces: faults, source: S30, text: Makers own faults., when: {kind: fault}, owner: makers}
  - {clause: heed, replaces: heed, source: S24, text: Makers heed care., when: {kind: fault}, considers: {role: makers, from: care%s}, class: best_effort}
"""  # noqa: E501 - lines of YAML


@pytest.fixture
def desk(lighthouse: Lighthouse, request: pytest.FixtureRequest) -> Lighthouse:
    """Olu and Pat build, who are called makers from June on; Noor is of care; Mira owns the desk."""
    publish(texts=[("base.yaml", BASE % request.param)], at=MAY_31 - timedelta(days=90), by=None)
    mira, at = lighthouse.viewer(lighthouse.mira, at=MAY_31), MAY_31 - timedelta(days=60)
    for name, role in {"mira": "care", "olu": "build", "pat": "build", "noor": "care"}.items():
        roles = [RoleWanted(role=Role(role))]
        set_roles(viewer=mira, person_id=getattr(lighthouse, name).pk, roles=roles, at=at)
    texts = [("base.yaml", BASE % request.param), ("names.yaml", RENAMED % request.param)]
    publish(texts=texts, at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    return lighthouse


def fault(desk: Lighthouse) -> Ticket:
    """A fault that nobody has."""
    ticket = desk.ticket(received_at=MAY_31)
    noor = desk.viewer(desk.noor, at=MAY_31)
    take(viewer=noor, ticket_id=ticket.pk, at=MAY_31)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("fault"), at=MAY_31)
    Ticket.objects.filter(pk=ticket.pk).update(responsible_role_name="build", responsible=None)
    ticket.refresh_from_db()
    return ticket


def owed(desk: Lighthouse, person: Person) -> list[str]:
    """What waits for somebody of considerations."""
    items = waiting_page(viewer=desk.viewer(person, at=LATER), desk=open_desk(LATER)).items
    return [PLAIN.sentence(one.what) for one in items if "They renew" in PLAIN.sentence(one.what)]


@pytest.mark.parametrize("desk", ["", f", {WITHIN}"], indirect=True, ids=["no clock", "clock"])
def test_a_consideration_waits_for_the_role_by_its_new_name_and_for_no_owner(desk: Lighthouse) -> None:
    ticket, noor = fault(desk), desk.viewer(desk.noor, at=MAY_31)
    give(viewer=noor, ticket_id=ticket.pk, text="They renew.", until=LATER + timedelta(days=9), at=MAY_31)
    bring_names_to_book(now=JUNE)
    assert (len(owed(desk, desk.olu)), len(owed(desk, desk.mira))) == (1, 0)


@pytest.mark.parametrize("desk", [f", {WITHIN}"], indirect=True)
def test_of_its_clock_the_role_by_its_new_name_hears(desk: Lighthouse) -> None:
    ticket, noor = fault(desk), desk.viewer(desk.noor, at=MAY_31)
    row = give(viewer=noor, ticket_id=ticket.pk, text="They renew.", until=LATER + timedelta(days=9), at=MAY_31)
    bring_names_to_book(now=JUNE)
    fire_due(now=LATER + timedelta(days=3))
    told = {one.person for one in Notice.objects.filter(subject=row.subject, kind="clock_breached")}
    assert desk.olu in told
    assert desk.mira not in told


@pytest.mark.parametrize("desk", [""], indirect=True)
def test_what_comes_of_help_is_still_for_who_is_responsible(desk: Lighthouse) -> None:
    ticket, olu = fault(desk), desk.viewer(desk.olu, at=MAY_31)
    wanted = Asking(role=Role("care"), context=Filled(fields=()), skipped="Nobody is here.")
    row = ask_for_help(viewer=olu, ticket_id=ticket.pk, asking=wanted, at=MAY_31)
    bring_names_to_book(now=JUNE)
    take(viewer=desk.viewer(desk.pat, at=LATER), ticket_id=ticket.pk, at=LATER)
    answer(desk.noor, row, at=LATER)
    back = {
        one.name
        for one in (desk.olu, desk.pat)
        if HelpRequest.objects.filter(comes_back_to(desk.viewer(one, at=LATER), LATER)).exists()
    }
    assert back == {desk.pat.name}
    assert Consideration.objects.count() == 0


@pytest.mark.parametrize("desk", [""], indirect=True)
def test_a_tickets_clock_stays_with_who_is_responsible_and_keeps_its_place(desk: Lighthouse) -> None:
    ticket = fault(desk)
    take(viewer=desk.viewer(desk.olu, at=MAY_31), ticket_id=ticket.pk, at=MAY_31)
    bring_names_to_book(now=JUNE)
    ticket.refresh_from_db()
    assert (ticket.responsible_role, ticket.next_clock) == ("makers", "first_response")
    clocks = {
        one.name: owed_clocks(desk.viewer(one, at=LATER), LATER).filter(kind="first_response").count()
        for one in (desk.olu, desk.pat, desk.mira)
    }
    assert clocks == {desk.olu.name: 1, desk.pat.name: 0, desk.mira.name: 0}
