"""What waits for somebody, on one page: theirs, next due first, with the reason."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind, StateName
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.restrictions import Circle
from firsthand.services.delivery.actions import delivery_refused
from firsthand.services.outbox.actions import claim_due
from firsthand.services.proposals.actions import propose
from firsthand.services.tasks.actions import give_on_account, give_on_ticket
from firsthand.services.tickets.actions import conversation, custody, kinds, restricting
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter

AtMost = Callable[[int], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."
PAGE = 14


def rows(client: Client, address: str = "/waiting") -> list[str]:
    """The items of the page, as text."""
    text = client.get(address, headers={"accept": "text/html"}).content.decode()
    found = re.findall(r'<li class="row">(.*?)</li>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def number_beside(client: Client) -> int:
    """The number in the navigation."""
    text = client.get("/people", headers={"accept": "text/html"}).content.decode()
    found = re.search(r'href="/waiting"[^>]*>[^<]*<span class="count">(\d+)', text)
    assert found is not None
    return int(found[1])


def mine(lighthouse: Lighthouse, *, number: int, at: datetime) -> int:
    """A ticket that Mira took."""
    ticket = lighthouse.ticket(number=number, received_at=at)
    custody.take(viewer=lighthouse.viewer(lighthouse.mira, at=at), ticket_id=ticket.pk, at=at)
    kinds.confirm_kind(
        viewer=lighthouse.viewer(lighthouse.mira, at=at), ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=at
    )
    return ticket.pk


def test_what_somebody_owes_stands_on_one_page_next_due_first_each_with_its_reason(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    mira, noor = lighthouse.viewer(lighthouse.mira, at=now), lighthouse.viewer(lighthouse.noor, at=now)
    ticket = mine(lighthouse, number=1, at=now - timedelta(days=9))
    give_on_account(
        viewer=noor, account_id=lighthouse.acme.pk, what="Ask who signs", who_id=mira.person_id,
        due_at=now + timedelta(minutes=1), at=now,
    )  # fmt: skip
    propose(viewer=noor, field="severity", value="s1", why="Down for all.", ticket_id=ticket, at=now)
    client = signed_in(lighthouse.mira)
    first, second, *_ = found = rows(client)
    assert first.startswith(f"#{ticket} Login loops")
    assert "You owe it: first response late was due" in first
    assert second.startswith("Ask who signs (Acme) You owe it: follow up due")
    assert any("Noor Haddad proposes" in one and "its answer is yours" in one.casefold() for one in found)
    assert number_beside(client) == len(found)
    assert rows(signed_in(lighthouse.eve)) == []


def test_what_no_clock_runs_for_stands_last_and_says_so(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    at = datetime.now(UTC) - timedelta(days=1)
    ticket = mine(lighthouse, number=1, at=at)
    viewer = lighthouse.viewer(lighthouse.mira, at=at)
    conversation.reply(
        viewer=viewer, ticket_id=ticket, text=DONE, substantive=True, at=at, status_after=StateName("open")
    )
    lighthouse.post(at=at + timedelta(seconds=12))
    (only,) = rows(signed_in(lighthouse.mira))
    assert "You owe the next step no clock" in only


def test_what_somebody_may_not_see_does_not_wait_for_them(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    now = datetime.now(UTC)
    ticket = mine(lighthouse, number=1, at=now - timedelta(hours=1))
    mira = lighthouse.viewer(lighthouse.mira, at=now)
    give_on_ticket(
        viewer=mira, ticket_id=ticket, what="Read it", who_id=lighthouse.ada.pk, due_at=now + timedelta(days=1), at=now
    )
    ada = signed_in(lighthouse.ada)
    assert len(rows(ada)) == number_beside(ada) == 1
    alone = Circle(people=frozenset({mira.person_id}))
    restricting.restrict(viewer=mira, ticket_id=ticket, circle=alone, why="Between us.", at=now)
    assert rows(ada) == []
    assert number_beside(ada) == 0


@pytest.mark.parametrize("count", [1, 7])
def test_the_page_costs_the_same_however_much_waits(
    lighthouse: Lighthouse, signed_in: SignIn, count: int, django_assert_max_num_queries: AtMost
) -> None:
    now = datetime.now(UTC)
    mira, noor = lighthouse.viewer(lighthouse.mira, at=now), lighthouse.viewer(lighthouse.noor, at=now)
    for number in range(count):
        ticket = mine(lighthouse, number=number, at=now - timedelta(days=2))
        propose(viewer=noor, field="severity", value="s1", why="Down for all.", ticket_id=ticket, at=now)
        give_on_ticket(viewer=mira, ticket_id=ticket, what="Call", due_at=now + timedelta(days=1), at=now)
    client = signed_in(lighthouse.mira)
    with django_assert_max_num_queries(PAGE):
        assert client.get("/waiting", headers={"accept": "text/html"}).status_code == 200


def test_a_long_list_goes_on_page_by_page_and_shows_each_once(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    now = datetime.now(UTC)
    mira = lighthouse.viewer(lighthouse.mira, at=now)
    for number in range(53):
        give_on_account(
            viewer=mira, account_id=lighthouse.acme.pk, what=f"Call {number}", due_at=now + timedelta(days=1), at=now
        )
    client = signed_in(lighthouse.mira)
    text = client.get("/waiting").content.decode()
    older = re.search(r'data-older href="([^"]+)"', text)
    assert older is not None
    found = rows(client) + rows(client, older[1])
    assert len(found) == len(set(found)) == 53
    assert client.get("/waiting?after=nowhere").status_code == 422


def test_an_answer_that_did_not_arrive_waits_for_who_is_responsible(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    ticket = mine(lighthouse, number=1, at=at)
    viewer = lighthouse.viewer(lighthouse.mira, at=at)
    conversation.reply(viewer=viewer, ticket_id=ticket, text=DONE, substantive=True, at=at)
    (claim,) = [one for one in claim_due(at + timedelta(minutes=1), "one") if one.purpose == "reply"]
    delivery_refused(claim, error="550 no such user", at=at + timedelta(minutes=1))
    client = signed_in(lighthouse.mira)
    found = rows(client)
    assert any("Our last word did not arrive since" in one for one in found)
    assert number_beside(client) == len(found)


def test_a_held_message_waits_for_the_role_that_sorts_mail_and_else_for_an_owner(
    lighthouse: Lighthouse, signed_in: SignIn, tmp_path: Path
) -> None:
    arrive(letter(sender="support@lighthouse.example"), folder=tmp_path)
    (only,) = rows(signed_in(lighthouse.mira))
    assert only.startswith("Message 1 in the quarantine You owe it: first response late")
    assert rows(signed_in(lighthouse.noor)) == []
    RoleHolding.objects.filter(role="support").update(to_at=datetime.now(UTC))
    assert [one[:27] for one in rows(signed_in(lighthouse.mira))] == ["Message 1 in the quarantine"]
