"""Answering on the page: what the writer had before them, an answer on its way, and judging an answer again."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.models.clocks import Clock
from firsthand.models.conversation import Message
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.delivery.actions import delivery_bounced
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, light_up
from tests.three_clocks import publish_three_clocks

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
DONE = "The cookie lacked Path. We shipped 4.2.1 to your workspace; please sign in once more and tell us."


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse under a book in which each further message is answered within an hour."""
    made = light_up()
    publish_three_clocks()
    return made


@pytest.fixture
def mira(desk: Lighthouse) -> Client:
    """Mira, signed in."""
    client = Client()
    client.force_login(desk.mira)
    return client


@pytest.fixture
def ticket(desk: Lighthouse) -> Ticket:
    """Ana's request of half an hour ago."""
    return desk.ticket(received_at=datetime.now(UTC) - timedelta(minutes=30))


def writes_again(desk: Lighthouse, ticket: Ticket, *, at: datetime, text: str = "Thanks!") -> Message:
    """Ana writes once more."""
    incoming = Opening(
        subject="Re: Login loops",
        text=text,
        channel="email",
        external_id=f"<{at.timestamp()}@mail.example>",
        sender=desk.ana.address,
        contact=desk.ana,
        account=desk.acme,
        received_at=at,
    )
    return add_customer_message(ticket_id=ticket.pk, incoming=incoming, desk=open_desk(at)).message


def answered(desk: Lighthouse, ticket: Ticket, *, at: datetime) -> Message:
    """Mira answers, and the answer leaves."""
    written = reply(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, text=DONE, substantive=True, at=at)
    desk.post(at=at + timedelta(seconds=12))
    return written.message


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/t/{ticket.pk}").content.decode()


def words(text: str) -> str:
    """What a reader sees of a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", text).split()))


def do(client: Client, ticket: Ticket, verb: str, **data: object) -> Any:
    return client.post(f"/t/{ticket.pk}/do/{verb}", data, **HTMX)


def clock(ticket: Ticket, kind: str) -> Clock:
    return Clock.objects.filter(subject=ticket.subject, kind=kind).latest("id")


def test_the_form_says_what_the_writer_had_before_them_and_what_came_after_stays_owed(
    desk: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    seen = re.findall(r'name="seen" value="(\d+)"', page(mira, ticket))
    writes_again(desk, ticket, at=datetime.now(UTC) - timedelta(seconds=1), text="And the proxy loops too.")
    ahead = mira.post(f"/t/{ticket.pk}/preview", {"text": DONE, "substantive": "1", "seen": seen[0]}, **HTMX)
    assert "The customer wrote after what you see here" in ahead.content.decode()
    done = do(mira, ticket, "reply", text=DONE, substantive="1", seen=seen[0])
    assert "What the customer wrote meanwhile is not answered by it." in done.content.decode()
    assert clock(ticket, "first_response").state == "sent"
    assert clock(ticket, "next_response").state == "running"
    assert max(map(int, re.findall(r'name="seen" value="(\d+)"', done.content.decode()))) > int(seen[0])


def test_a_refused_reply_comes_back_with_what_arrived_meanwhile_said_beside_it(
    desk: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    [seen] = re.findall(r'name="seen" value="(\d+)"', page(mira, ticket))
    writes_again(desk, ticket, at=datetime.now(UTC), text="And the proxy loops too.")
    refused = do(mira, ticket, "reply", text=DONE, status_after="nonsense", seen=seen)
    assert refused.status_code == 422
    assert "A message arrived after you began; it stands above." in refused.content.decode()
    assert "after you began" not in page(mira, ticket)


def test_an_answer_is_on_its_way_until_the_other_side_takes_it(desk: Lighthouse, mira: Client, ticket: Ticket) -> None:
    do(mira, ticket, "reply", text=DONE, substantive="1")
    text = words(page(mira, ticket))
    assert "sent, not yet delivered" in text
    assert "promise was kept" not in text
    desk.post(at=datetime.now(UTC) + timedelta(seconds=12))
    assert "First response promise was kept" in words(page(mira, ticket))


def test_an_answer_that_did_not_arrive_is_owed_again_and_says_why(
    desk: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    message = answered(desk, ticket, at=datetime.now(UTC) - timedelta(minutes=10))
    mail = Delivery.objects.get(message=message)
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="No such mailbox here.", at=datetime.now(UTC))
    text = words(page(mira, ticket))
    assert "Not delivered, and owed again: No such mailbox here." in text
    assert "First response is owed again" in text
    assert clock(ticket, "first_response").state == "running"


def test_thanks_need_no_answer_with_a_reason(desk: Lighthouse, mira: Client, ticket: Ticket) -> None:
    assert 'id="menu-nothing"' not in page(mira, ticket)
    answered(desk, ticket, at=datetime.now(UTC) - timedelta(minutes=10))
    writes_again(desk, ticket, at=datetime.now(UTC) - timedelta(minutes=5))
    assert 'id="menu-nothing"' in page(mira, ticket)
    refused = do(mira, ticket, "nothing", why=" ")
    assert refused.status_code == 422
    assert 'id="nothing-error"' in refused.content.decode()
    done = do(mira, ticket, "nothing", why="They only said thanks.")
    assert done.status_code == 200
    assert "Mira Lindqvist said that there is nothing to answer – They only said thanks." in words(
        done.content.decode()
    )
    assert clock(ticket, "next_response").state == "cancelled"
    assert 'id="menu-nothing"' not in page(mira, ticket)


@pytest.mark.clause("A17")
def test_a_reply_is_judged_again_with_a_reason(desk: Lighthouse, mira: Client, ticket: Ticket) -> None:
    message = answered(desk, ticket, at=datetime.now(UTC) - timedelta(minutes=10))
    refused = do(mira, ticket, "mark", message=message.pk, counts="no", why="")
    assert refused.status_code == 422
    assert 'id="mark-error"' in refused.content.decode()
    assert '<details class="mark" open>' in refused.content.decode()
    done = do(mira, ticket, "mark", message=message.pk, counts="no", why="It named no next step.")
    text = words(done.content.decode())
    assert "did not count as the response: It named no next step." in text
    assert "First response is owed again" in text
    assert "The reply of" in words(mira.get(f"/t/{ticket.pk}/why").content.decode())
    do(mira, ticket, "mark", message=message.pk, counts="yes", why="It did.")
    assert clock(ticket, "first_response").state == "met"
    assert "counts as the response, as marked: It did." in words(page(mira, ticket))


def test_the_timeline_weaves_clocks_with_what_happened(desk: Lighthouse, mira: Client) -> None:
    at = datetime.now(UTC) - timedelta(hours=5)
    ticket = desk.ticket(received_at=at)
    fire_due(now=at + timedelta(hours=2, minutes=1))
    answered(desk, ticket, at=at + timedelta(hours=3))
    page_ = page(mira, ticket)
    told = words(page_[page_.index('class="timeline"') :])
    for one in (
        "First response clock started",
        "Resolution clock started",
        "First response became late",
        "noted that the first response is late",
        "Mira Lindqvist replied",
        "First response was answered after it was due",
        "Update clock started",
    ):
        assert one in told, one
    order = [
        told.index(one) for one in ("was answered after", "replied", "became late", "First response clock started")
    ]
    assert order == sorted(order)  # newest first


def test_a_long_past_shows_its_newest_part_and_the_whole_on_demand(
    desk: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    for number in range(31):
        writes_again(desk, ticket, at=ticket.received_at + timedelta(seconds=number + 1), text=f"Word {number}.")
    text = page(mira, ticket)
    assert "Show 2 earlier messages" in text
    assert "Word 0." not in text
    assert "Word 0." in mira.get(f"/t/{ticket.pk}?all=1").content.decode()
