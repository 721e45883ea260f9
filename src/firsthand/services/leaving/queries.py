"""What somebody who is about to leave owns, and who may have it."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, Sentence
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import open_desk
from firsthand.services.leaving.owned import OWNED
from firsthand.services.owning.values import OF_NO_ROLE, heirs_of, lead_of
from firsthand.services.people.actions.holdings import held_by
from firsthand.services.people.queries import Teammate, teammates_by_role


@dataclass(frozen=True, kw_only=True)
class OwnedGroup:
    """What somebody owns of a kind in a role: the lead who gets it where nobody is named, and who may be; or, where
    nobody chooses, what becomes of it (`by_itself`). `left_to` says whose it is when it is left to nobody by name;
    empty where it cannot be."""

    kind: str
    role: Role
    said: Sentence
    lead: str | None
    heirs: tuple[Teammate, ...]
    left_to: Sentence = NOTHING_SAID
    by_itself: Sentence = NOTHING_SAID


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What somebody would leave behind: what they own, group by group, and the roles that nobody would hold then."""

    owned: tuple[OwnedGroup, ...]
    vacant: tuple[Role, ...]


def leaving_of(*, viewer: Viewer, person_id: int, at: datetime) -> Leaving:
    """What somebody would leave behind. Raises Refused for who does not run the desk."""
    require(viewer, Right.run_desk)
    person, desk = Person.objects.get(pk=person_id), open_desk(at)
    held = [desk.organisation.now(Role(one.role)) for one in held_by(person)]
    found = []
    for owned in OWNED:
        for role, number in owned.counted(person, desk).items():
            chooses = not owned.by_itself
            lead = lead_of([role] if role != OF_NO_ROLE else held, desk=desk, but=person) if chooses else None
            heirs = heirs_of(role, desk=desk, but=person) if chooses else []
            found.append(
                OwnedGroup(
                    kind=owned.kind,
                    role=role,
                    said=owned.said(number),
                    lead=lead.name if lead is not None else None,
                    heirs=tuple(Teammate(id=one.pk, name=one.name) for one in heirs),
                    left_to=owned.left_to,
                    by_itself=owned.by_itself,
                )
            )
    holders = teammates_by_role(held, at)
    vacant = tuple(role for role in held if not [one for one in holders[role] if one.id != person.pk])
    return Leaving(owned=tuple(found), vacant=vacant)
