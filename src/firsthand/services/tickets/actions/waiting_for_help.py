"""What asking for help does to the state of the ticket, as the book says: it waits there for the answer, and is worked
on again when nothing is asked any more."""

from firsthand.domain.events import Actor
from firsthand.domain.help import HelpTerms
from firsthand.domain.names import StateName
from firsthand.domain.tickets import Cause, Phase
from firsthand.models.events import Event
from firsthand.models.help import ASKED, HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.tickets.actions.status import move


def put_into(ticket: Ticket, row: HelpRequest, terms: HelpTerms, event: Event, *, desk: Desk, actor: Actor) -> None:
    """The ticket waits in the state that the book says, if it may go there."""
    states = desk.organisation.states
    if terms.waits_in is None or terms.waits_in not in states.a_person_may_set(
        states.of(StateName(ticket.status)).name
    ):
        return
    with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
        moved = move(act, ticket, cause=Cause.person, wanted=terms.waits_in, because=event)
    if moved is not None:
        row.put_into = terms.waits_in
        row.save(update_fields=["put_into_name"])


def goes_on(row: HelpRequest, event: Event, *, desk: Desk, actor: Actor) -> None:
    """Nothing is asked any more: a ticket that waits for it where the book had put it is worked on again."""
    ticket, states = row.ticket, desk.organisation.states
    if row.put_into is None or ticket.phase != Phase.open or states.of(StateName(row.put_into)).name != ticket.status:
        return
    if HelpRequest.objects.filter(ASKED, ticket=ticket).exclude(put_into_name=None).exists():
        return
    if states.working.name in states.a_person_may_set(states.of(StateName(ticket.status)).name):
        with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
            move(act, ticket, cause=Cause.person, wanted=states.working.name, because=event)
