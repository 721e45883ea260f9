"""The replay of a real log's reassignments says so where the log is not there."""

from pathlib import Path

import pytest

from drills.handoffs import main


def test_without_the_log_nothing_is_replayed_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRSTHAND_DATA", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "")  # so that what the drill sets is put back
    assert main(["--log", str(tmp_path / "log.zip"), "--incidents", "2"]) == 0
    assert "is not there; nothing was replayed" in capsys.readouterr().out
