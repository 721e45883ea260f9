"""`pages.*`: what the desk's pages cost: questions to the database, own processor time, and kilobytes over the wire.

One process fills a fresh data folder: tickets as they lie in an inbox, one that was talked about for a day, and one
with a long past. A signed-in client asks for each page in this process, as the server would answer it, compressing
included. Processor time is that of the process (on SQLite the database's too, on PostgreSQL only ours), the median of
`ASKED` answers, and of the runs.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk
from bench.inbox import cookie_of, people_and_tickets, prepare
from firsthand import books

if TYPE_CHECKING:
    from django.test import Client

    from firsthand.models.people import Person

TICKETS = 1_000
ASKED = 15
_USUAL, _LONG = 3, 40
_BOOK = books.folder("customer-first")
_AMENDMENT = """
book: customer-first
amendment: 2022-01-01-each-message
title: Each further message is answered
published_at: 2022-01-01T00:00:00Z
author: Ada Obi
approver: Ada Obi
zone: America/Los_Angeles
service_levels:
  - clause: each-message
    source: [S19]
    text: Each further message of the customer is answered within two hours.
    clock: {kind: next_response, budget: 2 hours elapsed, calendar: around-the-clock}
    class: internal_target
    precedence: internal
calendars:
  around-the-clock: {zone: UTC, always_open: true}
"""
_HTMX = {"HTTP_HX_REQUEST": "true"}
_UNITS = {"queries": "queries", "cpu_ms": "ms", "kb": "kB"}
_DONE = "We found the lock, rebuilt the index and checked your project; please tell us if it comes back."


def figures(*, runs: int, tickets: int = TICKETS) -> list[Figure]:
    """Queries, own processor time and size of each page, on a desk with so many tickets."""
    measured = [_one_run(tickets) for _ in range(runs)]
    return [
        Figure(
            name=f"pages.{page}_{what}",
            value=statistics.median(run[page][what] for run in measured),
            unit=_UNITS[what],
            runs=runs,
        )
        for page in measured[0]
        for what in _UNITS
    ]


def _one_run(tickets: int) -> dict[str, dict[str, float]]:
    with fresh_desk() as variables:
        found: dict[str, dict[str, float]] = answer_of("-m", "bench.pages", str(tickets), variables=variables)
    return found


def measure(tickets: int) -> dict[str, dict[str, float]]:
    """Fill the data folder and ask for every page."""
    prepare()
    from django.test import Client  # noqa: PLC0415 - only this process needs the framework

    now = datetime.now(UTC)
    mira = people_and_tickets(now, tickets=tickets)
    _publish()
    usual, long = _talked(mira, now=now, times=_USUAL), _talked(mira, now=now, times=_LONG)
    client = Client(HTTP_ACCEPT_ENCODING="gzip")
    client.cookies["sessionid"] = cookie_of(mira)
    return {name: _cost(client, *asked) for name, asked in _pages(usual, long)}


def _pages(usual: int, long: int) -> Iterator[tuple[str, tuple[str, dict[str, Any] | None, dict[str, str]]]]:
    draft = {"text": _DONE, "substantive": "1"}
    yield "inbox", ("/?view=all", None, {})
    yield "inbox_mine", ("/?view=mine", None, {})
    yield "inbox_team", ("/?view=team", None, {})
    yield "live", ("/live", None, {})
    yield "ticket", (f"/t/{usual}", None, {})
    yield "ticket_part", (f"/t/{usual}", None, _HTMX)
    yield "ticket_long", (f"/t/{long}", None, {})
    yield "preview", (f"/t/{usual}/preview", draft, _HTMX)
    yield "receipt", (f"/t/{usual}/why", None, {})
    yield "account", ("/a/7", None, {})
    yield "tasks", ("/tasks", None, {})
    yield "waiting", ("/waiting", None, {})


def _cost(client: "Client", address: str, data: dict[str, Any] | None, headers: dict[str, str]) -> dict[str, float]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def ask() -> Any:  # noqa: ANN401, RUF100 - a response of the test client
        return client.get(address, **headers) if data is None else client.post(address, data, **headers)  # type: ignore[arg-type]

    answer = ask()
    if answer.status_code != 200:
        raise ValueError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        ask()
        queries = len(captured)
    taken = []
    for _ in range(ASKED):
        begin = time.process_time()
        ask()
        taken.append((time.process_time() - begin) * 1000)
    return {"queries": queries, "cpu_ms": statistics.median(taken), "kb": len(answer.content) / 1000}


def _talked(mira: "Person", *, now: datetime, times: int) -> int:
    """A ticket that was written to and fro so many times, with notes, tags and links; its number."""
    from firsthand.domain.names import Kind  # noqa: PLC0415
    from firsthand.models.accounts import Contact  # noqa: PLC0415
    from firsthand.models.tickets import Ticket  # noqa: PLC0415
    from firsthand.services.access.viewers import viewer_of  # noqa: PLC0415
    from firsthand.services.book.desk import open_desk  # noqa: PLC0415
    from firsthand.services.tickets.actions import conversation, custody, kinds, merging, tags  # noqa: PLC0415
    from firsthand.services.tickets.actions.opening import Opening, add_customer_message, open_ticket  # noqa: PLC0415

    at = now - timedelta(hours=20)
    viewer, ana = viewer_of(mira, at=at), Contact.objects.select_related("account").earliest("id")

    def written(number: int, at: datetime) -> Opening:
        return Opening(
            subject="The upgrade of our workspace does not finish",
            text=f"It stops at {number} per cent.\n\nThe log says that a lock is held. What shall we do?",
            quoted="> We are looking into it.",
            channel="email",
            external_id=f"<{times}.{number}@mail.example>",
            sender=ana.address,
            contact=ana,
            account=ana.account,
            to_address="support@lighthouse.example",
            received_at=at,
        )

    ticket = open_ticket(opening=written(0, at), desk=open_desk(at)).ticket.pk
    custody.take(viewer=viewer, ticket_id=ticket, at=at)
    kinds.confirm_kind(viewer=viewer, ticket_id=ticket, kind=Kind("troubleshooting"), at=at)
    others = list(Ticket.objects.exclude(pk=ticket).order_by("pk").values_list("pk", flat=True)[:times])
    for number, other in enumerate(others, start=1):
        at += timedelta(minutes=20)
        conversation.add_note(viewer=viewer, ticket_id=ticket, text="Reproduced; the lock is ours.", at=at)
        conversation.reply(viewer=viewer, ticket_id=ticket, text=_DONE, substantive=True, at=at)
        _post(at + timedelta(seconds=12))
        tags.tag(viewer=viewer, ticket_id=ticket, name=f"release-{number}", at=at)
        merging.link(viewer=viewer, ticket_id=ticket, other_id=other, at=at)
        add_customer_message(ticket_id=ticket, incoming=written(number, at), desk=open_desk(at + timedelta(minutes=5)))
    return ticket


def _publish() -> None:
    from firsthand.services.amending.actions import publish  # noqa: PLC0415

    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(_BOOK.glob("*.yaml"))]
    publish(texts=[*texts, ("2022-01-01-each-message.yaml", _AMENDMENT)], at=datetime(2022, 1, 1, tzinfo=UTC), by=None)


def _post(at: datetime) -> None:
    """What waits leaves."""
    from firsthand.services.delivery.actions import delivery_left  # noqa: PLC0415
    from firsthand.services.outbox.actions import claim_due  # noqa: PLC0415

    for claim in claim_due(at, "bench", limit=100):
        delivery_left(claim, at=at)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
