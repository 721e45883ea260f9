"""Who should take a ticket: nobody absent, then the fewest open tickets and who knows the account, with reasons."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.rosters import Candidate, Presence, Suggestion, WorkState, suggest
from firsthand.domain.sentences import say

FIVE = datetime(2026, 3, 2, 17, tzinfo=UTC)
AT_WORK = Presence(state=WorkState.at_work, until=FIVE)


def candidate(
    person: int, *, open_tickets: int = 0, of_the_account: int = 0, here: Presence = AT_WORK, is_let_in: bool = True
) -> Candidate:
    """Somebody at work until five who has nothing."""
    return Candidate(
        person=person, presence=here, open_tickets=open_tickets, of_the_account=of_the_account, is_let_in=is_let_in
    )


def order(found: Suggestion) -> list[int]:
    """The likely ones, in their order."""
    return [one.person for one in found.likely]


def test_the_fewest_open_tickets_come_first() -> None:
    assert order(
        suggest([candidate(1, open_tickets=4), candidate(2, open_tickets=1), candidate(3, open_tickets=2)])
    ) == [
        2,
        3,
        1,
    ]


def test_knowing_the_account_makes_up_for_two_open_tickets_and_no_more() -> None:
    knows = [candidate(1, open_tickets=3, of_the_account=1), candidate(2, open_tickets=1)]
    assert order(suggest(knows)) == [1, 2]
    assert order(suggest([candidate(1, open_tickets=4, of_the_account=1), candidate(2, open_tickets=1)])) == [2, 1]


def test_each_who_is_left_out_is_told_why() -> None:
    away = Presence(state=WorkState.away, until=FIVE)
    found = suggest(
        [
            candidate(1, here=away),
            candidate(2, here=Presence(state=WorkState.outside_hours)),
            candidate(3, is_let_in=False),
        ]
    )
    assert order(found) == []
    assert [(one.person, one.reasons[0]) for one in found.left_out] == [
        (1, say("is away until {back}", back=FIVE)),
        (2, say("is not at work")),
        (3, say("is not let in to this ticket")),
    ]


def test_whoever_has_as_many_as_they_can_is_left_out_and_one_less_is_not() -> None:
    full = Candidate(person=1, presence=AT_WORK, open_tickets=3, of_the_account=0, at_most=3)
    assert suggest([full]).left_out[0].reasons[0].values["n"] == 3
    assert order(suggest([replace(full, open_tickets=2)])) == [1]


def test_whoever_gave_no_hours_comes_after_those_known_to_be_at_work() -> None:
    unsaid = candidate(1, here=Presence(state=WorkState.unsaid))
    assert order(suggest([unsaid, candidate(2, open_tickets=9)])) == [2, 1]


presences = st.sampled_from(list(WorkState)).map(lambda state: Presence(state=state))
candidates = st.lists(
    st.builds(
        Candidate,
        person=st.integers(1, 50),
        presence=presences,
        open_tickets=st.integers(0, 9),
        of_the_account=st.integers(0, 3),
        is_let_in=st.booleans(),
    ),
    unique_by=lambda one: one.person,
)


@given(candidates)
def test_everybody_is_suggested_or_left_out_with_reasons_and_nobody_absent_is(
    found: list[Candidate],
) -> None:
    told, by = suggest(found), {one.person: one for one in found}
    assert sorted(one.person for one in (*told.likely, *told.left_out)) == sorted(by)
    assert all(by[one.person].presence.can_work and by[one.person].is_let_in for one in told.likely)
    assert all(one.reasons for one in (*told.likely, *told.left_out))
