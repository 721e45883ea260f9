"""What a book declares of a company, as it holds at one instant."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.domain.names import Kind, NameFamily, Role, Stage, StateName, TeamName
from firsthand.domain.organisation.rights import Right
from firsthand.domain.tickets.lifecycle import State, States
from firsthand.domain.words import words


@dataclass(frozen=True, kw_only=True)
class DeclaredRole:
    """A role: its name, what people call it and, where a list has little room, `short`. `heads` is the role whose head
    it is."""

    name: Role
    called: str = ""
    short: str = ""
    heads: Role | None = None


@dataclass(frozen=True, kw_only=True)
class DeclaredTeam:
    """A team of a role, and the mail addresses of its members."""

    name: TeamName
    role: Role
    called: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeclaredKind:
    """A kind of request: "how-to" is what a list calls it, `one` and `many` what sentences do;
    `means` tells whoever chooses a kind what it is."""

    name: Kind
    called: str = ""
    one: str = ""
    many: str = ""
    means: str = ""


@dataclass(frozen=True, kw_only=True)
class DeclaredStage:
    """A stage of accounts. Stages of one `group` are called by it where a sentence is about all of them."""

    name: Stage
    called: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class GivenRight:
    """Which roles have a right, and the clause that says so. `everyone` is whoever holds a role at all."""

    right: Right
    roles: frozenset[Role] = frozenset()
    everyone: bool = False
    source: str = ""
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Became:
    """Of each family, the names that are no more, each with the one that stands for it now; of states, `States` knows.
    A name that nothing took the place of is not among them."""

    roles: Mapping[Role, Role] = field(default_factory=dict)
    teams: Mapping[TeamName, TeamName] = field(default_factory=dict)
    kinds: Mapping[Kind, Kind] = field(default_factory=dict)
    stages: Mapping[Stage, Stage] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Organisation:
    """The declared names of an instant, each in the order of the book. Where no clause says so, `first_line` holds what
    nobody has read yet, and its clocks run as for `unread_as`. `became` says which names stand for those that are no
    more, `once` what people called those of other times, and `teams_once` who was in the teams of other times."""

    roles: Mapping[Role, DeclaredRole]
    kinds: Mapping[Kind, DeclaredKind]
    stages: Mapping[Stage, DeclaredStage]
    states: States
    rights: Mapping[Right, GivenRight]
    first_line: Role
    unread_as: Kind
    teams: Mapping[TeamName, DeclaredTeam] = field(default_factory=dict)
    became: Became = field(default_factory=Became)
    once: Mapping[NameFamily, Mapping[str, str]] = field(default_factory=dict)
    teams_once: Mapping[TeamName, DeclaredTeam] = field(default_factory=dict)

    @property
    def heads(self) -> frozenset[Role]:
        """The roles that head another."""
        return frozenset(one.name for one in self.roles.values() if one.heads is not None)

    def heads_of(self, role: Role) -> tuple[Role, ...]:
        """The roles that head a role, in the order of the book."""
        return tuple(one.name for one in self.roles.values() if one.heads == role)

    @property
    def first_stage(self) -> Stage:
        """Where somebody stands whom no account knows."""
        return next(iter(self.stages))

    def called(self, name: str, family: NameFamily) -> str:
        """What people call a name of a family, one of another time too; a name that is none, in words."""
        return self.said[family].get(name) or self.once.get(family, {}).get(name) or words(name)

    def now(self, role: Role) -> Role:
        """The role that stands for one that is no more; the role itself, where it is, or none does."""
        return self.became.roles.get(role, role)

    def short(self, role: str) -> str:
        """A role in the few letters that a list has room for."""
        found = self.roles.get(Role(role))
        return (found.short if found else "") or self.called(role, NameFamily.role)

    def one(self, kind: str) -> str:
        """One request of a kind: "how-to question"."""
        found = self.kinds.get(Kind(kind))
        return (found.one if found else "") or self.called(kind, NameFamily.kind)

    def many(self, kind: str) -> str:
        """Requests of a kind: "how-to questions"."""
        found = self.kinds.get(Kind(kind))
        return (found.many if found else "") or f"{self.one(kind)}s"

    def who_may(self, right: Right) -> tuple[Role, ...]:
        """The roles that have a right, in the order of the book."""
        given = self.rights.get(right)
        return tuple(role for role in self.roles if given and (given.everyone or role in given.roles))

    @cached_property
    def said(self) -> Mapping[NameFamily, Mapping[str, str]]:
        """What people call the declared names, by family."""
        families: dict[NameFamily, Iterable[DeclaredRole | DeclaredKind | DeclaredStage | DeclaredTeam | State]] = {
            NameFamily.role: self.roles.values(),
            NameFamily.team: self.teams.values(),
            NameFamily.kind: self.kinds.values(),
            NameFamily.stage: self.stages.values(),
            NameFamily.state: self.states.by_name.values(),
        }
        return {
            family: {str(one.name): one.called or words(one.name) for one in declared}
            for family, declared in families.items()
        }

    def group_of(self, stages: AbstractSet[str]) -> str:
        """What these stages are called together, where they are all of one group; else empty."""
        groups: dict[str, set[str]] = {}
        for one in self.stages.values():
            groups.setdefault(one.group, set()).add(one.name)
        return next((group for group, members in groups.items() if group and members == stages), "")

    def state(self, name: str) -> State | None:
        """What a state means; None for a name that is none."""
        return self.states.by_name.get(StateName(name))
