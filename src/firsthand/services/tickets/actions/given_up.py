"""Tickets of somebody who no longer holds the role that is responsible for them, and help that they look after or asked
for: their team has them."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.events.tickets import Released
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, say
from firsthand.models.people import Person
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.help.giving_up import give_up_help
from firsthand.services.tickets.actions.locking import locked


@transaction.atomic
def give_up_what_they_may_not_have(*, person: Person, viewer: Viewer, at: datetime) -> int:
    """Give the open tickets that a person has back to their team where they neither hold nor head its role any more, so
    that none lies with somebody who does not see it; how many. So is the help of such a role."""
    desk = open_desk(at)
    roles, company = viewer_of(person, at=at, desk=desk).roles, desk.organisation
    given = 0
    rows = Ticket.objects.filter(OPEN, responsible=person).order_by("pk")
    for number, name in rows.values_list("pk", "responsible_role"):
        role = company.now(Role(name))
        if not roles.isdisjoint({role, *company.heads_of(role)}):
            continue
        ticket = locked(number)
        if ticket.responsible_id != person.pk:
            continue
        why = say("{name} no longer holds {role}.", name=person.name, role=Name(role, NameFamily.role))
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            act.append(Released(from_person=person.pk, why=why))
            ticket.responsible = None
        given += 1
    give_up_help(person, desk=desk, actor=viewer.actor)
    return given
