"""`handoffs.*`: accepting hand-offs over HTTP, by fifty people who act every ten seconds each, and faster until slow.

One process fills a fresh data folder with a desk of fifty, and offers; the desk runs as a company would run it: on
PostgreSQL two `firsthand web` and a `firsthand worker`, on SQLite one `firsthand serve`. Fifty clients, each signed in
as one of them and on a kept connection, accept what is offered to them, each at its own instants whether or not the
answer before came. An answer counts from the instant at which it was to be asked for. `handoffs.accept_p95_ms` is the
95th percentile at five a second, `handoffs.accept_cpu_ms` the web processes' own processor time for each of these, and
`handoffs.slow_per_s` the rate from which on the 95th percentile is above 150 ms.
"""

import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk
from bench.inbox import cookie_of, postgres, prepare, wait_until_well

PEOPLE = 50
EVERY_S = 10.0
LASTS_S, FAST_LASTS_S = 20.0, 5.0
RATES = (10, 20, 30, 40, 60)
SLOW_MS = 150.0
_A_ROUND = int(PEOPLE / EVERY_S * LASTS_S)
_TOKEN = "t" * 32
_CLOCK_TICK = os.sysconf("SC_CLK_TCK")


def figures(*, runs: int) -> list[Figure]:
    """The figures on PostgreSQL with two web processes, where one can be started, and on SQLite."""
    found = []
    with postgres() as url:
        if url:
            found += _measured(runs=runs, ending="_postgresql", database_url=url)
    return found + _measured(runs=runs, ending="", database_url="")


def _measured(*, runs: int, ending: str, database_url: str) -> list[Figure]:
    """`runs` of five a second, and one of each faster rate until it is slow."""
    with fresh_desk() as variables:
        if database_url:
            variables["FIRSTHAND_DATABASE_URL"] = database_url
        desk = answer_of("-m", "bench.handoffs", str(runs), variables=variables)
        work = [list(one) for one in desk["offers"]]
        with _running(variables, split=bool(database_url)) as (ports, pids):
            people = [
                _Person(port=ports[number % len(ports)], cookie=cookie, offers=work[number])
                for number, cookie in enumerate(desk["cookies"])
            ]
            _round(people, per_s=PEOPLE / EVERY_S, seconds=5)  # not counted
            usual, costs = [], []
            for _ in range(runs):
                before = _cpu_s(pids)
                taken = _round(people, per_s=PEOPLE / EVERY_S, seconds=LASTS_S)
                costs.append((_cpu_s(pids) - before) / len(taken) * 1000)
                usual.append(_p95(taken))
            slow = _first_slow(people)
    return [
        Figure(name=f"handoffs.accept_p95_ms{ending}", value=statistics.median(usual), unit="ms", runs=runs),
        Figure(name=f"handoffs.accept_cpu_ms{ending}", value=statistics.median(costs), unit="ms", runs=runs),
        Figure(name=f"handoffs.slow_per_s{ending}", value=slow, unit="accepts/s", runs=1),
    ]


def _first_slow(people: Sequence["_Person"]) -> float:
    """The slowest of the rates at which the 95th percentile is above the limit; the fastest, where none is."""
    for rate in RATES:
        p95 = _p95(_round(people, per_s=rate, seconds=FAST_LASTS_S))
        print(f"  {rate}/s: {p95:.0f} ms", file=sys.stderr, flush=True)
        if p95 > SLOW_MS:
            return rate
    return RATES[-1]


@dataclass(kw_only=True)
class _Person:
    """Somebody at a browser, with what is offered to them; `taken` are the milliseconds of each answer."""

    port: int
    cookie: str
    offers: list[int]
    taken: list[float] = field(default_factory=list)

    def act(self, starts: Sequence[float]) -> None:
        """Accept one offer at each of these instants, or as soon as the answer before is there."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for at in starts:
            time.sleep(max(0.0, at - time.perf_counter()))
            self._accept(line, self.offers.pop())
            self.taken.append((time.perf_counter() - at) * 1000)
        line.close()

    def _accept(self, line: http.client.HTTPConnection, handoff: int) -> None:
        fields = {"csrfmiddlewaretoken": _TOKEN, "act": "accept-handoff", "essence": "The login loops."}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; csrftoken={_TOKEN}",
        }
        line.request("POST", f"/handoffs/{handoff}", urlencode(fields), headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 303:
            raise ValueError(f"accepting was answered with {answer.status}")


def _round(people: Sequence[_Person], *, per_s: float, seconds: float) -> list[float]:
    """All of them act for so long, evenly spread; the milliseconds of each answer."""
    begin, each = time.perf_counter() + 0.2, len(people) / per_s
    threads = []
    for number, one in enumerate(people):
        one.taken, first = [], begin + number / per_s
        turns = range(int(seconds / each) + 1)
        starts = [at for turn in turns if (at := first + turn * each) < begin + seconds]
        threads.append(threading.Thread(target=one.act, args=(starts,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [taken for one in people for taken in one.taken]


def _p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


@contextlib.contextmanager
def _running(variables: dict[str, str], *, split: bool) -> Iterator[tuple[list[int], list[int]]]:
    """The desk; on which ports it answers, and the numbers of its web processes."""
    with contextlib.ExitStack() as stack:

        def started(*arguments: str) -> int:
            command = [sys.executable, "-m", "firsthand", *arguments]
            one = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(one.wait)
            stack.callback(one.terminate)
            return one.pid

        ports = [_free_port() for _ in range(2 if split else 1)]
        pids = [started("web" if split else "serve", "--port", str(port)) for port in ports]
        for port in ports:
            wait_until_well(port, "/sign-in" if split else "/healthz")
        if split:
            started("worker")
            wait_until_well(ports[0])
        yield ports, pids


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _cpu_s(pids: Sequence[int]) -> float:
    """The processor time that these processes took so far, in seconds."""
    ticks = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            columns = file.read().rpartition(")")[2].split()
        ticks += int(columns[11]) + int(columns[12])
    return ticks / _CLOCK_TICK


def fill(runs: int) -> dict[str, Any]:
    """A desk of fifty in two roles, and offers of tickets from the one to each person of the other and back. The
    sessions of the fifty, and the numbers of what is offered to each."""
    prepare()
    from firsthand.domain.names import Role  # noqa: PLC0415 - only this process needs the framework
    from firsthand.models.desk import DeskSettings  # noqa: PLC0415
    from firsthand.models.people import Person, RoleHolding  # noqa: PLC0415

    now = datetime.now(UTC)
    DeskSettings.objects.create(name="Lighthouse", set_up_at=now)
    people = [
        Person.objects.create(
            email=f"person{number}@lighthouse.example", name=f"Person {number}", joined_at=now, is_owner=not number
        )
        for number in range(PEOPLE)
    ]
    for number, person in enumerate(people):
        role = Role(("support", "product")[number % 2])
        RoleHolding.objects.create(person=person, role=role, from_at=now - timedelta(days=1))
    _publish()
    fast = int(sum(RATES) * FAST_LASTS_S)
    each = (_A_ROUND * (runs + 1) + fast) // PEOPLE + len(RATES)  # one more where a round is no multiple of fifty
    offers = [[_offer(people, receiver, now=now) for _ in range(each)] for receiver in range(PEOPLE)]
    return {"cookies": [f"sessionid={cookie_of(one)}" for one in people], "offers": offers}


def _offer(people: Sequence[Any], receiver: int, *, now: datetime) -> int:
    """A ticket that the neighbour has, who is of the other role, offered to this person; the number of the offer."""
    from firsthand.domain.forms import Filled  # noqa: PLC0415
    from firsthand.domain.handoffs import End  # noqa: PLC0415
    from firsthand.domain.names import Role  # noqa: PLC0415
    from firsthand.models.tickets import Ticket  # noqa: PLC0415
    from firsthand.services.access.viewers import viewer_of  # noqa: PLC0415
    from firsthand.services.book.desk import open_desk  # noqa: PLC0415
    from firsthand.services.tickets.actions.handing_over import offer  # noqa: PLC0415
    from firsthand.services.tickets.actions.opening import Opening, open_ticket  # noqa: PLC0415

    sender = receiver ^ 1
    desk = open_desk(now)
    opening = Opening(
        subject="Login loops after the upgrade",
        text="The login page loops since we upgraded. What shall we do?",
        channel="email",
        sender="ana@acme.example",
        contact=None,
        account=None,
        to_address="support@lighthouse.example",
        received_at=now,
    )
    ticket = open_ticket(opening=opening, desk=desk).ticket
    role = Role(("support", "product")[sender % 2])
    Ticket.objects.filter(pk=ticket.pk).update(responsible_role=role, responsible=people[sender])
    to = End(role=Role(("support", "product")[receiver % 2]), person=people[receiver].pk)
    viewer = viewer_of(people[sender], at=now, desk=desk)
    return offer(viewer=viewer, ticket_id=ticket.pk, to=to, context=Filled(fields=()), at=now).pk


def _publish() -> None:
    """The first shipped book, and a clock for each offer."""
    from firsthand import books  # noqa: PLC0415
    from firsthand.services.amending.actions import publish  # noqa: PLC0415

    shipped = sorted(books.folder("customer-first").glob("*.yaml"))
    more = """book: customer-first
amendment: 2022-01-01-offers
title: Offers are answered
published_at: 2022-01-01T00:00:00Z
author: Ada Obi
approver: Ada Obi
zone: America/Los_Angeles
calendars:
  around-the-clock: {zone: UTC, always_open: true}
service_levels:
  - clause: offers
    source: [S48]
    text: An offer is answered within four hours.
    clock: {kind: handoff, budget: 4 hours elapsed, calendar: around-the-clock}
    class: internal_target
    precedence: internal
"""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in shipped]
    publish(texts=[*texts, ("2022-01-01-offers.yaml", more)], at=datetime(2022, 1, 2, tzinfo=UTC), by=None)


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
