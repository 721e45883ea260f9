"""The replay's columns judge a ticket as the desk's follower does, for the kinds that a history has events for."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firsthand.domain.book import Edition, decide, parse_book
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind, FollowedClock, Outcome, Terms, follow, judge
from firsthand.domain.events import Happened, Payload
from firsthand.domain.events.conversation import Received, Replied, ReplyLeft
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.names import StateName
from firsthand.domain.organisation.default import DEFAULT
from firsthand.services.clocks.terms import terms_of
from firsthand.workbench.deciding import Decider, VerdictCode
from firsthand.workbench.history import NAT
from tests.at_length import at_length
from tests.workbench.deciding.drawn import BUDGETS, CALENDARS, FROM, TO, Drawn, days, history_of, tickets

UNTIL = st.sampled_from([FROM + days(200), TO, TO + days(400)])
KINDS = (ClockKind.first_response, ClockKind.resolution)
_TERMS = {"class": "internal_target", "precedence": "internal"}


@st.composite
def promises(draw: st.DrawFn) -> Edition:
    """A book that promises every request an answer and a solution, on whatever terms."""
    clauses = []
    for kind in KINDS:
        states = draw(st.sampled_from([[], ["pending"], ["on_hold"], ["pending", "on_hold"]]))
        clock: dict[str, object] = {
            "kind": kind.value,
            "budget": draw(st.sampled_from(BUDGETS)),
            "calendar": draw(st.sampled_from(sorted(CALENDARS))),
        }
        if states and kind is ClockKind.resolution:
            clock["pauses_on"] = states
        clauses.append({"clause": kind.value, "source": "S18", "text": "A promise.", "clock": clock, **_TERMS})
    dated = {"amendment": "first", "title": "Promises", "published_at": "2020-01-01T00:00:00Z", "calendars": CALENDARS}
    head = {"book": "promises", "author": "Ines", "approver": "Bo", "zone": "Europe/Paris"}
    return parse_book([("promises.yaml", {**head, **dated, "service_levels": clauses})]).edition()


@settings(max_examples=at_length(200, short=50), deadline=None)
@given(edition=promises(), drawn=tickets(), until=UNTIL)
def test_a_ticket_is_judged_alike_in_columns_and_by_its_events(edition: Edition, drawn: Drawn, until: int) -> None:
    assume(drawn.received_at <= until)
    ticket = one_status_at_a_time(by_then(drawn, until))
    columns = Decider(edition).decide(history_of([ticket], until)).clocks
    followed = {clock.kind: clock for clock in follow(list(events_of(ticket)), TermsAtReceipt(edition, ticket))}
    assert set(followed) == {kind.value for kind in KINDS}
    for kind in KINDS:
        clock = followed[kind.value]
        assert outcome_of(clock, until) == VerdictCode(columns[kind].verdict[0]).name
        if clock.ended_at is None and clock.due_at is not None:
            assert instant_of(clock.due_at) == int(columns[kind].due_at[0]) != NAT


def by_then(ticket: Drawn, until: int) -> Drawn:
    """The ticket as it was when the history ends."""
    answered, resolved = ticket.first_response_at, ticket.resolved_at
    return replace(
        ticket,
        first_response_at=None if answered is None or answered > until else answered,
        resolved_at=None if resolved is None or resolved > until else resolved,
        waits=tuple(wait for wait in ticket.waits if wait[1] <= until and (wait[2] is None or wait[2] <= until)),
    )


def one_status_at_a_time(ticket: Drawn) -> Drawn:
    """The ticket as a desk could have had it: its waits after each other, none once it is solved."""
    waits, free_at = [], ticket.received_at
    for state, begin, end in sorted(ticket.waits, key=lambda wait: wait[1]):
        if begin < free_at or begin == end or (ticket.resolved_at is not None and begin >= ticket.resolved_at):
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
        happened.append((begin, 3, _status(StateName(state))))
        if end is not None:
            happened.append((end, 2, _status(StateName("open"))))
    if ticket.first_response_at is not None:
        happened.append((ticket.first_response_at, 1, Replied(message=2, counts=True)))
    if ticket.resolved_at is not None:
        happened.append((ticket.resolved_at, 4, _status(StateName("solved"))))
    number = 0
    for at, _, payload in sorted(happened, key=lambda one: one[:2]):
        number += 1
        decision = 1 if isinstance(payload, Received) else None
        yield Happened(id=number, at=datetime_of(at), payload=payload, decision=decision)
        if isinstance(payload, Replied):
            yield Happened(id=number + 1, at=datetime_of(at), payload=ReplyLeft(message=2, reply=number))
            number += 1


def _status(status: StateName) -> StatusChanged:
    state = DEFAULT.states.of(status)
    return StatusChanged(from_="", to=status, owes=state.owes.value, phase=state.phase.value, cause="person")


class TermsAtReceipt:
    """The terms that an edition gives a ticket when it is received: the one decision of the story."""

    def __init__(self, edition: Edition, ticket: Drawn) -> None:
        self._edition, self._at = edition, ticket.request.received_at
        self._clauses = {one.kind.value: one.clause for one in decide(edition, ticket.request).clocks}

    def __call__(self, decision: int, kind: str) -> Terms | None:
        clause = self._clauses.get(kind)
        return None if clause is None else terms_of(self._edition, self._edition.clause(clause, self._at))


def outcome_of(clock: FollowedClock, until: int) -> str:
    """The word of the replay for how the clock stands when the history ends."""
    met_at = clock.ended_at
    outcome = judge(due_at=clock.due_at, met_at=met_at, now=datetime_of(until))
    return "running" if outcome is Outcome.open else outcome.value
