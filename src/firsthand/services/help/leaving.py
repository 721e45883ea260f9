"""The requests for help that somebody who leaves looks after, and those whose answer comes back to them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from firsthand.domain.events.help import HelpMoved
from firsthand.domain.names import Role
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import count, say
from firsthand.models.help import OPEN, HelpRequest
from firsthand.models.people import Person
from firsthand.services.book.desk import Desk
from firsthand.services.help.actions import append, with_lock
from firsthand.services.help.telling import asked_role, asking_role, label_of, tell_askers, tell_helpers
from firsthand.services.owning.carrying_on import is_let_in
from firsthand.services.owning.values import Leaver, Owned

End = Literal["helper", "asker"]
_COLUMNS = {"helper": "taken_by", "asker": "asked_by"}
_ROLES: dict[End, Callable[[HelpRequest, Organisation], Role]] = {"helper": asked_role, "asker": asking_role}
_TELL = {"helper": tell_helpers, "asker": tell_askers}
_KINDS = {"helper": "help_given", "asker": "help_asked"}


def _counted(person: Person, desk: Desk, *, end: End) -> Mapping[Role, int]:
    found: dict[Role, int] = {}
    for row in HelpRequest.objects.filter(OPEN, **{_COLUMNS[end]: person}).order_by("pk"):
        role = _ROLES[end](row, desk.organisation)
        found[role] = found.get(role, 0) + 1
    return found


def _hand_on(leaver: Leaver, *, end: End) -> None:
    """It is whose is named, or the lead's; the role's where neither is there or let in. Its clock runs on."""
    for row in with_lock().filter(OPEN, **{_COLUMNS[end]: leaver.person}):
        to = leaver.owner(_KINDS[end], _ROLES[end](row, leaver.desk.organisation))
        if to is not None and not is_let_in(row.ticket_id, to, leaver.desk):
            to = None
        number = to.pk if to is not None else None
        moved = HelpMoved(end=end, from_person=leaver.person.pk, to_person=number, why=leaver.why)
        append(row, moved, desk=leaver.desk, actor=leaver.actor, because=leaver.because)
        setattr(row, _COLUMNS[end], to)
        row.save(update_fields=[_COLUMNS[end]])
        text = say("{name} left the desk; this is yours now: {what}", name=leaver.person.name, what=label_of(row))
        _TELL[end](row, text=text, key=f"left:{end}:{leaver.person.pk}", desk=leaver.desk)


OWNED = (
    Owned(
        kind="help_given",
        columns=frozenset({"HelpRequest.taken_by"}),
        counted=partial(_counted, end="helper"),
        said=lambda number: count(number, "One request for help looked after", "{n} requests for help looked after"),
        left_behind=lambda: HelpRequest.objects.filter(OPEN, taken_by__is_active=False).values_list("taken_by"),
        hand_on=partial(_hand_on, end="helper"),
    ),
    Owned(
        kind="help_asked",
        columns=frozenset({"HelpRequest.asked_by"}),
        counted=partial(_counted, end="asker"),
        said=lambda number: count(number, "One request for help asked", "{n} requests for help asked"),
        left_behind=lambda: HelpRequest.objects.filter(OPEN, asked_by__is_active=False).values_list("asked_by"),
        hand_on=partial(_hand_on, end="asker"),
    ),
)
