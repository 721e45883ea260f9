"""A replay says for each ticket what differs between two books, and its sums add up however it is cut."""

from dataclasses import fields

import numpy as np
import pytest

from firsthand.domain.clocks import ClockKind
from firsthand.workbench.deciding import VerdictCode
from firsthand.workbench.history.generated import generated
from firsthand.workbench.replay import FlipReason, Replayer, Sums, Table, merged
from firsthand.workbench.replay.replaying import HOURS
from tests.at_length import at_length
from tests.workbench.history.histories import three_tickets
from tests.workbench.replay.books import after, before

FIRST, RESOLUTION = ClockKind.first_response, ClockKind.resolution
ROWS = at_length(2_000, short=600)


def test_every_flip_is_named_with_its_clauses() -> None:
    sums = Replayer(before(), after()).replay(three_tickets()).sums
    flips = {(flip.ticket, flip.reason.subject): flip.reason for flip in sums.newest}
    assert flips == {
        # Ana's login: answered on Friday; 32 hours were enough, one is not (a first response waits for nobody).
        ("T-1", "first_response"): FlipReason(
            subject="first_response", before="met", after="breached", clause_before="day", clause_after="hour"
        ),
        ("T-1", "resolution"): _reason("resolution", "no_policy", "breached", ("", "solve")),
        # Jon's question is open; its first response had a clock before, and has none by policy now.
        ("T-2", "first_response"): _reason("first_response", "breached", "no_clock_by_policy", ("day", "none")),
        ("T-2", "resolution"): _reason("resolution", "no_policy", "breached", ("", "solve")),
        # Ana's wish goes to product; it was solved within a day.
        ("T-3", "owner"): _reason("owner", "customer_engineering", "product", ("rest", "wish")),
        ("T-3", "resolution"): _reason("resolution", "no_policy", "met", ("", "solve")),
    }
    assert (sums.tickets, sums.any_flip, sums.owner_flip, sums.verdict_flip) == (3, 3, 1, 3)


def test_attainment_counts_verdicts_by_owner_team_account_hour_and_month() -> None:
    sums = Replayer(before(), after()).replay(three_tickets()).sums
    whole = sums.attainment[FIRST, "all"]["all"]
    assert _judged(whole[0]) == (2, 1)
    assert _judged(whole[1]) == (1, 1)
    assert _judged(sums.attainment[FIRST, "account"]["Acme"][0]) == (2, 0)
    assert _judged(sums.attainment[RESOLUTION, "owner"]["product"][1]) == (1, 0)
    assert sums.attainment[FIRST, "month"].names == ("2021-07",)
    assert sums.attainment[FIRST, "hour"].names == ("Tue 18", "Wed 19", "Thu 20")
    assert sums.flipped["account"]["Acme"].tolist() == [2, 1, 2, 1, 0]


def test_the_time_is_counted_by_the_clock_that_each_book_runs() -> None:
    sums = Replayer(before(), after()).replay(three_tickets()).sums
    assert sums.uncounted == (0, 0)
    assert sums.spent[0]["customer"] == sums.spent[1]["customer"] == 8 * 3_600_000_000
    assert sum(sums.spent[0].values()) == sum(sums.spent[1].values())


def test_the_same_book_twice_changes_nothing() -> None:
    sums = Replayer(before(), before()).replay(generated(2_000, seed=5)).sums
    assert (sums.any_flip, sums.newest, dict(sums.reasons)) == (0, (), {})
    assert np.trace(sums.owners) == np.trace(sums.verdicts[FIRST]) == 2_000
    assert sums.spent[0] == sums.spent[1]


@pytest.mark.parametrize("size", [1, ROWS // 3, ROWS - 1])
def test_parts_add_up_to_the_whole(size: int) -> None:
    history = generated(ROWS, seed=9)
    whole = Replayer(before(), after()).replay(history).sums
    parts = Replayer(before(), after()).parts(history, size)
    assert as_plain(merged([part.sums for part in parts])) == as_plain(whole)


def as_plain(sums: Sums) -> dict[str, object]:
    """The sums as values that compare, whatever the order of names."""
    return {field.name: _plain(getattr(sums, field.name)) for field in fields(sums)}


def _plain(value: object) -> object:
    if isinstance(value, Table):
        return dict(sorted(zip(value.names, value.counts.tolist(), strict=True)))
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def _judged(verdicts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[int, int]:
    return int(verdicts[VerdictCode.met]), int(verdicts[VerdictCode.breached])


def _reason(subject: str, before: str, after: str, clauses: tuple[str, str]) -> FlipReason:
    return FlipReason(subject=subject, before=before, after=after, clause_before=clauses[0], clause_after=clauses[1])


def test_hours_of_the_week_begin_on_monday() -> None:
    assert (HOURS[0], HOURS[-1], len(HOURS)) == ("Mon 00", "Sun 23", 168)
