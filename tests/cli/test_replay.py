"""`firsthand policy replay` tries a draft on a file or on the desk's own tickets, and writes all of it or nothing."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from firsthand import books
from firsthand.cli.app import app
from firsthand.cli.output import CannotRun
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.conftest import lighthouse
from tests.workbench.drafts.drafts import HALF_AN_HOUR
from tests.workbench.history.logs.files import real

__all__ = ["lighthouse"]  # the desk, for the test that replays it

HEADER = "id,received_at,kind,stage,account,first_response_at,resolved_at"
# Fri 16:45 Pacific and Mon 02:20: 35 minutes of working time.
ROW = "T-1,2021-08-06T23:45:00Z,troubleshooting,trial,Acme,2021-08-09T09:20:00Z,2021-08-10T09:20:00Z"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    shutil.copytree(books.folder("customer-first"), folder)
    (folder / "draft.yaml").write_text(HALF_AN_HOUR, encoding="utf-8")
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    return path


def replay(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["policy", "replay", *map(str, arguments)])
    if isinstance(done.exception, CannotRun):
        return 1, str(done.exception)
    return done.exit_code, done.output


def test_the_draft_is_compared_with_itself_without_its_newest_amendment(draft: Path, log: Path) -> None:
    status, told = replay("--book", draft, "--history", log, "--json")
    answer = json.loads(told)
    assert status == 0
    assert (answer["before"], answer["after"]) == ("2021-06-22-first-version", "draft")
    assert answer["reasons"][0]["before"] == "met"
    assert answer["reasons"][0]["after"] == "breached"


NEXT_YEAR = HALF_AN_HOUR.replace("{from: 2021-08-01}", "{from: 2030-01-01}").replace("08-01T00", "08-02T00")


def test_a_draft_for_next_year_is_tried_on_last_year_unless_its_dates_are_kept(draft: Path, log: Path) -> None:
    (draft / "draft.yaml").write_text(NEXT_YEAR, encoding="utf-8")
    status, told = replay("--book", draft, "--history", log)
    assert status == 0
    assert told.startswith("As if draft had always been in force")
    assert "1 ticket changes" in told
    _, dated = replay("--book", draft, "--history", log, "--as-dated")
    assert dated.startswith("By the rules in force when each ticket was received.")
    assert "0 tickets change" in dated


def test_the_rules_of_a_day_are_tried_on_tickets_from_before_the_book(draft: Path, log: Path) -> None:
    log.write_text(
        f"{HEADER}\n{ROW.replace('2021-08-06', '2010-08-06').replace('2021', '2010')}\n", encoding="utf-8"
    )  # a Friday, too
    _, nothing = replay("--book", draft, "--history", log, "--as-dated")
    assert "No clause of either book was in force by then" in nothing
    status, told = replay("--book", draft, "--history", log, "--in-force-at", "2021-08-06", "--json")
    assert status == 0
    assert [(one["before"], one["after"]) for one in json.loads(told)["reasons"]] == [("met", "breached")]
    assert json.loads(told)["basis"] == "By the rules in force Fri 2021-08-06, on every ticket."


def test_all_files_are_written_together(draft: Path, log: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, told = replay("--book", draft, "--history", log, "--out", out)
    assert status == 0
    assert "1 ticket changes: 0 by owner, 1 by verdict." in told
    names = ["attainment.parquet", "flips.parquet", "replay.html", "replay.json"]
    assert sorted(path.name for path in out.iterdir()) == names


def test_a_history_that_breaks_off_leaves_no_file(draft: Path, log: Path, tmp_path: Path) -> None:
    log.write_text(f"{HEADER}\n{ROW}\n{ROW.replace('T-1', 'T-2').replace('trial', 'trail')}\n", encoding="utf-8")
    status, told = replay("--book", draft, "--history", log, "--out", tmp_path / "out")
    assert status == 2
    assert "log.csv, line 3: stage: expected one of prospect, trial" in told
    assert "did you mean trial?" in told
    assert list((tmp_path / "out").iterdir()) == []


def test_two_workers_write_the_same_report(draft: Path, log: Path, tmp_path: Path) -> None:
    history = tmp_path / "log.parquet"
    pl.read_csv(log).write_parquet(history)
    assert replay("--book", draft, "--history", history, "--out", tmp_path / "one")[0] == 0
    assert replay("--book", draft, "--history", history, "--cluster", "local:2", "--out", tmp_path / "two")[0] == 0
    for name in ("replay.html", "replay.json"):
        assert (tmp_path / "one" / name).read_text() == (tmp_path / "two" / name).read_text()
    refused = replay("--book", draft, "--history", log, "--cluster", "local:2")
    assert refused[0] == 2
    assert "expected Parquet with a row a ticket" in refused[1]


def test_wrong_use_is_told_in_a_sentence(draft: Path, log: Path) -> None:
    assert "either --history FILE or --from-database" in replay("--book", draft)[1]
    assert "did you mean boston311" in replay("--book", draft, "--history", log, "--mapping", "boston31")[1]
    alone = books.folder("customer-first")
    assert "Give the book to compare with" in replay("--book", alone, "--history", log)[1].replace("\n", " ")


@pytest.mark.django_db
def test_the_desks_own_tickets_are_compared_with_the_published_book(
    lighthouse: Lighthouse, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firsthand.cli import start

    monkeypatch.setattr(start, "start_desk", lambda **_: None)  # the test's own database is up already
    lighthouse.ticket(received_at=NOW)
    status, told = replay("--book", draft, "--from-database", "--json")
    assert (status, json.loads(told)["tickets"], json.loads(told)["after"]) == (0, 1, "draft")


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("boston311_2011_jul_sep.csv.gz", "boston311"),
        ("uci_incident_event_log.zip", "uci_incident"),
        ("italian_helpdesk_full.csv.gz", "italian_helpdesk"),
        ("bpi2013_closed_problems.csv.gz", "bpi2013"),
    ],
)
def test_real_logs_are_replayed_and_their_time_adds_up(name: str, mapping: str, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    base = _BOOK.format(amendment="first", budget="40 business hours", when="2000-01-01T00:00:00Z", more="")
    stricter = _BOOK.format(
        amendment="second", budget="16 business hours", when="2001-01-01T00:00:00Z", more="    replaces: solve\n"
    )
    (folder / "1.yaml").write_text(base, encoding="utf-8")
    (folder / "2.yaml").write_text(stricter, encoding="utf-8")
    status, told = replay("--book", folder, "--history", real(name), "--mapping", mapping, "--json")
    answer = json.loads(told)
    resolution = next(clock for clock in answer["clocks"] if clock["clock"] == "resolution")
    assert status == 0
    assert resolution["breached_to_met"] == 0  # a shorter budget keeps no promise more
    assert resolution["met_to_breached"] > 0
    assert round(sum(one["share_after"] for one in answer["time"]), 6) == 1
    assert answer["resolved_without_clock"] == {"before": 0, "after": 0}


_BOOK = """
book: small
amendment: {amendment}
title: A promise
published_at: {when}
author: Ines
approver: Bo
zone: UTC
calendars:
  office: {{zone: UTC, weekly: {{mon-fri: "09:00-17:00"}}}}
service_levels:
  - clause: solve
    source: S1
    text: Solved in time.
    clock: {{kind: resolution, budget: {budget}, calendar: office, pauses_on: [pending, on_hold]}}
    class: internal_target
    precedence: plan
{more}"""
