"""Whom a note tells: teammates whom it names, as far as they may see the ticket."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.domain.conversation.mentions import Nameable, mentions
from firsthand.domain.organisation import Right
from firsthand.models.people import Person
from firsthand.services.access.doors import ticket_behind, tickets_for
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import teammates_who_may


@dataclass(frozen=True, kw_only=True)
class Named:
    """Whom a note tells, whom it names in vain because they may not see the ticket, and words that are nobody's name
    here, or of more than one."""

    told: tuple[Person, ...] = ()
    shut_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def named_in(text: str, *, viewer: Viewer, ticket_id: int, desk: Desk) -> Named:
    """Whom a note of the viewer's on a ticket would tell. Raises Missing. No query where it has no `@`."""
    if "@" not in text:
        return Named()
    ticket_behind(tickets_for(viewer), ticket_id)
    here = {one.pk: one for one in Person.objects.filter(is_active=True).order_by("name", "id")}
    found = mentions(text, [Nameable(id=one.pk, name=one.name, mail=one.email or "") for one in here.values()])
    others = [here[number] for number in found.people if number != viewer.person_id]
    see = _who_see(ticket_id, desk)
    return Named(
        told=tuple(one for one in others if one.pk in see),
        shut_out=tuple(one.name for one in others if one.pk not in see),
        unknown=found.unknown,
        unclear=found.unclear,
    )


def _who_see(ticket_id: int, desk: Desk) -> frozenset[int]:
    circle = circle_of(ticket_id)
    people: Iterable[int] = (one.id for one in teammates_who_may(Right.see_desk, desk))
    return frozenset(people if circle is None else (one.pk for one in members_of(circle, desk)))
