"""Whatever people do, in whatever order: the invariants of the design hold after every act."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from firsthand.domain.errors import DeskError
from firsthand.domain.tickets import Role, TicketKind, TicketStatus
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Decision, Ticket, TimelineEvent
from firsthand.services.clocks.firing import fire_due
from firsthand.services.clocks.queries import receipts
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.custody import assign, release, take
from firsthand.services.tickets.actions.joining import merge, split
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request, set_severity
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.tickets.actions.status import close_due, set_status
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

ANSWER = "I reproduced it: the cookie is refused after the upgrade. Next I send a patched build on Monday."
Act = Callable[[], object]


class Day:
    """A day at the desk: acts drawn by a seeded generator, time that only goes on."""

    def __init__(self, desk: Lighthouse, seed: int) -> None:
        self.desk = desk
        self.random = random.Random(seed)
        self.at = FRIDAY_1645_PACIFIC
        self.done = 0
        self.refusals: list[DeskError] = []

    def act(self) -> None:
        """One act by somebody on some ticket; a refusal is an answer too."""
        self.at += timedelta(minutes=self.random.choice([1, 7, 45, 300, 1500]))
        try:
            self.random.choice(self.acts())()
            self.done += 1
        except DeskError as refusal:
            self.refusals.append(refusal)

    def ticket(self) -> Ticket:
        return self.random.choice(list(Ticket.objects.order_by("id")))

    def acts(self) -> list[Act]:
        desk, at, ticket = self.desk, self.at, self.ticket()
        who: Person = self.random.choice([desk.mira, desk.noor, desk.ada, desk.olu, desk.pat, desk.eve])
        viewer = desk.viewer(who, at=at)
        other, number = self.ticket(), ticket.pk
        role, kind = self.random.choice(list(Role)), self.random.choice(list(TicketKind))
        status = self.random.choice(list(TicketStatus))
        marked = self.random.random() < 0.6
        return [
            lambda: take(viewer=viewer, ticket_id=number, at=at),
            lambda: release(viewer=viewer, ticket_id=number, at=at),
            lambda: assign(viewer=viewer, ticket_id=number, role=role, person_id=None, at=at),
            lambda: confirm_kind(viewer=viewer, ticket_id=number, kind=kind, at=at),
            lambda: set_severity(
                viewer=viewer, ticket_id=number, severity=self.random.choice(["", "s1", "s2", "s3"]), at=at
            ),
            lambda: set_status(viewer=viewer, ticket_id=number, status=status, at=at),
            lambda: reply(viewer=viewer, ticket_id=number, text=ANSWER, substantive=marked, at=at),
            lambda: add_note(viewer=viewer, ticket_id=number, text="Checked the logs.", at=at),
            lambda: merge(viewer=viewer, ticket_id=number, into_id=other.pk, at=at),
            lambda: split(
                viewer=viewer, ticket_id=number, message_id=self.first_message(ticket), subject="Also", at=at
            ),
            lambda: end_as_not_a_request(viewer=viewer, ticket_id=number, as_=ClosedAs.spam, at=at),
            lambda: desk.ticket(contact=self.random.choice([desk.ana, desk.ben]), received_at=at, number=self.fresh()),
            lambda: add_customer_message(ticket_id=number, incoming=self.answer(at), at=at),
            lambda: fire_due(now=at),
            lambda: close_due(now=at),
        ]

    def fresh(self) -> int:
        return self.random.getrandbits(60)

    def first_message(self, ticket: Ticket) -> int:
        message = ticket.messages.first()
        return message.pk if message else 0

    def answer(self, at: datetime) -> Opening:
        return Opening(
            subject="Re: it",
            text="Still there.",
            message_id=f"<{self.fresh()}@acme.example>",
            sender="ana@acme.example",
            contact=self.desk.ana,
            account=self.desk.acme,
            received_at=at,
        )


def counts() -> tuple[int, int, int]:
    """How much was judged, decided and written down so far; none of it may ever shrink."""
    return (Verdict.objects.count(), Decision.objects.count(), TimelineEvent.objects.count())


@pytest.mark.clause("S10")
@pytest.mark.parametrize("seed", range(6))
def test_the_invariants_hold_after_every_act(lighthouse: Lighthouse, seed: int) -> None:
    day = Day(lighthouse, seed)
    lighthouse.ticket(number=day.fresh())
    before = counts()
    for _ in range(60):
        day.act()
        check_owned()
        check_clocks()
        after = counts()
        assert all(new >= old for new, old in zip(after, before, strict=True))
        before = after
    assert day.done > 15
    assert all(refusal.code and refusal.message for refusal in day.refusals)
    check_receipts(lighthouse, day.at)


def check_owned() -> None:
    """Invariant 1: no ticket is without a responsible role, and a person who is responsible is one of the desk."""
    for ticket in Ticket.objects.all():
        assert ticket.responsible_role in set(Role)


def check_clocks() -> None:
    """Invariant 3: a breach is dated at its due instant, and no live clock is left on a ticket that has ended."""
    for clock in Clock.objects.select_related("ticket"):
        assert clock.breached_at in (None, clock.due_at)
        if clock.ticket.status == TicketStatus.closed:
            assert clock.ended_at is not None
        if clock.state == "met":
            assert clock.ended_at is not None
            assert clock.due_at is not None
            assert clock.ended_at <= clock.due_at


def check_receipts(desk: Lighthouse, at: datetime) -> None:
    """Invariant 3: the lines of every receipt tile its span, and what counted adds up."""
    viewer = desk.viewer(desk.mira, at=at)
    for ticket in Ticket.objects.all():
        for receipt in receipts(viewer=viewer, ticket_id=ticket.pk, now=at):
            lines = receipt.receipt.lines
            assert all(one.to_at == two.from_at for one, two in pairwise(lines))
            counted = sum((line.duration for line in lines if line.kind == "counted"), timedelta())
            assert counted == receipt.receipt.counted + receipt.receipt.late
