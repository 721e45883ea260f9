"""Columns decide, count and judge as the scalar functions do, on random books and random tickets."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.book import Book, Edition, NoClockResult, decide, parse_book
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.straddling import straddled_clock
from firsthand.domain.book.values import Straddle
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import RULES, ClockKind, Outcome, due_with_pauses, judge
from firsthand.workbench.deciding import NOBODY, DecidedHistory, Decider, VerdictCode
from firsthand.workbench.history import NAT
from tests.at_length import at_length
from tests.domain.book.companies import Company, companies
from tests.domain.book.test_rules import book_of, owner
from tests.workbench.deciding.drawn import FROM, TO, Drawn, days, editions, history_of, tickets
from tests.workbench.history.histories import three_tickets

UNTIL = st.sampled_from([FROM + days(200), TO, TO + days(400)])


COMPARED = Counter[str]()  # how many comparisons were made, so that no test holds because it looked at nothing


@settings(max_examples=at_length(200, short=60), deadline=None)
@given(company=companies(), data=st.data(), until=UNTIL)
def columns_and_one_by_one(company: Company, data: st.DataObject, until: int) -> None:
    edition = data.draw(editions(company))
    drawn = data.draw(st.lists(tickets(company), min_size=3, max_size=30))
    decided = Decider(edition).decide(history_of(drawn, until))
    for row, ticket in enumerate(drawn):
        known = ticket if ticket.cell.severity in edition.fields["severity"].values else ticket.rated(None)
        scalar = decide(edition, known.request)
        assert _owner(decided, row) == (scalar.owner.role if scalar.owner else None)
        assert decided.answers[decided.answer[row]].owner == scalar.owner
        COMPARED["owners"] += 1
        for kind in edition.clock_kinds:
            assert _as_columns(decided, kind, row) == _one_by_one(edition, known, kind, until)
            COMPARED["clocks"] += 1


def test_columns_decide_and_judge_as_one_by_one() -> None:
    columns_and_one_by_one()
    assert COMPARED["owners"] > at_length(500, short=150)
    assert COMPARED["clocks"] > at_length(500, short=150)


def _as_columns(decided: DecidedHistory, kind: ClockKind, row: int) -> tuple[str | None, int | None, str]:
    column = decided.clocks[kind]
    due = int(column.due_at[row])
    return column.clauses[column.clause[row]], None if due == NAT else due, VerdictCode(column.verdict[row]).name


def _one_by_one(edition: Edition, ticket: Drawn, kind: ClockKind, until: int) -> tuple[str | None, int | None, str]:
    met = ticket.first_response_at if kind is ClockKind.first_response else ticket.resolved_at
    met_at = None if met is None else datetime_of(met)
    received = ticket.request.received_at
    straddled = straddled_clock(
        Book(name=edition.book, amendments=edition.amendments),
        ticket.cell,
        kind,
        received_at=received,
        evaluated_at=met_at or max(received, datetime_of(until)),
        waits=ticket.waits_by_status,
        first_known_at=edition.amendments[-1].published_at,
    )
    clause = straddled.terms.clause.id if straddled.terms.clause else None
    if straddled.terms.effect is None:
        none = NoClockResult.no_clock_by_policy if clause else NoClockResult.no_policy
        return clause, None, none.value
    outcome: Outcome = judge(due_at=straddled.due_at, met_at=met_at, now=datetime_of(until))
    stands = VerdictCode.running.name if outcome is Outcome.open else outcome.value
    return clause, None if straddled.due_at is None else instant_of(straddled.due_at), stands


@settings(max_examples=100, deadline=None)
@given(edition=editions(), ticket=tickets())
def test_a_request_that_keeps_its_terms_stands_as_it_was_decided(edition: Edition, ticket: Drawn) -> None:
    column = Decider(edition).decide(history_of([ticket], TO)).clocks
    scalar = decide(edition, ticket.request)
    for clock in scalar.clocks:
        clause = edition.clause(clock.clause, ticket.request.received_at)
        assert clause is not None
        if clause.straddle is not Straddle.at_creation:
            continue
        held_by = clock.pauses_on if RULES[clock.kind].pauses else ()
        pauses = [one for status in held_by for one in ticket.waits_by_status.get(status, ())]
        due_at = due_with_pauses(
            working_time=edition.calendar(clock.calendar),
            budget=clock.budget,
            started_at=ticket.request.received_at,
            pauses=pauses,
        )
        assert int(column[clock.kind].due_at[0]) == (NAT if due_at is None else instant_of(due_at))


def _owner(decided: DecidedHistory, row: int) -> str | None:
    code = int(decided.owner[row])
    return None if code == NOBODY else decided.roles[code]


def test_a_severity_that_the_book_does_not_declare_counts_as_none() -> None:
    edition = book_of([owner("R1", when={"severity": None})]).edition()
    tickets_of_s9 = three_tickets()
    assert tickets_of_s9.severity[0] == "s2"
    assert Decider(edition).decide(tickets_of_s9).owner.tolist() == [NOBODY, 2, 2]


def test_a_log_that_does_not_record_answers_has_unknown_verdicts() -> None:
    edition = promise_book().edition()
    history = three_tickets()
    column = Decider(edition).decide(replace(history, unrecorded=frozenset({"first_response_at"})))
    assert column.clocks[ClockKind.first_response].verdict.tolist() == [VerdictCode.unknown] * 3
    judged = Decider(edition).decide(history).clocks[ClockKind.first_response].verdict.tolist()
    assert judged == [VerdictCode.breached, VerdictCode.breached, VerdictCode.met]


def test_a_clock_that_does_not_start_at_receipt_is_due_at_no_instant_of_a_history_and_judged_by_none() -> None:
    for kind in (ClockKind.update, ClockKind.next_response, ClockKind.handoff):
        column = Decider(promise_book(kind).edition()).decide(three_tickets()).clocks[kind]
        assert column.due_at.tolist() == [NAT] * 3
        assert column.verdict.tolist() == [VerdictCode.unknown] * 3


def test_a_first_response_is_never_paused_whatever_the_book_says() -> None:
    waits = (("pending", FROM, None),)
    nothing = dict.fromkeys(("severity", "plan", "contract", "account"))
    cell = Cell(kind="how_to", channel="email", stage="trial", strategic=False, **nothing)
    ticket = Drawn(cell=cell, received_at=FROM, first_response_at=None, resolved_at=None, waits=waits)
    edition = promise_book(pauses_on="pending").edition()
    assert Decider(edition).decide(history_of([ticket], TO)).clocks[ClockKind.first_response].due_at[0] != NAT


def promise_book(kind: str = "first_response", **clock_terms: str) -> Book:
    """One promise: an answer within an hour, whoever works."""
    head = {"book": "b", "amendment": "a", "title": "t", "author": "Ines", "approver": "Bo", "zone": "UTC"}
    clock = {"kind": str(kind), "budget": "1 hour elapsed", "calendar": "always", **clock_terms}
    terms = {"class": "best_effort", "precedence": "plan"}
    promise = {"clause": "R1", "source": "S1", "text": "An hour.", "clock": clock, **terms}
    dated = {"published_at": "2020-01-01T00:00:00Z", "calendars": {"always": {"zone": "UTC", "always_open": True}}}
    return parse_book([("a.yaml", {**head, **dated, "service_levels": [promise]})])


def test_before_anything_is_in_force_there_is_no_policy() -> None:
    edition = book_of([owner("R1", in_force={"from": "2030-01-01"})]).edition()
    decided = Decider(edition).decide(three_tickets())
    assert decided.owner.tolist() == [NOBODY] * 3


def test_an_answer_before_the_receipt_meets_nothing_that_is_known() -> None:
    history = three_tickets()
    early = replace(history, first_response_at=history.received_at - 1)
    column = Decider(promise_book().edition()).decide(early).clocks[ClockKind.first_response]
    assert column.verdict.tolist() == [VerdictCode.unknown] * 3
