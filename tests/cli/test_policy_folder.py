"""`firsthand policy export|import|verify`, as an operator runs them."""

from pathlib import Path

import pytest

from tests.stories.desk_folder import found_desk, run

SECOND = """
book: customer-first
amendment: 2021-08-09-no-promise
title: No promise before the sale
published_at: 2021-08-09T10:00:00Z
author: Noor
approver: Ada
zone: America/Los_Angeles
withdraws:
  - {clause: S18, at: 2021-09-01, why: it was too much}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with people and a book."""
    data = tmp_path_factory.mktemp("folder")
    found_desk(data)
    return data


def test_the_book_goes_out_comes_back_and_is_verified_by_name(data: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    assert run("policy", "export", "--to", str(book), data=data).stdout.startswith("1 amendment and editions.json")
    assert "all agree, signed with key" in run("policy", "verify", str(book)).stdout
    (book / "second.yaml").write_text(SECOND)
    told = run("policy", "import", str(book), data=data)
    assert (told.returncode, "Only head of support (Ada Obi)" in told.stderr) == (1, True)
    assert "--by" in told.stderr
    assert (
        "published second.yaml"
        in run("policy", "import", str(book), "--by", "ada@lighthouse.example", data=data).stdout
    )
    assert "Nothing was new." in run("policy", "import", str(book), data=data).stdout
    assert run("policy", "verify", str(book)).stdout.startswith("second.yaml: is not in editions.json")
    assert run("policy", "export", "--to", str(book), data=data).returncode == 0
    assert "2 editions, all agree" in run("policy", "verify", str(book)).stdout


def test_a_folder_that_was_tampered_with_fails_with_the_files_name(data: Path, tmp_path: Path) -> None:
    run("policy", "export", "--to", str(tmp_path), data=data)
    file = next(tmp_path.glob("2021*.yaml"))
    file.write_text(file.read_text() + "# a word more\n")
    done = run("policy", "verify", str(tmp_path))
    assert done.returncode == 1
    assert f"{file.name}: was changed since it was published" in done.stdout


def test_a_folder_without_a_list_and_a_stranger_are_said_in_words(data: Path, tmp_path: Path) -> None:
    done = run("policy", "verify", str(tmp_path))
    assert (done.returncode, "expected a folder made by policy export" in done.stderr) == (2, True)
    stranger = run("policy", "import", str(tmp_path), "--by", "nobody@lighthouse.example", data=data)
    assert (stranger.returncode, stranger.stderr) == (
        1,
        "firsthand: Nobody at this desk has the address nobody@lighthouse.example.\n",
    )
