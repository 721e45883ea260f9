"""Who may do what, over HTTP: every act by every role, as the book says (S5)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Role
from firsthand.domain.organisation import OWNERS_ACTS, Act, Organisation, may
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
ASKS: dict[Act, Ask] = {
    Act.see_desk: lambda client, _desk, ticket: client.get(f"/t/{ticket.pk}"),
    Act.work_tickets: lambda client, _desk, ticket: client.post(f"/t/{ticket.pk}/do/note", {"text": "Seen it."}),
    Act.restrict: lambda client, _desk, ticket: client.post(
        f"/t/{ticket.pk}/do/restrict", {"roles": "support", "why": "A report of a hole."}
    ),
    Act.set_severity: lambda client, _desk, ticket: client.post(f"/t/{ticket.pk}/do/severity", {"severity": "s1"}),
    Act.set_commercial: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "commercial", "stage": "production", "plan": "", "contract": "", "why": "Bought."}
    ),
    Act.set_accountable: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "accountable", "person": desk.noor.pk, "why": ""}
    ),
    Act.set_strategic: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "strategic", "strategic": "1", "reason": "The largest."}
    ),
    Act.edit_contacts: lambda client, desk, _ticket: client.post(
        f"/a/{desk.acme.pk}", {"act": "rename", "name": "Acme 2"}
    ),
    Act.handle_quarantine: lambda client, _desk, _ticket: client.get("/quarantine"),
    Act.propose_amendment: lambda client, _desk, _ticket: client.get("/book/drafts/new"),
    Act.erase_contacts: lambda client, desk, _ticket: client.get(f"/contacts/{desk.ana.pk}/erase"),
    Act.run_desk: lambda client, _desk, _ticket: client.post("/settings", {"name": "Another", "zone": "UTC"}),
}
TO_BE = {Act.be_accountable, Act.be_seller}
"""What somebody is named to be; tested where somebody else names them."""


def test_every_act_is_asked_for() -> None:
    assert set(ASKS) | TO_BE == set(Act)


@pytest.mark.clause("S5")
@pytest.mark.parametrize("act", ASKS)
def test_each_role_may_do_what_the_book_gives_it_and_nothing_else(
    act: Act, company: Organisation, lighthouse: Lighthouse
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
        expected[role] = may(act, company, roles=roles, is_owner=False).allowed
        answer = ASKS[act](client, lighthouse, ticket)
        done[role] = answer.status_code in (200, 302, 303)
        assert answer.status_code in (200, 302, 303, 403, 404, 422), (role, answer.status_code, number)
    assert done == expected
    if act in OWNERS_ACTS:
        assert not any(done.values())


@pytest.mark.clause("S5")
def test_every_page_that_the_navigation_offers_opens_for_each_role(
    company: Organisation, lighthouse: Lighthouse
) -> None:
    somebody = person("Robin Act", None)
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    sorts_mail = set()
    for role in company.roles:
        hold(somebody, [RoleWanted(role=role)], at=datetime.now(UTC))
        offered = set(re.findall(r'<a [^>]*href="([^"]+)"[^>]*data-go', client.get("/people").content.decode()))
        assert {"/book", "/people"} <= offered
        assert {address: client.get(address).status_code for address in offered} == dict.fromkeys(offered, 200)
        sorts_mail |= {role} if "/quarantine" in offered else set()
    assert sorts_mail == set(company.who_may(Act.handle_quarantine))
