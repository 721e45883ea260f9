"""`firsthand policy check`: what an author should settle, each with a ticket that `firsthand decide` answers so."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from firsthand import books
from firsthand.cli import decide, policy
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
    status = policy.run_check(book, *options, as_json=as_json, now=NOW, stdout=out, stderr=err)
    assert err.getvalue() == ""
    return status, out.getvalue()


def written(folder: Path, kinds: str) -> Path:
    (folder / "first.yaml").write_text(OURS.replace("KINDS", kinds), encoding="utf-8")
    return folder


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_every_ticket_of_every_shipped_book_is_decided_as_the_finding_says(book: Path) -> None:
    _, text = checked(book, as_json=True)
    findings: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    shown = [finding for finding in findings if finding["example"] is not None]
    assert shown
    lines = "".join(json.dumps(finding["example"]) + "\n" for finding in shown).encode()
    out = io.BytesIO()
    assert decide.run(book, None, stdin=io.BytesIO(lines), stdout=out, stderr=io.StringIO()) == 0
    for finding, answer in zip(shown, out.getvalue().splitlines(), strict=True):
        assert fits(finding["expect"], json.loads(answer)), finding
    assert all(not finding["expect"] for finding in findings if finding["example"] is None)


def test_a_book_without_findings_ends_with_0(tmp_path: Path) -> None:
    status, text = checked(written(tmp_path, "[how_to, feature_request, troubleshooting]"))
    assert (status, text) == (0, "ours: 1 amendment, 1 clauses, nothing to report.\n")


def test_the_lines_of_the_tickets_can_be_piped_into_decide(tmp_path: Path) -> None:
    status, text = checked(written(tmp_path, "[how_to, troubleshooting]"))
    said, ticket, _, counted = text.splitlines()
    assert (status, said) == (1, "no_owner: no clause says who owns feature requests, from Fri 2021-01-01 01:00 CET")
    assert counted == "ours: 1 amendment, 1 clauses, 1 finding."
    out = io.BytesIO()
    assert decide.run(tmp_path, None, stdin=io.BytesIO(ticket.encode()), stdout=out, stderr=io.StringIO()) == 0
    assert json.loads(out.getvalue())["owner"] is None


def test_a_book_is_checked_as_it_was_known(tmp_path: Path) -> None:
    book = written(tmp_path, "how_to")
    assert checked(book, "2020-12-31")[1] == "ours: 0 amendments, 0 clauses, nothing to report.\n"


def test_an_instant_that_is_none_ends_with_2_and_names_the_option(tmp_path: Path) -> None:
    err = io.StringIO()
    book = written(tmp_path, "how_to")
    assert policy.run_check(book, None, "soon", now=NOW, stdout=io.StringIO(), stderr=err) == 2
    assert "--as-of" in err.getvalue()
