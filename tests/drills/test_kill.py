"""kill -9, again and again: what was said yes to is there once."""

import os
from pathlib import Path

import pytest

from drills.kill import COMMANDS, kill_again_and_again

pytestmark = pytest.mark.skipif(
    "FIRSTHAND_DATABASE_URL" in os.environ, reason="runs the program on SQLite in a folder of its own, in the other run"
)

KILLS_OF_EACH = 10
"""`bin/drill kill` kills each a hundred times."""


def test_no_kill_loses_or_doubles_anything(tmp_path: Path) -> None:
    found = kill_again_and_again(tmp_path / "desk", kills=KILLS_OF_EACH * len(COMMANDS), seed=1)
    assert found.broken == []
    assert set(found.kills.values()) == {KILLS_OF_EACH}
    assert min(found.mails, found.notes, found.replies) > KILLS_OF_EACH // 2
