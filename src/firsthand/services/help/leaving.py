"""The help that somebody who leaves looks after, and that they asked for."""

from collections import Counter
from collections.abc import Callable, Mapping

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

RoleOf = Callable[[HelpRequest, Organisation], Role]


def _counted(column: str, role_of: RoleOf) -> Callable[[Person, Desk], Mapping[Role, int]]:
    def counted(person: Person, desk: Desk) -> Mapping[Role, int]:
        rows = HelpRequest.objects.filter(OPEN, **{column: person}).order_by("id")
        return Counter(role_of(row, desk.organisation) for row in rows)

    return counted


def _hand_on(leaver: Leaver, *, column: str) -> None:
    """To whom is named, or to the lead; to the role where neither is there or let in. Its clock runs on."""
    helps = column == "taken_by"
    role_of, tell = (asked_role, tell_helpers) if helps else (asking_role, tell_askers)
    kind, end = ("help_taken", "helper") if helps else ("help_asked", "asker")
    for row in with_lock().filter(OPEN, **{column: leaver.person}).order_by("subject_id"):
        to = leaver.owner(kind, role_of(row, leaver.desk.organisation))
        if to is not None and not is_let_in(row.ticket_id, to, leaver.desk):
            to = None
        gone, heir = leaver.person, to.pk if to is not None else None
        moved = HelpMoved(end=end, from_person=gone.pk, to_person=heir, why=leaver.why)
        append(row, moved, desk=leaver.desk, actor=leaver.actor, because=leaver.because)
        setattr(row, column, to)
        row.save(update_fields=[column])
        text = say("{name} left the desk; this is yours now: {what}", name=gone.name, what=label_of(row))
        tell(row, text=text, key=f"left:{end}:{gone.pk}", desk=leaver.desk)


OWNED = (
    Owned(
        kind="help_taken",
        columns=frozenset({"HelpRequest.taken_by"}),
        counted=_counted("taken_by", asked_role),
        said=lambda number: count(
            number, "One request for help that they look after", "{n} requests for help that they look after"
        ),
        left_behind=lambda: HelpRequest.objects.filter(OPEN, taken_by__is_active=False).values_list("taken_by"),
        hand_on=lambda leaver: _hand_on(leaver, column="taken_by"),
        left_to=say("the role: whoever of it takes it"),
    ),
    Owned(
        kind="help_asked",
        columns=frozenset({"HelpRequest.asked_by"}),
        counted=_counted("asked_by", asking_role),
        said=lambda number: count(
            number, "One request for help that they asked", "{n} requests for help that they asked"
        ),
        left_behind=lambda: HelpRequest.objects.filter(OPEN, asked_by__is_active=False).values_list("asked_by"),
        hand_on=lambda leaver: _hand_on(leaver, column="asked_by"),
        left_to=say("the role that asked"),
    ),
)
