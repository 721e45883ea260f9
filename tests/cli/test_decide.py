"""`firsthand decide`: every line is answered in its place, a wrong one with a clear error."""

import io
import json
import os
import select
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import books
from firsthand.cli import decide
from firsthand.cli.deciding import LineDecider
from firsthand.domain.book import Book
from firsthand.domain.book import decide as decide_one
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.wire import cell_of_facts, plain_decision, plain_facts, plain_request, request_of
from firsthand.services.book.files import read_book
from tests.domain.proving.books import random_books

ROOT = Path(__file__).resolve().parents[2]
BOOK = books.folder("customer-first")
ACCOUNT = {"name": "Acme", "stage": "trial", "strategic": False, "plan": None, "contract": None}
GOOD: dict[str, Any] = {
    "id": "R-1",
    "received_at": "2021-06-29T10:00:00-07:00",
    "kind": "troubleshooting",
    "severity": None,
    "channel": "email",
    "account": ACCOUNT,
}


def answered(text: bytes, *, known_at: str | None = None) -> tuple[int, list[dict[str, Any]]]:
    out, err = io.BytesIO(), io.StringIO()
    status = decide.run(BOOK, known_at, stdin=io.BytesIO(text), stdout=out, stderr=err)
    assert err.getvalue() == ""
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def line(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode() + b"\n"


def compact(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}, separators=(",", ":")).encode() + b"\n"


def error_of(text: bytes) -> tuple[str, str | None, str]:
    status, lines = answered(text)
    assert status == 1
    assert len(lines) == 1
    assert set(lines[0]) == {"id", "error"}
    error = lines[0]["error"]
    assert set(error) == {"code", "message", "field"}
    return error["code"], error["field"], error["message"]


def test_a_decision_has_the_shape_of_the_contract() -> None:
    status, [found] = answered(line())
    assert status == 0
    assert found["id"] == "R-1"
    assert found["edition"] == "2021-06-22-first-version"
    assert found["owner"] == {"role": "support", "clause": "S30"}
    assert found["clocks"] == [
        {
            "kind": "first_response",
            "budget": "8 business hours",
            "calendar": "contract-hours",
            "starts_at": "2021-06-29T17:00:00Z",
            "due_at": "2021-06-30T17:00:00Z",
            "clause": "S20",
            "class": "internal_target",
        }
    ]
    assert found["context_required"] == ["customer", "link", "background"]
    assert {"clause", "source", "text"} == set(found["because"][0])
    assert found["no_clocks"][0]["result"] == "no_clock_by_policy"


_BOOKS = st.one_of(random_books(), st.sampled_from([read_book(BOOK), read_book(books.folder("handbook-2019-2024"))]))
COMPARED = Counter[str]()  # how many comparisons were made, so that no test holds because it looked at nothing
_NAMED = ["email", "#ask-product-eng", "gold", "team", "custom", "Acme", "any", "starter", "ledger", "care"]
_NAMES = st.one_of(st.none(), st.sampled_from(_NAMED))


@settings(max_examples=60, deadline=None)
@given(book=_BOOKS, data=st.data())
def lines_and_decisions(book: Book, data: st.DataObject) -> None:
    edition = book.edition()
    lines = LineDecider(edition)
    for _ in range(8):
        cell = Cell(
            kind=data.draw(st.sampled_from(edition.fields["kind"].values)),
            severity=data.draw(st.sampled_from([None, *edition.severities])),
            channel=data.draw(_NAMES),
            stage=data.draw(st.sampled_from(edition.fields["stage"].values)),
            strategic=data.draw(st.booleans()),
            plan=data.draw(_NAMES),
            contract=data.draw(_NAMES),
            account=data.draw(_NAMES),
            topic=data.draw(_NAMES),
        )
        received_at = data.draw(st.datetimes(datetime(2019, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
        plain = plain_request(cell, ident="R-1", received_at=received_at)
        request = request_of(plain)
        assert (request.cell, request.received_at) == (cell, received_at)
        assert cell_of_facts(plain_facts(cell, received_at)) == cell
        assert lines.decide_line(orjson.dumps(plain)) == orjson.dumps(plain_decision(decide_one(edition, request)))
        COMPARED["lines"] += 1


def test_a_line_is_answered_to_the_byte_as_the_domain_writes_a_decision() -> None:
    lines_and_decisions()
    assert COMPARED["lines"] > 400


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (b"nope\n", "invalid_json", None),
        (b"[1, 2]\n", "not_an_object", None),
        (b"17\n", "not_an_object", None),
        (b'{"id":"R-1","x":"\xff"}\n', "invalid_utf8", None),
        (b'{"id":' + b"9" * 5000 + b"}\n", "invalid_json", None),
        (line(id=2**80), "wrong_type", "id"),
        (line(id=None), "missing_field", "id"),
        (line(id=True), "wrong_type", "id"),
        (line(received_at="2021-06-29T10:00:00"), "naive_instant", "received_at"),
        (line(received_at="2021-06-29"), "naive_instant", "received_at"),
        (line(received_at="yesterday"), "bad_instant", "received_at"),
        (line(received_at=1624986000), "wrong_type", "received_at"),
        (line(received_at=None), "missing_field", "received_at"),
        (line(received_at="2420-01-01T00:00:00Z"), "outside_supported_years", "received_at"),
        (line(received_at="0001-01-01T00:00:00+23:59"), None, "received_at"),
        (line(kind="how-to"), "unknown_value", "kind"),
        (line(kind=None), "missing_field", "kind"),
        (line(kind=["how_to"]), "wrong_type", "kind"),
        (line(severity="s9"), "unknown_value", "severity"),
        (line(severity=1), "wrong_type", "severity"),
        (line(channel={}), "wrong_type", "channel"),
        (line(account=None), "wrong_type", "account"),
        (line(account="Acme"), "wrong_type", "account"),
        (line(account={}), "missing_field", "account.stage"),
        (line(account={**ACCOUNT, "stage": "triall"}), "unknown_value", "account.stage"),
        (line(account={**ACCOUNT, "strategic": 1}), "wrong_type", "account.strategic"),
        (line(account={**ACCOUNT, "strategic": None}), "wrong_type", "account.strategic"),
        (line(account={**ACCOUNT, "plan": 7}), "wrong_type", "account.plan"),
        (line(account={**ACCOUNT, "name": 7}), "wrong_type", "account.name"),
        (b'{"id":"a","id":"b"}\n', "repeated_field", "id"),
        (b'{"id" :"a","id" : "b"}\n', "repeated_field", "id"),
        (compact().replace(b'"stage":"trial"', b'"stage":"trial","stage":"production"'), "repeated_field", None),
        (b"[" * 100_000 + b"\n", "invalid_json", None),
        (b'"' + b"x" * 2_000_000 + b'"\n', "line_too_long", None),
    ],
)
def test_a_wrong_line_says_what_is_wrong_and_where(text: bytes, code: str | None, field: str | None) -> None:
    if code is None:
        assert answered(text)[0] == 0  # no clock covers it, so nothing has to be computed
        return
    found, where, message = error_of(text)
    assert found == code
    if field is not None:
        assert where == field
        assert field in message
    assert len(message) < 300


def test_a_missing_account_names_the_field() -> None:
    request = {key: value for key, value in GOOD.items() if key != "account"}
    assert error_of(json.dumps(request).encode())[:2] == ("missing_field", "account")


def test_a_slip_in_a_name_is_found_and_a_strange_field_is_not_ours_to_judge() -> None:
    slip = {key: value for key, value in GOOD.items() if key != "severity"} | {"severty": "s1"}
    code, field, message = error_of(json.dumps(slip).encode())
    assert (code, field) == ("unknown_field", "severty")
    assert "severity" in message
    assert answered(line(subject="It does not work"))[0] == 0


def test_the_lines_around_a_wrong_one_are_answered_in_their_places() -> None:
    text = line(id="a") + b"\n" + b"nope\r\n" + b"  \r\n" + line(id=2, kind="x") + line(id="c").replace(b"\n", b"\r\n")
    status, lines = answered(b"\xef\xbb\xbf" + text + line(id="last").rstrip())
    assert status == 1
    assert [one["id"] for one in lines] == ["a", None, 2, "c", "last"]
    assert "line 3" in lines[1]["error"]["message"]


def test_nothing_in_means_nothing_out() -> None:
    assert answered(b"") == (0, [])


@pytest.mark.clause("A13")
def test_known_at_leaves_out_what_was_published_later() -> None:
    _, [found] = answered(line(), known_at="2021-06-22T00:00:00Z")
    assert found["owner"] is None
    assert found["clocks"] == []
    assert found["because"][0]["clause"] is None


@pytest.mark.parametrize(
    ("policy", "known_at", "words"),
    [
        (Path("nowhere"), None, "there is no policy book"),
        (ROOT / "tests" / "books", None, "no file ending in .yaml"),
        (BOOK, "yesterday", "--known-at"),
        (BOOK, "2021-06-22T00:00:00", "no zone"),
    ],
)
def test_a_book_or_option_that_cannot_be_used_ends_with_2_and_words(
    policy: Path, known_at: str | None, words: str
) -> None:
    out, err = io.BytesIO(), io.StringIO()
    assert decide.run(policy, known_at, stdin=io.BytesIO(line()), stdout=out, stderr=err) == 2
    assert words in err.getvalue()
    assert out.getvalue() == b""


def run_in_a_process() -> "subprocess.Popen[bytes]":
    program = (
        "import sys; from pathlib import Path; from firsthand.cli import decide\n"
        f"status = decide.run(Path({str(BOOK)!r}), None, stdin=sys.stdin.buffer, stdout=sys.stdout.buffer,"
        " stderr=sys.stderr)\nassert 'django' not in sys.modules\nsys.exit(status)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def test_a_consumer_that_writes_one_line_and_waits_gets_its_answer_without_the_web_framework() -> None:
    with run_in_a_process() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for ident in ("a", "b"):
            process.stdin.write(line(id=ident))
            process.stdin.flush()
            assert select.select([process.stdout], [], [], 20)[0]
            assert json.loads(process.stdout.readline())["id"] == ident
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with run_in_a_process() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            process.stdin.write(line() * 2000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.wait(20) == 141
        assert process.stderr.read() == b""


class _Endless(io.RawIOBase):
    """A stream of lines that are made as they are read."""

    def __init__(self, count: int) -> None:
        self.made: Iterator[bytes] = (line(id=number) for number in range(count))

    def read1(self, size: int = -1) -> bytes:
        return b"".join(one for _, one in zip(range(100), self.made, strict=False))


class _Nowhere(io.RawIOBase):
    def write(self, text: object) -> int:
        return 1


def test_memory_is_flat_in_the_number_of_lines() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        decide.run(BOOK, None, stdin=_Endless(count), stdout=_Nowhere(), stderr=io.StringIO())  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(6_000) < peak(600) + 1_000_000


def test_utc_is_written_with_z_and_a_fraction_only_where_there_is_one() -> None:
    received = datetime(2021, 6, 29, 17, 0, 0, 500_000, tzinfo=UTC).isoformat()
    _, [found] = answered(line(received_at=received))
    assert found["clocks"][0]["due_at"] == "2021-06-30T17:00:00.500000Z"


STRADDLES = """book: ours
amendment: first
title: First
published_at: 2021-06-22T23:51:00Z
author: Ines
approver: Bo
zone: America/Los_Angeles
calendars:
  contract: {zone: America/Los_Angeles, weekly: {mon-fri: "09:00-17:00"}}
  support: {zone: America/Los_Angeles, weekly: {mon-fri: "02:00-17:00"}}
ownership:
  - {clause: S30, source: S30, text: Support owns it., owner: support}
service_levels:
  - clause: S20
    source: S20
    text: One working day.
    clock: {kind: first_response, budget: 8 business hours, calendar: contract}
    class: internal_target
    precedence: internal
    straddle: RULE
    in_force: {to: 2021-08-01}
  - clause: S18
    source: S18
    text: One hour.
    clock: {kind: first_response, budget: 1 business hours, calendar: support}
    class: internal_target
    precedence: internal
    in_force: {from: 2021-08-01}
"""


@pytest.mark.clause("A12")
@pytest.mark.parametrize(
    ("rule", "clause", "due", "taken"),
    [
        ("at_creation", "S20", "2021-08-02T23:30:00Z", False),
        ("at_evaluation", "S18", "2021-08-02T09:30:00Z", True),
        ("customer_favourable", "S18", "2021-08-02T09:30:00Z", True),
        ("restart_at_effective", "S18", "2021-08-02T10:00:00Z", True),
    ],
)
def test_at_says_how_the_clocks_stand_after_a_change(
    tmp_path: Path, rule: str, clause: str, due: str, *, taken: bool
) -> None:
    (tmp_path / "first.yaml").write_text(STRADDLES.replace("RULE", rule))
    out, err = io.BytesIO(), io.StringIO()
    asked = line(received_at="2021-07-30T16:30:00-07:00")
    assert decide.run(tmp_path, None, at="2021-08-02", stdin=io.BytesIO(asked), stdout=out, stderr=err) == 0
    answer = json.loads(out.getvalue())
    [clock], [change] = answer["clocks"], answer["changes"]
    assert (clock["clause"], clock["due_at"]) == (clause, due)
    assert (change["at"], change["rule"], change["taken"]) == ("2021-08-01T07:00:00Z", rule, taken)
    quoted = [one["clause"] for one in answer["because"] if "response within" in one["text"]]
    assert quoted == [clause]


def test_at_names_a_request_that_comes_later_and_two_instants(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(STRADDLES.replace("RULE", "at_creation"))
    out, err = io.BytesIO(), io.StringIO()
    asked = line(received_at="2021-08-30T16:30:00-07:00") + line(received_at="soon") + line(received_at="2021-07-01")
    assert decide.run(tmp_path, None, at="2021-08-02", stdin=io.BytesIO(asked), stdout=out, stderr=err) == 1
    codes = [json.loads(one)["error"]["code"] for one in out.getvalue().splitlines()]
    assert codes == ["after_evaluation", "bad_instant", "naive_instant"]
    assert decide.run(tmp_path, "2021-08-02", at="2021-08-02", stdin=io.BytesIO(), stdout=out, stderr=err) == 2
    assert "give one" in err.getvalue()


CLOCKS = """
book: clocks
amendment: 2021-01-01-base
title: Clocks
published_at: 2021-01-01T00:00:00Z
author: Olga
approver: Olga
zone: UTC
calendars:
  always: {zone: UTC, always_open: true}
ownership:
  - {clause: own, source: [S1], text: Support owns it., owner: support}
service_levels:
"""
KINDS = {
    "first_response": "received",
    "update": "replied",
    "next_response": "message_received",
    "answer": "proposed",
    "handoff": "handoff_offered",
    "help": "help_asked",
    "estimate": "",
}


@pytest.mark.parametrize("later", [None, "2021-06-30T00:00:00Z"])
def test_a_clock_that_does_not_start_at_receipt_has_no_instants_and_names_its_event(
    tmp_path: Path, later: str | None
) -> None:
    clock = "clock: {{kind: {0}, budget: 1 hours elapsed, calendar: always}}"
    clause = f"  - {{{{clause: {{0}}, source: [S1], text: Soon., {clock}"
    text = "".join(clause.format(kind) + ", class: internal_target, precedence: internal}\n" for kind in KINDS)
    (tmp_path / "base.yaml").write_text(CLOCKS + text)
    out, err = io.BytesIO(), io.StringIO()
    decide.run(tmp_path, None, at=later, stdin=io.BytesIO(line()), stdout=out, stderr=err)
    answer = {one["kind"]: one for one in json.loads(out.getvalue())["clocks"]}
    assert set(answer) == set(KINDS)
    first = answer.pop("first_response")
    assert (first["starts_at"], first["due_at"]) == ("2021-06-29T17:00:00Z", "2021-06-29T18:00:00Z")
    assert "starts_on" not in first
    for kind, clock in answer.items():
        assert (clock["starts_at"], clock["due_at"], clock["starts_on"]) == (None, None, KINDS[kind])
        assert (clock["clause"], clock["class"], clock["budget"]) == (kind, "internal_target", "1 hours elapsed")


@pytest.mark.parametrize(
    ("received", "as_of"),
    [
        ("2390-01-01T00:00:00Z", None),
        ("2390-01-01T00:00:00Z", "2399-01-01"),
        ("2401-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", "2399-01-01"),
    ],
)
def test_an_instant_outside_the_years_of_calendars_takes_no_other_line_along(
    tmp_path: Path, received: str, as_of: str | None
) -> None:
    clause = "  - {clause: C, source: [S1], text: A promise., class: internal_target, precedence: internal, clock: "
    clock = "{kind: first_response, budget: 36525 days elapsed, calendar: always}}\n"
    (tmp_path / "base.yaml").write_text(CLOCKS + clause + clock)
    out, err = io.BytesIO(), io.StringIO()
    lines = line() + line(received_at=received) + line()
    assert decide.run(tmp_path, None, at=as_of, stdin=io.BytesIO(lines), stdout=out, stderr=err) == 1
    good, wrong, last = map(json.loads, out.getvalue().splitlines())
    assert (good["clocks"], last["clocks"]) != ([], [])
    assert wrong["error"]["code"] == "outside_supported_years"


FOUR = books.folder("four-functions")
SMALL: dict[str, Any] = {"id": "a", "received_at": "2026-03-02T10:00:00Z", "kind": "question", "severity": "hurts"}
LIVE = {"name": "Acme", "stage": "customer", "plan": None}


def asked(*, strict: bool = False, account: dict[str, Any] = LIVE, **fields: object) -> dict[str, Any]:
    """The answer to a request at the four-functions desk."""
    out = io.BytesIO()
    text = json.dumps({**SMALL, **fields, "account": account}).encode()
    decide.run(FOUR, None, strict=strict, stdin=io.BytesIO(text), stdout=out, stderr=io.StringIO())
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def told(answer: dict[str, Any]) -> str:
    return " ".join(one["text"] for one in answer["because"] if one["clause"] is None)


@pytest.mark.parametrize("name", ["Grown", "gold"])
def test_a_name_that_the_book_does_not_know_is_told_and_refused_if_strict(name: str) -> None:
    assert "neither declares nor speaks of this plan" in told(asked(account={**LIVE, "plan": name}))
    assert "plan" not in told(asked(account={**LIVE, "plan": "grown"}))
    refused = asked(strict=True, account={**LIVE, "plan": name})["error"]
    assert (refused["code"], refused["field"]) == ("unknown_value", "account.plan")
    assert "error" not in asked(strict=True, account={**LIVE, "plan": "grown"})


def test_a_field_in_the_wrong_place_is_told_and_refused_if_strict() -> None:
    astray = {"name": "Acme", "stage": "customer", "topic": "pay"}
    answer = asked(account=astray, plan="grown")
    assert "The field plan was not looked at: its place is account.plan." in told(answer)
    assert "The field account.topic was not looked at: its place is topic." in told(answer)
    refused = [
        asked(strict=True, **fields)["error"]
        for fields in ({"account": astray}, {"account": {"stage": "customer"}, "plan": "grown"})
    ]
    assert [(one["code"], one["field"]) for one in refused] == [
        ("misplaced_field", "account.topic"),
        ("misplaced_field", "plan"),
    ]


def test_strict_takes_no_field_that_nothing_looks_at() -> None:
    assert "error" not in asked(subject="It broke")
    assert asked(strict=True, subject="It broke")["error"]["field"] == "subject"


def test_a_slip_in_a_name_is_found_after_a_request_of_the_same_facts() -> None:
    slip = {key: value for key, value in GOOD.items() if key != "severity"} | {"sevrity": "s1"}
    status, [_, wrong] = answered(line() + json.dumps(slip).encode())
    assert (status, wrong["error"]["field"]) == (1, "sevrity")
