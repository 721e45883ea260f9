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
    """The ticket waits in the state that the book says, if it may go there; where it waits there for other help
    already, it does for this one too."""
    states, wanted = desk.organisation.states, terms.waits_in
    if wanted is None:
        return
    now = states.of(StateName(ticket.status)).name
    if wanted in states.a_person_may_set(now):
        with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
            move(act, ticket, cause=Cause.person, wanted=wanted, because=event)
    elif now != wanted or not HelpRequest.objects.filter(ASKED, ticket=ticket, put_into_name=wanted).exists():
        return
    row.put_into = wanted
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
