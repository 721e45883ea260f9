"""The states of a ticket and what moves it between them: each cause in each state is a row of one table."""

import pytest

from firsthand.domain.tickets import (
    Cause,
    Change,
    Owes,
    Phase,
    Refusal,
    TicketStatus,
    allowed_changes,
    phase_of,
    status_after_our_reply,
    transition,
    who_owes,
)

ALL = tuple(TicketStatus)
NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED = (
    TicketStatus.new,
    TicketStatus.open,
    TicketStatus.pending,
    TicketStatus.on_hold,
    TicketStatus.solved,
    TicketStatus.closed,
)
# What each cause makes of new, open, pending, on hold, solved and closed; "no" is a refusal
NO = "no"
TABLE: dict[Cause, tuple[TicketStatus | str, ...]] = {
    Cause.our_reply: (PENDING, PENDING, PENDING, PENDING, SOLVED, CLOSED),
    Cause.taken: (OPEN, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED),
    Cause.customer_wrote: (NEW, OPEN, OPEN, OPEN, OPEN, CLOSED),
    Cause.merged_in: (NEW, OPEN, OPEN, OPEN, OPEN, NO),
    Cause.reply_not_delivered: (NEW, OPEN, OPEN, OPEN, OPEN, OPEN),
    Cause.reply_taken_back: (NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED),
    Cause.merged_away: (CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED),
    Cause.not_a_request: (CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED),
    Cause.timer: (CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED),
}
PERSON: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    NEW: (OPEN, PENDING, ON_HOLD, SOLVED, CLOSED),
    OPEN: (PENDING, ON_HOLD, SOLVED, CLOSED),
    PENDING: (OPEN, ON_HOLD, SOLVED, CLOSED),
    ON_HOLD: (OPEN, PENDING, SOLVED, CLOSED),
    SOLVED: (OPEN, CLOSED),
    CLOSED: (),
}


def test_every_cause_has_its_row() -> None:
    assert {*TABLE, Cause.person} == set(Cause)


@pytest.mark.parametrize(
    ("cause", "status", "becomes"),
    [(cause, status, to) for cause, row in TABLE.items() for status, to in zip(ALL, row, strict=True)],
)
def test_a_cause_leads_to_one_status(cause: Cause, status: TicketStatus, becomes: TicketStatus | str) -> None:
    found = transition(status, cause)
    if becomes == NO:
        assert isinstance(found, Refusal)
    elif becomes == status:
        assert found is None
    else:
        assert isinstance(found, Change)
        assert (found.before, found.status, found.cause) == (status, becomes, cause)
        assert (found.owes, found.phase) == (who_owes(found.status), phase_of(found.status))


@pytest.mark.parametrize("status", ALL)
@pytest.mark.parametrize("wanted", ALL)
def test_a_person_sets_what_may_follow_and_each_refusal_is_a_sentence(
    status: TicketStatus, wanted: TicketStatus
) -> None:
    found = transition(status, Cause.person, wanted=wanted)
    assert allowed_changes(status) == PERSON[status]
    if wanted in PERSON[status]:
        assert isinstance(found, Change)
        assert found.status is wanted
    else:
        assert isinstance(found, Refusal)
        assert found.message.endswith(".")


def test_a_closed_ticket_says_that_a_reply_starts_a_linked_one() -> None:
    found = transition(CLOSED, Cause.person, wanted=OPEN)
    assert isinstance(found, Refusal)
    assert "linked" in found.message


@pytest.mark.parametrize("cause", [Cause.person, Cause.our_reply, Cause.timer])
def test_nobody_and_no_timer_closes_what_is_owed_an_answer(cause: Cause) -> None:
    found = transition(SOLVED, cause, wanted=CLOSED, response_owed=True)
    assert isinstance(found, Refusal)
    assert found.code == "response_owed"


@pytest.mark.parametrize("cause", [Cause.merged_away, Cause.not_a_request])
def test_an_answer_that_is_owed_goes_on_elsewhere_or_to_nobody(cause: Cause) -> None:
    assert isinstance(transition(OPEN, cause, response_owed=True), Change)


def test_a_reply_that_was_taken_back_returns_to_where_it_came_from() -> None:
    found = transition(PENDING, Cause.reply_taken_back, wanted=NEW)
    assert isinstance(found, Change)
    assert found.status is NEW


def test_every_status_says_who_owes_the_next_step_and_whether_work_goes_on() -> None:
    assert {who_owes(status) for status in TicketStatus} == set(Owes)
    assert who_owes(PENDING) is Owes.customer
    assert [phase_of(status) for status in ALL] == [*[Phase.open] * 4, Phase.solved, Phase.closed]


def test_after_miras_reply_it_is_the_customers_turn_unless_it_ended() -> None:
    assert status_after_our_reply(OPEN) is PENDING
    assert status_after_our_reply(SOLVED) is SOLVED
