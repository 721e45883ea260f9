"""Who owes the next step: assigning, taking, giving back."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events import Actor
from firsthand.domain.events.tickets import Assigned, Released, Taken
from firsthand.domain.handoffs import End
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Cause
from firsthand.models.tickets import Ticket
from firsthand.services.access.handoffs import may_answer
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import offered_to_owner, open_on, withdraw_open
from firsthand.services.handoffs.provisional import end_provisional
from firsthand.services.handoffs.telling import sender_of
from firsthand.services.tickets.actions.locking import lock_unended
from firsthand.services.tickets.actions.restricting import check_let_in
from firsthand.services.tickets.actions.status import move
from firsthand.services.tickets.actions.ways import check_way, checked_end, may_assign_directly


def assign(
    *,
    viewer: Viewer,
    ticket_id: int,
    person_id: int | None,
    at: datetime,
    team: TeamName | None = None,
    had: int | None = None,
    why: str = "",
) -> Ticket:
    """Make somebody of the responsible role, or of one of its teams, responsible at once: for whoever heads the role
    and may by the book. Everybody else hands over. `had` is the person who had the ticket when the viewer looked, None
    for nobody.

    Raises Refused for whoever does not head the role, when somebody else has it by now, while it is offered to the role
    by another (S42), and when nobody there is let in to a restricted ticket; and Invalid when the person does not hold
    the role.
    """
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        role = Role(ticket.responsible_role)
        if not may_assign_directly(viewer, role):
            words = "Only whoever heads {role} gives a ticket to one of them at once. Hand it over instead."
            raise Refused("hand_over", say(words, role=Name(role, NameFamily.role)), field="to")
        _check_not_overtaken(ticket, had=had, viewer=viewer)
        offered = offered_to_owner(ticket, desk)
        if offered is not None and sender_of(offered, desk.organisation).role != role:
            words = "It is offered to {role}, and is theirs for good once one of them reads it back and accepts."
            raise Refused("offered_here", say(words, role=Name(role, NameFamily.role)), field="to")
        _give(ticket, End(role=role, team=team, person=person_id), viewer=viewer, desk=desk, directly=True, why=why)
    return ticket


def place(*, viewer: Viewer, ticket_id: int, to: End, at: datetime) -> Ticket:
    """Say whose a ticket is that was just opened by hand, where the book lets the viewer go there: nobody has it yet
    who could hand it over. Raises as a hand-off would."""
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        check_way(viewer=viewer, ticket=ticket, role=to.role, desk=desk, field="role")
        _give(ticket, to, viewer=viewer, desk=desk)
    return ticket


def _give(ticket: Ticket, to: End, *, viewer: Viewer, desk: Desk, directly: bool = False, why: str = "") -> None:
    person = checked_end(to, desk=desk)
    check_let_in(ticket, role=to.role, person=person, desk=desk)
    with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
        assigned = Assigned(
            from_role=ticket.responsible_role,
            from_person=ticket.responsible_id,
            role=to.role,
            team=to.team or "",
            person=to.person,
            directly=directly,
            why=why,
        )
        ticket.responsible_role, ticket.team, ticket.responsible = to.role, to.team, person
        event = act.append(assigned)
        if person is not None:
            end_provisional(act, ticket, why=say("Somebody of the role that owns it has it."))
            move(act, ticket, cause=Cause.taken, because=event)
        act.settle()  # another role owes other clocks
    drop_offer_within(ticket, desk=desk, actor=viewer.actor)


def take(*, viewer: Viewer, ticket_id: int, at: datetime, had: int | None = None) -> Ticket:
    """Take the ticket: the viewer, who holds its responsible role, owes the next step. No clock stops for that.

    It is taken over from `had` alone, the person who had it when the viewer looked (None: nobody); Refused when
    somebody else has it by now, and when it is offered to them: who is handed a ticket reads it back (S42)."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.responsible_role not in viewer.roles:
            role = viewer.organisation.called(ticket.responsible_role, NameFamily.role)
            raise Refused(
                "not_your_role",
                say(
                    "The role {role} is responsible, and you do not hold it. Assign the ticket to a role of yours, or "
                    "leave a note.",
                    role=Name(role, NameFamily.role),
                ),
            )
        if ticket.responsible_id == viewer.person_id:
            return ticket
        desk = open_desk(at)
        offered = offered_to_owner(ticket, desk)
        if offered is not None and may_answer(viewer, offered.pk, at):
            words = "It is offered to you. See the offer, read it back in a sentence and accept it: then it is yours."
            raise Refused("offered_here", say(words))
        _check_not_overtaken(ticket, had=had, viewer=viewer)
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            event = act.append(Taken(from_person=ticket.responsible_id))
            ticket.responsible_id = viewer.person_id
            end_provisional(act, ticket, why=say("Somebody of the role that owns it took it."))
            move(act, ticket, cause=Cause.taken, because=event)
        drop_offer_within(ticket, desk=desk, actor=viewer.actor)
    return ticket


def release(*, viewer: Viewer, ticket_id: int, at: datetime, why: str = "") -> Ticket:
    """Give the ticket back to its team; the role stays responsible."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.responsible_id is None:
            raise Invalid("not_taken", say("Nobody has taken this ticket."))
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            act.append(Released(from_person=ticket.responsible_id, why=why))
            ticket.responsible = None
    return ticket


def _check_not_overtaken(ticket: Ticket, *, had: int | None, viewer: Viewer) -> None:
    """Nobody loses a ticket that they took while another still saw it as free."""
    if ticket.responsible is not None and ticket.responsible_id not in (had, viewer.person_id):
        words = say("{who} has this ticket by now. Take it over if you agree between you.", who=ticket.responsible.name)
        raise Refused("taken_meanwhile", words)


def drop_offer_within(ticket: Ticket, *, desk: Desk, actor: Actor) -> None:
    """An offer from one to another of the role that has the ticket is over once somebody else of the role has it."""
    offered = open_on(ticket)
    if offered is None or offered.to_role != ticket.responsible_role:
        return
    if offered.from_person_id != ticket.responsible_id:
        withdraw_open(ticket, desk=desk, actor=actor, why=say("Somebody of the role has it by now."))
