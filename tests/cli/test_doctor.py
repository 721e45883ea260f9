"""`firsthand doctor`: what it finds, and what it says to do."""

from pathlib import Path

from firsthand.cli.doctor import sqlite_finding
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
