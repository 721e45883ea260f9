"""The shape of the house: small files, small functions, a pure core, and pages that lead somewhere."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
# Longer on purpose, each with its excuse. Keep it short.
EXCUSED: dict[str, str] = {}


def sources(root: Path) -> Iterator[Path]:
    """Every Python file of the product, its benchmarks and its drills but the migrations."""
    folders = (root / "src", root / "bench", root / "drills")
    return (path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts)


def test_files_are_small_enough_to_see_whole(repository: Path) -> None:
    long = {
        path.relative_to(repository).as_posix(): lines
        for path in sources(repository)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES_OF_A_FILE
    }
    assert {name: lines for name, lines in long.items() if name not in EXCUSED} == {}


def test_functions_are_small_enough_to_see_whole(repository: Path) -> None:
    long = [
        f"{path.relative_to(repository).as_posix()}:{node.name}"
        for path in sources(repository)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert [name for name in long if name not in EXCUSED] == []


def test_every_excuse_is_still_needed(repository: Path) -> None:
    assert [name for name in EXCUSED if not (repository / name.partition(":")[0]).exists()] == []


PURE = ("domain", "workbench.columns", "workbench.deciding", "workbench.comparing")
BLOCKED = ("django", "psycopg", "sqlite3", "pydantic")


def imported_without(blocked: tuple[str, ...], rooms: tuple[str, ...], repository: Path) -> int:
    """How many modules of the rooms import in a Python that lacks what is blocked; it must be all of them."""
    program = (
        "import sys, pkgutil, importlib\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        "found = 0\n"
        f"for room in {rooms!r}:\n"
        "    room = importlib.import_module('firsthand.' + room)\n"
        "    for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
        "        if module.name != 'firsthand.workbench.history.desk': importlib.import_module(module.name)\n"
        "        found += 1\n"
        "print(found)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(repository / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_the_core_and_its_columns_import_without_django_or_a_database(repository: Path) -> None:
    assert imported_without((*BLOCKED, "yaml"), PURE, repository) > 90


def test_a_history_is_read_replayed_and_mined_without_django(repository: Path) -> None:
    rooms = ("workbench.history", "workbench.replay", "workbench.mining")
    assert imported_without(BLOCKED, rooms, repository) > 40


def test_no_core_code_reads_the_clock(repository: Path) -> None:
    reads = re.compile(r"\bdatetime\.now\(|\btime\.time\(|\btimezone\.now\(|\bdate\.today\(|\butcnow\(")
    inside = ("domain", "models", "services", "reports", "workbench")
    house = repository / "src" / "firsthand"
    guilty = [
        path.relative_to(repository).as_posix()
        for room in inside
        for path in (house / room).rglob("*.py")
        if "migrations" not in path.parts  # nobody gives a migration the time
        and reads.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_only_services_and_reports_ask_a_table(repository: Path) -> None:
    asks = re.compile(r"\.objects\b")
    guilty = [
        path.relative_to(repository).as_posix()
        for room in ("web", "cli", "engine", "channels", "workbench")
        for path in (repository / "src" / "firsthand" / room).rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_links_between_pages_lead_somewhere(repository: Path) -> None:
    link = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
    pages = [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(repository).as_posix()} -> {target}"
        for page in pages
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_locks_pin_every_dependency_and_name_no_registry(repository: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "bin/uv.lock"):
        text = (repository / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==[^ ]+", text, flags=re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[A-Za-z]", text, flags=re.MULTILINE))
        assert text.count("--hash=sha256:") >= len(pinned)
