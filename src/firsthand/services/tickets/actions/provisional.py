"""Beginning on a ticket that another role owns (S41), and offering it to them when stuck, or when its time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from firsthand.domain.calendars import due_of
from firsthand.domain.errors import Refused
from firsthand.domain.events import DESK
from firsthand.domain.events.handoffs import ProvisionalStarted
from firsthand.domain.forms import DeskFact, Filled, known_of
from firsthand.domain.handoffs import End, Occasion
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.ownership import ProvisionalTerms, provisional_terms
from firsthand.domain.sentences import Name, say
from firsthand.models.conversation import Direction, Message
from firsthand.models.handoffs import OPEN, Handoff, ProvisionalWork
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import Offer, make_offer, standing_on, terms_for
from firsthand.services.handoffs.context import known_facts
from firsthand.services.handoffs.provisional import end_provisional, provisional_on
from firsthand.services.tickets.actions.locking import lock_unended, locked
from firsthand.services.tickets.actions.ways import holder_of

_TRIED = "tried"
_SHORT = 400


def may_start(viewer: Viewer, ticket: Ticket, desk: Desk) -> ProvisionalTerms | None:
    """On which terms of the book the viewer may begin on a ticket that another role owns; None where they may not."""
    if ticket.responsible_id is not None or ticket.responsible_role in viewer.roles:
        return None
    request = request_now(ticket, desk)
    found = (provisional_terms(desk.edition, request, role, at=desk.at) for role in sorted(viewer.roles))
    return next((one for one in found if one is not None), None)


def start(*, viewer: Viewer, ticket_id: int, at: datetime) -> ProvisionalWork:
    """Begin on a ticket that nobody of the owning role has. It stays theirs, with its clocks. Raises Refused where the
    book does not let the viewer, and where somebody has it or began before."""
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        if (before := provisional_on(ticket)) is not None:
            raise Refused("begun_before", say("{name} began on it before.", name=before.person.name))
        terms = may_start(viewer, ticket, desk)
        if terms is None:
            words = "The book does not let you begin on it: {role} owns it, or somebody has it."
            raise Refused("not_yours_to_begin", say(words, role=Name(ticket.responsible_role, NameFamily.role)))
        limit = None
        if terms.limit is not None:
            limit = due_of(terms.limit, desk.edition.calendar(terms.calendar), at)
        row = ProvisionalWork.objects.create(
            ticket=ticket,
            person_id=viewer.person_id,
            role=terms.role,
            clause=terms.clause,
            started_at=at,
            limit_at=limit,
        )
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            act.append(ProvisionalStarted(role=terms.role, clause=terms.clause, limit_at=limit))
    return row


def stop(*, viewer: Viewer, ticket_id: int, at: datetime) -> Ticket:
    """Go no further with what one began, without a hand-over: it is as it was before. Raises Refused for others."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        _own(viewer, ticket)
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            end_provisional(act, ticket, why="")
    return ticket


def stuck(*, viewer: Viewer, ticket_id: int, tried: str, at: datetime) -> Handoff:
    """Offer what one began to whoever owns it, with what was tried; it stays begun until they accept (S41, S42). Raises
    Refused for whoever did not begin on it, and where it is offered already."""
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        row = _own(viewer, ticket)
        if standing_on(ticket, desk) is not None:
            raise Refused("offered_before", say("It is offered already. Withdraw that offer first."), field="tried")
        said = " ".join(tried.split()) or _tried(row)
        made = _offer(row, ticket, said, desk=desk, by=Person.objects.get(pk=viewer.person_id), at=at)
        return make_offer(ticket, made, desk=desk, actor=viewer.actor)


def offer_due(*, now: datetime, limit: int = 200) -> int:
    """Offer what was begun provisionally and is past its limit to whoever owns it; how many. What somebody offers to
    another role meanwhile waits for what becomes of that. Safe to do twice."""
    elsewhere = Handoff.objects.filter(OPEN, ticket=OuterRef("ticket")).exclude(from_person=OuterRef("person"))
    due = ProvisionalWork.objects.filter(~Exists(elsewhere), OPEN, limit_at__lte=now).order_by("limit_at", "id")
    numbers = list(due.values_list("id", "ticket_id")[:limit])
    desk = open_desk(now) if numbers else None
    return sum(_offer_due(number, ticket, desk=desk) for number, ticket in numbers if desk is not None)


@transaction.atomic
def _offer_due(number: int, ticket_id: int, *, desk: Desk) -> bool:
    ticket = locked(ticket_id)
    row = ProvisionalWork.objects.select_related("person").filter(OPEN, pk=number, limit_at__lte=desk.at).first()
    if row is None or row.limit_at is None:
        return False
    before = standing_on(ticket, desk)
    if before is not None and before.from_person_id != row.person_id:
        return False  # somebody offers it elsewhere; should that come to nothing, it is offered to its owner then
    at, row.limit_at = row.limit_at, None
    row.save(update_fields=["limit_at"])
    if before is None:
        make_offer(ticket, _offer(row, ticket, _tried(row), desk=desk, by=None, at=at), desk=desk, actor=DESK)
    return True


def _offer(row: ProvisionalWork, ticket: Ticket, tried: str, *, desk: Desk, by: Person | None, at: datetime) -> Offer:
    owner = holder_of(ticket)
    return Offer(
        sender=End(role=Role(row.role), person=row.person_id),
        receiver=End(role=owner.role, team=owner.team),
        context=_context(row, ticket, tried, desk=desk),
        occasion=Occasion.stuck,
        offered_by=by,
        at=at,
    )


def _context(row: ProvisionalWork, ticket: Ticket, tried: str, *, desk: Desk) -> Filled:
    """The book's form for these two roles: what was tried where it asks for that, and then in its first text what the
    customer wrote last; else what was tried there."""
    known = known_facts(ticket)
    form = terms_for(ticket, sender=Role(row.role), receiver=holder_of(ticket).role, desk=desk).form
    sent = {one.name: tried for one in form.fields if one.name == _TRIED}
    if (first := form.first_text) is not None and first.name != _TRIED:
        sent[first.name] = known.get(DeskFact.last_message, tried) if sent else tried
    return known_of(form, known, sent=sent)


def _tried(row: ProvisionalWork) -> str:
    """What they wrote on the ticket since they began, in short."""
    own = Message.objects.filter(ticket=row.ticket_id, person=row.person_id, at__gte=row.started_at, taken_back_at=None)
    texts = own.exclude(direction=Direction.inbound).order_by("at", "id").values_list("text", flat=True)
    return " ".join(" / ".join(texts).split())[:_SHORT]


def _own(viewer: Viewer, ticket: Ticket) -> ProvisionalWork:
    row = provisional_on(ticket)
    if row is None or row.person_id != viewer.person_id:
        raise Refused("not_begun", say("You did not begin on it provisionally, or it is over."))
    return row
