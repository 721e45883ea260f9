"""What came before the desk answered for its address: closed tickets that can be found and linked, without clocks."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.events.conversation import KeptAsHistory
from firsthand.domain.ownership import MessageFacts, propose_kind, triage
from firsthand.domain.tickets import Cause
from firsthand.models.conversation import Message
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.opening import Opening, add_message, make_ticket
from firsthand.services.tickets.actions.status import move


def keep_as_history(*, opening: Opening, ticket: Ticket | None, since: datetime, desk: Desk) -> Message:
    """Keep a message that was received before `since`, on a `ticket` of its thread that is history too, else on a new
    one, closed from the first. Nobody is told, and nobody owes anything."""
    with transaction.atomic():
        is_new = ticket is None or ticket.closed_as != ClosedAs.history
        here = _closed_from_the_first(opening, desk) if ticket is None or is_new else locked(ticket.pk)
        message = add_message(ticket=here, opening=opening)
        with acting_on_ticket(here, desk=desk, actor=opening.actor, is_new=is_new) as act:
            act.touches = False
            payload = KeptAsHistory(from_=opening.sender, to=opening.to_address, message=message.pk, since=since)
            event = act.append(payload, at=opening.received_at)
            if is_new:
                move(act, here, cause=Cause.kept_as_history, because=event, at=opening.received_at)
    return message


def _closed_from_the_first(opening: Opening, desk: Desk) -> Ticket:
    facts = MessageFacts(to_address=opening.to_address, subject=opening.subject, body=opening.text, form=None)
    held = triage(desk.edition, opening.received_at)
    kind = propose_kind(desk.edition, facts, opening.received_at).kind or held.clocks_as
    ticket = make_ticket(opening, kind=kind, role=held.role, desk=desk)
    ticket.updated_at = opening.received_at
    return ticket
