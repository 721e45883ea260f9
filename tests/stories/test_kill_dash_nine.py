"""kill -9 of the server in the middle of many messages, and a restart on the same port: each is there exactly once."""

import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.channels.spool import spool, waiting
from tests.at_length import at_length
from tests.stories.desk_folder import Serving, found_desk, rows, run

pytestmark = pytest.mark.skipif(
    "FIRSTHAND_DATABASE_URL" in os.environ, reason="runs the program on SQLite in a folder of its own, in the other run"
)

MESSAGES = at_length(600, short=240)
RECEIVED_AT = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def a_message(number: int) -> bytes:
    thread = f"In-Reply-To: <{number - 1}@acme.example>\n" if number % 4 == 3 else ""
    return (
        f"From: Ana Costa <ana@acme.example>\nTo: support@lighthouse.example\nSubject: Report {number}\n"
        f"Message-ID: <{number}@acme.example>\nDate: Fri, 06 Aug 2021 16:45:00 -0700\n{thread}\n"
        f"Report number {number} does not work.\n"
    ).encode()


def fill_spool(data: Path) -> None:
    for number in range(MESSAGES):
        spool(
            a_message(number),
            folder=data / "spool",
            to="support@lighthouse.example",
            via="import",
            envelope_from="ana@acme.example",
            received_at=RECEIVED_AT + timedelta(milliseconds=number),
        )


def taken_in(data: Path) -> int:
    return int(rows(data, "SELECT count(*) FROM firsthand_rawmessage")[0][0])


def wait_for(data: Path, wanted: int, *, within: float) -> int:
    ends = time.monotonic() + within
    while (there := taken_in(data)) < wanted and time.monotonic() < ends:
        time.sleep(0.02)
    return there


def test_every_message_is_there_exactly_once(tmp_path: Path) -> None:
    data = tmp_path / "a folder with spaces"
    found_desk(data)
    fill_spool(data)
    with Serving("serve", "--port", "0", data=data) as server:
        port = server.port
        wait_for(data, random.randint(1, MESSAGES // 3), within=60)
        time.sleep(random.random() / 2)
        server.kill()
    left = waiting(data / "spool")
    assert left > 0, "it was killed in the middle"
    with Serving("serve", "--port", str(port), data=data) as server:
        done = run("mail", "import", str(_nothing(tmp_path)), "--to", "support@lighthouse.example", data=data)
        assert done.returncode == 0, done.stderr
        wait_for(data, MESSAGES, within=60)
        assert server.stop() == 0
    assert waiting(data / "spool") == 0
    assert rows(data, "SELECT count(*), count(DISTINCT sha256) FROM firsthand_rawmessage") == [(MESSAGES, MESSAGES)]
    assert rows(data, "SELECT count(*) FROM firsthand_rawmessage WHERE state != 'ticketed'") == [(0,)]
    inbound = "SELECT count(*), count(DISTINCT external_id) FROM firsthand_message WHERE direction = 'inbound'"
    assert rows(data, inbound) == [(MESSAGES, MESSAGES)]
    assert rows(data, "SELECT count(*) FROM firsthand_ticket") == [(MESSAGES * 3 // 4,)]
    assert len(list((data / "mail").rglob("*.eml"))) == MESSAGES


def _nothing(folder: Path) -> Path:
    """An mbox of one message: importing it beside the server also helps with what the killed one had claimed."""
    path = folder / "one.mbox"
    path.write_bytes(b"From ana@acme.example Fri Aug  6 16:45:00 2021\n" + a_message(0) + b"\n")
    return path
