"""Hours that differ by weekday, run over midnight or change on a date are found, or mining says that it knows none."""

import random
from datetime import date, timedelta

import pytest

from firsthand.domain.calendars.instants import datetime_of
from firsthand.workbench.mining import Mined, Why, mine_targets
from firsthand.workbench.mining.hours import EPOCH_ORDINAL
from firsthand.workbench.mining.wording import hours_words
from tests.at_length import at_length
from tests.workbench.mining.made_desks import START, MadeDesk, made_log, week
from tests.workbench.mining.truth import untruths, untruths_of_a_random_desk

EVER = date(2000, 1, 1)


def said(mined: Mined) -> list[str]:
    return [f"{clause.rule.budget}, {hours_words(clause.rule.hours)}" for clause in mined.clauses]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC"])
def test_a_change_of_hours_is_found_with_its_date(zone: str) -> None:
    desk = MadeDesk(seasons=[(EVER, week("9-17")), (date(2021, 7, 1), week("2-17"))], zone=zone)
    mined = mine_targets(made_log(desk, seed=3))
    assert said(mined) == ["4 business hours, mon-fri 09:00-17:00; from 2021-07-01 mon-fri 02:00-17:00"]


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (week("9-17", sat="10-14"), "mon-fri 09:00-17:00, sat 10:00-14:00"),
        (week("8-18", fri="8-14"), "mon-thu 08:00-18:00, fri 08:00-14:00"),
        (week("22-30"), "mon-fri 22:00-06:00"),
        (week("18-26", sat="20-28", sun="12-16"), "mon-fri 18:00-02:00, sat 20:00-04:00, sun 12:00-16:00"),
    ],
)
def test_hours_by_weekday_and_nights_are_found(hours: list[list[tuple[float, float]]], found: str) -> None:
    mined = mine_targets(made_log(MadeDesk(seasons=[(EVER, hours)]), seed=3))
    assert said(mined) == [f"4 business hours, {found}"]


def test_single_saturdays_that_are_closed_are_found_and_no_other() -> None:
    closed = frozenset({date(2021, 4, 10), date(2021, 6, 5)})
    mined = mine_targets(made_log(MadeDesk(seasons=[(EVER, week("9-17", sat="9-17"))], closed=closed), seed=3))
    [hours] = {clause.rule.hours for clause in mined.clauses}
    assert {date.fromordinal(EPOCH_ORDINAL + day) for day in hours.skipped} == closed


def test_hours_that_are_not_found_are_said_to_be_unknown() -> None:
    desk = MadeDesk(seasons=[(EVER, week("6-12, 13-15", sat="8-12"))], zone="Australia/Sydney")
    mined = mine_targets(made_log(desk, hours=(2, 12), rows=400, noise=0.05))
    assert (mined.clauses, set(mined.in_doubt)) == ((), {"2 hours", "12 hours"})
    assert {one.why for one in mined.unexplained} == {Why.HOURS_NOT_KNOWN}


HOLIDAYS = frozenset({date(2021, 4, 5), date(2021, 5, 13), date(2021, 5, 24), date(2021, 6, 3)})
REPORTED = {
    "bokmann/business_time#227": MadeDesk(seasons=[(EVER, week("23-31"))]),
    "seppemans/businesstimedelta#5": MadeDesk(seasons=[(EVER, week("0-24"))]),
    "fivetran/dbt_zendesk#25": MadeDesk(seasons=[(EVER, week("8-18"))], zone="America/Chicago"),
    "zammad/zammad#3180": MadeDesk(seasons=[(EVER, week("0-24", sat="0-24", sun="0-24"))]),
    "zammad/zammad#390": MadeDesk(seasons=[(EVER, week("9-21", sat="9-21"))], zone="Europe/Berlin", closed=HOLIDAYS),
    "zendesk/biz#142": MadeDesk(seasons=[(EVER, week("7.75-11.5, 12.5-16.75"))], zone="Asia/Shanghai"),
    "process-intelligence-solutions/pm4py#558": MadeDesk(
        seasons=[(EVER, week("8-16"))], zone="Europe/Vienna", closed=HOLIDAYS
    ),
    "chatwoot/chatwoot#13392": MadeDesk(seasons=[(EVER, week("9-17"))], zone="UTC"),
    "glpi-project/glpi#22678": MadeDesk(seasons=[(EVER, week("8-12, 14-18"))], zone="Europe/Paris"),
    "studio1902/statamic-peak-commands#31": MadeDesk(
        seasons=[(EVER, week("9-17", tue="18-26"))], zone="Europe/Amsterdam"
    ),
}


@pytest.mark.parametrize("report", REPORTED)
def test_hours_that_other_tools_were_reported_to_count_wrongly_are_found(report: str) -> None:
    mined = mine_targets(made_log(REPORTED[report], seed=5))
    [clause] = mined.clauses
    assert clause.rule.amount == 240
    assert untruths(clause, REPORTED[report], random.Random(1)) == []


@pytest.mark.parametrize("seed", [*range(at_length(10, short=4)), 18, 25])
def test_what_is_said_of_a_random_desk_is_true_of_it(seed: int) -> None:
    assert untruths_of_a_random_desk(seed) == []


def test_the_oracle_counts_open_time() -> None:
    desk = MadeDesk(seasons=[(EVER, week("22-30"))], zone="UTC")
    monday = int(datetime_of(0).timestamp()) + (START - date(1970, 1, 1)) // timedelta(days=1) * 86_400
    assert desk.due(monday + 23 * 3600, 8 * 3600) == monday + (24 + 23) * 3600
    assert [desk.is_open(monday + hour * 3600) for hour in (21, 22, 29, 30)] == [False, True, True, False]
