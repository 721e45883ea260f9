"""What holds for the proposals and the tasks on a ticket, and for whoever is not let in to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from firsthand.domain.clocks import LIVE_STATES
from firsthand.models.clocks import Clock
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.proposals import Proposal
from firsthand.models.restrictions import Restriction
from firsthand.models.tasks import Task
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access import doors
from firsthand.services.access.doors import proposals_for
from firsthand.services.access.proposals import waiting_for
from firsthand.services.access.restrictions import circle_of
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.outbox.values import ClaimedDelivery, Purpose
from firsthand.services.tickets.actions.locking import merged_here

HOW_IT_ENDS = {
    "proposal_accepted": ("met", "missed"),
    "proposal_declined": ("met", "missed"),
    "proposal_withdrawn": ("cancelled", "missed"),
    "task_done": ("met", "missed"),
    "task_dropped": ("cancelled", "missed"),
    "task_moved": ("replaced", "missed"),
    "terms_changed": ("replaced",),
}
"""How an act may end the clock of an answer or of a task, late or not; nothing else ends one."""
ENDED_BY = {
    "accepted": "proposal_accepted",
    "declined": "proposal_declined",
    "withdrawn": "proposal_withdrawn",
    "done": "task_done",
    "dropped": "task_dropped",
}
BESIDE = {"answer", "follow_up"}


def hanging_on(tickets: Iterable[Ticket]) -> dict[int | None, list[Proposal | Task]]:
    """The proposals and tasks on each of some tickets."""
    found: dict[int | None, list[Proposal | Task]] = {}
    rows: list[Proposal | Task] = [*Proposal.objects.filter(ticket__in=tickets).select_related("subject")]
    for row in [*rows, *Task.objects.filter(ticket__in=tickets).select_related("subject")]:
        found.setdefault(row.ticket_id, []).append(row)
    return found


def check_beside(ticket: Ticket, hanging: Iterable[Proposal | Task], clocks: Sequence[Clock]) -> None:
    """Whatever hangs on the ticket is as its acts left it, and holds nothing: no clock of it is the ticket's own."""
    for row in hanging:
        check_row(row, [one for one in clocks if one.subject_id == row.subject_id])
        if isinstance(row, Task) and row.ended_at is None:
            assert ticket.closed_as != ClosedAs.merged, f"task {row.pk} hangs on a ticket that was merged"
    assert ticket.next_clock not in BESIDE, ticket.next_clock
    own = {one.kind for one in clocks if one.subject_id == ticket.subject_id}
    assert not own & BESIDE, own


def check_all_beside() -> None:
    """Every proposal and every task is as its acts left it, also on accounts."""
    rows: list[Proposal | Task] = [*Proposal.objects.select_related("subject")]
    for row in [*rows, *Task.objects.select_related("subject")]:
        check_row(row, list(Clock.objects.filter(subject=row.subject).select_related("ended_by").order_by("id")))


def check_row(row: Proposal | Task, clocks: Sequence[Clock]) -> None:
    """An open one has at most one clock that runs, a task one until its instant; what has ended has none, and the last
    ended by the act that ended it. It belongs to the ticket on which it hangs."""
    live = [one for one in clocks if one.state in LIVE_STATES]
    verb = ENDED_BY.get(row.state)
    assert len(live) <= (verb is None), (row, row.pk, verb, live)
    ended = [one for one in clocks if one.state not in LIVE_STATES]
    for one in ended:
        assert one.ended_by is not None, (row.pk, one)
        assert one.state in HOW_IT_ENDS[one.ended_by.verb], (row, row.pk, one.state, one.ended_by.verb)
    if verb is not None and clocks:
        assert verb in {one.ended_by.verb for one in ended if one.ended_by is not None}, (row, row.pk, verb)
    if isinstance(row, Task) and row.ended_at is None:
        assert [one.due_at for one in live] == [row.due_at], (row, row.pk, live)
    assert row.subject.ticket_id == row.ticket_id, (row, row.pk)


def shut(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Those of some tickets that are restricted, the one that was changed last first."""
    numbers = set(Restriction.objects.filter(pk__in=[one.pk for one in tickets]).values_list("pk", flat=True))
    return sorted((one for one in tickets if one.pk in numbers), key=lambda one: one.updated_at, reverse=True)


def check_circle(ticket: Ticket, at: datetime) -> None:
    """Nothing of a restricted ticket comes through a door for whoever is not let in; it is with nobody of them, and
    those that were merged into it are restricted alike."""
    circle = circle_of(ticket.pk)
    assert all(circle_of(number) == circle for number in merged_here(ticket.pk)), circle
    if circle is None:
        return
    viewers = [viewer_of(person, at=at) for person in Person.objects.filter(is_active=True)]
    for viewer in viewers:
        if not circle.lets_in(viewer):
            assert ticket.responsible_id != viewer.person_id or ticket.closed_at, "with somebody who is not let in"
            seen = seen_of(ticket, viewer, at)
            assert not seen, f"{viewer.name} is not let in and sees {seen}"


def check_may_be_told(claim: ClaimedDelivery, at: datetime) -> None:
    """A notice that leaves goes to whoever is let in to what it tells of."""
    told = Notice.objects.filter(delivery=claim.id, subject__ticket__isnull=False)
    tickets = {claim.ticket_id, *told.values_list("subject__ticket", flat=True)}
    for circle in [circle_of(one) for one in tickets if one is not None] if claim.purpose is Purpose.notice else ():
        if circle is not None:
            for person in Person.objects.filter(email__in=claim.recipients):
                assert circle.lets_in(viewer_of(person, at=at)), f"{claim.subject} leaves for {person.name}"


def seen_of(ticket: Ticket, viewer: Viewer, at: datetime) -> list[str]:
    """The doors through which a viewer sees something of a ticket."""
    subject = {"subject__ticket": ticket}
    rows = {
        "the ticket": doors.tickets_for(viewer).filter(pk=ticket.pk),
        "messages": doors.messages_for(viewer).filter(ticket=ticket),
        "files": doors.files_for(viewer).filter(message__ticket=ticket),
        "clocks": doors.clocks_for(viewer).filter(**subject),
        "events": doors.events_for(viewer).filter(**subject),
        "decisions": doors.decisions_for(viewer).filter(**subject),
        "links from it": doors.links_for(viewer).filter(source=ticket),
        "links to it": doors.links_for(viewer).filter(target=ticket),
        "tasks": doors.tasks_for(viewer).filter(ticket=ticket),
        "proposals": proposals_for(viewer).filter(ticket=ticket),
        "proposals that wait": waiting_for(viewer, at=at).filter(ticket=ticket),
        "notices": doors.notices_for(viewer).filter(**subject),
        "mails in the outbox": doors.outbox_for(viewer).filter(ticket=ticket),
    }
    return [name for name, found in rows.items() if found.exists()]
