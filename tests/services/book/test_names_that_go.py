"""A book gives up a name while people hold it and tickets stand on it (S49, A20)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.names import Kind, Role, StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.events import Event
from firsthand.models.people import RoleHolding
from firsthand.services.amending.actions import publish
from firsthand.services.book.files import book_from_texts
from firsthand.services.book.names import names_in_use
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.timers.names import bring_names_to_book
from tests.lighthouse import Lighthouse
from tests.services.tickets.test_states_of_the_book import FIRST

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, tzinfo=UTC)
HEAD = """
book: states
amendment: 2027-05-01-names
title: Other names
published_at: 2027-05-01T00:00:00Z
in_force_from: 2027-06-01
author: Olga Owner
approver: Olga Owner
zone: UTC
"""
GONE = HEAD + "withdraws:\n  - {clause: build, why: Nobody builds any more.}\n"
RENAMED = HEAD + (
    "organisation:\n"
    "  - {clause: makers, replaces: build, source: S1, text: Makers mend., role: {name: makers}}\n"
    "  - {clause: ledger, replaces: ledger, source: S1, text: A team., team: {name: ledger, role: makers}}\n"
    "  - {clause: defect, replaces: fault, source: S27, text: Something fails., kind: {name: defect}}\n"
    "  - clause: in-hand\n    replaces: working\n    source: S49\n    text: In hand.\n"
    "    state: {name: in_hand, phase: open, owes: person, after_reply: asked}\n"
    "  - clause: asked\n    replaces: asked\n    source: S49\n    text: The customer answers.\n"
    "    state: {name: asked, phase: open, owes: customer, after_customer: in_hand}\n"
    "ownership:\n"
    "  - clause: faults\n    replaces: faults\n    source: S30\n    text: Makers own defects.\n"
    "    when: {kind: defect}\n    owner: {role: makers, team: ledger}\n"
    "  - {clause: triage, replaces: triage, source: S27, text: Care reads., triage: {role: care, clocks_as: defect}}\n"
)

BASE = [("base.yaml", FIRST)]


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    publish(texts=[("base.yaml", FIRST)], at=MONDAY - timedelta(days=30), by=None)
    mira, at = lighthouse.viewer(lighthouse.mira, at=MONDAY), MONDAY - timedelta(days=29)
    for one in (lighthouse.mira, lighthouse.noor):
        roles = [RoleWanted(role=Role("care")), RoleWanted(role=Role("build"))]
        set_roles(viewer=mira, person_id=one.pk, roles=roles, at=at)
    return lighthouse


def test_a_name_that_is_held_does_not_go_without_saying_what_takes_its_place(desk: Lighthouse) -> None:
    with pytest.raises(Invalid, match=r"the role build would be no more, but 2 people hold it"):
        publish(texts=[("base.yaml", FIRST), ("gone.yaml", GONE)], at=datetime(2027, 5, 1, tzinfo=UTC), by=None)


@pytest.mark.clause("S49")
def test_a_renamed_role_team_and_kind_are_taken_at_the_instant_of_force_and_a_state_at_the_next_change(
    desk: Lighthouse,
) -> None:
    ticket, mira = desk.ticket(received_at=MONDAY), desk.viewer(desk.mira, at=MONDAY)
    take(viewer=mira, ticket_id=ticket.pk, at=MONDAY)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("fault"), at=MONDAY)
    texts = [("base.yaml", FIRST), ("names.yaml", RENAMED)]
    publish(texts=texts, at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    assert bring_names_to_book(now=JUNE - timedelta(seconds=1)) == 0
    assert bring_names_to_book(now=JUNE) == 3
    assert bring_names_to_book(now=JUNE) == 0
    ticket.refresh_from_db()
    assert (ticket.responsible_role, ticket.team, ticket.kind, ticket.status) == (
        "makers",
        "ledger",
        "defect",
        "working",
    )
    assert ticket.responsible == desk.mira
    held = RoleHolding.objects.filter(person=desk.mira, to_at=None).order_by("role").values_list("role", flat=True)
    assert list(held) == ["care", "makers"]
    said = Event.objects.filter(subject=ticket.subject, by_desk=True).order_by("-id")
    assert [one.verb for one in said[:2]] == ["reclassified", "assigned"]
    at = JUNE + timedelta(hours=1)
    set_status(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, status=StateName("asked"), at=at)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.owes) == ("asked", "customer")


@pytest.mark.clause("S49")
def test_a_draft_says_how_many_stand_on_a_name_that_goes_and_what_comes_of_them(desk: Lighthouse) -> None:
    ticket, mira = desk.ticket(received_at=MONDAY), desk.viewer(desk.mira, at=MONDAY)
    take(viewer=mira, ticket_id=ticket.pk, at=MONDAY)
    said: dict[tuple[str, bool], str] = {}
    for draft in (GONE, RENAMED):
        before, after = (book_from_texts(texts).edition() for texts in (BASE, [*BASE, ("names.yaml", draft)]))
        found = names_in_use(before.organisation_at(before.latest), after.organisation_at(after.latest))
        said |= {(one.name, bool(one.becomes)): PLAIN.sentence(one.said) for one in found}
    assert said["build", False].startswith("Role build: 2 people hold it. Nothing takes its place, so it cannot be")
    assert said["build", True] == "Role build: 2 people hold it. makers takes its place when the change takes force."
    assert said["working", True] == "State working: 1 ticket stands at it. Each becomes in hand at its next change."
