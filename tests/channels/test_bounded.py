"""Hostile mail costs at most 2 s of CPU and 256 MB: it ends as a parsed mail or a named refusal."""

import base64
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.channels.email.bounded import BoundedParser, TooExpensive
from firsthand.channels.email.parse import Unparseable
from firsthand.domain.mail.inbound import InboundMail
from tests.channels.samples import HEAD, OWN, SMALL, read

BOUNDARY = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
HOSTILE = {
    "10,000 nested parts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(10_000)),
    "10,000 nested parts of one boundary": HEAD + BOUNDARY + (b"--b\r\n" + BOUNDARY) * 10_000,
    "500,000 parts": HEAD + BOUNDARY + b"--b\r\n\r\nx\r\n" * 500_000,
    "10 million false boundaries": HEAD + BOUNDARY + b"--b" * 10_000_000,
    "100,000 recipients": b"To: " + b"ana@acme.example, " * 100_000 + b"\r\n" + SMALL,
    "a million quotes": b"To: " + b'"' * 1_000_000 + b"\r\n" + SMALL,
    "a million references": b"References: " + b"<a@b> " * 1_000_000 + b"\r\n" + SMALL,
    "100,000 encoded words": b"X-A: " + b"=?utf-8?q?=61?= " * 100_000 + b"\r\n" + SMALL,
    "a million folded lines": b"X-A: a" + b"\r\n x" * 1_000_000 + b"\r\n" + SMALL,
    "a 40 MB header": b"X-A: " + b"y" * 40_000_000 + b"\r\n" + SMALL,
    "a million headers": b"a:b\r\n" * 1_000_000 + SMALL,
    "endless parameters": HEAD + b"Content-Type: text/plain" + b"; a*0*=x" * 5000 + b"\r\n\r\nz",
    "deep HTML": HTML + b"<div>" * 79_000,
    "quadratic HTML": HTML + b"<p><li>" * 57_000,
    "ampersands": HTML + b"&" * 399_000,
    "nested tables": HTML + b"<table><tr><td>" * 190 + b"<tr><td>x" * 40_000,
    "a bomb for the quote patterns": HEAD + b"\r\n" + (b"On " + b"a " * 149 + b"\n") * 1400,
    "another": HEAD + b"\r\n" + (b"Den 1 skrev " * 30 + b"\n") * 1300,
    "36 MB of base64": HEAD
    + b"Content-Transfer-Encoding: base64\r\nContent-Type: application/zip\r\n\r\n"
    + base64.encodebytes(bytes(36_000_000)),
    "48 MB of text": HEAD + b"\r\n" + b"x y\n" * 12_000_000,
    "40,000 beginnings of files": HEAD + b"\r\n" + b"begin 644 x\n" * 40_000,
    "a million NUL bytes": bytes(1_000_000),
}


@pytest.fixture(scope="module")
def parser() -> Iterator[BoundedParser]:
    with BoundedParser(own=OWN) as parser:
        yield parser


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_read_or_refused_within_its_budget(parser: BoundedParser, name: str) -> None:
    parser.close()
    before = _used()
    result = outcome(parser, HOSTILE[name])
    if (child := parser.child_id) is not None:
        assert _peak_bytes(child) < (256 + 64) << 20  # 256 MB for the message, 64 for an idle interpreter
    parser.close()
    started = 0.8  # seconds to start an interpreter and load the parser, on a slow machine
    assert _used() - before < 2 + started
    if isinstance(result, InboundMail):
        assert result.from_address == "ana@acme.example" or result.warnings
    else:
        assert "message" in result
    assert parser.parse(SMALL).text == "The export stops at 90 percent."


def outcome(parser: BoundedParser, raw: bytes) -> InboundMail | str:
    """The mail, or the words of its refusal."""
    try:
        return parser.parse(raw)
    except (TooExpensive, Unparseable) as refusal:
        return str(refusal)


def _peak_bytes(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmPeak:")[2].split()[0]) * 1024


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_what_comes_through_the_pipes_is_what_was_parsed(parser: BoundedParser) -> None:
    raw = HEAD + BOUNDARY + b"--b\r\n\r\nSee\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\n\x89\x00\xff\r\n--b--"
    there = parser.parse(raw, envelope_to="support@desk.example", envelope_from="ana@acme.example")
    assert there == read(raw, envelope_from="ana@acme.example")


def test_a_refusal_keeps_its_words(parser: BoundedParser) -> None:
    with pytest.raises(Unparseable, match="no headers"):
        parser.parse(b"\x00\x01\x02")


def test_a_child_killed_between_two_messages_is_replaced(parser: BoundedParser) -> None:
    parser.parse(SMALL)
    assert parser.child_id is not None
    os.kill(parser.child_id, signal.SIGKILL)
    time.sleep(0.1)
    assert parser.parse(SMALL).subject == "Export fails"


def test_the_child_ends_when_its_parent_is_killed() -> None:
    root = Path(__file__).resolve().parents[2]
    program = (
        "import time; from tests.channels.samples import OWN, SMALL\n"
        "from firsthand.channels.email.bounded import BoundedParser\n"
        "parser = BoundedParser(own=OWN); parser.parse(SMALL); print(parser.child_id, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not _is_running(child):
            return
        time.sleep(0.05)
    pytest.fail("the child outlived its parent")


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
