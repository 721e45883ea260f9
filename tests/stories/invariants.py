"""What holds at a desk after every act, whatever people did; used by the story and by its drill."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from firsthand.domain.clocks import LIVE_STATES
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from tests.stories.days import told


def counts() -> tuple[int, int, int]:
    """How much was judged, decided and written down so far; none of it may ever shrink."""
    return (Verdict.objects.count(), Decision.objects.count(), Event.objects.count())


def check(tickets: Iterable[Ticket], after: str) -> None:
    """Invariants 1 and 3 for some tickets and their clocks."""
    numbers = []
    for ticket in tickets:
        numbers.append(ticket.pk)
        assert ticket.responsible_role in set(DEFAULT.roles), after
        assert (ticket.phase == Phase.open) == (ticket.solved_at is None), after
        assert (ticket.phase == Phase.closed) == (ticket.closed_at is not None), after
    promises: Counter[tuple[str, int | None]] = Counter()
    for clock in Clock.objects.filter(subject__ticket__in=numbers).select_related("subject__ticket"):
        promises[clock.kind, clock.started_by_id] += clock.state in LIVE_STATES
        check_clock(clock, after)
    assert max(promises.values(), default=1) <= 1, after


def check_clock(clock: Clock, after: str) -> None:
    """A breach is dated at its due instant; what ended says how, when and by which event; nothing is owed on a ticket
    that was closed, but an answer that may still come back."""
    where = (after, clock.pk, clock.kind, clock.state)
    assert clock.breached_at in (None, clock.due_at), where
    if clock.state in LIVE_STATES:
        ticket = clock.subject.ticket
        assert ticket is not None, where
        assert ticket.phase != Phase.closed or clock.state == "sent", where
        return
    assert clock.ended_at is not None, where
    assert clock.ended_by_id is not None, where
    assert clock.ended_because, where
    if clock.state == "met":
        assert clock.due_at is not None, where
        assert clock.ended_at <= clock.due_at, where


def check_followed(at: datetime) -> None:
    """A fresh follow of every subject gives the same rows."""
    for one in differences(open_desk(at)):
        ticket = Ticket.objects.get(pk=one.ticket_id or 0)
        others = [told(link.source) for link in ticket.linked_from.all()]
        raise AssertionError("\n".join((f"#{one.ticket_id}: {one.text}", told(ticket), *others)))
