"""Where each cause leads from each status: one row a cause, one column a status."""

import pytest

from firsthand.domain.tickets import STATES, Cause, Owes, Phase, Refusal, StatusChange, TicketStatus, transition

STATUSES = tuple(TicketStatus)
#                              new        open       pending    on_hold    solved     closed
LEADS_TO = {
    Cause.taken:               "open      -          -          -          -          -",
    Cause.customer_wrote:      "-         -          open       open       open       -",
    Cause.merged_in:           "-         -          open       open       open       refused",
    Cause.merged_away:         "closed    closed     closed     closed     closed     -",
    Cause.not_a_request:       "closed    closed     closed     closed     closed     -",
    Cause.timer:               "closed    closed     closed     closed     closed     -",
    Cause.our_reply:           "pending   pending    -          pending    -          -",
    Cause.reply_not_delivered: "-         -          open       open       open       open",
    Cause.owed_again:          "-         -          open       open       open       open",
    Cause.reply_taken_back:    "-         -          -          -          -          -",
    Cause.person:              "-         -          -          -          -          -",
}  # fmt: skip
#                        wanted by a person
MAY_SET = {
    TicketStatus.new:     "refused   refused    refused    refused    refused    refused",
    TicketStatus.open:    "open      refused    open       open       open       refused",
    TicketStatus.pending: "pending   pending    refused    pending    refused    refused",
    TicketStatus.on_hold: "on_hold   on_hold    on_hold    refused    refused    refused",
    TicketStatus.solved:  "solved    solved     solved     solved     refused    refused",
    TicketStatus.closed:  "closed    closed     closed     closed     closed     refused",
}  # fmt: skip


def outcome(found: StatusChange | Refusal | None) -> str:
    """What a transition answered, in the word of the tables."""
    if found is None:
        return "-"
    return "refused" if isinstance(found, Refusal) else found.status.value


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_leads_where_the_table_says(cause: Cause) -> None:
    assert [outcome(transition(status, cause)) for status in STATUSES] == LEADS_TO[cause].split()


@pytest.mark.parametrize("wanted", TicketStatus)
def test_a_person_sets_what_may_follow(wanted: TicketStatus) -> None:
    found = [outcome(transition(status, Cause.person, wanted=wanted)) for status in STATUSES]
    assert found == MAY_SET[wanted].split()


@pytest.mark.parametrize("status", TicketStatus)
@pytest.mark.parametrize("wanted", TicketStatus)
def test_a_reply_that_was_taken_back_goes_back_to_whatever_was_before(
    status: TicketStatus, wanted: TicketStatus
) -> None:
    found = outcome(transition(status, Cause.reply_taken_back, wanted=wanted))
    assert found == ("-" if wanted is status else wanted.value)


@pytest.mark.parametrize("cause", [Cause.person, Cause.our_reply, Cause.timer])
def test_nothing_closes_while_an_answer_is_owed(cause: Cause) -> None:
    refused = transition(TicketStatus.solved, cause, wanted=TicketStatus.closed, response_owed=True)
    assert isinstance(refused, Refusal)
    assert refused.code == "response_owed"
    assert "nothing to answer" in refused.message


@pytest.mark.parametrize("cause", [Cause.merged_away, Cause.not_a_request])
def test_what_is_owed_goes_along_or_is_given_up_by_name(cause: Cause) -> None:
    assert isinstance(transition(TicketStatus.open, cause, response_owed=True), StatusChange)


def test_a_change_says_what_the_status_means() -> None:
    found = transition(TicketStatus.open, Cause.person, wanted=TicketStatus.pending)
    assert isinstance(found, StatusChange)
    assert (found.before, found.owes, found.phase) == (TicketStatus.open, Owes.customer, Phase.open)


def test_a_refusal_names_what_may_be_set() -> None:
    refused = transition(TicketStatus.solved, Cause.person, wanted=TicketStatus.pending)
    assert isinstance(refused, Refusal)
    assert refused.message == "A ticket that is solved cannot become pending; it can become open, closed."


def test_every_status_answers_the_questions_and_leads_to_others_of_the_book() -> None:
    assert set(STATES) == set(TicketStatus)
    for status, state in STATES.items():
        assert set(state.may_become) <= set(TicketStatus) - {status}
        assert (state.phase is Phase.closed) == (state.after_customer is None)
        assert (state.phase is Phase.open) == (state.owes is not Owes.nobody)
