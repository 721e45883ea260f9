"""Who began provisionally on a ticket, below who moves it. The caller holds the ticket locked."""

from datetime import datetime

from firsthand.domain.events import Actor
from firsthand.domain.events.handoffs import ProvisionalEnded
from firsthand.domain.sentences import Sentence, say
from firsthand.models.handoffs import OPEN, ProvisionalWork
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk


def provisional_on(ticket: Ticket) -> ProvisionalWork | None:
    """What somebody began on the ticket and goes on with."""
    return ProvisionalWork.objects.select_related("person").filter(OPEN, ticket=ticket).first()


def end_provisional(act: Acting, ticket: Ticket, *, why: Sentence | str) -> None:
    """Nobody goes on with the ticket provisionally."""
    row = provisional_on(ticket)
    if row is not None:
        row.ended_at = act.desk.at
        row.save(update_fields=["ended_at"])
        act.append(ProvisionalEnded(person=row.person_id, why=why))


def resume_provisional(ticket: Ticket, *, ended_at: datetime) -> None:
    """What ended it was taken back within seconds: whoever had begun goes on, until when they could."""
    if provisional_on(ticket) is None:
        gone = ProvisionalWork.objects.filter(ticket=ticket, ended_at=ended_at, person__is_active=True).order_by("-id")
        ProvisionalWork.objects.filter(pk__in=gone.values("pk")[:1]).update(ended_at=None)


def end_all_of(person: Person, *, desk: Desk, actor: Actor) -> None:
    """Nobody goes on with what somebody who left had begun."""
    theirs = Ticket.objects.select_for_update(of=("self",)).select_related("subject")
    begun = ProvisionalWork.objects.filter(OPEN, person=person).values("ticket")
    for ticket in theirs.filter(pk__in=begun).order_by("pk"):
        with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
            end_provisional(act, ticket, why=say("{name} left the desk.", name=person.name))
