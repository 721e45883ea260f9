"""Who owns a request, and by when it is answered, as it stands on its page: by its kind, whatever the stage, until the
hand-over is declared; after the sale by the contract, before August as after it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.models.accounts import Contact
from firsthand.models.people import Person
from firsthand.services.amending.actions import publish
from firsthand.services.tickets.actions import kinds
from tests.lighthouse import Lighthouse

JULY = datetime(2021, 7, 13, 17, 0, tzinfo=UTC)  # Tuesday, 10:00 Pacific
DECLARED = """book: customer-first
amendment: 2021-09-02-hand-over
title: Support takes the questions
published_at: 2021-09-02T07:00:00Z
author: Head of customer support
approver: Head of customer support
zone: America/Los_Angeles
activates:
  - {clause: S32, at: 2021-09-02, by: Head of customer support, why: Two engineers have been onboarded for a month.}
"""


def browser_of(person: Person) -> Client:
    """Somebody at their browser."""
    client = Client(headers={"accept": "text/html"})
    client.force_login(person)
    return client


def page_of(client: Client, number: int, more: str = "") -> str:
    """A ticket's page as text."""
    text = client.get(f"/t/{number}{more}").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def asked(desk: Lighthouse, who: Contact, kind: str, *, number: int) -> int:
    """Somebody's new request, whose kind Mira confirms on its page."""
    ticket = desk.ticket(contact=who, received_at=datetime.now(UTC), number=number)
    answer = browser_of(desk.mira).post(f"/t/{ticket.pk}/do/kind", {"kind": kind})
    assert answer.status_code == 303
    return ticket.pk


@pytest.mark.clause("S28", "S29", "S30", "S34")
@pytest.mark.parametrize(
    ("kind", "owner", "clause"),
    [
        ("how_to", "customer engineering", "S28"),
        ("feature_request", "customer engineering", "S29"),
        ("troubleshooting", "support", "S30"),
    ],
)
def test_the_kind_decides_who_owns_it_before_the_sale_as_after_it(
    lighthouse: Lighthouse, kind: str, owner: str, clause: str
) -> None:
    before, after = (
        asked(lighthouse, who, kind, number=number) for number, who in enumerate((lighthouse.ana, lighthouse.ben))
    )
    client = browser_of(lighthouse.noor)
    for number, stage in ((before, "trial"), (after, "production")):
        page = page_of(client, number)
        assert f"Owner {owner} ·" in page
        assert f"Stage {stage}" in page
        assert f" {clause} " in page_of(client, number, "/why")


@pytest.mark.clause("S34")
def test_the_stage_decides_by_when_it_is_answered_and_not_whose_it_is(lighthouse: Lighthouse) -> None:
    before, after = (
        asked(lighthouse, who, "troubleshooting", number=number)
        for number, who in enumerate((lighthouse.ana, lighthouse.ben))
    )
    client = browser_of(lighthouse.noor)
    assert "1 business hour, internal target S18" in page_of(client, before)
    assert "8 business hours, contractual S21.unrated" in page_of(client, after)


@pytest.mark.clause("S31", "S32", "S33")
def test_currently_ends_when_the_hand_over_is_declared_and_strategic_customers_stay(lighthouse: Lighthouse) -> None:
    client = browser_of(lighthouse.noor)
    assert "Owner customer engineering ·" in page_of(client, asked(lighthouse, lighthouse.ana, "how_to", number=1))
    publish(texts=[("2021-09-02-hand-over.yaml", DECLARED)], at=datetime.now(UTC), by=None)
    whose = [
        (lighthouse.ana, "how_to", "support", "S32"),
        (lighthouse.ben, "how_to", "customer engineering", "S28"),
        (lighthouse.ben, "feature_request", "customer engineering", "S29"),
        (lighthouse.ben, "troubleshooting", "support", "S30"),
    ]
    for number, (who, kind, owner, clause) in enumerate(whose, start=2):
        ticket = asked(lighthouse, who, kind, number=number)
        assert f"Owner {owner} ·" in page_of(client, ticket)
        assert f" {clause} " in page_of(client, ticket, "/why")


@pytest.mark.clause("S19", "S21")
@pytest.mark.parametrize("received_at", [JULY, JULY + timedelta(weeks=4)])
def test_after_the_sale_the_contract_runs_before_august_as_after_it(
    lighthouse: Lighthouse, received_at: datetime
) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben, received_at=received_at)
    mira = lighthouse.viewer(lighthouse.mira, at=received_at)
    kinds.confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=received_at)
    kinds.set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=received_at)
    clocks = {one.kind: one for one in ticket.subject.clocks.filter(ended_at=None)}
    day, three = received_at + timedelta(days=1), received_at + timedelta(days=3)
    assert (clocks["first_response"].due_at, clocks["resolution"].due_at) == (day, three)
    page = page_of(browser_of(lighthouse.noor), ticket.pk)
    assert "8 business hours, contractual S21.s1-response" in page
    assert "24 business hours, contractual S21.s1-resolution" in page
