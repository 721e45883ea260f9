"""Histories are columns of one length; a selection keeps each ticket's waits and hands."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.workbench.history import ABSENT, NAT, Categories, last_instant, no_instants
from tests.workbench.history.histories import at, three_tickets


def test_names_are_codes_and_an_absent_name_is_none() -> None:
    column = Categories.of(["team", None, "free", "team"])
    assert column.codes.tolist() == [0, ABSENT, 1, 0]
    assert column.values() == ["team", None, "free", "team"]
    assert [column[row] for row in range(4)] == column.values()
    assert column.recoded(["free", "team"]).tolist() == [1, ABSENT, 0, 1]
    assert column.code_of("gold") not in column.codes


def test_a_selection_keeps_the_order_asked_for_and_the_spans_of_each_ticket() -> None:
    picked = three_tickets().select(np.array([2, 0]))
    assert [picked.ids[0], picked.ids[1]] == ["T-3", "T-1"]
    assert picked.account.values() == ["Acme", "Acme"]
    assert picked.pauses.rows.tolist() == [1, 1]
    assert picked.custody.rows.tolist() == [0, 1, 1]
    assert picked.custody.party.values() == ["customer_engineering", "support", "engineering"]


def test_a_mask_selects_as_row_numbers_do() -> None:
    whole = three_tickets()
    late = whole.select(whole.first_response_at == NAT)
    assert [late.ids[0], len(late), len(late.pauses)] == ["T-2", 1, 0]


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="severity has 2 rows"):
        replace(three_tickets(), severity=Categories.of(["s1", None]))


def test_the_last_instant_ignores_what_was_not_recorded() -> None:
    assert last_instant(no_instants(2), np.array([at("2021-07-06T16:00"), NAT])) == at("2021-07-06T16:00")
    assert last_instant(no_instants(0)) == NAT
