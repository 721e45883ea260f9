"""`firsthand serve` and its kin: what they say when they cannot run, and the owner made at the terminal."""

from pathlib import Path

import pytest

from firsthand.engine.listening import listen
from tests.stories.desk_folder import Serving, environment, rows, run


def said(*command: str, data: Path, monkeypatch: pytest.MonkeyPatch | None = None, **settings: str) -> str:
    if monkeypatch is not None:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
    done = run(*command, data=data)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("firsthand: ")
    return done.stderr


def test_a_taken_port_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as other:
        words = said("serve", "--port", str(other.getsockname()[1]), data=tmp_path / "desk")
    assert "is taken" in words
    assert "--port" in words
    assert not (tmp_path / "desk" / "firsthand.sqlite3").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "FIRSTHAND_DATA" in said("serve", data=tmp_path / "file" / "desk")


def test_a_wrong_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_PORT", "http")
    assert "FIRSTHAND_PORT is 'http'; expected a whole number" in said("serve", data=tmp_path)


def test_a_signing_key_that_is_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_SIGNING_KEY", "abc")
    done = run("serve", "--port", "0", data=tmp_path)
    assert done.returncode == 1
    assert "FIRSTHAND_SIGNING_KEY is not a signing key; expected 32 bytes in Base64." in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [("secret.key", b""), ("secret.key", b"\xff\xfe"), ("signing.key", b" \n"), ("set-up-code", b"")],
)
def test_a_secret_that_is_spoilt_is_said_with_what_to_do(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    words = said("serve", "--port", "0", data=tmp_path)
    assert name in words
    assert "elete it" in words
    assert (tmp_path / name).read_bytes() == content


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "firsthand.toml").write_text('database_url = "postgresql://desk:pa55word@127.0.0.1:1/desk"\n')
    done = run("migrate", data=tmp_path / "desk", folder=tmp_path)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "pa55word" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_spoilt_database_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "firsthand.sqlite3").write_bytes(b"this is no database" * 100)
    assert "cannot be" in said("migrate", data=tmp_path)


def test_the_first_owner_is_made_at_the_terminal_and_no_second(tmp_path: Path) -> None:
    command = ("create-owner", "--email", "mira@lighthouse.example", "--name", "Mira")
    done = run(*command, data=tmp_path, given="a long pass phrase\n")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path, "SELECT email, is_owner FROM firsthand_person") == [("mira@lighthouse.example", 1)]
    again = run(*command, data=tmp_path, given="a long pass phrase\n")
    assert again.returncode == 1
    assert "already has an owner" in again.stderr


def test_on_sqlite_one_process_runs_a_desk_and_the_other_commands_go_on_beside_it(tmp_path: Path) -> None:
    with Serving("serve", "--port", "0", data=tmp_path) as server:
        for command in (("serve", "--port", "0"), ("web", "--port", "0"), ("worker",)):
            words = said(*command, data=tmp_path)
            assert f"`firsthand serve` (process {server.process.pid}, since " in words
        mail = run("mail", "accept", "--to", "support@lighthouse.example", data=tmp_path, given="Subject: Hello\n\nHi")
        assert mail.returncode == 0, mail.stderr
        assert "runs already" not in run("doctor", data=tmp_path).stderr
        assert run("migrate", data=tmp_path).returncode == 0
        server.kill()
    with Serving("worker", data=tmp_path) as worker:
        assert worker.stop() == 0


def test_a_worker_without_web_starts_and_stops(tmp_path: Path) -> None:
    with Serving("worker", data=tmp_path) as worker:
        assert worker.address == ""
        assert worker.stop() == 0


def test_the_environment_of_the_tests_is_not_that_of_the_program(tmp_path: Path) -> None:
    assert environment(tmp_path)["FIRSTHAND_DATA"] == str(tmp_path)
