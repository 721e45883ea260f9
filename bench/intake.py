"""`intake.mail_per_s`: messages a second from the spool to committed rows on SQLite, durable all the way.

Each run is a process of its own with a fresh data folder on the disk. It spools a made-up post (new requests,
answers to them, HTML with a file, second copies), then takes the time of what the engine does with it: claim, archive
(fsync), read in the bounded parser, one commit (fsync) for each batch of a hundred, let go. Every message must have
ended in a row.
"""

import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk
from firsthand import books

MESSAGES = 1000
BEGIN = datetime(2021, 8, 6, 16, 0, tzinfo=UTC)
BOOK = books.folder("customer-first")
TO = "support@lighthouse.example"
_WORDS = "proxy cookie upgrade index search token repository loops times out after the last night deploy".split()  # noqa: SIM905


def figures(*, runs: int) -> list[Figure]:
    """The median rate over `runs` processes."""
    rates = [MESSAGES / _one_run() for _ in range(runs)]
    return [Figure(name="intake.mail_per_s", value=statistics.median(rates), unit="messages/s", runs=runs)]


def _one_run() -> float:
    with fresh_desk() as variables:
        return float(answer_of("-m", "bench.intake", variables["FIRSTHAND_DATA"], variables=variables)["seconds"])


def post(count: int) -> list[bytes]:
    """A made-up post: of ten messages six are new, two answer one, one has HTML and a file, one is a second copy."""
    letters: list[bytes] = []
    for number in range(count):
        sort = number % 10
        if sort == 9:
            letters.append(letters[-3])
            continue
        letters.append(_letter(number, answers=number - 5 if sort in (7, 8) else None, rich=sort == 4))
    return letters


def _letter(number: int, *, answers: int | None, rich: bool) -> bytes:
    sender = (number if answers is None else answers) % 150
    words = " ".join(_WORDS[(number * 7 + step * step) % len(_WORDS)] for step in range(120))
    message = EmailMessage()
    message["From"] = f"Person {sender} <person{sender}@customer{sender % 30}.example>"
    message["To"], message["Subject"] = TO, f"Case {number}: {words[:50]}"
    message["Message-ID"] = f"<{number}@customer.example>"
    message["Date"] = "Fri, 06 Aug 2021 16:00:00 +0000"
    if answers is not None:
        message["In-Reply-To"] = message["References"] = f"<{answers}@customer.example>"
    message.set_content(f"Hello,\n\n{words}.\n\n-- \nPerson {sender}\n")
    if rich:
        message.add_alternative(f"<p>Hello,</p><table><tr><td>{words}</td></tr></table>", subtype="html")
        trace = (f"{number} {words}\n" * 40).encode()
        message.add_attachment(trace, maintype="text", subtype="x-log", filename="trace.log")
    return message.as_bytes()


def run(folder: Path) -> float:
    """Seconds to take the whole post in. Raises when a message did not end in a row."""
    import django  # noqa: PLC0415 - only this process needs the framework

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db.models import Sum  # noqa: PLC0415

    from firsthand.channels.spool import spool  # noqa: PLC0415
    from firsthand.engine.spooled import SpooledMessages  # noqa: PLC0415
    from firsthand.models.accounts import Account, AccountDomain  # noqa: PLC0415
    from firsthand.models.channels import Endpoint  # noqa: PLC0415
    from firsthand.models.desk import DeskSettings  # noqa: PLC0415
    from firsthand.models.intake import RawMessage  # noqa: PLC0415
    from firsthand.services.amending.actions import import_folder  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    long_ago = BEGIN - timedelta(days=40)
    DeskSettings.objects.create(name="Bench", set_up_at=long_ago)
    Endpoint.objects.create(channel="email", called="email", address=TO, name="Support", created_at=long_ago)
    import_folder(folder=BOOK, at=long_ago, by=None)
    for number in range(20):
        account = Account.objects.create(name=f"Customer {number}", stage="trial", created_at=long_ago)
        AccountDomain.objects.create(account=account, domain=f"customer{number}.example")
    for number, raw in enumerate(post(MESSAGES)):
        at = BEGIN + timedelta(seconds=number)
        spool(raw, folder=folder / "spool", to=TO, via="bench", envelope_from=None, received_at=at)
    engine = SpooledMessages(data=folder)
    begin = time.perf_counter()
    while engine.round(BEGIN + timedelta(hours=1)):
        pass
    seconds = time.perf_counter() - begin
    engine.close()
    if (kept := RawMessage.objects.aggregate(Sum("copies"))["copies__sum"]) != MESSAGES:
        raise SystemExit(f"{kept} of {MESSAGES} messages ended in a row")
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"seconds": run(Path(sys.argv[1]))}) + "\n")
