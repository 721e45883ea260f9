"""`firsthand policy mine`: files in, a draft and words or JSON out."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from firsthand.cli.app import app
from firsthand.services.book.files import read_book
from firsthand.workbench.deciding import Decider
from firsthand.workbench.history import NAT
from firsthand.workbench.history.logs import read_history, read_mapping
from tests.workbench.mining.histories import write_history
from tests.workbench.mining.logs import hours, log

SHARED = Path(__file__).resolve().parents[3] / "shared/data"
OFFICE = hours({"mon-fri": "08:30-17:00"})


def mine(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["policy", "mine", *options])
    return result.exit_code, result.output


@pytest.fixture
def history(tmp_path: Path) -> Path:
    rows = log({"lamp": ("10 business days, same time", OFFICE), "bulk": ("2 business days", OFFICE)}, noise=0.02)
    return write_history(tmp_path / "history.csv", rows)


def test_the_draft_is_written_and_can_be_checked(history: Path, tmp_path: Path) -> None:
    out, left = tmp_path / "draft.yaml", tmp_path / "left.csv"
    code, words = mine(
        "--history", str(history), "--zone", "America/New_York", "--out", str(out), "--unexplained", str(left)
    )
    assert code == 0
    assert "lamp: 10 business days, same time, mon-fri 08:30-17:00" in words
    assert "bulk: 2 business days, mon-fri 08:30-17:00" in words
    checked = CliRunner().invoke(app, ["policy", "show", str(out), "--valid", "2021-06-01"])
    assert checked.exit_code == 0
    assert "M1" in checked.output
    assert left.read_text(encoding="utf-8").startswith("id,group,why,rule_of_others\nT")


def test_json_says_everything_with_its_evidence(history: Path) -> None:
    code, text = mine("--history", str(history), "--zone", "America/New_York", "--json")
    assert code == 0
    answer = json.loads(text)
    assert {clause["budget"] for clause in answer["clauses"]} == {"10 business days, same time", "2 business days"}
    assert all(clause["support"] == 400 for clause in answer["clauses"])
    counted = answer["of_all"]
    assert counted["explained"] + sum(len(ids) for ids in answer["unexplained"].values()) == counted["tickets"] == 800


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace(b"received_at", b"recieved_at", 1), "received_at"),
        (lambda text: gzip.compress(text)[:-200], "history.csv"),
    ],
)
def test_a_history_that_cannot_be_read_ends_with_2_and_says_why(
    history: Path, change: "object", words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(change)
    history.write_bytes(change(history.read_bytes()))
    code, said = mine("--history", str(history), "--zone", "UTC")
    assert code == 2
    assert words in said + capsys.readouterr().err


def test_options_that_cannot_be_used_end_with_2(history: Path) -> None:
    assert mine("--history", str(history), "--group-by", "grup")[0] == 2
    assert mine("--history", str(history), "--zone", "Mars/Olympus")[0] == 2
    assert mine("--history", str(history), "--mapping", "boston")[0] == 2
    assert mine("--history", str(history), "--out", str(history / "nowhere.yaml"))[0] == 2


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there")
@pytest.mark.parametrize(
    ("file", "mapping", "days", "closed"),
    [
        ("italian_helpdesk_full.csv.gz", "italian_helpdesk", "mon-fri 07:00-17:30", "2011-03-17"),
        ("uci_incident_event_log.zip", "uci_incident", "mon-fri 08:00-18:00", "2016-04-21"),
        ("bpi2013_closed_problems.csv.gz", "bpi2013", "mon-fri 00:00-24:00", "2011-12-28"),
    ],
)
def test_the_practice_of_public_logs(file: str, mapping: str, days: str, closed: str) -> None:
    """National holidays come out by themselves: 150 years of Italy, and Tiradentes in Brazil."""
    code, text = mine("--history", str(SHARED / file), "--mapping", mapping, "--group-by", "severity", "--json")
    assert code == 0
    answer = json.loads(text)
    [calendar] = answer["calendars"]
    assert calendar["hours"] == days
    assert closed in calendar["closed_on"]
    assert answer["of_all"]["share"] >= 0.9
    assert all(low <= high for low, high in (clause["between_seconds"] for clause in answer["clauses"]))


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there")
def test_the_targets_of_a_city_are_reproduced_by_the_draft(tmp_path: Path) -> None:
    """Learnt from the first half of each type; at least 98 % of the targets of the second half within a minute."""
    out = tmp_path / "draft.yaml"
    log_of = str(SHARED / "boston311_2011_jul_sep.csv.gz")
    code, text = mine("--history", log_of, "--mapping", "boston311", "--hold-out", "--out", str(out), "--json")
    assert code == 0
    answer = json.loads(text)
    assert answer["held_out"]["with_target"] == 13_434
    assert answer["held_out"]["share"] >= 0.98
    assert set(answer["unexplained"]) >= {"no_target", "near_miss", "set_by_hand", "absurdly_far", "unseen_group"}
    # And by the compiled rules of the draft itself, on all of the log, with each type where the draft expects it.
    history = read_history(Path(log_of), read_mapping("boston311"))
    decided = Decider(read_book(out).edition()).decide(replace(history, channel=history.group))
    [clock] = decided.clocks.values()
    has = history.target_at != NAT
    near = (clock.due_at != NAT) & (np.abs(clock.due_at - history.target_at) <= 60_000_000)
    assert near[has].mean() >= 0.98
