"""Who may do what, over HTTP: every act by every role, as the book says (S5)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Role
from firsthand.domain.organisation import OWNERS_RIGHTS, Organisation, Right, may
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.actions.holdings import hold
from tests.lighthouse import Lighthouse, person

OTHERWISE = """
book: {book}
amendment: otherwise
title: Others may
published_at: {at}
author: Olga Owner
approver: Olga Owner
zone: UTC
organisation:
  - {{clause: r1, source: S5, text: Product rates., right: {{act: set_severity, roles: product}}}}
  - {{clause: r2, source: S5, text: Engineering sells., right: {{act: set_commercial, roles: [engineering, sales]}}}}
  - {{clause: r3, source: S5, text: Support sorts mail., right: {{act: handle_quarantine, roles: support}}}}
  - {{clause: r4, source: S5, text: Sales restricts., right: {{act: restrict, roles: sales}}}}
"""


@pytest.fixture(params=["as shipped", "otherwise"])
def company(request: pytest.FixtureRequest, lighthouse: Lighthouse) -> Organisation:
    """The company of the shipped book, and of one that gives rights to others."""
    now = datetime.now(UTC)
    if request.param == "otherwise":
        book = open_desk(now).book
        text = OTHERWISE.format(book=book.name, at=(now - timedelta(minutes=1)).isoformat())
        publish(texts=[("otherwise.yaml", text)], at=now - timedelta(seconds=30), by=None)
    return open_desk(now).organisation


Ask = Callable[[Client, Lighthouse, Ticket], Any]
ASKS: dict[Right, Ask] = {
    Right.see_desk: lambda client, _desk, ticket: client.get(f"/t/{ticket.pk}"),
    Right.work_tickets: lambda client, _desk, ticket: client.post(f"/t/{ticket.pk}/do/note", {"text": "Seen it."}),
    Right.restrict: lambda client, _desk, ticket: client.post(
        f"/t/{ticket.pk}/do/restrict", {"roles": "support", "why": "A report of a hole."}
    ),
    Right.set_severity: lambda client, _desk, ticket: client.post(f"/t/{ticket.pk}/do/severity", {"severity": "s1"}),
    Right.set_commercial: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "commercial", "stage": "production", "plan": "", "contract": "", "why": "Bought."}
    ),
    Right.set_accountable: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "accountable", "person": desk.noor.pk, "why": ""}
    ),
    Right.set_strategic: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "strategic", "strategic": "1", "reason": "The largest."}
    ),
    Right.edit_contacts: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "rename", "name": "Acme 2"}
    ),
    Right.handle_quarantine: lambda client, _desk, _ticket: client.get("/quarantine"),
    Right.propose_amendment: lambda client, _desk, _ticket: client.get("/book/drafts/new"),
    Right.erase_contacts: lambda client, desk, _ticket: client.get(f"/contacts/{desk.ana.pk}/erase"),
    Right.run_desk: lambda client, _desk, _ticket: client.post("/settings", {"name": "Another", "zone": "UTC"}),
}
TO_BE = {Right.be_accountable, Right.be_seller}
"""What somebody is named to be; tested where somebody else names them."""


def test_every_act_is_asked_for() -> None:
    assert set(ASKS) | TO_BE == set(Right)


@pytest.mark.clause("S5")
@pytest.mark.parametrize("right", ASKS)
def test_each_role_may_do_what_the_book_gives_it_and_nothing_else(
    right: Right, company: Organisation, lighthouse: Lighthouse
) -> None:
    ticket = lighthouse.ticket(received_at=datetime.now(UTC))
    somebody = person("Robin Act", None)
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    done, expected = {}, {}
    for number, role in enumerate((None, *company.roles)):
        at = datetime.now(UTC)
        hold(somebody, [RoleWanted(role=role)] if role is not None else [], at=at)
        roles = frozenset({role}) if role is not None else frozenset[Role]()
        expected[role] = may(right, company, roles=roles, is_owner=False).allowed
        answer = ASKS[right](client, lighthouse, ticket)
        done[role] = answer.status_code in (200, 302, 303)
        assert answer.status_code in (200, 302, 303, 403, 404, 422), (role, answer.status_code, number)
    assert done == expected
    if right in OWNERS_RIGHTS:
        assert not any(done.values())
