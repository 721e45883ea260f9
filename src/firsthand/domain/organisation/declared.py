"""What a book declares of a company, as it holds at one instant."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.domain.names import Kind, Role, Stage, StateName, TeamName
from firsthand.domain.organisation.acts import Act
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
class Right:
    """Which roles may do an act, and the clause that says so. `everyone` is whoever holds a role at all."""

    act: Act
    roles: frozenset[Role] = frozenset()
    everyone: bool = False
    source: str = ""
    clause: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Organisation:
    """The declared names of an instant, each in the order of the book. Where no clause says so, `first_line` holds what
    nobody has read yet, and its clocks run as for `unread_as`. `became` says which name took the
    place of one that is no more."""

    roles: Mapping[Role, DeclaredRole]
    kinds: Mapping[Kind, DeclaredKind]
    stages: Mapping[Stage, DeclaredStage]
    states: States
    rights: Mapping[Act, Right]
    first_line: Role
    unread_as: Kind
    teams: Mapping[TeamName, DeclaredTeam] = field(default_factory=dict)
    became: Mapping[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> frozenset[Role]:
        """The roles that head another."""
        return frozenset(one.name for one in self.roles.values() if one.heads is not None)

    @property
    def first_stage(self) -> Stage:
        """Where somebody stands whom no account knows."""
        return next(iter(self.stages))

    def called(self, name: str) -> str:
        """What people call a declared name; a name that is none, in words."""
        return self._called.get(name) or words(name)

    def called_or_none(self, name: str) -> str | None:
        """What the book has people call a name; None where it does not say."""
        return self._called.get(name)

    def short(self, role: str) -> str:
        """A role in the few letters that a list has room for."""
        found = self.roles.get(Role(role))
        return (found.short if found else "") or self.called(role)

    def one(self, kind: str) -> str:
        """One request of a kind: "how-to question"."""
        found = self.kinds.get(Kind(kind))
        return (found.one if found else "") or self.called(kind)

    def many(self, kind: str) -> str:
        """Requests of a kind: "how-to questions"."""
        found = self.kinds.get(Kind(kind))
        return (found.many if found else "") or f"{self.one(kind)}s"

    def who_may(self, act: Act) -> tuple[Role, ...]:
        """The roles that may do an act, in the order of the book."""
        right = self.rights.get(act)
        return tuple(role for role in self.roles if right and (right.everyone or role in right.roles))

    @cached_property
    def _called(self) -> Mapping[str, str]:
        families: tuple[Iterable[DeclaredRole | DeclaredKind | DeclaredStage | DeclaredTeam | State], ...] = (
            self.states.by_name.values(),
            self.stages.values(),
            self.kinds.values(),
            self.teams.values(),
            self.roles.values(),
        )
        return {str(one.name): one.called for family in families for one in family if one.called}

    def group_of(self, stages: AbstractSet[str]) -> str:
        """What these stages are called together, where they are all of one group; else empty."""
        groups: dict[str, set[str]] = {}
        for one in self.stages.values():
            groups.setdefault(one.group, set()).add(one.name)
        return next((group for group, members in groups.items() if group and members == stages), "")

    def state(self, name: str) -> State | None:
        """What a state means; None for a name that is none."""
        return self.states.by_name.get(StateName(name))
