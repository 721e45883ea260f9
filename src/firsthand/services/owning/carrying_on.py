"""What somebody who left had asked, proposed or sent stays theirs in its history, and is another's to carry on."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from firsthand.domain.events.carrying_on import CarriedOn
from firsthand.models.people import Person
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk
from firsthand.services.owning.values import OF_NO_ROLE, Leaver


def carried_by(person: int, *, begun: str) -> Q:
    """What is somebody's to carry on: theirs by the column `begun` while nobody carries it on for them, or another's
    that they carry on."""
    return Q(carried_by=person) | Q(carried_by=None, **{begun: person})


def left_behind(rows: QuerySet[Any], *, begun: str) -> QuerySet[Any, Any]:
    """The people who left and whose it is all the same."""
    gone = rows.filter(Q(carried_by__is_active=False) | Q(carried_by=None, **{f"{begun}__is_active": False}))
    return gone.values_list("carried_by", begun)


def carry_on(leaver: Leaver, kind: str, rows: QuerySet[Any], *, account_of: Callable[[Any], int | None]) -> None:
    """Each of these rows with a subject is carried on by the heir, or by the lead; it stays as it is where there is
    neither, or neither is let in to its ticket."""
    to = leaver.owner(kind, OF_NO_ROLE)
    if to is None:
        return
    locked = rows.select_for_update(of=("self", "subject")).select_related("subject", "ticket")
    for row in locked.order_by("subject_id"):
        if not is_let_in(row.subject.ticket_id, to, leaver.desk):
            continue
        row.carried_by = to
        row.save(update_fields=["carried_by"])
        moved = CarriedOn(from_person=leaver.person.pk, to_person=to.pk, why=leaver.why)
        with acting(row.subject, desk=leaver.desk, actor=leaver.actor, account_id=account_of(row)) as act:
            act.append(moved, because=leaver.because)
        leaver.given.append((to, kind))


def is_let_in(ticket: int | None, person: Person, desk: Desk) -> bool:
    """Whether somebody sees a ticket, were it their role's."""
    circle = circle_of(ticket) if ticket is not None else None
    return circle is None or person.pk in {one.pk for one in members_of(circle, desk)}
