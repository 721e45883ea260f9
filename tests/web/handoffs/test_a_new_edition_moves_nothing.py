"""A hand-over that the book declares moves no open ticket: whoever published it has them as one list, offers them, and
each stays where it is until it is accepted (S31–S33)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.engine.policy import FollowedBook
from firsthand.models.handoffs import Handoff, MoveByBook
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.amending.actions import publish
from firsthand.services.tickets import moves
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import Lighthouse

PAGE = "/handoffs/by-the-book"
DECLARED = """book: customer-first
amendment: hand-over
title: Support takes the questions
published_at: {at}
author: Head of customer support
approver: Head of customer support
zone: America/Los_Angeles
activates:
  - {{clause: S32, at: {at}, by: Head of customer support, why: Two engineers have been onboarded for a month.}}
"""


def browser(person: Person) -> Client:
    """Somebody at their browser."""
    client = Client(headers={"accept": "text/html"})
    client.force_login(person)
    return client


def asked(desk: Lighthouse, *, number: int, strategic: bool = False, kind: str = "how_to") -> Ticket:
    """A how-to that Noor has taken; of a strategic customer, or of one that is not."""
    at = datetime.now(UTC) - timedelta(hours=2)
    ticket = desk.ticket(contact=desk.ben if strategic else None, received_at=at, number=number)
    confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, kind=Kind(kind), at=at)
    if kind == "how_to":
        take(viewer=desk.viewer(desk.noor, at=at), ticket_id=ticket.pk, at=at)
    ticket.refresh_from_db()
    return ticket


def declare(by: Person | None, *, at: datetime | None = None) -> None:
    """Somebody publishes the hand-over, and the engine brings the tickets to it."""
    now = at or datetime.now(UTC)
    publish(texts=[("hand-over.yaml", DECLARED.format(at=now.isoformat()))], at=now, by=by)
    follow()


def follow() -> None:
    """The engine's part, until it has nothing more to do."""
    part, now = FollowedBook(), datetime.now(UTC)
    while part.round(now):
        pass


def whose() -> list[tuple[str, int | None]]:
    """Who has each ticket."""
    return list(Ticket.objects.order_by("pk").values_list("responsible_role", "responsible"))


@pytest.mark.clause("S31", "S32", "S33")
def test_nothing_moves_the_list_offers_and_an_offer_is_accepted(lighthouse: Lighthouse) -> None:
    plain, strategic = asked(lighthouse, number=1), asked(lighthouse, number=2, strategic=True)
    trouble, before = asked(lighthouse, number=3, kind="troubleshooting"), whose()
    follow()
    assert (MoveByBook.objects.exists(), b"Every ticket is where" in browser(lighthouse.ada).get(PAGE).content) == (
        False,
        True,
    )
    declare(lighthouse.ada)
    assert whose() == before
    ada, mira = browser(lighthouse.ada), browser(lighthouse.mira)
    [notice] = Notice.objects.filter(kind="book")
    assert (notice.person, notice.path) == (lighthouse.ada, PAGE)
    assert PAGE.encode() in ada.get("/book").content
    page = ada.get(PAGE).content.decode()
    assert [f"/t/{one.pk}" in page for one in (plain, strategic, trouble)] == [True, False, False]
    said = {"act": "offer-by-the-book", "tickets": [plain.pk]}
    assert ada.post(PAGE, said).status_code == 303
    assert whose() == before
    offer = Handoff.objects.get()
    assert (offer.ticket, offer.to_role, offer.occasion) == (plain, "support", "book")
    assert f"/handoffs/{offer.pk}" in mira.get("/handoffs").content.decode()
    accepted = mira.post(f"/handoffs/{offer.pk}", {"act": "accept-handoff", "essence": "Ana asks how it loops."})
    assert accepted.status_code == 303
    plain.refresh_from_db()
    assert (plain.responsible_role, plain.responsible) == ("support", lighthouse.mira)
    assert PAGE.encode() not in ada.get("/book").content


@pytest.mark.clause("S32")
def test_others_see_the_list_and_only_whoever_published_it_or_an_owner_offers(lighthouse: Lighthouse) -> None:
    ticket = asked(lighthouse, number=1)
    declare(lighthouse.ada)
    said = {"act": "offer-by-the-book", "tickets": [ticket.pk]}
    refused = browser(lighthouse.noor).post(PAGE, said)
    assert (refused.status_code, b"Only Ada Obi, who published it" in refused.content) == (403, True)
    assert f"/t/{ticket.pk}" in browser(lighthouse.noor).get(PAGE).content.decode()
    assert browser(lighthouse.mira).post(PAGE, said).status_code == 303
    assert b"belongs to another role by the book any more" in browser(lighthouse.ada).post(PAGE, said).content


def test_published_by_nobody_here_the_owners_hear_and_have_it(lighthouse: Lighthouse) -> None:
    asked(lighthouse, number=1)
    declare(None)
    follow()
    assert [one.person for one in Notice.objects.filter(kind="book")] == [lighthouse.mira]


def test_of_a_restricted_ticket_whoever_is_shut_out_neither_hears_nor_sees(lighthouse: Lighthouse) -> None:
    ticket, now = asked(lighthouse, number=1), datetime.now(UTC)
    circle = Circle(people=frozenset({lighthouse.noor.pk}))
    viewer = lighthouse.viewer(lighthouse.noor, at=now)
    restrict(viewer=viewer, ticket_id=ticket.pk, circle=circle, why="Secret.", at=now)
    declare(lighthouse.ada)
    assert not Notice.objects.filter(kind="book").exists()
    ada = browser(lighthouse.ada)
    assert f"/t/{ticket.pk}" not in ada.get(PAGE).content.decode()
    assert ada.post(PAGE, {"act": "offer-by-the-book", "tickets": [ticket.pk]}).status_code == 403


def test_what_was_declined_is_not_in_the_list_again_and_what_is_solved_goes_from_it(lighthouse: Lighthouse) -> None:
    one, two = asked(lighthouse, number=1), asked(lighthouse, number=2)
    declare(lighthouse.ada)
    browser(lighthouse.ada).post(PAGE, {"act": "offer-by-the-book", "tickets": [one.pk]})
    offer = Handoff.objects.get()
    no = {"act": "decline-handoff", "why": "Noor knows it.", "instead": "customer_engineering"}
    browser(lighthouse.mira).post(f"/handoffs/{offer.pk}", no)
    browser(lighthouse.noor).post(f"/t/{two.pk}/do/status", {"status": "solved"})
    now = datetime.now(UTC)
    text = DECLARED.partition("activates")[0].format(at=now.isoformat()).replace("hand-over", "later")
    publish(texts=[("later.yaml", text)], at=now, by=lighthouse.ada)
    follow()
    assert b"Every ticket is where the book has it" in browser(lighthouse.ada).get(PAGE).content


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long_it_is(
    lighthouse: Lighthouse, count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(count):
        asked(lighthouse, number=number + 1)
    declare(lighthouse.ada)
    ada = browser(lighthouse.ada)
    with django_assert_max_num_queries(9):
        assert ada.get(PAGE).status_code == 200


def test_what_one_offers_stands_first_however_much_there_is_of_others(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = asked(lighthouse, number=1), asked(lighthouse, number=2)
    declare(lighthouse.ada)
    MoveByBook.objects.filter(ticket=second).update(published_by=lighthouse.noor)
    monkeypatch.setattr(moves, "AT_ONCE", 1)
    page = browser(lighthouse.noor).get(PAGE).content.decode()
    assert [f"/t/{one.pk}" in page for one in (first, second)] == [False, True]
    assert 'value="offer-by-the-book"' in page


def test_an_offer_by_the_book_that_came_to_nothing_stands_in_the_list_again(lighthouse: Lighthouse) -> None:
    ticket = asked(lighthouse, number=1)
    declare(lighthouse.ada)
    ada = browser(lighthouse.ada)
    ada.post(PAGE, {"act": "offer-by-the-book", "tickets": [ticket.pk]})
    offer = Handoff.objects.get()
    assert f"/t/{ticket.pk}" not in ada.get(PAGE).content.decode()
    assert browser(lighthouse.noor).post(f"/handoffs/{offer.pk}", {"act": "withdraw-offer"}).status_code == 303
    offer.refresh_from_db()
    assert offer.state == "withdrawn"
    assert f"/t/{ticket.pk}" in ada.get(PAGE).content.decode()


def test_once_accepted_it_is_not_in_the_list_wherever_it_goes_then(lighthouse: Lighthouse) -> None:
    ticket = asked(lighthouse, number=1)
    declare(lighthouse.ada)
    browser(lighthouse.ada).post(PAGE, {"act": "offer-by-the-book", "tickets": [ticket.pk]})
    said = {"act": "accept-handoff", "essence": "Ana asks how it loops."}
    browser(lighthouse.mira).post(f"/handoffs/{Handoff.objects.get().pk}", said)
    Ticket.objects.filter(pk=ticket.pk).update(responsible_role="engineering")
    assert f"/t/{ticket.pk}" not in browser(lighthouse.ada).get(PAGE).content.decode()
