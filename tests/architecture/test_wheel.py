"""What a wheel carries. The build backend is no dependency of the checks, so this reads what it is told to pack."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import bench
from firsthand import books

READ_WHEN_RUN = {
    "books/customer-first/2021-06-22-first-version.yaml",
    "cli/demo/companies/customer-first.letters.yaml",
    "cli/demo/companies/four-functions.yaml",
    "workbench/history/logs/mappings/bpi2013.yaml",
    "workbench/replay/report/templates/replay.html",
    "web/static/firsthand.css",
    "web/templates/base.html",
}


@pytest.fixture(scope="module")
def package(repository: Path) -> Path:
    return repository / "src" / "firsthand"


def test_a_wheel_is_the_folder_of_the_package_and_nothing_else(repository: Path) -> None:
    build = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build == {"targets": {"wheel": {"packages": ["src/firsthand"]}}}


def test_the_books_and_all_that_is_read_when_it_runs_lie_in_the_package(package: Path) -> None:
    assert [name for name in sorted(READ_WHEN_RUN) if not (package / name).is_file()] == []
    assert all(folder.is_relative_to(package) for folder in books.folders())


def test_no_benchmark_lies_in_the_package(package: Path) -> None:
    assert not Path(bench.__file__).is_relative_to(package)
    assert [path for path in package.rglob("*") if path.name.startswith("bench")] == []


def test_no_file_that_git_keeps_of_the_package_is_ignored_by_the_build(package: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is absent")
    ignored = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard", "."],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    if ignored.returncode:
        pytest.skip("this is no checkout of git")
    assert ignored.stdout == ""
