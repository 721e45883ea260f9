"""What a reply is compared with: who writes, when, in which calendars, and what the book supports, tells and
avoids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.domain.calendars import Budget, WorkingTime
from firsthand.domain.names import Role
from firsthand.domain.promises.lexicon.lookup import NO_NAMES, Names
from firsthand.domain.promises.reading_table import DEFAULT_TABLE, ReadingTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """What a team's policy supports (S45): the budget of its clock and the clause that gives it, or, where a clock
    of it runs on this ticket, the instant at which that is due. A team without either supports no time. What is not
    `disclosable` is compared, and never proposed to be told (A23)."""

    clause: str
    budget: Budget | None = None
    due_at: datetime | None = None
    disclosable: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class InternalClock:
    """A clock that a customer may not be told (A23), with the role that owes it."""

    clause: str
    role: Role
    budget: Budget


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Phrases of the book that the named roles (none: everybody) leave out (S44, S46): its clause, what to write
    instead, and whether one in a promise asks for a reason."""

    clause: str
    phrases: tuple[str, ...]
    by: tuple[Role, ...] = ()
    advice: str = ""
    stops: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Everything that the guard is told. `language` is that of the text; empty: each paragraph in its own. `calendars`
    are those of the roles, `working` is that of whoever is in none of them; `people` are teammates by first name, in
    lower case, with their roles."""

    now: datetime
    role: Role
    language: str
    working: WorkingTime
    calendars: Mapping[Role, WorkingTime] = field(default_factory=dict)
    supports: Mapping[Role, Support] = field(default_factory=dict)
    internal: Sequence[InternalClock] = ()
    wording: Sequence[Wording] = ()
    names: Names = NO_NAMES
    table: ReadingTable = DEFAULT_TABLE
    borrowed_clause: str = "S45"
