"""What somebody holds when their shift ends, and who is on duty then to whom it could be offered."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.names import Role
from firsthand.domain.rosters import WorkState, on_duty, presence
from firsthand.models.tickets import OPEN
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.people.queries import Teammate, teammates_by_role
from firsthand.services.rosters.queries import attendance_of

MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class HeldTicket:
    """A ticket that is the viewer's, and who of its role is on duty when their shift ends; None where nobody is."""

    id: int
    title: str
    role: Role
    to: Teammate | None


@dataclass(frozen=True, kw_only=True)
class EndOfShift:
    """When the viewer's shift ends, and what they hold."""

    ends_at: datetime
    tickets: tuple[HeldTicket, ...]


def end_of_shift(*, viewer: Viewer, at: datetime) -> EndOfShift | None:
    """What the viewer holds at the end of the shift that they are in, the longest open first, in six queries; None
    outside of one, and for whoever holds nothing."""
    weeks, away = attendance_of([viewer.person_id], at)[viewer.person_id]
    now = presence(weeks, away, at)
    if now.state is not WorkState.at_work or now.until is None:
        return None
    mine = tickets_for(viewer).filter(OPEN, responsible=viewer.person_id).order_by("received_at", "id")
    rows = [
        (number, title, viewer.organisation.now(Role(role)))
        for number, title, role in mine.values_list("id", "title", "responsible_role")[:MOST_SHOWN]
    ]
    if not rows:
        return None
    others = _on_duty_at(now.until, {role for _number, _title, role in rows}, viewer=viewer)
    held = (HeldTicket(id=number, title=title, role=role, to=others[role]) for number, title, role in rows)
    return EndOfShift(ends_at=now.until, tickets=tuple(held))


def _on_duty_at(end: datetime, roles: set[Role], *, viewer: Viewer) -> dict[Role, Teammate | None]:
    """Who of each role is on duty at the end of the viewer's shift and stays the longest, but for the viewer."""
    found: dict[Role, Teammate | None] = {}
    for role, people in teammates_by_role(roles, end).items():
        names = {one.id: one for one in people if one.id != viewer.person_id}
        now = on_duty(attendance_of(names, end), end).now
        found[role] = names[now[0].person] if now else None
    return found
