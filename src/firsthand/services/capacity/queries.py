"""How much each role can take now, as the book measures it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from firsthand.domain.book.effects.capacity import CapacityEffect
from firsthand.domain.capacity import CapacityLevel, CapacityTable, Load
from firsthand.domain.capacity.levels import load_said
from firsthand.domain.names import Role, TeamName
from firsthand.domain.sentences import Sentence
from firsthand.domain.tickets import OURS
from firsthand.models.people import Person
from firsthand.models.tickets import OPEN
from firsthand.services.access.counting import open_tickets_counted
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.rosters.queries import DutyOfRole, capacities


@dataclass(frozen=True, kw_only=True)
class Declared:
    """How many open tickets somebody at work has, and how many they said they can have at most; None without a
    limit."""

    person: int
    name: str
    open_tickets: int
    at_most: int | None

    @property
    def room(self) -> int | None:
        """For how many more there is room; None where they set no limit."""
        return None if self.at_most is None else max(0, self.at_most - self.open_tickets)


@dataclass(frozen=True, kw_only=True)
class LevelNow:
    """Which level it is and why: what was counted, which of its bands hold, and what is done on it, the lowest level
    first. No `level`: the table has a gap there. `nowhere` are at work and in no place of the table."""

    level: CapacityLevel | None
    counted: tuple[Sentence, ...]
    because: tuple[Sentence, ...]
    others: tuple[CapacityLevel, ...]
    done: tuple[CapacityLevel, ...]
    nowhere: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CapacityNow:
    """How much a role can take, as a clause has it. `now` is its level; None where nobody of it gave hours, so that
    nobody knows who is at work, and where its people say it themselves (`declared`). `unsaid`: how many gave no
    hours."""

    role: Role
    clause: str
    has_levels: bool
    now: LevelNow | None
    declared: tuple[Declared, ...]
    unsaid: int


def capacities_now(*, viewer: Viewer, duty: Sequence[DutyOfRole], desk: Desk) -> Mapping[Role, CapacityNow]:
    """How much the roles can take of whose capacity the book speaks, by who is on `duty`; in four queries at most, and
    none where it speaks of none. Tickets that the viewer is shut out of are not counted."""
    found: dict[Role, CapacityNow] = {}
    on_duty = {line.role: line for line in duty}
    for clause in desk.edition.clauses:
        effect = clause.effect
        if not isinstance(effect, CapacityEffect) or not clause.in_force_at(desk.at):
            continue
        role = desk.organisation.now(effect.role)
        line = on_duty.get(role)
        knows = line is not None and len(line.unsaid) < line.held
        found[role] = CapacityNow(
            role=role,
            clause=clause.id,
            has_levels=effect.table is not None,
            now=_level(effect.table, line, viewer=viewer, desk=desk) if line and effect.table and knows else None,
            declared=_declared(line, viewer, desk) if line and effect.table is None else (),
            unsaid=len(line.unsaid) if line is not None else 0,
        )
    return found


def _level(table: CapacityTable, line: DutyOfRole, *, viewer: Viewer, desk: Desk) -> LevelNow:
    here = [one.person for one in line.duty.now]
    at_work, nowhere = _by_place(table, here, line, desk)
    rows = open_tickets_counted(viewer)
    active = sum(count for of, owes, count in rows if of == line.role and owes in OURS)
    load = Load(at_work=at_work, open_each=-(-active // max(1, len(here))))
    holding = table.holding(load)
    level = holding[-1] if holding else None
    return LevelNow(
        level=level,
        counted=load_said(table, load),
        because=level.because(load) if level is not None else (),
        others=holding[:-1],
        done=table.up_to(level) if level is not None else (),
        nowhere=nowhere,
    )


def _by_place(
    table: CapacityTable, here: Sequence[int], line: DutyOfRole, desk: Desk
) -> tuple[dict[str, int], tuple[str, ...]]:
    """How many of these people there are in each place, and who is in none."""
    counted, nowhere = {one.name: 0 for one in table.places}, []
    teams = _teams(here, desk)
    for who in here:
        mine = [one for one in table.places if one.has(zone=line.zones[who], teams=teams.get(who, frozenset()))]
        for one in mine:
            counted[one.name] += 1
        if not mine and table.places:
            nowhere.append(line.names[who])
    return counted, tuple(nowhere)


def _teams(people: Collection[int], desk: Desk) -> dict[int, frozenset[TeamName]]:
    """The teams of these people, as the book names their members."""
    rows = Person.objects.filter(pk__in=people).values_list("pk", "email")
    return {
        who: frozenset(team.name for team in desk.organisation.teams.values() if email in team.members)
        for who, email in rows
    }


def _declared(line: DutyOfRole, viewer: Viewer, desk: Desk) -> tuple[Declared, ...]:
    here = [one.person for one in line.duty.now]
    most = capacities(here, desk.at)
    had = tickets_for(viewer).filter(OPEN, responsible__in=here).order_by().values("responsible")
    load = dict(had.annotate(n=Count("pk")).values_list("responsible", "n"))
    return tuple(
        Declared(person=who, name=line.names[who], open_tickets=load.get(who, 0), at_most=most.get(who)) for who in here
    )
