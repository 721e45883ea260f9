"""Customers who write by mail and a teammate who answers in the browser, beside a desk that may die at any instant; and
whether what it said yes to is there."""

import io
import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from firsthand.channels.spool import waiting
from firsthand.cli.mail_accept import main as accept
from tests.stories.desk_folder import ROOT, environment, found_desk, rows, run

TICKETS = 8
TOKEN = "t" * 32
_FOUND = """
import django; django.setup()
import sys
from django.test import Client
from firsthand.models.accounts import Contact
from firsthand.models.channels import Endpoint
from firsthand.models.people import Person
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.opening import Opening, open_ticket
from tests.lighthouse import FRIDAY_1645_PACIFIC
box = Endpoint.objects.get()
Endpoint.objects.update(settings={"mode": "handed_over", "smtp_host": "127.0.0.1", "smtp_port": int(sys.argv[1]),
                                  "smtp_security": "plain"})
ana = Contact.objects.get(name="Ana Costa")
for number in range(int(sys.argv[2])):
    open_ticket(desk=open_desk(FRIDAY_1645_PACIFIC), opening=Opening(
        subject=f"Report {number}", text="It fails.", channel="email", external_id=f"<first-{number}@acme.example>",
        sender="ana@acme.example", contact=ana, account=ana.account, endpoint=box, to_address=box.address,
        received_at=FRIDAY_1645_PACIFIC))
client = Client()
client.force_login(Person.objects.get(email="mira@lighthouse.example"))
print(client.cookies["sessionid"].value)
"""


def found_writers(data: Path, *, smtp_port: int) -> str:
    """Lighthouse with some tickets, whose answers leave by a server on that port; the session of Mira's browser."""
    found_desk(data)
    done = subprocess.run(
        [sys.executable, "-c", _FOUND, str(smtp_port), str(TICKETS)],
        env=environment(data) | {"DJANGO_SETTINGS_MODULE": "firsthand.config.settings"},
        cwd=ROOT,
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()[-1]


@dataclass(kw_only=True)
class Writers:
    """Who writes to a desk in `data`. `mails`, `notes` and `replies` are what it said yes to."""

    data: Path
    visitor: str
    mails: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _yes: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self, address: str) -> Iterator[None]:
        """They write as long as the block lasts; in the browser only where there is an address."""
        ended = threading.Event()
        self._yes.clear()
        threads = [threading.Thread(target=self._write_mails, args=(ended, bool(address)))]
        if address:
            threads.append(threading.Thread(target=self._write_in_browser, args=(ended, urlsplit(address).netloc)))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join(30)

    def wait_for_a_yes(self, *, within: float) -> None:
        """Until the desk said yes to something in this block, in the browser where there is one."""
        self._yes.wait(within)

    def _write_mails(self, ended: threading.Event, in_browser: bool) -> None:
        while not ended.wait(0.1):
            name = f"<mail-{next(self._numbers)}@acme.example>"
            raw = f"From: ana@acme.example\nSubject: {name[1:-1]}\nMessage-ID: {name}\n\nIt fails: {name}\n".encode()
            variables = {"FIRSTHAND_DATA": str(self.data)}
            if accept(["--to", "support@lighthouse.example"], message=io.BytesIO(raw), variables=variables) == 0:
                self.mails.append(name)
                if not in_browser:
                    self._yes.set()

    def _write_in_browser(self, ended: threading.Event, netloc: str) -> None:
        while not ended.wait(0.05):
            number = next(self._numbers)
            is_reply = number % 2 == 0
            text = f"Message {number}: the cookie lost its path; we mended it. Please try again and tell us."
            try:
                said_yes = self._post(netloc, number % TICKETS + 1, "reply" if is_reply else "note", text)
            except (OSError, HTTPException):
                return  # it died in the middle: nobody said yes
            if said_yes:
                (self.replies if is_reply else self.notes).append(text)
                self._yes.set()

    def _post(self, netloc: str, ticket: int, verb: str, text: str) -> bool:
        line = HTTPConnection(netloc, timeout=20)
        fields = {"csrfmiddlewaretoken": TOKEN, "text": text, "substantive": "on"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.visitor}; csrftoken={TOKEN}",
        }
        try:
            line.request("POST", f"/t/{ticket}/do/{verb}", urlencode(fields), headers)
            return line.getresponse().status == 303
        finally:
            line.close()

    def wait_until_all_is_done(self, *, within: float = 120) -> None:
        """Until the spool and the outbox are empty."""
        ends = time.monotonic() + within
        while time.monotonic() < ends and (waiting(self.data / "spool") or self._on_their_way()):
            time.sleep(0.5)

    def _on_their_way(self) -> int:
        asked = "SELECT count(*) FROM firsthand_delivery WHERE state IN ('queued', 'sending') AND purpose = 'reply'"
        return int(rows(self.data, asked)[0][0])

    def sent_twice(self, taken: list[bytes]) -> int:
        """How many mails left a second time: only those that were leaving when their worker was killed."""
        names = _names(taken)
        return len(names) - len(set(names))

    def broken(self, taken: list[bytes]) -> list[str]:
        """The promises that were not kept."""
        inbound = _column(self.data, "external_id", "direction = 'inbound' AND external_id LIKE '<mail-%'")
        written = _column(self.data, "text", "direction != 'inbound'")
        left = {str(message_from_bytes(raw, policy=default).get_body(("plain",))) for raw in taken}
        checks = {
            "mails were lost": [one for one in self.mails if one not in inbound],
            "mails are there twice": _twice(inbound),
            "notes were lost": [one for one in self.notes if one not in written],
            "replies were lost": [one for one in self.replies if one not in written],
            "notes or replies are there twice": _twice(written),
            "replies never left": [one for one in self.replies if not any(one[:30] in text for text in left)],
            "pages of the database are damaged": [
                one for (one,) in rows(self.data, "PRAGMA integrity_check") if one != "ok"
            ],
        }
        found = [f"{len(those)} {what}, such as {those[0]}" for what, those in checks.items() if those]
        clocks = run("doctor", "--clocks", data=self.data).stdout
        return found if "every clock is what its events make it" in clocks else [*found, f"doctor --clocks: {clocks}"]


def _column(data: Path, column: str, where: str) -> list[str]:
    return [one for (one,) in rows(data, f"SELECT {column} FROM firsthand_message WHERE {where}")]


def _names(taken: list[bytes]) -> list[str]:
    mails = [message_from_bytes(raw) for raw in taken]
    return [one["Message-ID"] for one in mails if str(one["Subject"]).startswith("Re:")]


def _twice(values: list[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]
