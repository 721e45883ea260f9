"""The measured part of `bench.follow`, for a process of its own in which the framework is set up."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import transaction

from firsthand import books
from firsthand.domain.clocks import follow
from firsthand.domain.events import DESK
from firsthand.domain.events.conversation import NothingToAnswer
from firsthand.domain.names import StateName
from firsthand.domain.tickets import Cause
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.acting import acting_on_ticket
from firsthand.services.amending.actions import import_folder
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.terms import DecidedTerms
from firsthand.services.desk.actions import FirstOwner, set_up
from firsthand.services.events.queries import happened_to
from firsthand.services.tickets.actions.kinds import set_severity
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.opening import Opening, add_customer_message, open_ticket
from firsthand.services.tickets.actions.status import move

BEGIN = datetime(2021, 8, 6, 16, 0, tzinfo=UTC)
LENGTHS = (50, 500)
_ACTS = 40


def measure() -> dict[str, float]:
    """The figures of one process, on a fresh database."""

    call_command("migrate", verbosity=0)
    owner = FirstOwner(email="mira@lighthouse.example", name="Mira", password=secrets.token_urlsafe())
    mira = set_up(name="Lighthouse", base_url="", zone="UTC", owner=owner, at=BEGIN)
    import_folder(folder=books.folder("customer-first"), at=BEGIN, by=mira)
    found: dict[str, float] = {}
    for length in LENGTHS:
        found |= _of_length(length, person=mira.pk)
    return found


def _of_length(length: int, *, person: int) -> dict[str, float]:

    mira = Person.objects.get(pk=person)
    RoleHolding.objects.get_or_create(person=mira, role="support", defaults={"from_at": BEGIN})
    opening = Opening(
        subject="Login loops",
        text="It loops.",
        channel="email",
        external_id=f"<{length}@bench.example>",
        sender="ana@acme.example",
        contact=None,
        account=None,
        received_at=BEGIN + timedelta(days=1),
    )
    at = opening.received_at
    ticket = open_ticket(opening=opening, desk=open_desk(at)).ticket
    number = 0
    while ticket.subject.events.count() < length:
        number, at = number + 1, at + timedelta(minutes=5)
        _step(ticket.pk, number, at)
    terms, events = DecidedTerms(desk=open_desk(at), subject_id=ticket.subject_id), happened_to(ticket.subject)
    follow(events, terms)
    pure = _cpu_ms(lambda: follow(events, terms))
    held, desk = locked(ticket.pk), open_desk(at)
    appended = _cpu_ms(lambda: _append(held, desk), times=_ACTS)
    viewer = viewer_of(mira, at=at)
    severities = iter(["s1", "s2"] * _ACTS)
    acted = _cpu_ms(
        lambda: set_severity(viewer=viewer, ticket_id=ticket.pk, severity=next(severities), at=at), times=_ACTS
    )
    return {
        f"follow.pure_{length}_ms": pure,
        f"follow.append_{length}_ms": appended,
        f"follow.act_{length}_ms": acted,
    }


def _append(ticket: Ticket, desk: Desk) -> None:
    """One event on a ticket that is at hand, and its clocks: read, append, follow, write."""
    with transaction.atomic(), acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        act.append(NothingToAnswer(why="They only said thanks."))


def _step(ticket_id: int, number: int, at: datetime) -> None:
    """The customer writes, or the ticket waits: two events each."""

    desk = open_desk(at)
    if number % 2:
        ticket = locked(ticket_id)
        with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
            move(act, ticket, cause=Cause.person, wanted=StateName("pending"))
        return
    incoming = Opening(
        subject="Re",
        text="Still.",
        channel="email",
        external_id=f"<{ticket_id}.{number}@bench.example>",
        sender="ana@acme.example",
        contact=None,
        account=None,
        received_at=at,
    )
    add_customer_message(ticket_id=ticket_id, incoming=incoming, desk=desk)


def _cpu_ms(work: Callable[[], object], *, times: int = 200) -> float:
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) * 1000 / times
