"""The states of a ticket and what moves it between them."""

import pytest

from firsthand.domain.tickets import (
    OnCustomerReply,
    TicketStatus,
    WhoOwes,
    allowed_changes,
    check_status_change,
    on_customer_reply,
    status_after_our_reply,
    who_owes,
)


def test_every_status_says_who_owes_the_next_step() -> None:
    assert {who_owes(status) for status in TicketStatus} == set(WhoOwes)
    assert who_owes(TicketStatus.pending) is WhoOwes.customer


def test_nothing_follows_closed() -> None:
    assert allowed_changes(TicketStatus.closed) == ()
    assert "linked" in (check_status_change(TicketStatus.closed, TicketStatus.open) or "")


@pytest.mark.parametrize("status", list(TicketStatus))
def test_no_status_goes_back_to_new_and_each_refusal_is_a_sentence(status: TicketStatus) -> None:
    assert TicketStatus.new not in allowed_changes(status)
    assert (check_status_change(status, TicketStatus.new) or "").endswith(".")
    for wanted in allowed_changes(status):
        assert check_status_change(status, wanted) is None


def test_anas_reply_reopens_a_solved_ticket_and_starts_a_linked_one_on_a_closed_ticket() -> None:
    assert on_customer_reply(TicketStatus.solved) is OnCustomerReply.reopens
    assert on_customer_reply(TicketStatus.closed) is OnCustomerReply.starts_a_linked_ticket
    assert on_customer_reply(TicketStatus.new) is OnCustomerReply.stays


def test_after_miras_reply_it_is_the_customers_turn_unless_it_ended() -> None:
    assert status_after_our_reply(TicketStatus.open) is TicketStatus.pending
    assert status_after_our_reply(TicketStatus.solved) is TicketStatus.solved
