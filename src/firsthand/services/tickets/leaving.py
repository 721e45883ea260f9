"""The tickets that somebody who leaves is responsible for."""

from collections.abc import Mapping

from django.db.models import Count

from firsthand.domain.events.tickets import Assigned, Released
from firsthand.domain.names import Role
from firsthand.domain.sentences import count, say
from firsthand.models.people import Person
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.owning.carrying_on import is_let_in
from firsthand.services.owning.values import Leaver, Owned


def _counted(person: Person, desk: Desk) -> Mapping[Role, int]:
    rows = Ticket.objects.filter(OPEN, responsible=person).values_list("responsible_role").annotate(Count("pk"))
    found: dict[Role, int] = {}
    for role, number in rows.order_by("responsible_role"):
        now = desk.organisation.now(Role(role))
        found[now] = found.get(now, 0) + number
    return found


def _hand_on(leaver: Leaver) -> None:
    """Each goes to the owner of its role; nobody has it by name where a restricted one would go past its circle."""
    theirs = Ticket.objects.select_for_update(of=("self",)).select_related("subject")
    for ticket in theirs.filter(OPEN, responsible=leaver.person).order_by("subject_id"):
        to = leaver.owner("tickets", leaver.desk.organisation.now(Role(ticket.responsible_role)))
        if to is not None and not is_let_in(ticket.pk, to, leaver.desk):
            to = None
        moved = (
            Released(from_person=leaver.person.pk, why=leaver.why)
            if to is None
            else Assigned(
                from_role=ticket.responsible_role,
                from_person=leaver.person.pk,
                role=ticket.responsible_role,
                team=ticket.team or "",
                person=to.pk,
                why=leaver.why,
            )
        )
        with acting_on_ticket(ticket, desk=leaver.desk, actor=leaver.actor) as act:
            act.append(moved, because=leaver.because)
            ticket.responsible = to
        if to is not None:
            leaver.given.append((to, "tickets"))


OWNED = (
    Owned(
        kind="tickets",
        columns=frozenset({"Ticket.responsible"}),
        counted=_counted,
        said=lambda number: count(number, "One open ticket", "{n} open tickets"),
        left_behind=lambda: Ticket.objects.filter(OPEN, responsible__is_active=False).values_list("responsible"),
        hand_on=_hand_on,
        left_to=say("back to the team"),
    ),
)
