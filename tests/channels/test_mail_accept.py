"""`firsthand mail accept`: exit statuses a mail server understands, words a person does, and a quick start."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.cli.mail_accept import main
from tests.channels.samples import SMALL

TO = ["--to", "support@desk.example"]


def accept(folder: Path, arguments: list[str], raw: bytes = SMALL, variables: dict[str, str] | None = None) -> int:
    return main(arguments, message=io.BytesIO(raw), variables=variables or {}, folder=folder)


def kept(data: Path) -> int:
    return len(os.listdir(data / "spool" / "new")) if (data / "spool" / "new").is_dir() else 0


def test_a_message_is_kept_in_the_default_folder(tmp_path: Path) -> None:
    assert accept(tmp_path, [*TO, "--from", "ana@acme.example"]) == 0
    assert kept(tmp_path / "firsthand-data") == 1
    assert (tmp_path / "firsthand-data").stat().st_mode & 0o777 == 0o700


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "firsthand.toml").write_text('data = "from file"\n')
    assert accept(tmp_path, TO) == 0
    assert accept(tmp_path, TO, variables={"FIRSTHAND_DATA": str(tmp_path / "from env")}) == 0
    assert (kept(tmp_path / "from file"), kept(tmp_path / "from env")) == (1, 1)


@pytest.mark.parametrize("arguments", [[], ["--to"], ["--to", "nobody"], [*TO, "--what"], ["--to", "a b@c"]])
def test_wrong_usage_is_64(tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(tmp_path, arguments) == 64
    assert "Nothing was accepted" in capsys.readouterr().err


def test_nothing_and_too_much_are_65(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(tmp_path, TO, b"") == 65
    assert accept(tmp_path, TO, b"x" * 2000, {"FIRSTHAND_MAX_MESSAGE_BYTES": "1024"}) == 65
    assert "FIRSTHAND_MAX_MESSAGE_BYTES" in capsys.readouterr().err
    assert kept(tmp_path / "firsthand-data") == 0


def test_a_folder_that_cannot_be_is_75_so_that_the_mail_server_tries_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert accept(tmp_path, TO, variables={"FIRSTHAND_DATA": str(tmp_path / "file" / "data")}) == 75
    assert "try again" in capsys.readouterr().err


def test_a_message_that_the_desk_could_not_read_is_75(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accept(tmp_path, TO) == 0
    (tmp_path / "firsthand-data" / "spool" / ".turn").touch()
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    os.chown(tmp_path / "firsthand-data" / "spool" / ".turn", 4712, -1) if os.getuid() == 0 else None
    assert accept(tmp_path, TO) == 75
    assert "Run this as the user who runs the desk" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["data = ", "\udcff", "max_message_bytes = 'many'"])
def test_a_broken_settings_file_is_75_and_not_a_bounce(tmp_path: Path, text: str) -> None:
    (tmp_path / "firsthand.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert accept(tmp_path, TO) == 75


def test_the_program_keeps_a_message_without_loading_the_web(tmp_path: Path) -> None:
    program = (
        "import sys; from firsthand.cli.mail_accept import main; status = main(sys.argv[1:])\n"
        "heavy = {'django', 'email', 'typer', 'dataclasses', 'zoneinfo', 'ssl', 'asyncio'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else status)"
    )
    root = Path(__file__).resolve().parents[2] / "src"
    result = subprocess.run(
        [sys.executable, "-S", "-c", program, *TO],
        input=SMALL,
        env={"PYTHONPATH": str(root), "FIRSTHAND_DATA": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert kept(tmp_path) == 1
