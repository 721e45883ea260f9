"""The drill of the upgrade, small: on the database that the suite runs on."""

import os

import pytest

from drills import main
from drills.upgrade.running import Figures, run

TICKETS, EVENTS = 400, 4_000


@pytest.fixture(scope="module")
def figures() -> Figures:
    """One small run of the drill."""
    return run(tickets=TICKETS, events=EVENTS, postgres="FIRSTHAND_DATABASE_URL" in os.environ)


def test_nothing_is_lost_clocks_and_receipts_stay_and_nobody_is_told(figures: Figures) -> None:
    assert figures.faults == ()


def test_the_desk_of_the_drill_has_everything_that_an_upgrade_must_keep(figures: Figures) -> None:
    assert figures.counts["ticket"] == TICKETS
    assert figures.counts["timelineevent"] >= EVENTS
    tables = (
        "accountevent",
        "clock",
        "clockpause",
        "decision",
        "message",
        "notice",
        "outboxmail",
        "ticketlink",
        "verdict",
    )
    assert [table for table in tables if not figures.counts.get(table)] == []


def test_it_measures_time_memory_and_disk(figures: Figures) -> None:
    assert figures.seconds > 0
    assert figures.mib > 20
    assert figures.disk_most > figures.disk_before > 0


def test_a_drill_that_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flood"]) == 2
    assert "upgrade" in capsys.readouterr().err
