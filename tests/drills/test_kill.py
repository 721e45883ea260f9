"""kill -9, thirty times: what was said yes to is there once."""

import os
from pathlib import Path

import pytest

from drills.kill import kill_again_and_again

pytestmark = pytest.mark.skipif(
    "FIRSTHAND_DATABASE_URL" in os.environ, reason="runs the program on SQLite in a folder of its own, in the other run"
)


def test_thirty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    found = kill_again_and_again(tmp_path / "desk", kills=30, seed=1)
    assert found.broken == []
    assert set(found.kills.values()) == {10}
    assert min(found.mails, found.notes, found.replies) > 5
