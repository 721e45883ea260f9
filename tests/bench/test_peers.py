"""The page of performance has the peers that the lock pins, and tables go to their place on a page."""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from bench import write_page
from bench.peers import ours, page
from bench.peers.cases import CASES, Case

NOT_ASKED = {"tzdata"}


def pinned(repository: Path) -> dict[str, str]:
    """The peers that pyproject names, with the versions of their lock (that of the oldest Python)."""
    groups = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    names = {re.split(r"[=>]", line)[0] for line in groups["peers"]} - NOT_ASKED
    lock = (repository / "requirements-peers.lock").read_text(encoding="utf-8")
    versions = dict(reversed(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE)))
    return {name: versions[name] for name in names}


def test_the_page_has_every_peer_of_the_lock_in_its_version(repository: Path) -> None:
    text = (repository / "docs/reference/performance.md").read_text(encoding="utf-8")
    tables = text.partition("<!-- working-time -->")[2].partition("<!-- /working-time -->")[0]
    shown = dict(re.findall(r"^\| ([a-z0-9-]+) (\d\S*) \|", tables, re.MULTILINE))
    assert shown == pinned(repository)
    assert all(f"| {case.name} |" in tables for case in CASES)


def test_the_lock_of_the_peers_names_no_registry(repository: Path) -> None:
    lock = (repository / "requirements-peers.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") >= len(re.findall(r"^[a-z]", lock, re.MULTILINE))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_our_answers_are_those_worked_out_by_hand(case: Case) -> None:
    start = case.instant(case.start)
    if case.due is not None:
        assert ours.due(case.desk)(start, case.budget) == case.instant(case.due)
    assert ours.elapsed(case.desk)(start, case.instant(case.due or case.end)) == case.budget


def test_the_cases_of_ten_years_are_as_long_as_they_say() -> None:
    assert date(2025, 1, 6) - date(2015, 1, 5) == timedelta(weeks=522)
    assert 522 * 5 * 8 == 20_880


def test_tables_are_written_between_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("above\n<!-- x -->\nold\n<!-- /x -->\nbelow\n", encoding="utf-8")
    write_page(path, "x", "| new |")
    assert path.read_text(encoding="utf-8") == "above\n<!-- x -->\n\n| new |\n\n<!-- /x -->\nbelow\n"
    with pytest.raises(ValueError, match="expected the lines"):
        write_page(path, "y", "")


def test_figures_and_tables_of_what_was_found() -> None:
    hours = {"zones": True, "verdicts": {"plain day": "right"}, "due_same": 1.0, "elapsed_same": None}
    found = {
        "hours": [
            {"name": "firsthand", "version": "", "due_per_s": 600_000.0, **hours},
            {"name": "abacus", "version": "1.0", "due_per_s": 200.0, **hours, "verdicts": {"plain day": "cannot say"}},
        ],
        "days": [{"name": "firsthand", "version": "", "same": 1.0, "per_s": 10.0}],
    }
    (figure,) = page.figures(found, runs=3)
    assert (figure.name, figure.ratio) == ("working_time.due_ratio.abacus", 3_000)
    text = page.tables(found)
    assert "| abacus 1.0 | – |" in text
    assert "| abacus 1.0 | 200 (3,000 ×) | – | – | – | 100 % | – | yes |" in text
