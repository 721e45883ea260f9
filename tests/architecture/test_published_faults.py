"""The table of published faults is of the versions that are pinned."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_is_read_again_when_another_version_is_pinned() -> None:
    page = (ROOT / "docs/operations/threats.md").read_text(encoding="utf-8")
    _, _, table = page.partition("## Faults of others that became public")
    told = dict(re.findall(r"^\| ([a-z][a-z0-9-]*)(?: \([^)]*\))? \| ([0-9.]+) \|", table, re.MULTILINE))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([0-9.]+)", lock, re.MULTILINE))
    assert len(told) >= 9
    assert told == {name: pinned[name] for name in told}
