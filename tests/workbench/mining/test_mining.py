"""A history is mined, and the draft that comes of it is a policy book that gives the same due instants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from firsthand.domain.book import AccountFacts, Clause, Edition, Request, decide
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Kind, Stage
from firsthand.services.book.files import book_from_texts
from firsthand.workbench.history.logs import read_history
from firsthand.workbench.mining import NEVER, Observations, Why
from firsthand.workbench.mining.answers import MinedAnswer, mine
from firsthand.workbench.mining.draft import draft_of
from firsthand.workbench.mining.questions import question_of
from tests.workbench.mining.histories import write_history
from tests.workbench.mining.logs import ZONE, Terms, hours, log, work
from tests.workbench.mining.made_desks import MadeDesk, made_log, week

OFFICE = hours({"mon-fri": "08:30-17:00"}, holidays=["2021-05-31"])
NOW = datetime(2021, 10, 1, tzinfo=UTC)
TRUTH: dict[str, Terms] = {
    "lamp: street": ("10 business days, same time", OFFICE),
    "bulk": ("2 business days, same time", OFFICE),
    "10": ("30 business days", hours({"mon-sun": "00:00-24:00"})),
}


def mined(tmp_path: Path, rows: Observations, *, ended: str = "target_at", **options: object) -> MinedAnswer:
    history = read_history(write_history(tmp_path / "history.csv", rows, ended=ended))
    return mine(history, question_of(zone=ZONE, **options))  # type: ignore[arg-type]


def draft(answer: MinedAnswer) -> str:
    return draft_of(answer, source="history.csv", author="Ada", now=NOW)


def budget_of(clause: Clause) -> str:
    assert isinstance(clause.effect, ClockEffect)
    return str(clause.effect.budget)


def edition_of(answer: MinedAnswer) -> Edition:
    return book_from_texts([("draft.yaml", draft(answer))]).edition()


def test_the_draft_decides_each_ticket_as_the_history_did(tmp_path: Path) -> None:
    rows = log(TRUTH, noise=0.02)
    answer = mined(tmp_path, rows)
    edition = edition_of(answer)
    unexplained = {one.row for one in answer.unexplained}
    assert 0 < len(unexplained) < 0.04 * len(rows)
    for row in range(0, len(rows), 7):
        request = Request(
            id=row,
            received_at=datetime_of(int(rows.received_at[row])),
            kind=Kind("troubleshooting"),
            channel=rows.group.names[int(rows.group.codes[row])],
            account=AccountFacts(name="Acme", stage=Stage("production")),
        )
        [clock] = decide(edition, request).clocks
        assert clock.due_at is not None
        off = abs(clock.due_at - datetime_of(int(rows.ended_at[row])))
        assert (off <= timedelta(minutes=1)) is (row not in unexplained)


def test_the_draft_says_where_it_comes_from_and_what_it_leaves_open(tmp_path: Path) -> None:
    text = draft(mined(tmp_path, log(TRUTH, noise=0.02)))
    assert "# A draft, mined from history.csv (all tickets): targets reproduced within 60 seconds." in text
    assert "# Columns of the history as fields of a request: group as channel." in text
    assert "no rule fits (T" in text
    book = book_from_texts([("draft.yaml", text)])
    assert book.amendments[0].author == (Contributor(name="Ada"),)
    clauses = book.edition().clauses
    assert [clause.id for clause in clauses] == ["M1", "M2", "M3"]
    assert all("at 95 %" in (clause.reading or "") for clause in clauses)
    [calendar] = [one for one in book.edition().calendars if one.name != "mined-every-hour"]
    assert [(one.year, one.month, one.day) for one in calendar.versions[0].holidays] == [(2021, 5, 31)]


def test_a_change_of_policy_becomes_two_dated_clauses(tmp_path: Path) -> None:
    change = datetime(2021, 6, 1, 4, tzinfo=UTC)
    rows = log({"bulk": TRUTH["lamp: street"]}, changes={"bulk": (change, TRUTH["bulk"])})
    clauses = edition_of(mined(tmp_path, rows)).clauses
    dates = {(budget_of(clause), clause.in_force.from_at, clause.in_force.to_at) for clause in clauses}
    assert ("2 business days, same time", change, None) in dates
    assert {to for budget, _, to in dates if budget.startswith("10")} == {change}


def test_another_column_parts_a_group_in_the_condition(tmp_path: Path) -> None:
    terms = {"gold": ("1 business day, same time", OFFICE), "basic": TRUTH["bulk"]}
    answer = mined(tmp_path, log({"bulk": terms}), group_by="group,plan")
    found = {
        budget_of(clause): {match.field: (match.values, match.negated) for match in clause.condition.matches}
        for clause in edition_of(answer).clauses
    }
    assert found["1 business day, same time"]["plan"] == (frozenset({"gold"}), False)
    assert found["2 business days, same time"]["plan"] == (frozenset({"gold"}), True)


def test_held_out_tickets_are_not_learnt_from(tmp_path: Path) -> None:
    rows = log({"bulk": TRUTH["bulk"]}, rows=200)
    late = rows.ended_at.copy()
    late[100:] += 86_400_000_000
    answer = mined(tmp_path, replace(rows, ended_at=late), hold_out=True)
    assert answer.mined.measure.share == 1
    assert answer.held_out is not None
    assert (answer.held_out.with_target, answer.held_out.explained) == (100, 0)
    assert {one.row for one in answer.unexplained} == set(range(100, 200))


def test_without_targets_the_practice_is_mined(tmp_path: Path) -> None:
    answer = mined(tmp_path, work(OFFICE, {"bulk": 2.0}), ended="resolved_at", group_by="severity")
    assert answer.mined.percentile == 90
    text = draft(answer)
    assert "budgets that 90 % of the tickets of each group kept" in text
    [clause] = book_from_texts([("draft.yaml", text)]).edition().clauses
    assert {value for match in clause.condition.matches for value in match.values} == {"s1", "s2"}


def test_tickets_without_a_group_are_a_group(tmp_path: Path) -> None:
    rows = log({"bulk": TRUTH["bulk"], " ": ("5 business days, same time", OFFICE)})
    edition = book_from_texts([("draft.yaml", draft(mined(tmp_path, rows)))]).edition()
    clocks = [(clause.effect, clause.condition) for clause in edition.clauses]
    values = {str(clock.budget): when.matches[0].values for clock, when in clocks if isinstance(clock, ClockEffect)}
    assert values == {
        "2 business days, same time": frozenset({"bulk"}),
        "5 business days, same time": frozenset({None}),
    }


def test_every_ticket_is_accounted_for(tmp_path: Path) -> None:
    rows = log(TRUTH, noise=0.05)
    ended = rows.ended_at.copy()
    ended[::50] = NEVER
    answer = mined(tmp_path, replace(rows, ended_at=ended))
    assert answer.mined.measure.explained + len(answer.unexplained) == len(rows)
    assert len(answer.by_reason[Why.NO_TARGET]) == len(np.arange(0, len(rows), 50))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"group_by": "grup"}, "did you mean group"),
        ({"group_by": "group,team"}, "--group-as"),
        ({"group_by": "group,channel"}, "both be written as the field channel"),
        ({"group_as": "severity"}, "--group-as: expected one of channel, plan, contract"),
        ({"clock": "resolved"}, "--clock: expected one of first_response, resolution"),
        ({"percentile": 100}, "--percentile: expected 1 to 99"),
        ({"tolerance_seconds": -1}, "--tolerance"),
    ],
)
def test_an_option_that_cannot_be_meant_names_what_was_expected(options: dict[str, object], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        question_of(zone=ZONE, **options)  # type: ignore[arg-type]


def test_a_history_with_nothing_to_mine_says_so(tmp_path: Path) -> None:
    rows = log({"bulk": TRUTH["bulk"]}, rows=20)
    with pytest.raises(Invalid, match="resolved_at"):
        mined(tmp_path, replace(rows, ended_at=np.full(len(rows), NEVER)))
    with pytest.raises(Invalid, match="--hold-out"):
        mined(tmp_path, rows, practice=True, ended="resolved_at", hold_out=True)


def test_a_draft_of_hours_that_change_and_run_over_midnight_decides_as_was_mined(tmp_path: Path) -> None:
    seasons = [(date(2000, 1, 1), week("9-17", fri="9-14")), (date(2021, 6, 7), week("22-30"))]
    answer = mined(tmp_path, made_log(MadeDesk(seasons=seasons), seed=3))
    edition = book_from_texts([("draft.yaml", draft(answer))]).edition()
    [calendar] = [one for one in edition.calendars if len(one.versions) > 1]
    [hours] = [hours for hours in answer.mined.calendars if hours.later]
    expected = hours.calendar(calendar.name, "America/New_York")
    assert (calendar.versions, calendar.zone) == (expected.versions, expected.zone)
