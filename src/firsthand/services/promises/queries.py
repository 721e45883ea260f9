"""Reads a reply as it is written: what it promises, and what the book says of that (S4, S44–S46, A23)."""

from functools import lru_cache

from django.db.models import BooleanField, DateTimeField, Value
from django.db.models.functions import Cast

from firsthand.domain.clocks import ClockState
from firsthand.domain.events import SubjectKind
from firsthand.domain.names import Role
from firsthand.domain.promises import Finding, guarded
from firsthand.domain.promises.of_book import RunningClock, is_common, setting_of
from firsthand.models.people import RoleHolding
from firsthand.services.access.doors import clocks_for
from firsthand.services.access.viewers import NOW, Viewer, anybody_like, held_at
from firsthand.services.book.desk import Desk
from firsthand.services.prepared.queries import Blank, PreparedQuery, one_after_the_other, prepare


def promises_in(text: str, *, viewer: Viewer, desk: Desk, ticket_id: int, responsible: Role) -> tuple[Finding, ...]:
    """What a reply of the viewer's on a ticket promises, each with how it is read; nothing for a text without a
    promise. `responsible` is the ticket's role."""
    if not text.strip():
        return ()
    running, people = _clocks_and_people(viewer, desk, ticket_id=ticket_id, responsible=responsible)
    setting = setting_of(
        desk.edition,
        at=desk.at,
        role=speaking_as(viewer, responsible),
        responsible=responsible,
        running=running,
        people=people,
    )
    return guarded(text, setting)


def speaking_as(viewer: Viewer, responsible: Role) -> Role:
    """The role in which the viewer writes: the responsible one if the viewer holds it, else a role of the viewer."""
    if responsible in viewer.roles or not viewer.roles:
        return responsible
    return sorted(viewer.roles)[0]


def _clocks_and_people(
    viewer: Viewer, desk: Desk, *, ticket_id: int, responsible: Role
) -> tuple[list[RunningClock], list[tuple[str, str]]]:
    """The clocks that run on the ticket, and the first names of those who hold a role, in lower case, each with it; one
    that two roles share names nobody, nor does one that is a word. In one query."""
    running: list[RunningClock] = []
    roles: dict[str, set[str]] = {}
    for _place, role, text, due_at, told in _asked(anybody_like(viewer)).rows(
        who=viewer.person_id, ticket=ticket_id, now=desk.at
    ):
        if due_at is not None:
            running.append(
                RunningClock(owed_by=Role(role or responsible), due_at=due_at, calendar=text, disclosable=told)
            )
        else:
            roles.setdefault(text.split()[0].lower(), set()).add(desk.organisation.now(Role(role)))
    people = [(name, min(held)) for name, held in roles.items() if len(held) == 1 and not is_common(name)]
    return running, people


@lru_cache(maxsize=64)
def _asked(viewer: Viewer) -> PreparedQuery:
    """Who owes a clock of a ticket, on which calendar and until when; and who holds which role, without an instant."""
    clocks = clocks_for(viewer).filter(
        subject__ticket=Blank("ticket"), subject__kind=SubjectKind.ticket, state=ClockState.running
    )
    people = RoleHolding.objects.filter(held_at(NOW), person__is_active=True)
    never = Cast(Value(None), DateTimeField())
    return one_after_the_other(
        (
            prepare(clocks.values_list("owed_by", "calendar", "due_at", "disclosable")),
            prepare(people.values_list("role", "person__name", never, Value(value=True, output_field=BooleanField()))),
        )
    )
