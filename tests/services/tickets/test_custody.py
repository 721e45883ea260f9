"""Who owes the next step, and which way between teams the book allows."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind, Role
from firsthand.models.events import Event
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.custody import assign, release, take
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.tickets.queries import ticket_page
from tests.handing_over import hand_over, offer
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
        assign(viewer=lighthouse.viewer(lighthouse.ada), ticket_id=ticket.pk, person_id=lighthouse.mira.pk, at=NOW)
    assert take(viewer=mira, ticket_id=ticket.pk, at=NOW, had=lars.pk).responsible_id == lighthouse.mira.pk


def test_nobody_takes_what_another_role_owes(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Refused, match="The role support is responsible"):
        take(viewer=lighthouse.viewer(lighthouse.pat), ticket_id=ticket.pk, at=NOW)


@pytest.mark.clause("S38", "S40")
def test_customer_engineering_cannot_hand_trouble_to_engineering_directly(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Refused, match="go to support instead"):
        offer(lighthouse.noor, ticket, "engineering", at=NOW)
    ticket.refresh_from_db()
    assert ticket.responsible_role == "support"


@pytest.mark.clause("S50")
def test_support_may_bring_in_engineering(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    assert hand_over(lighthouse.mira, ticket, lighthouse.olu, "engineering", at=NOW).responsible == lighthouse.olu


@pytest.mark.clause("S39", "S40")
def test_a_feature_request_goes_to_product_and_the_refusal_says_so(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(subject="Feature request: dark mode")
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    with pytest.raises(Refused, match="product"):
        offer(lighthouse.noor, ticket, "engineering", at=NOW)
    assert hand_over(lighthouse.noor, ticket, lighthouse.pat, "product", at=NOW).responsible == lighthouse.pat


def test_only_a_holder_of_the_role_can_be_made_responsible(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    ada = lighthouse.viewer(lighthouse.ada)
    with pytest.raises(Invalid, match="holds the role support"):
        assign(viewer=ada, ticket_id=ticket.pk, person_id=lighthouse.eve.pk, at=NOW)
    with pytest.raises(Invalid, match="holds the role product"):
        offer(lighthouse.mira, ticket, "product", at=NOW, to=lighthouse.eve)


def test_only_whoever_heads_the_role_gives_a_ticket_to_one_of_them_at_once(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    for somebody in (lighthouse.mira, lighthouse.pat):
        with pytest.raises(Refused, match="Only whoever heads support"):
            assign(viewer=lighthouse.viewer(somebody), ticket_id=ticket.pk, person_id=lighthouse.mira.pk, at=NOW)
    ada = lighthouse.viewer(lighthouse.ada)
    given = assign(viewer=ada, ticket_id=ticket.pk, person_id=lighthouse.mira.pk, at=NOW)
    [event] = Event.objects.filter(subject=ticket.subject, verb="assigned")
    assert (given.responsible, given.status, event.payload["directly"]) == (lighthouse.mira, "open", True)


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
