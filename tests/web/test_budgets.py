"""What a page may ask of the database, all included: session, person, roles, the book, the numbers beside the views. It
does not grow with what was said on a ticket. A room that adds a panel to a page pays for it here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind, StateName
from firsthand.models.conversation import Direction
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.proposals.actions import propose
from firsthand.services.tasks.actions import give_on_account, give_on_ticket
from firsthand.services.tickets.actions import conversation, custody, kinds, merging, tags
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.timers.firing import fire_due
from firsthand.services.writing.unsent import NOTHING_BEGUN, Written, keep_unsent
from tests.lighthouse import Lighthouse, light_up
from tests.three_clocks import publish_three_clocks

AtMost = Callable[[int], AbstractContextManager[Any]]
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."
TEAM = """
book: three-clocks
amendment: 2026-01-02-team
title: A team
published_at: 2026-01-02T00:00:00Z
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
organisation:
  - {clause: ledger, source: S1, text: Ledger is a team of support., team: {name: ledger, role: support}}
"""
OTHERS, KEPT = 7, 16
TICKET, PREVIEW, INBOX, RECEIPT, LIVE, TASKS, ACCOUNT = 23, 8, 7, 22, 5, 8, 21


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse under a book whose clocks start again with each message."""
    made = light_up()
    publish_three_clocks()
    publish(texts=[("2026-01-02-team.yaml", TEAM)], at=datetime(2026, 1, 2, tzinfo=UTC), by=None)
    return made


@pytest.fixture
def mira(desk: Lighthouse) -> Client:
    """Mira, signed in."""
    client = Client(headers={"accept": "text/html"})
    client.force_login(desk.mira)
    return client


def talked(desk: Lighthouse, *, times: int, number: int) -> Ticket:
    """A ticket that was written to and fro so many times, with notes, tags, tasks, links, late answers, a merge
    and a proposal."""
    at = datetime.now(UTC) - timedelta(hours=3 * times + 2)
    ticket = desk.ticket(received_at=at, number=number)
    viewer = desk.viewer(desk.mira, at=at)
    custody.take(viewer=viewer, ticket_id=ticket.pk, at=at)
    kinds.confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=at)
    for count in range(1, times + 1):
        at += timedelta(hours=3)
        fire_due(now=at)
        conversation.add_note(viewer=viewer, ticket_id=ticket.pk, text="Reproduced.", at=at)
        conversation.reply(
            viewer=viewer, ticket_id=ticket.pk, text=DONE, substantive=True, at=at, status_after=StateName("open")
        )
        desk.post(at=at + timedelta(seconds=12))
        tags.tag(viewer=viewer, ticket_id=ticket.pk, name=f"tag-{count}", at=at)
        due = at + timedelta(hours=4)
        give_on_ticket(viewer=viewer, ticket_id=ticket.pk, what="Call", who_id=desk.noor.pk, due_at=due, at=at)
        other = desk.ticket(subject="Another", received_at=at, number=number * 1000 + count + 1)
        merging.link(viewer=viewer, ticket_id=ticket.pk, other_id=other.pk, at=at)
        wrote = Opening(
            subject="Re: Login loops",
            text="It still loops.",
            channel="email",
            external_id=f"<again.{number}.{count}@mail.example>",
            sender=desk.ben.address,
            contact=desk.ben,
            account=desk.borealis,
            received_at=at + timedelta(minutes=5),
        )
        add_customer_message(ticket_id=ticket.pk, incoming=wrote, desk=open_desk(at + timedelta(minutes=5)))
    double = desk.ticket(subject="The same", received_at=at, number=number * 1000)
    merging.merge(viewer=viewer, ticket_id=double.pk, into_id=ticket.pk, at=at + timedelta(minutes=6))
    noor = desk.viewer(desk.noor, at=at)
    propose(viewer=noor, field="severity", value="s1", why="Down for all.", ticket_id=ticket.pk, at=at)
    return ticket


@pytest.mark.parametrize("times", [1, 8])
def test_a_ticket_costs_the_same_whatever_was_said_on_it(
    desk: Lighthouse, mira: Client, times: int, django_assert_max_num_queries: AtMost
) -> None:
    ticket = talked(desk, times=times, number=7)
    desk.noor.holdings.all().delete()  # whose names are read apart
    with django_assert_max_num_queries(TICKET):
        assert mira.get(f"/t/{ticket.pk}").status_code == 200
    with django_assert_max_num_queries(TICKET - 2):
        assert mira.get(f"/t/{ticket.pk}", **HTMX).status_code == 200
    with django_assert_max_num_queries(PREVIEW):
        assert mira.post(f"/t/{ticket.pk}/preview", {"text": DONE, "seen": "1"}, **HTMX).status_code == 200
    with django_assert_max_num_queries(RECEIPT + 2):
        assert mira.get(f"/t/{ticket.pk}/why").status_code == 200


@pytest.mark.parametrize("times", [1, 8])
def test_who_else_writes_and_what_is_kept_cost_the_same_whatever_was_said(
    desk: Lighthouse, mira: Client, times: int, django_assert_max_num_queries: AtMost
) -> None:
    ticket = talked(desk, times=times, number=7)
    for person in (desk.ada, desk.noor, desk.olu)[: 1 + times // 4]:
        viewer = desk.viewer(person, at=datetime.now(UTC))
        given = {"direction": Direction.outbound, "seen": NOTHING_BEGUN, "at": datetime.now(UTC)}
        keep_unsent(Written(text="Hello"), viewer=viewer, ticket_id=ticket.pk, **given)  # type: ignore[arg-type]
    newest = ticket.messages.latest("id").pk
    with django_assert_max_num_queries(OTHERS):
        asked = mira.get(f"/t/{ticket.pk}/others?answered={newest}", headers={"accept": "*/*"})
    assert b"writing an answer" in asked.content
    with django_assert_max_num_queries(KEPT):
        typed = {"text": "Half a sentence", "page": "one"}
        answer = mira.post(f"/t/{ticket.pk}/unsent/note", typed, headers={"accept": "application/json"})
    assert answer.json()["version"] > 0


def test_the_inbox_and_the_question_whether_anything_changed(
    desk: Lighthouse, mira: Client, django_assert_max_num_queries: AtMost
) -> None:
    for number in range(12):
        desk.ticket(number=number, received_at=datetime.now(UTC))
    Ticket.objects.filter(responsible_role="support").update(team="ledger")
    views = ("mine", "team", "team&team=ledger", "team&role=support", "waiting", "all", "all&q=loops")
    for view in views:
        with django_assert_max_num_queries(INBOX):
            assert mira.get(f"/?view={view}").status_code == 200
    with django_assert_max_num_queries(INBOX + 1):
        assert mira.get("/?view=mine&q=login+loops+upgrade").status_code == 200
    assert b"ticket-row" in mira.get("/?view=team&team=ledger").content
    with django_assert_max_num_queries(INBOX + 1):
        assert mira.get("/?view=all&status=closed").status_code == 200
    with django_assert_max_num_queries(TASKS):
        assert mira.get("/tasks").status_code == 200
    with django_assert_max_num_queries(LIVE):
        assert mira.get("/live", headers={"accept": "*/*"}).status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_an_account_costs_the_same_however_much_hangs_on_it(
    desk: Lighthouse, mira: Client, count: int, django_assert_max_num_queries: AtMost
) -> None:
    at = datetime.now(UTC)
    noor = desk.viewer(desk.noor, at=at)
    propose(viewer=noor, field="plan", value="Gold", why="They asked.", account_id=desk.acme.pk, at=at)
    for number in range(count):
        desk.ticket(number=number, received_at=at)
        give_on_account(viewer=noor, account_id=desk.acme.pk, what="Call", due_at=at + timedelta(hours=4), at=at)
    with django_assert_max_num_queries(ACCOUNT):
        assert mira.get(f"/a/{desk.acme.pk}").status_code == 200
