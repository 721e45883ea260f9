"""What holds at a desk after every act, whatever people did; used by the story and by its drill."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from firsthand.domain.clocks import LIVE_STATES
from firsthand.domain.events import SubjectKind
from firsthand.domain.organisation import Organisation
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from tests.stories.invariants_beside import check_beside, check_circle, hanging_on, shut
from tests.stories.telling import told, told_of_subject


def counts() -> tuple[int, int, int]:
    """How much was judged, decided and written down so far; none of it may ever shrink."""
    return (Verdict.objects.count(), Decision.objects.count(), Event.objects.count())


def check(tickets: Iterable[Ticket], after: str, at: datetime) -> None:
    """Invariants 1 and 3 for some tickets and their clocks, and what hangs on them."""
    company, some = open_desk(at).organisation, list(tickets)
    clocks: dict[int | None, list[Clock]] = {}
    for clock in Clock.objects.filter(subject__ticket__in=some).select_related("subject", "ended_by").order_by("id"):
        clocks.setdefault(clock.subject.ticket_id, []).append(clock)
    hanging = hanging_on(some)
    for ticket in some:
        with telling(ticket, after):
            check_ticket(ticket, company, clocks.get(ticket.pk, []))
            check_beside(ticket, hanging.get(ticket.pk, []), clocks.get(ticket.pk, []))


def check_doors(tickets: Iterable[Ticket], after: str, at: datetime) -> None:
    """Of some tickets, the restricted one that was changed last: whoever is not let in asks at every door."""
    for ticket in shut(tickets)[:1]:
        with telling(ticket, after):
            check_circle(ticket, at)


@contextmanager
def telling(ticket: Ticket, after: str) -> Iterator[None]:
    """Whatever does not hold is told with what happened to the ticket and to what is linked to it."""
    try:
        yield
    except AssertionError as fault:
        linked = [one.target for one in ticket.links.all()] + [one.source for one in ticket.linked_from.all()]
        story = [told(one) for one in (ticket, *linked)]
        raise AssertionError("\n".join((f"#{ticket.pk} after {after}: {fault}", *story))) from fault


def check_ticket(ticket: Ticket, company: Organisation, clocks: Iterable[Clock]) -> None:
    """It has one responsible role, which the book declares or has given up for another; its instants go with its
    phase, and what runs for it runs once."""
    assert ticket.responsible_role in {*company.roles, *company.became.roles}, ticket.responsible_role
    assert (ticket.phase == Phase.open) == (ticket.solved_at is None), (ticket.phase, ticket.solved_at)
    assert (ticket.phase == Phase.closed) == (ticket.closed_at is not None), (ticket.phase, ticket.closed_at)
    promises: Counter[tuple[int, str, int | None]] = Counter()
    for clock in clocks:
        promises[clock.subject_id, clock.kind, clock.started_by_id] += clock.state in LIVE_STATES
        check_clock(clock, ticket)
    assert max(promises.values(), default=1) <= 1, promises


def check_clock(clock: Clock, ticket: Ticket) -> None:
    """A breach is dated at its due instant; what ended says how, when and by which event; nothing is owed on a ticket
    that was closed, but an answer that may still come back, and what is owed to teammates beside it."""
    where = (clock.pk, clock.kind, clock.state)
    assert clock.breached_at in (None, clock.due_at), where
    if clock.state in LIVE_STATES:
        own = clock.subject.kind == SubjectKind.ticket
        assert not own or ticket.phase != Phase.closed or clock.state == "sent", where
        return
    assert clock.ended_at is not None, where
    assert clock.ended_by_id is not None, where
    assert clock.ended_because, where
    if clock.state == "met":
        assert clock.due_at is None or clock.ended_at <= clock.due_at, where


def check_followed(at: datetime) -> None:
    """A fresh follow of every subject gives the same rows."""
    for one in differences(open_desk(at)):
        subject = Subject.objects.get(pk=one.subject_id)
        others = [told(link.source) for link in subject.ticket.linked_from.all()] if subject.ticket is not None else []
        raise AssertionError("\n".join((f"#{one.ticket_id}: {one.text}", told_of_subject(subject), *others)))
