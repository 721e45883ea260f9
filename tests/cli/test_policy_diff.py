"""`firsthand policy diff`: sentences, JSON lines, and what it ends with."""

import io
import json
from pathlib import Path

from firsthand import books
from firsthand.cli import policy_diff

BOOK = books.folder("handbook-2019-2024")


def diffed(known_a: str | None, known_b: str | None, *, as_json: bool = False) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    status = policy_diff.run_diff((BOOK, known_a), (BOOK, known_b), as_json=as_json, stdout=out, stderr=err)
    assert err.getvalue() == ""
    return status, out.getvalue()


def test_what_moved_between_two_days_is_one_sentence() -> None:
    status, text = diffed("2021-07-29", "2021-07-31")
    assert status == 1
    assert (
        "-> First response within 8 business hours on contract-hours from Sun 2021-08-01 until Sun 2021-08-08" in text
    )
    assert text.count("\n") == 1


def test_json_lines_hold_the_instants_and_the_clauses() -> None:
    _, text = diffed("2021-07-29", "2021-07-31", as_json=True)
    change = json.loads(text)
    assert (change["from_at"], change["first_counted_at"]) == ("2021-08-01T07:00:00Z", "2021-08-02T16:00:00Z")
    assert change["clauses"] == {"before": ["S18"], "after": ["S20"]}


def test_the_same_book_ends_with_0() -> None:
    assert diffed("2021-07-29", "2021-07-29") == (0, "They answer every request the same.\n")


def test_what_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    err = io.StringIO()
    assert policy_diff.run_diff((BOOK, None), (tmp_path, None), stdout=io.StringIO(), stderr=err) == 2
    assert "is it a policy book?" in err.getvalue()
    assert policy_diff.run_diff((BOOK, "soon"), (BOOK, None), stdout=io.StringIO(), stderr=err) == 2
    assert "--known-a" in err.getvalue()
