"""kill -9 of an engine while open clocks follow a new policy, and another start: each clock follows exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.at_length import at_length
from tests.stories.desk_folder import ROOT, environment, found_desk, rows

pytestmark = pytest.mark.skipif(
    "FIRSTHAND_DATABASE_URL" in os.environ, reason="runs processes on SQLite in a folder of its own, in the other run"
)

TICKETS = at_length(250, short=150)
CHANGED = "SELECT count(*) FROM firsthand_event WHERE verb = 'terms_changed'"
HEAD = "import django; django.setup()\nfrom tests.services.clocks.test_straddling import *\n"
OPENS = f"""{HEAD}
from firsthand.models.accounts import Contact
straddles("at_evaluation")
ana = Contact.objects.get(handles__address="ana@acme.example")
for number in range({TICKETS}):
    open_ticket(opening=Opening(subject="Login loops", text="It loops.", channel="email",
                                external_id=f"<{{number}}@mail.example>",
                                sender=ana.address, contact=ana, account=ana.account, received_at=FRIDAY),
                desk=open_desk(FRIDAY))
"""
FOLLOWS = f"{HEAD}engine(AUGUST)\n"


def python(code: str, data: Path) -> "subprocess.Popen[bytes]":
    """Another process that runs `code` on the desk."""
    settings = {"DJANGO_SETTINGS_MODULE": "firsthand.config.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment(data) | settings, cwd=ROOT)


def test_each_clock_follows_once(tmp_path: Path) -> None:
    found_desk(tmp_path)
    assert python(OPENS, tmp_path).wait(timeout=120) == 0
    killed = python(FOLLOWS, tmp_path)
    wanted = random.randint(1, TICKETS // 2)
    while rows(tmp_path, CHANGED)[0][0] < wanted and killed.poll() is None:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(timeout=20) == -signal.SIGKILL
    half_way = rows(tmp_path, CHANGED)[0][0]
    assert 0 < half_way < TICKETS, "it was killed in the middle"
    assert python(FOLLOWS, tmp_path).wait(timeout=120) == 0
    assert rows(tmp_path, CHANGED) == [(TICKETS,)]
    clocks = "SELECT state, clause, count(*), count(DISTINCT subject_id) FROM firsthand_clock GROUP BY 1, 2 ORDER BY 1"
    assert rows(tmp_path, clocks) == [("replaced", "S20.july", TICKETS, TICKETS), ("running", "S18", TICKETS, TICKETS)]
    assert rows(tmp_path, "SELECT count(*) FROM firsthand_decision WHERE occasion = 'policy_changed'") == [(TICKETS,)]
