"""How a room declares what one person owns in it, and who gets it when they leave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from firsthand.domain.errors import Invalid
from firsthand.domain.events.actors import Actor
from firsthand.domain.names import Role
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.people import Person
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import holders_of

OF_NO_ROLE = Role("")
"""Whose it is does not depend on a role."""


@dataclass(frozen=True, kw_only=True)
class Heir:
    """Who gets what somebody owned in a role; `person` None is the team, or nobody where no role owns it."""

    kind: str
    role: Role
    person: int | None


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """Somebody who leaves: who, the roles that they held, to whom what they own goes, by whom and because of which
    event. `given` is what went to whom so far, by kind."""

    person: Person
    roles: tuple[Role, ...]
    heirs: tuple[Heir, ...]
    desk: Desk
    actor: Actor
    because: int | None
    given: list[tuple[Person, str]] = field(default_factory=list)
    _owners: dict[tuple[str, Role], Person | None] = field(default_factory=dict)

    @property
    def why(self) -> Sentence:
        """Why it is another's now."""
        return say("{name} left the desk.", name=self.person.name)

    def heir(self, kind: str, role: Role) -> Heir | None:
        """Who was named for a kind of thing that they owned in a role."""
        return next((one for one in self.heirs if (one.kind, one.role) == (kind, role)), None)

    def owner(self, kind: str, role: Role) -> Person | None:
        """Who gets it: whoever was named, else the lead of the role, or of one of theirs where it is of no role. Raises
        Invalid for somebody who cannot own it."""
        if (kind, role) not in self._owners:
            self._owners[kind, role] = self._owner(kind, role)
        return self._owners[kind, role]

    def _owner(self, kind: str, role: Role) -> Person | None:
        heir = self.heir(kind, role)
        if heir is None:
            return lead_of((role,) if role != OF_NO_ROLE else self.roles, desk=self.desk, but=self.person)
        if heir.person is None:
            return None
        named = [one for one in heirs_of(role, desk=self.desk, but=self.person) if one.pk == heir.person]
        if not named:
            raise Invalid("not_a_holder", say("Choose somebody who holds that role today."), field="heirs")
        return named[0]


def _nothing(leaver: Leaver) -> None:
    """It stays as it is."""


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A kind of thing that one person owns. `columns` are where, each as `Model.field`; `counted` is how many somebody
    owns, by the role in which they do; `left_behind` the people who left and own some all the same. `hand_on` gives all
    of a leaver's to others. `by_itself` says what becomes of it where nobody chooses. `left_to` says whose it is when
    it is left to nobody by name; where it is empty nobody can choose so."""

    kind: str
    columns: frozenset[str]
    counted: Callable[[Person, Desk], Mapping[Role, int]]
    said: Callable[[int], Sentence]
    left_behind: Callable[[], QuerySet[Any, Any]]
    hand_on: Callable[[Leaver], None] = _nothing
    by_itself: Sentence = NOTHING_SAID
    left_to: Sentence = NOTHING_SAID


def lead_of(roles: Iterable[Role], *, desk: Desk, but: Person) -> Person | None:
    """The first who heads one of these roles now, those who do so outright before those who stand in; of a role that is
    a head itself the next who holds it. Never somebody."""
    company = desk.organisation
    leading = {head for role in company.roles for head in company.heads_of(role)}
    heads = (head for role in roles for head in (company.heads_of(role) or ((role,) if role in leading else ())))
    held = (one for head in heads for one in holders_of(head, desk.at))
    return next((one for one in held if one.pk != but.pk), None)


def heirs_of(role: Role, *, desk: Desk, but: Person) -> list[Person]:
    """Who could own what somebody owns in a role; everybody here where it is of no role."""
    if role == OF_NO_ROLE:
        return list(Person.objects.filter(is_active=True).exclude(pk=but.pk).order_by("name", "id"))
    return [one for one in holders_of(role, desk.at) if one.pk != but.pk]


def of_no_role(number: int) -> Mapping[Role, int]:
    """So many that are of no role."""
    return {OF_NO_ROLE: number} if number else {}
