"""A newcomer's first minutes at the terminal: the demo, twice, from a path with spaces; serve, stop, serve again."""

import json
import os
from pathlib import Path

import pytest

from firsthand import books
from firsthand.cli.demo.anew import take_away
from firsthand.cli.output import CannotRun
from tests.stories.desk_folder import Serving, rows, run

pytestmark = pytest.mark.skipif(
    "FIRSTHAND_DATABASE_URL" in os.environ, reason="runs the program on SQLite in a folder of its own, in the other run"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the newcomer stands, with the demo made there once."""
    folder = tmp_path_factory.mktemp("my work") / "a path with spaces"
    folder.mkdir()
    done = run("demo", "--no-serve", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "letters and acts" in done.stdout, "it shows its progress"
    return folder


def counts(folder: Path) -> dict[str, int]:
    tables = ("ticket", "message", "rawmessage", "person", "account", "delivery")
    data = folder / "firsthand-demo-data"
    return {table: rows(data, f"SELECT count(*) FROM firsthand_{table}")[0][0] for table in tables}


def test_the_demo_is_a_living_desk(folder: Path) -> None:
    data = folder / "firsthand-demo-data"
    assert counts(folder)["person"] == 12
    assert counts(folder)["account"] == 8
    roles = rows(data, "SELECT count(DISTINCT role) FROM firsthand_roleholding")
    assert roles == [(9,)], "people in every role"
    states = dict(rows(data, "SELECT status, count(*) FROM firsthand_ticket GROUP BY status"))
    assert set(states) >= {"new", "open", "pending", "on_hold", "closed"}
    late = rows(data, "SELECT count(*) FROM firsthand_clock WHERE state = 'running' AND breached_at IS NOT NULL")
    assert late[0][0] > 0, "something is late"
    raws = dict(rows(data, "SELECT state, count(*) FROM firsthand_rawmessage GROUP BY state"))
    assert raws["quarantined"] == 1
    assert raws["ticketed"] >= 35


def test_only_a_demo_is_taken_away_to_be_made_anew(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    data.mkdir()
    (data / "firsthand.sqlite3").write_bytes(b"a desk")
    with pytest.raises(CannotRun, match="not the demo"):
        take_away(data, database_url="")
    (data / "demo-made").touch()
    with pytest.raises(CannotRun, match="another database"):
        take_away(data, database_url="postgres://desk")
    assert (data / "firsthand.sqlite3").exists()
    assert take_away(data, database_url="") is True
    assert (list(data.iterdir()), take_away(data, database_url="")) == ([], False)


def test_where_nothing_was_made_yet_there_is_nothing_to_take_away(tmp_path: Path) -> None:
    for made_by_every_command in ("spool", "mail/parts"):
        (tmp_path / made_by_every_command).mkdir(parents=True)
    assert take_away(tmp_path, database_url="") is False
    assert (tmp_path / "spool").is_dir()


def test_the_demo_run_again_imports_nothing_twice(folder: Path) -> None:
    before = counts(folder)
    again = run("demo", "--no-serve", folder=folder)
    assert again.returncode == 0, again.stderr
    assert "nothing is imported again" in again.stdout
    assert counts(folder) == before


def test_the_printed_login_is_kept_for_its_owner_only(folder: Path) -> None:
    login = folder / "firsthand-demo-data" / "demo-login.txt"
    password = login.read_text(encoding="utf-8").splitlines()[0]
    assert password in run("demo", "--no-serve", folder=folder).stdout
    assert login.stat().st_mode & 0o077 == 0


def test_the_demo_serves_pages_and_stops_when_asked(folder: Path) -> None:
    data = folder / "firsthand-demo-data"
    with Serving("demo", "--port", "0", data=data, folder=folder) as demo:
        assert demo.get("/sign-in") == 200
        assert demo.is_well(), "it does not catch up with what was due before it began"
        assert demo.stop() == 0


def test_an_empty_desk_says_where_its_set_up_waits(tmp_path: Path) -> None:
    data = tmp_path / "new desk"
    with Serving("serve", "--port", "0", data=data) as server:
        assert server.get("/set-up") == 200
        server.stop()
    said = "\n".join(server.said)
    assert f"{server.address}/set-up" in said
    assert (data / "set-up-code").read_text(encoding="ascii").strip() in said


def test_doctor_finds_the_demo_in_order_but_for_what_it_names(folder: Path) -> None:
    said = run("doctor", data=folder / "firsthand-demo-data").stdout
    assert "ok  migrations: up to date" in said
    assert "ok  set-up: complete" in said
    assert "Traceback" not in said


def test_decide_needs_no_desk(folder: Path) -> None:
    request = {
        "id": "1",
        "received_at": "2021-08-06T16:45:00-07:00",
        "kind": "troubleshooting",
        "severity": None,
        "channel": "email",
        "account": {"name": "Acme", "stage": "trial", "strategic": False, "plan": None, "contract": None},
    }
    book = books.folder("customer-first")
    done = run("decide", "--policy", str(book), folder=folder, given=json.dumps(request) + "\n")
    answer = json.loads(done.stdout)
    assert answer["owner"]["role"] == "support"
