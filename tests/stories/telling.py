"""What happened, for whoever reads a failure of the story."""

from django.db.models import Q

from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket


def told(ticket: Ticket) -> str:
    """What happened to a ticket and to its proposals and tasks, and their clocks."""
    head = f"#{ticket.pk} is {ticket.status} ({ticket.phase}) with {ticket.responsible_role}, by {ticket.responsible}"
    return "\n".join((head, *_lines(Q(subject__ticket=ticket))))


def told_of_subject(subject: Subject) -> str:
    """As `told`, of a ticket or of what is none."""
    own = subject.ticket is not None and subject.kind == "ticket"
    return told(subject.ticket) if own and subject.ticket else "\n".join(_lines(Q(subject=subject)))


def _lines(which: Q) -> list[str]:
    events = Event.objects.filter(which).select_related("subject").order_by("id")
    lines = [
        f"{one.pk:5} {one.at:%d %H:%M:%S} {one.subject.kind} {one.verb} {one.payload} because={one.because_id} "
        f"decision={one.decision_id} by={one.person_id}"
        for one in events
    ]
    clocks = Clock.objects.filter(which).order_by("id")
    return lines + [
        f"  clock {one.pk} {one.kind} {one.state} by={one.started_by_id} on={one.decision_id} due={one.due_at} "
        f"ended={one.ended_at} {one.ended_because!r}"
        for one in clocks
    ]
