"""`firsthand doctor`: what it finds, and what it says to do."""

from pathlib import Path

import pytest

from firsthand.cli import doctor
from firsthand.cli.doctor import sqlite_finding
from firsthand.services.desk.environment import read_environment
from tests.stories.desk_folder import run


def test_an_old_sqlite_needs_attention_and_a_fixed_one_does_not() -> None:
    assert "WAL-reset" in sqlite_finding((3, 40, 1)).words
    assert sqlite_finding((3, 40, 1)).advice
    assert not sqlite_finding((3, 51, 3)).advice


def test_a_new_folder_lacks_its_migrations_and_doctor_says_how_to_run_them(tmp_path: Path) -> None:
    done = run("doctor", data=tmp_path / "desk")
    assert done.returncode == 1
    assert "migrations" in done.stdout
    assert "firsthand migrate" in done.stdout


def test_wrong_settings_are_a_finding_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "firsthand.toml").write_text("colour = 'blue'\n")
    done = run("doctor", data=tmp_path / "desk", folder=tmp_path)
    assert "unknown setting 'colour'" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_folder_that_everybody_could_read_is_closed_when_the_desk_starts(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    for name in ("spool", "mail", "attachments"):
        (data / name).mkdir(parents=True)
    (data / "firsthand.sqlite3").touch()
    for path in (data, *data.iterdir()):
        path.chmod(0o755)
    run("migrate", data=data)
    assert [path.name for path in data.iterdir() if path.stat().st_mode & 0o077] == []


def test_what_others_can_still_read_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "firsthand.toml"
    for file in (settings, tmp_path / "firsthand.sqlite3"):
        file.touch()
        file.chmod(0o644)
    monkeypatch.chdir(tmp_path)
    found = read_environment({"FIRSTHAND_DATA": str(tmp_path)}, folder=tmp_path)
    advice = [one.advice for one in (*doctor._settings_file(), doctor._folder(found))]
    assert advice[0].endswith(f"chmod 600 {settings}")
    assert advice[1].endswith("firsthand.sqlite3")
