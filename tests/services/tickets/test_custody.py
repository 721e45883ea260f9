"""Who owes the next step, and which way between teams the book allows."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind, Role
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.custody import assign, release, take
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.tickets.queries import ticket_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person


def test_mira_takes_a_new_ticket_and_its_clock_runs_on(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, at=NOW)
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.status) == (lighthouse.mira, "open")
    assert ticket.subject.clocks.get().state == "running"


def test_taking_a_ticket_writes_only_what_changed(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with CaptureQueriesContext(connection) as asked:
        take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, at=NOW)
    [written] = [one["sql"] for one in asked if one["sql"].startswith('UPDATE "firsthand_ticket"')]
    assert '"responsible_id"' in written
    assert '"title"' not in written


def test_of_two_who_take_a_ticket_at_once_one_is_told_who_has_it(lighthouse: Lighthouse) -> None:
    ticket, lars = lighthouse.ticket(), person("Lars Holm", Role("support"))
    mira = lighthouse.viewer(lighthouse.mira)
    take(viewer=lighthouse.viewer(lars), ticket_id=ticket.pk, at=NOW)
    with pytest.raises(Refused, match="Lars Holm has this ticket by now"):
        take(viewer=mira, ticket_id=ticket.pk, at=NOW)
    with pytest.raises(Refused, match="Lars Holm has this ticket by now"):
        assign(viewer=mira, ticket_id=ticket.pk, role=Role("support"), person_id=lighthouse.mira.pk, at=NOW)
    assert take(viewer=mira, ticket_id=ticket.pk, at=NOW, had=lars.pk).responsible_id == lighthouse.mira.pk


def test_nobody_takes_what_another_role_owes(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Refused, match="The role support is responsible"):
        take(viewer=lighthouse.viewer(lighthouse.pat), ticket_id=ticket.pk, at=NOW)


@pytest.mark.clause("S38", "S40")
def test_customer_engineering_cannot_hand_trouble_to_engineering_directly(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    noor = lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="go to support instead"):
        assign(viewer=noor, ticket_id=ticket.pk, role=Role("engineering"), person_id=None, at=NOW)
    ticket.refresh_from_db()
    assert ticket.responsible_role == "support"


@pytest.mark.clause("S50")
def test_support_may_bring_in_engineering(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    assign(viewer=mira, ticket_id=ticket.pk, role=Role("engineering"), person_id=lighthouse.olu.pk, at=NOW)
    ticket.refresh_from_db()
    assert ticket.responsible == lighthouse.olu


@pytest.mark.clause("S39", "S40")
def test_a_feature_request_goes_to_product_and_the_refusal_says_so(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(subject="Feature request: dark mode")
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    with pytest.raises(Refused, match="product"):
        assign(viewer=noor, ticket_id=ticket.pk, role=Role("engineering"), person_id=None, at=NOW)
    assign(viewer=noor, ticket_id=ticket.pk, role=Role("product"), person_id=lighthouse.pat.pk, at=NOW)
    ticket.refresh_from_db()
    assert ticket.responsible == lighthouse.pat


def test_only_a_holder_of_the_role_can_be_made_responsible(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Invalid, match="holds the role support"):
        assign(viewer=mira, ticket_id=ticket.pk, role=Role("support"), person_id=lighthouse.eve.pk, at=NOW)


def test_giving_a_ticket_back_leaves_it_with_the_role(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    take(viewer=mira, ticket_id=ticket.pk, at=NOW)
    release(viewer=mira, ticket_id=ticket.pk, at=NOW, why="off for today")
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.responsible_role) == (None, "support")


@pytest.mark.clause("S5", "S51")
def test_only_support_sets_a_severity(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Refused, match=r"Only head of support or support .*S51"):
        set_severity(viewer=lighthouse.viewer(lighthouse.eve), ticket_id=ticket.pk, severity="s1", at=NOW)
    with pytest.raises(Invalid, match="s1, s2"):
        set_severity(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, severity="urgent", at=NOW)


def test_somebody_without_a_role_sees_no_ticket(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    stranger = replace(lighthouse.viewer(lighthouse.eve), held=frozenset(), is_owner=False)
    with pytest.raises(Missing):
        ticket_page(viewer=stranger, ticket_id=ticket.pk, desk=open_desk(NOW))
    with pytest.raises(Refused):
        take(viewer=stranger, ticket_id=ticket.pk, at=NOW)
