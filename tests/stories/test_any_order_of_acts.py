"""Whatever people do, in whatever order: the invariants of the design hold after every act."""

import os
import random
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from firsthand.domain.clocks import ClockState
from firsthand.domain.tickets import Phase, Role
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.tickets import NO_CLOCK, Decision, Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.clocks.queries import receipts
from firsthand.services.policy.desk import open_desk
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse
from tests.stories.days import Days, told
from tests.three_clocks import BEFORE, publish_three_clocks

STEPS = int(os.environ.get("FIRSTHAND_STORY_STEPS", "500"))


def counts() -> tuple[int, int, int]:
    """How much was judged, decided and written down so far; none of it may ever shrink."""
    return (Verdict.objects.count(), Decision.objects.count(), Event.objects.count())


@pytest.mark.clause("S10")
@pytest.mark.parametrize("seed", range(4))
def test_the_invariants_hold_after_every_act(lighthouse: Lighthouse, seed: int) -> None:
    publish_three_clocks()
    days = Days(desk=lighthouse, random=random.Random(seed), at=BEFORE + timedelta(days=1 + seed))
    days.opens()
    before = counts()
    for number in range(STEPS):
        name = days.act()
        check_tickets()
        check_clocks(name)
        after = counts()
        assert all(new >= old for new, old in zip(after, before, strict=True)), name
        before = after
        if number % 50 == 49:
            check_followed(days)
    assert sum(days.done.values()) > STEPS / 3
    assert all(refusal.code and refusal.message for refusal in days.refusals)
    check_receipts(lighthouse, days)


@pytest.mark.parametrize("seed", range(2))
def test_the_first_book_holds_in_any_order_too(lighthouse: Lighthouse, seed: int) -> None:
    days = Days(desk=lighthouse, random=random.Random(seed), at=FRIDAY_1645_PACIFIC)
    days.amended = 10_000  # its amendments are another book's
    days.opens()
    for _ in range(STEPS // 4):
        if (name := days.act()) == "amend":
            continue
        check_tickets()
        check_clocks(name)
    check_followed(days)


def check_followed(days: Days) -> None:
    """A fresh follow of every subject gives the same rows."""
    for one in differences(open_desk(days.at)):
        ticket = Ticket.objects.get(pk=one.ticket_id or 0)
        others = [told(link.source) for link in ticket.linked_from.all()]
        pytest.fail("\n".join((f"#{one.ticket_id}: {one.text}", told(ticket), *others)))


def check_tickets() -> None:
    """Invariant 1: no ticket is without a responsible role; the phase and its columns go together."""
    for ticket in Ticket.objects.all():
        assert ticket.responsible_role in set(Role)
        assert (ticket.phase == Phase.open) == (ticket.solved_at is None)
        assert (ticket.phase == Phase.closed) == (ticket.closed_at is not None)


def check_clocks(after: str) -> None:
    """Invariant 3: a breach is dated at its due instant; what ended says how and by which event; what is owed on a
    ticket that was closed is owed elsewhere."""
    live = {ClockState.running.value, ClockState.paused.value, ClockState.sent.value}
    promises: Counter[tuple[str, int | None]] = Counter()
    for clock in Clock.objects.select_related("subject__ticket"):
        assert clock.breached_at in (None, clock.due_at), after
        if clock.state in live:
            promises[clock.kind, clock.started_by_id] += 1
            ticket = clock.subject.ticket
            assert ticket is not None
            assert ticket.phase != Phase.closed or clock.state == "sent", (after, clock.kind, clock.state)
        else:
            assert clock.ended_at is not None
            assert clock.ended_by_id is not None, after
            assert clock.ended_because, after
        if clock.state == "met":
            assert clock.due_at is not None
            assert clock.ended_at is not None
            assert clock.ended_at <= clock.due_at, after
    assert max(promises.values(), default=1) == 1, after


def check_receipts(desk: Lighthouse, days: Days) -> None:
    """Invariant 3: the lines of every receipt tile its span, and what counted adds up."""
    viewer = desk.viewer(desk.mira, at=days.at)
    fire_due(now=days.at, limit=10_000)
    for ticket in Ticket.objects.all():
        owed = Clock.objects.filter(subject=ticket.subject, state="running", owed_by="").order_by("due_at").first()
        assert ticket.order_at == (owed.due_at if owed else NO_CLOCK)
        for found in receipts(viewer=viewer, ticket_id=ticket.pk, desk=open_desk(days.at)):
            assert found.receipt is not None
            lines = found.receipt.lines
            assert all(one.to_at == two.from_at for one, two in pairwise(lines))
            counted = sum((line.duration for line in lines if line.kind == "counted"), timedelta())
            assert counted == found.receipt.counted + found.receipt.late
