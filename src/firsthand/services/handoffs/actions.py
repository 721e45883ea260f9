"""Writes about offers, below who moves the ticket: making one, and ending it. The caller holds the ticket locked."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from firsthand.domain.book import decide
from firsthand.domain.calendars import due_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.events import DESK, Actor, ActorKind, Payload
from firsthand.domain.events.handoffs import HandoffExpired, HandoffOffered, HandoffWithdrawn
from firsthand.domain.forms import Filled
from firsthand.domain.handoffs import AtExpiry, End, HandoffState, Occasion
from firsthand.domain.names import Role
from firsthand.domain.ownership import HandoffTerms, handoff_terms
from firsthand.domain.sentences import Sentence, say
from firsthand.models.events import Event
from firsthand.models.handoffs import OPEN, Handoff
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.acting import Acting, acting
from firsthand.services.book.about_one_clock import only_of, request_now
from firsthand.services.book.deciding import keep_decision_about
from firsthand.services.book.desk import Desk
from firsthand.services.handoffs.telling import label_of, leads_of, receiver_of, tell, tell_receiver, tell_sender

NO_POLICY = say("No clause in force says by when an offer is answered.")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is offered: from whom to whom, with which context, on which occasion, and by whom (None: by the desk). `at`
    is when, where that lies before the act."""

    sender: End
    receiver: End
    context: Filled
    occasion: Occasion = Occasion.person
    offered_by: Person | None = None
    at: datetime | None = None


def terms_for(ticket: Ticket, *, sender: Role, receiver: Role, desk: Desk) -> HandoffTerms:
    """What the book says of handing this ticket from one role to another now."""
    return handoff_terms(desk.edition, request_now(ticket, desk), sender, receiver, at=desk.at)


def make_offer(ticket: Ticket, offer: Offer, *, desk: Desk, actor: Actor, because: int | None = None) -> Handoff:
    """Offer the ticket. Its receiver is told, and owes an answer where the book gives a clock. The caller knows that it
    is not offered already."""
    terms = terms_for(ticket, sender=offer.sender.role, receiver=offer.receiver.role, desk=desk)
    offered_at = offer.at or desk.at
    row = Handoff(
        subject=Subject.objects.create(kind=Handoff.subject_kind, ticket=ticket),
        ticket=ticket,
        from_role=offer.sender.role,
        from_team=offer.sender.team,
        from_person_id=offer.sender.person,
        to_role=offer.receiver.role,
        to_team=offer.receiver.team,
        to_person_id=offer.receiver.person,
        offered_by=offer.offered_by,
        offered_at=offered_at,
        occasion=offer.occasion,
        context=offer.context.plain,
        clause=terms.clause or "",
        one_way=terms.one_way,
        expires_at=_expires_at(terms, offered_at, desk),
        at_expiry=terms.at_expiry,
    )
    row.save()
    with acting_on(row, desk=desk, actor=actor, is_new=True) as act:
        act.append(
            HandoffOffered(
                from_role=offer.sender.role,
                from_team=offer.sender.team or "",
                from_person=offer.sender.person,
                role=offer.receiver.role,
                team=offer.receiver.team or "",
                person=offer.receiver.person,
                occasion=offer.occasion,
                clause=row.clause,
                context=offer.context.text,
            ),
            at=offered_at,
            because=because,
            decision=_decide(row, ticket, desk=desk, at=offered_at),
        )
    _tell_of_offer(row, act, desk=desk)
    touch(ticket, desk.at)
    return row


def _expires_at(terms: HandoffTerms, at: datetime, desk: Desk) -> datetime | None:
    if terms.expires_after is None:
        return None
    return due_of(terms.expires_after, desk.edition.calendar(terms.calendar), at)


def _decide(row: Handoff, ticket: Ticket, *, desk: Desk, at: datetime) -> Decision:
    """Ask the book by when the offer is answered, and keep what it said, whatever that is."""
    request = request_now(ticket, desk)
    decision = only_of(decide(desk.edition, request), ClockKind.handoff, no_policy_text=NO_POLICY)
    return keep_decision_about(
        subject=row.subject, request=request, decision=decision, occasion="handoff_offered", known_at=desk.at
    )


def _tell_of_offer(row: Handoff, act: Acting, *, desk: Desk) -> None:
    clock = next(iter(act.rows), None)
    who: str | Sentence = row.offered_by.name if row.offered_by is not None else say("The desk")
    text = say("{who} offers you #{number} {title}", who=who, number=row.ticket_id, title=row.ticket.title)
    tell_receiver(row, text=text, key="offered", desk=desk, clause=clock.clause if clock is not None else "")


def open_on(ticket: Ticket) -> Handoff | None:
    """The open offer of a ticket, locked with its subject; None where there is none. The ticket's subject is older than
    any of its offers', so that who locks both does so in one order."""
    return with_lock().filter(OPEN, ticket=ticket).first()


def standing_on(ticket: Ticket, desk: Desk) -> Handoff | None:
    """As `open_on`, once what is past its time has ended, whether or not the engine has come to it."""
    row = open_on(ticket)
    if row is None or row.expires_at is None or row.expires_at >= desk.at:
        return row
    expire(row, desk=desk)
    return None


def offered_to_owner(ticket: Ticket, desk: Desk) -> Handoff | None:
    """The open offer of a ticket to the role that has it: made by who began provisionally, or by one of them to
    another. Whoever answers it reads it back; nothing else makes the ticket theirs. None for one past its time."""
    row = open_on(ticket)
    if row is None or (row.expires_at is not None and row.expires_at < desk.at):
        return None
    company = desk.organisation
    return row if receiver_of(row, company).role == company.now(Role(ticket.responsible_role)) else None


def with_lock() -> QuerySet[Handoff]:
    """Offers, locked with their subjects."""
    rows = Handoff.objects.select_for_update(of=("self", "subject"))
    return rows.select_related("subject", "ticket", "from_person", "to_person", "offered_by")


def acting_on(row: Handoff, *, desk: Desk, actor: Actor, is_new: bool = False) -> AbstractContextManager[Acting]:
    """Act on an offer that the caller holds locked."""
    return acting(row.subject, desk=desk, actor=actor, account_id=row.ticket.account_id, is_new=is_new)


def end(
    row: Handoff,
    payload: Payload,
    state: HandoffState,
    *,
    desk: Desk,
    actor: Actor,
    by: int | None,
    at: datetime | None = None,
    because: int | None = None,
    **columns: Any,
) -> Event:
    """End an offer by an event; `columns` are what is kept of it in the row."""
    ended = {"state": state.value, "ended_at": at or desk.at, "ended_by_id": by, **columns}
    for name, value in ended.items():
        setattr(row, name, value)
    row.save()
    with acting_on(row, desk=desk, actor=actor) as act:
        event = act.append(payload, at=at, because=because)
    touch(row.ticket, desk.at)
    return event


def withdraw_open(
    ticket: Ticket, *, desk: Desk, actor: Actor, why: Sentence, because: int | None = None
) -> Handoff | None:
    """The ticket goes another way than the one that it is offered: that offer stands no more, and both hear so. None
    where there is no offer."""
    row = standing_on(ticket, desk)
    if row is None:
        return None
    by = actor.id if actor.kind is ActorKind.person else None
    end(row, HandoffWithdrawn(why=why), HandoffState.withdrawn, desk=desk, actor=actor, by=by, because=because)
    text = say("No longer offered: {what}. {why}", what=label_of(row), why=why)
    tell_receiver(row, text=text, key="withdrawn", desk=desk)
    return row


def expire(row: Handoff, *, desk: Desk) -> Event:
    """End an offer that nobody answered in the time that the book gave, at that instant; the sender hears of it, and
    the receiver's head where the book says so."""
    event = end(
        row,
        HandoffExpired(then=row.at_expiry, clause=row.clause),
        HandoffState.expired,
        desk=desk,
        actor=DESK,
        by=None,
        at=row.expires_at,
    )
    text = say("Nobody answered in time; the ticket stays with you: {what}", what=label_of(row))
    tell_sender(row, text=text, key="expired", desk=desk, clause=row.clause)
    if row.at_expiry == AtExpiry.escalates:
        people = leads_of(receiver_of(row, desk.organisation).role, desk)
        text = say("Nobody answered in time: {what}", what=label_of(row))
        tell(row, people, text=text, key="escalated", desk=desk, clause=row.clause)
    return event


def touch(ticket: Ticket, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it."""
    ticket.updated_at = max(ticket.updated_at, at)
    Ticket.objects.filter(pk=ticket.pk, updated_at__lt=at).update(updated_at=at)
