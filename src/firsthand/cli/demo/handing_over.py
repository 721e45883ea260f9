"""The demo's hand-offs: offered, declined with the way to go, and begun provisionally until it goes no further."""

from datetime import datetime

from firsthand.cli.demo.letters import DemoAct
from firsthand.domain.forms import Asked, fill
from firsthand.domain.handoffs import End
from firsthand.domain.names import Role
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.actions import terms_for
from firsthand.services.handoffs.context import known_facts
from firsthand.services.people.queries import teammates_by_role
from firsthand.services.tickets.actions import handing_over, provisional
from firsthand.services.tickets.actions.ways import holder_of
from firsthand.services.tickets.queries import ticket_page


def offer(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Offer a ticket to a role, or to the one of it who is called `value`, with what the desk knows and `text`."""
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    role = Role(act.roles[0])
    person = next((one.id for one in teammates_by_role([role], at)[role] if one.name == act.value), None)
    form = terms_for(ticket, sender=holder_of(ticket).role, receiver=role, desk=desk).form
    said = {form.first_text.name: act.text} if form.first_text is not None else {}
    context = fill(form, said, Asked(at=at, zone=viewer.zone, known=known_facts(ticket)))
    to = End(role=role, person=person)
    return handing_over.offer(viewer=viewer, ticket_id=ticket_id, to=to, context=context, at=at)


def decline(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Decline the open offer of a ticket, with the role to which it goes instead."""
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=open_desk(at))
    number, instead = page.offer or 0, Role(act.roles[0])
    return handing_over.decline(viewer=viewer, handoff_id=number, why=act.text, instead=instead, at=at)


def begin(viewer: Viewer, ticket_id: int, _act: DemoAct, at: datetime) -> object:
    """Begin on what another role owns."""
    return provisional.start(viewer=viewer, ticket_id=ticket_id, at=at)


def stuck(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Say that it goes no further, with what was tried: it is offered to whoever owns it."""
    return provisional.stuck(viewer=viewer, ticket_id=ticket_id, tried=act.text, at=at)
