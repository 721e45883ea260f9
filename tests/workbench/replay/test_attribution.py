"""Every working moment between receipt and resolution is with exactly one party, and the sums are exact."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.history import NAT, UNASSIGNED, Categories, History, Pauses, Spans
from firsthand.workbench.history.generated import generated
from firsthand.workbench.replay.attribution import pieces_of, spent
from firsthand.workbench.replay.tables import shares
from tests.at_length import at_length
from tests.domain.calendars.desks import desk, office
from tests.workbench.history.histories import at, three_tickets

MINUTE = 60_000_000
SPANS = st.lists(st.tuples(st.integers(-30, 90), st.one_of(st.none(), st.integers(0, 60))), max_size=4)


def always() -> WorkingTimeColumns:
    return WorkingTimeColumns(desk(always_open=True))


def party_minutes(history: History) -> dict[str, int]:
    pieces = pieces_of(history)
    sums = spent(pieces, always(), np.arange(len(pieces.rows)))
    return {party: amount // MINUTE for party, amount in sums.items()}


def test_a_login_that_waited_for_the_customer_and_then_for_an_engineer() -> None:
    one = three_tickets().select(np.array([0]))
    hour = 60
    assert party_minutes(one) == {
        UNASSIGNED: hour // 2,
        "customer": 24 * hour,
        "support": 72 * hour - hour // 2 - 24 * hour,
        "third_party": hour,
        "engineering": 72 * hour - hour,
    }


def test_a_ticket_without_hands_is_with_its_recorded_team_and_an_open_one_counts_nothing() -> None:
    tickets = three_tickets()
    none = replace(tickets, custody=tickets.custody.select(np.array([], dtype=np.int64), 3))
    assert party_minutes(none.select(np.array([1, 2]))) == {"customer_engineering": 24 * 60}


@settings(max_examples=at_length(150, short=50), deadline=None)
@given(waits=SPANS, hands=SPANS, length=st.integers(0, 80))
def test_each_minute_is_with_one_party(
    waits: list[tuple[int, int | None]], hands: list[tuple[int, int | None]], length: int
) -> None:
    begin = at("2021-07-06T16:00")
    history = replace(
        three_tickets().select(np.array([0])),
        received_at=np.array([begin]),
        resolved_at=np.array([begin + length * MINUTE]),
        pauses=Pauses(**_spans(waits, begin, "wait"), state=Categories.constant("pending", len(waits))),
        custody=Spans(**_spans(hands, begin, "hand")),
    )
    expected: dict[str, int] = {}
    for minute in range(length):
        usual = UNASSIGNED if hands else "support"
        party = _holder(waits, minute, "wait") or _holder(hands, minute, "hand") or usual
        expected[party] = expected.get(party, 0) + 1
    assert party_minutes(history) == expected


def _spans(spans: list[tuple[int, int | None]], begin: int, name: str) -> dict[str, Any]:
    ordered = sorted(enumerate(spans), key=lambda one: (one[1][0], one[0]))
    return {
        "rows": np.zeros(len(spans), dtype=np.int64),
        "from_at": np.array([begin + start * MINUTE for _, (start, _) in ordered], dtype=np.int64),
        "to_at": np.array(
            [NAT if minutes is None else begin + (start + minutes) * MINUTE for _, (start, minutes) in ordered],
            dtype=np.int64,
        ),
        "party": Categories.of(f"{name}{place}" for place, _ in ordered),
    }


def _holder(spans: list[tuple[int, int | None]], minute: int, name: str) -> str | None:
    """The span that began first of those that hold the minute; one that was overtaken goes on after it."""
    ordered = sorted(enumerate(spans), key=lambda one: (max(one[1][0], 0), one[1][0], one[0]))
    reach = 0
    for place, (start, minutes) in ordered:
        end = 10_000 if minutes is None else start + minutes
        if max(start, reach, 0) <= minute < end:
            return f"{name}{place}"
        reach = max(reach, end) if max(start, 0) < end else reach
    return None


@pytest.mark.parametrize("hours", [office(), desk(always_open=True), desk(weekly={"mon-fri": "22:00-06:00"})])
def test_the_parties_add_up_to_the_working_time_of_every_ticket(hours: object) -> None:
    history = generated(3_000, seed=3)
    columns = WorkingTimeColumns(hours)  # type: ignore[arg-type]  # a WorkingTime
    pieces = pieces_of(history)
    amounts = columns.elapsed(pieces.begins, pieces.ends)
    by_ticket = np.bincount(pieces.rows, weights=amounts, minlength=len(history)).astype(np.int64)
    resolved = history.resolved_at != NAT
    whole = columns.elapsed(history.received_at[resolved], history.resolved_at[resolved])
    assert by_ticket[resolved].tolist() == whole.tolist()
    sums = spent(pieces, columns, np.arange(len(pieces.rows)))
    assert sum(sums.values()) == int(whole.sum())
    assert sum(shares(list(sums.values()))) == 1000


@given(st.lists(st.integers(0, 10**20), max_size=12), st.sampled_from([100, 1000]))
def test_shares_add_up_and_none_is_off_by_one(amounts: list[int], parts: int) -> None:
    found = shares(amounts, parts)
    total = sum(amounts)
    assert sum(found) == (parts if total else 0)
    assert all(0 <= share - amount * parts // total <= 1 for share, amount in zip(found, amounts, strict=True) if total)
