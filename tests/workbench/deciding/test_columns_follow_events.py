"""The replay's columns judge a ticket as the desk's follower does, for the kinds that a history has events for."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind, FollowedClock, Outcome, Terms, follow, judge
from firsthand.domain.events import Happened, Payload
from firsthand.domain.events.conversation import Received, Replied, ReplyLeft
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.policy import Edition, decide
from firsthand.domain.policy.values import Straddle
from firsthand.domain.tickets import STATES, TicketStatus
from firsthand.services.clocks.terms import terms_of
from firsthand.workbench.deciding import Decider, Verdict
from firsthand.workbench.history import NAT
from tests.workbench.deciding.drawn import FROM, TO, Drawn, days, editions, history_of, tickets

UNTIL = st.sampled_from([FROM + days(200), TO, TO + days(400)])
KINDS = (ClockKind.first_response, ClockKind.resolution)


@settings(max_examples=200, deadline=None)
@given(edition=editions(), drawn=tickets(), until=UNTIL)
def test_a_ticket_is_judged_alike_in_columns_and_by_its_events(edition: Edition, drawn: Drawn, until: int) -> None:
    ticket = one_status_at_a_time(drawn)
    assume(ticket.received_at <= until)
    columns = Decider(edition).decide(history_of([ticket], until)).clocks
    followed = {clock.kind: clock for clock in follow(list(events_of(ticket)), TermsAtReceipt(edition, ticket))}
    for kind in KINDS:
        if kind not in columns or not keeps_its_terms(edition, ticket, kind):
            continue
        verdict = Verdict(columns[kind].verdict[0])
        if verdict in (Verdict.no_policy, Verdict.no_clock_by_policy):
            assert kind.value not in followed
            continue
        clock = followed[kind.value]
        assert outcome_of(clock, until) == verdict.name
        if clock.ended_at is None and clock.due_at is not None:
            assert instant_of(clock.due_at) == int(columns[kind].due_at[0]) != NAT


def one_status_at_a_time(ticket: Drawn) -> Drawn:
    """The ticket as a desk could have had it: its waits after each other, none once it is solved."""
    waits, free_at = [], ticket.received_at
    for state, begin, end in sorted(ticket.waits, key=lambda wait: wait[1]):
        if begin < free_at or (ticket.resolved_at is not None and begin >= ticket.resolved_at):
            continue
        last = end if ticket.resolved_at is None or (end is not None and end < ticket.resolved_at) else None
        waits.append((state, begin, last))
        if last is None:
            break
        free_at = last
    return replace(ticket, waits=tuple(waits))


def events_of(ticket: Drawn) -> Iterator[Happened]:
    """What happened to the ticket, in the order of time; of one instant, the answer comes first."""
    happened: list[tuple[int, int, Payload]] = [
        (ticket.received_at, 0, Received(message=1, responsible_role="support"))
    ]
    for state, begin, end in ticket.waits:
        happened.append((begin, 3, _status(TicketStatus(state))))
        if end is not None:
            happened.append((end, 2, _status(TicketStatus.open)))
    if ticket.first_response_at is not None:
        happened.append((ticket.first_response_at, 1, Replied(message=2, counts=True)))
    if ticket.resolved_at is not None:
        happened.append((ticket.resolved_at, 4, _status(TicketStatus.solved)))
    number = 0
    for at, _, payload in sorted(happened, key=lambda one: one[:2]):
        number += 1
        decision = 1 if isinstance(payload, Received) else None
        yield Happened(id=number, at=datetime_of(at), payload=payload, decision=decision)
        if isinstance(payload, Replied):
            yield Happened(id=number + 1, at=datetime_of(at), payload=ReplyLeft(message=2, reply=number))
            number += 1


def _status(status: TicketStatus) -> StatusChanged:
    state = STATES[status]
    return StatusChanged(from_="", to=status.value, owes=state.owes.value, phase=state.phase.value, cause="person")


class TermsAtReceipt:
    """The terms that an edition gives a ticket when it is received: the one decision of the story."""

    def __init__(self, edition: Edition, ticket: Drawn) -> None:
        self._edition, self._at = edition, ticket.request.received_at
        self._clauses = {one.kind.value: one.clause for one in decide(edition, ticket.request).clocks}

    def __call__(self, decision: int, kind: str) -> Terms | None:
        clause = self._clauses.get(kind)
        return None if clause is None else terms_of(self._edition, self._edition.clause(clause, self._at))


def keeps_its_terms(edition: Edition, ticket: Drawn, kind: ClockKind) -> bool:
    """Whether nothing that the book changes later touches the ticket: straddling is held equal elsewhere."""
    return all(clause.straddle is Straddle.at_creation for clause in edition.clauses) and (
        edition.amendments[-1].published_at <= ticket.request.received_at
    )


def outcome_of(clock: FollowedClock, until: int) -> str:
    """The word of the replay for how the clock stands when the history ends."""
    met_at = clock.ended_at
    outcome = judge(due_at=clock.due_at, met_at=met_at, now=datetime_of(until))
    return "running" if outcome is Outcome.open else outcome.value
