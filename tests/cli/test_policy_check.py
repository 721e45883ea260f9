"""`firsthand policy check`: what an author should settle, each with a ticket that `firsthand decide` answers so."""

import io
import json
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from firsthand import books
from firsthand.cli import decide, policy_check
from firsthand.domain.proving import fits

BOOKS = books.folders()
NOW = datetime(2024, 6, 1, tzinfo=UTC)
OURS = """
book: ours
amendment: first
title: Ours
published_at: 2021-01-01T00:00:00Z
author: Ines
approver: Bo
zone: Europe/Paris
ownership:
  - {clause: S30, source: S30, text: Support helps., owner: support, when: {kind: KINDS}}
"""


def checked(book: Path, *options: str, as_json: bool = False) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    status = policy_check.run_check(book, *options, as_json=as_json, now=NOW, stdout=out, stderr=err)
    assert err.getvalue() == ""
    return status, out.getvalue()


def unwrapped(text: str) -> list[str]:
    """The paragraphs of a report, each on one line."""
    found: list[str] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("     ") and not line.startswith("      “"):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return found


def command_of(text: str) -> str:
    """The command that decides the first ticket of a report."""
    return next(line for line in text.splitlines() if "Try it: " in line).partition("Try it: ")[2]


def written(folder: Path, kinds: str) -> Path:
    (folder / "first.yaml").write_text(OURS.replace("KINDS", kinds), encoding="utf-8")
    return folder


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_every_ticket_of_every_shipped_book_is_decided_as_the_finding_says(book: Path) -> None:
    _, text = checked(book, as_json=True)
    findings: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    shown = [finding for finding in findings if finding["example"] is not None]
    assert shown or book.name == "four-functions"  # a book that says nothing against itself
    lines = "".join(json.dumps(finding["example"]) + "\n" for finding in shown).encode()
    out = io.BytesIO()
    assert decide.run(book, None, stdin=io.BytesIO(lines), stdout=out, stderr=io.StringIO()) == 0
    for finding, answer in zip(shown, out.getvalue().splitlines(), strict=True):
        assert fits(finding["expect"], json.loads(answer)), finding
    assert all(not finding["expect"] for finding in findings if finding["example"] is None)


def test_a_book_without_findings_ends_with_0(tmp_path: Path) -> None:
    status, text = checked(written(tmp_path, "[how_to, feature_request, troubleshooting]"))
    assert (status, text) == (0, "ours: 1 amendment, 1 clause, nothing to report.\n")


def test_a_finding_is_told_to_somebody_who_knows_no_code(tmp_path: Path) -> None:
    status, text = checked(written(tmp_path, "[how_to, troubleshooting]"))
    file = tmp_path / "first.yaml"
    assert status == 1
    assert unwrapped(text) == [
        "To mend",
        "-------",
        "1. Nobody owns feature requests  (no_owner)",
        "A prospect account sends a feature request on Friday 1 January 2021 at 10:00 CET.",
        "What follows: Such a ticket stays with support, who sorts what comes in; nobody else has to answer it.",
        "What to do: Under `ownership`, add a clause with `owner:` and `when: {kind: feature_request}`; or widen S30, "
        "the nearest that there is.",
        "Which, and when: feature requests, from Fri 2021-01-01 01:00 CET",
        f"The nearest clause: S30, {file}, line 10",
        "“Support helps.”",
        f"Try it: {command_of(text)}",
        "ours: 1 amendment, 1 clause, 1 to mend.",
        "`firsthand policy explain CODE` says more about a finding.",
    ]


def test_its_command_decides_the_ticket(tmp_path: Path) -> None:
    folder = tmp_path / "a book"
    folder.mkdir()
    _, text = checked(written(folder, "[how_to, troubleshooting]"), "2021-06-01")
    command = command_of(text)
    assert command.endswith(f"| firsthand decide --policy '{folder}' --known-at 2021-06-01")
    line = shlex.split(command)[2]
    out = io.BytesIO()
    assert decide.run(folder, None, stdin=io.BytesIO(line.encode()), stdout=out, stderr=io.StringIO()) == 0
    assert json.loads(out.getvalue())["owner"] is None


def test_a_program_reads_the_code_the_place_and_the_ticket(tmp_path: Path) -> None:
    status, text = checked(written(tmp_path, "[how_to, troubleshooting]"), as_json=True)
    found = json.loads(text)
    assert status == 1
    assert (found["code"], found["severity"], found["clause"]) == ("no_owner", "error", "S30")
    assert (found["file"], found["line"]) == (str(tmp_path / "first.yaml"), 10)
    assert found["title"] == "Nobody owns feature requests"
    assert found["ticket"] == found["example"]
    assert found["message"] == "no clause says who owns feature requests, from Fri 2021-01-01 01:00 CET"


def test_what_need_not_be_mended_ends_with_0(tmp_path: Path) -> None:
    book = written(tmp_path, "[how_to, feature_request, troubleshooting]")
    unused = 'calendars:\n  night: {zone: Europe/Paris, weekly: {sat: "01:00-02:00"}}\n'
    (book / "first.yaml").write_text((book / "first.yaml").read_text() + unused)
    status, text = checked(book)
    assert status == 0
    assert text.startswith("To look at\n")
    assert f"{book / 'first.yaml'}, line 12" in text


def test_a_clause_is_found_in_the_file_of_its_amendment(tmp_path: Path) -> None:
    book = written(tmp_path, "[how_to, troubleshooting]")
    again = OURS.replace("KINDS", "how_to").replace("amendment: first", "amendment: second").replace("S30", "T28")
    again = again.replace("2021-01-01", "2021-02-01").replace("owner: support", "owner: sales")
    (book / "second.yaml").write_text(f"# A comment.\n{again}", encoding="utf-8")
    _, text = checked(book)
    assert "What follows: The desk follows S30, because it stands first in the book: support gets the" in text
    assert f"   S30, {book / 'first.yaml'}, line 10\n" in text
    assert f"   T28, {book / 'second.yaml'}, line 11\n" in text


def test_a_book_is_checked_as_it_was_known(tmp_path: Path) -> None:
    book = written(tmp_path, "how_to")
    assert checked(book, "2020-12-31")[1] == "ours: 0 amendments, 0 clauses, nothing to report.\n"


def test_an_instant_that_is_none_ends_with_2_and_names_the_option(tmp_path: Path) -> None:
    err = io.StringIO()
    book = written(tmp_path, "how_to")
    assert policy_check.run_check(book, None, "soon", now=NOW, stdout=io.StringIO(), stderr=err) == 2
    assert "--as-of" in err.getvalue()


def test_a_folder_that_is_no_book_ends_with_2_and_words(tmp_path: Path) -> None:
    err = io.StringIO()
    assert policy_check.run_check(tmp_path, now=NOW, stdout=io.StringIO(), stderr=err) == 2
    assert "is it a policy book?" in err.getvalue()
