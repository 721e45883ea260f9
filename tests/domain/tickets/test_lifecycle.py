"""Where each cause leads from each status: one row a cause, one column a status."""

import pytest

from firsthand.domain.names import StateName
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import PLAIN
from firsthand.domain.tickets import Cause, Owes, Phase, Refusal, StatusChange, transition

STATES = DEFAULT.states
STATUSES = tuple(STATES.by_name)
#                              new        open       pending    on_hold    solved     closed
LEADS_TO = {
    Cause.taken:               "open      -          -          -          -          -",
    Cause.customer_wrote:      "-         -          open       open       open       -",
    Cause.merged_in:           "-         -          open       open       open       refused",
    Cause.merged_away:         "closed    closed     closed     closed     closed     -",
    Cause.not_a_request:       "closed    closed     closed     closed     closed     -",
    Cause.kept_as_history:     "closed    closed     closed     closed     closed     -",
    Cause.timer:               "closed    closed     closed     closed     closed     -",
    Cause.our_reply:           "pending   pending    -          pending    -          -",
    Cause.reply_not_delivered: "-         -          open       open       open       open",
    Cause.owed_again:          "-         -          open       open       open       open",
    Cause.reply_taken_back:    "-         -          -          -          -          -",
    Cause.person:              "-         -          -          -          -          -",
}  # fmt: skip
#                        wanted by a person
MAY_SET = {
    StateName("new"):     "refused   refused    refused    refused    refused    refused",
    StateName("open"):    "open      refused    open       open       open       refused",
    StateName("pending"): "pending   pending    refused    pending    refused    refused",
    StateName("on_hold"): "on_hold   on_hold    on_hold    refused    refused    refused",
    StateName("solved"):  "solved    solved     solved     solved     refused    refused",
    StateName("closed"):  "closed    closed     closed     closed     closed     refused",
}  # fmt: skip


def outcome(found: StatusChange | Refusal | None) -> str:
    """What a transition answered, in the word of the tables."""
    if found is None:
        return "-"
    return "refused" if isinstance(found, Refusal) else found.state.name


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_leads_where_the_table_says(cause: Cause) -> None:
    assert [outcome(transition(STATES, status, cause)) for status in STATUSES] == LEADS_TO[cause].split()


@pytest.mark.parametrize("wanted", STATUSES)
def test_a_person_sets_what_may_follow(wanted: StateName) -> None:
    found = [outcome(transition(STATES, status, Cause.person, wanted=wanted)) for status in STATUSES]
    assert found == MAY_SET[wanted].split()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("wanted", STATUSES)
def test_a_reply_that_was_taken_back_goes_back_to_whatever_was_before(status: StateName, wanted: StateName) -> None:
    found = outcome(transition(STATES, status, Cause.reply_taken_back, wanted=wanted))
    assert found == ("-" if wanted == status else wanted)


@pytest.mark.parametrize("cause", [Cause.person, Cause.our_reply, Cause.timer])
def test_nothing_closes_while_an_answer_is_owed(cause: Cause) -> None:
    refused = transition(STATES, StateName("solved"), cause, wanted=StateName("closed"), response_owed=True)
    assert isinstance(refused, Refusal)
    assert refused.code == "response_owed"
    assert "nothing to answer" in PLAIN.phrase(refused.message)


@pytest.mark.parametrize("cause", [Cause.merged_away, Cause.not_a_request, Cause.kept_as_history])
def test_what_is_owed_goes_along_or_is_given_up_by_name(cause: Cause) -> None:
    assert isinstance(transition(STATES, StateName("open"), cause, response_owed=True), StatusChange)


def test_a_change_says_what_the_status_means() -> None:
    found = transition(STATES, StateName("open"), Cause.person, wanted=StateName("pending"))
    assert isinstance(found, StatusChange)
    assert (found.before, found.state.owes, found.state.phase) == (StateName("open"), Owes.customer, Phase.open)


def test_a_refusal_names_what_may_be_set() -> None:
    refused = transition(STATES, StateName("solved"), Cause.person, wanted=StateName("pending"))
    assert isinstance(refused, Refusal)
    assert PLAIN.phrase(refused.message) == "A ticket that is solved cannot become pending; it can become open, closed."


def test_every_state_answers_the_questions_and_leads_to_others_of_the_book() -> None:
    for name, state in STATES.by_name.items():
        assert set(STATES.a_person_may_set(name)) <= set(STATUSES) - {name}
        assert (state.phase is Phase.closed) == (state.after_customer is None)
        assert (state.phase is Phase.open) == (state.owes is not Owes.nobody)
