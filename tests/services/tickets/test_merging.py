"""Merging, splitting and linking tickets."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.tickets import Phase
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.merging import link, merge, split, unlink
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.tickets.actions.tags import tag, untag
from firsthand.services.tickets.queries import ticket_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATER = NOW + timedelta(minutes=5)


@pytest.mark.clause("A19")
def test_merging_keeps_the_earlier_promise(lighthouse: Lighthouse) -> None:
    first = lighthouse.ticket(number=1)
    second = lighthouse.ticket(number=2, received_at=LATER)
    mira = lighthouse.viewer(lighthouse.mira)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=LATER)
    carried, own = second.subject.clocks.filter(state="running").order_by("due_at")
    assert (carried.started_at, own.started_at) == (NOW, LATER)
    assert not first.subject.clocks.exists()
    second.refresh_from_db()
    assert second.order_at == carried.due_at
    first.refresh_from_db()
    assert (first.status, first.closed_as) == ("closed", "merged")
    page = ticket_page(viewer=mira, ticket_id=second.pk, desk=open_desk(LATER))
    assert [message.ticket_id for message in page.messages] == [first.pk, second.pk]


def test_a_reply_to_a_merged_ticket_goes_where_it_went(lighthouse: Lighthouse) -> None:
    first, second = lighthouse.ticket(number=1), lighthouse.ticket(number=2)
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=first.pk, into_id=second.pk, at=LATER)
    incoming = Opening(
        subject="Re",
        text="More.",
        channel="email",
        external_id="<3@acme.example>",
        sender="ana@acme.example",
        contact=lighthouse.ana,
        account=lighthouse.acme,
        received_at=LATER,
    )
    assert add_customer_message(ticket_id=first.pk, incoming=incoming, desk=open_desk(LATER)).ticket.pk == second.pk


def test_two_customers_are_merged_only_by_whoever_is_sure(lighthouse: Lighthouse) -> None:
    of_acme, of_borealis = lighthouse.ticket(), lighthouse.ticket(contact=lighthouse.ben)
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Refused, match="another account, Borealis"):
        merge(viewer=mira, ticket_id=of_acme.pk, into_id=of_borealis.pk, at=LATER)
    merge(viewer=mira, ticket_id=of_acme.pk, into_id=of_borealis.pk, at=LATER, sure=True)
    of_acme.refresh_from_db()
    assert of_acme.phase == Phase.closed


def test_nothing_is_merged_into_a_closed_ticket(lighthouse: Lighthouse) -> None:
    first, second, third = (lighthouse.ticket(number=number) for number in (1, 2, 3))
    mira = lighthouse.viewer(lighthouse.mira)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=LATER)
    with pytest.raises(Refused, match="closed"):
        merge(viewer=mira, ticket_id=third.pk, into_id=first.pk, at=LATER)


@pytest.mark.clause("A19")
def test_a_split_ticket_starts_when_its_message_was_received(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    message = ticket.messages.get()
    mira = lighthouse.viewer(lighthouse.mira)
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="And the export", at=LATER)
    assert (new.received_at, new.title, new.account) == (NOW, "And the export", lighthouse.acme)
    assert new.subject.clocks.get().started_at == NOW
    assert ticket.messages.count() == 1


def test_links_and_tags_come_and_go_and_leave_a_trace(lighthouse: Lighthouse) -> None:
    first, second = lighthouse.ticket(number=1), lighthouse.ticket(number=2)
    mira = lighthouse.viewer(lighthouse.mira)
    link(viewer=mira, ticket_id=first.pk, other_id=second.pk, at=LATER)
    link(viewer=mira, ticket_id=second.pk, other_id=first.pk, at=LATER)
    assert first.links.count() + second.links.count() == 1
    unlink(viewer=mira, ticket_id=second.pk, other_id=first.pk, at=LATER)
    tag(viewer=mira, ticket_id=first.pk, name="Login Loop", at=LATER)
    untag(viewer=mira, ticket_id=first.pk, name="login-loop", at=LATER)
    verbs = first.subject.events.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["linked", "tagged", "untagged"]
