"""Leaving: composed of the rooms in which somebody may own something."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.events import DESK
from firsthand.domain.events.people import Deactivated
from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import every, say
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.leaving.owned import OWNED
from firsthand.services.notices.actions import notify
from firsthand.services.owning.values import Heir, Leaver
from firsthand.services.people.actions import deactivate
from firsthand.services.people.actions.holdings import held_by
from firsthand.services.people.actions.members import locked


@transaction.atomic
def leave(*, viewer: Viewer, person_id: int, at: datetime, heirs: Sequence[Heir] = ()) -> Person:
    """Somebody is here no more, as `deactivate` says. What they own goes to the heirs who are named; where none is, to
    the lead of the role by name, and where it has none to what each kind says of itself. Every clock runs on, and each
    heir hears once what is theirs now. Raises Invalid for an heir who cannot have it."""
    desk, person = open_desk(at), locked(person_id)
    roles = tuple(desk.organisation.now(Role(one.role)) for one in held_by(person))
    was_here = person.is_active
    person = deactivate(viewer=viewer, person_id=person_id, at=at)
    if was_here:
        left = _left(person)
        because = left.pk if left is not None else None
        _hand_on(Leaver(person=person, roles=roles, heirs=tuple(heirs), desk=desk, actor=viewer.actor, because=because))
    return person


def hand_on_what_was_left(*, now: datetime) -> int:
    """What people who left own all the same, because they acted while they were let go or left before the desk knew of
    such things, goes to the lead of the role, as soon as it has one; of how many people."""
    some: set[int] = set()
    for owned in OWNED:
        some |= {one for row in owned.left_behind().distinct() for one in row if one is not None}
    gone = Person.objects.filter(pk__in=some, is_active=False).order_by("pk").values_list("pk", flat=True)
    return sum(_hand_on_of(number, open_desk(now)) for number in gone)


@transaction.atomic
def _hand_on_of(number: int, desk: Desk) -> bool:
    person = locked(number)
    if person.is_active:
        return False
    left = _left(person)
    roles = (Role(one["role"]) for one in (left.payload["roles"] if left is not None else ()))
    leaver = Leaver(
        person=person,
        roles=tuple(desk.organisation.now(role) for role in roles),
        heirs=(),
        desk=desk,
        actor=DESK,
        because=left.pk if left is not None else None,
    )
    _hand_on(leaver)
    return bool(leaver.given)


def _left(person: Person) -> Event | None:
    return Event.objects.filter(subject=person.subject_id, verb=Deactivated.verb).order_by("-id").first()


def _hand_on(leaver: Leaver) -> None:
    for owned in OWNED:
        owned.hand_on(leaver)
    _tell(leaver)


def _tell(leaver: Leaver) -> None:
    """Each heir hears once what is theirs now, whatever it is."""
    said = {one.kind: one.said for one in OWNED}
    got: dict[Person, Counter[str]] = {}
    for person, kind in leaver.given:
        got.setdefault(person, Counter())[kind] += 1
    for person, kinds in got.items():
        what = every([said[kind](number) for kind, number in kinds.items()])
        notify(
            people=[person],
            subject=leaver.person.subject,
            at=leaver.desk.at,
            kind=NoticeKind.handed_on,
            text=say("{name} left the desk. Yours now: {what}", name=leaver.person.name, what=what),
            clause="",
            key=f"left:{leaver.because or leaver.person.pk}:{leaver.desk.at.isoformat()}",
            path="/waiting",
        )
