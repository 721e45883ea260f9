"""What somebody who is about to leave owns, and who may have it."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import open_desk
from firsthand.services.leaving.owned import OF_NO_ROLE, OWNED, heirs_of, lead_of
from firsthand.services.people.actions.holdings import held_by
from firsthand.services.people.queries import Teammate


@dataclass(frozen=True, kw_only=True)
class OwnedGroup:
    """What somebody owns of a kind in a role: the lead who gets it where nobody is named, and who may be."""

    kind: str
    role: Role
    said: Sentence
    lead: str | None
    heirs: tuple[Teammate, ...]


def owned_by(*, viewer: Viewer, person_id: int, at: datetime) -> tuple[OwnedGroup, ...]:
    """What somebody owns, group by group. Raises Refused for who does not run the desk."""
    require(viewer, Right.run_desk)
    person, desk = Person.objects.get(pk=person_id), open_desk(at)
    found = []
    for owned in OWNED:
        for role, number in owned.counted(person).items():
            now = desk.organisation.now(role)
            roles = [now] if role != OF_NO_ROLE else [desk.organisation.now(Role(one.role)) for one in held_by(person)]
            leads = (lead_of(one, desk=desk, but=person) for one in roles)
            lead = next((one for one in leads if one is not None), None)
            heirs = tuple(Teammate(id=one.pk, name=one.name) for one in heirs_of(now, desk=desk, but=person))
            name = lead.name if lead is not None else None
            found.append(OwnedGroup(kind=owned.kind, role=now, said=owned.said(number), lead=name, heirs=heirs))
    return tuple(found)
