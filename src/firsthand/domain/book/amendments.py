"""What an amendment publishes: clauses, what it does to earlier ones, calendars, people, and worked examples."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.contributors import Contributor, contributors_sentence
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Clause, NoClockResult
from firsthand.domain.calendars import Calendar
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence, say


class OldEnds(StrEnum):
    """When the clause that is replaced stops: it never takes force again, or it holds until the new one
    starts."""

    at_once = "at_once"
    when_in_force = "when_in_force"


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """A clause of an earlier amendment gives way to one of this. `ends` None: at once if it had not yet taken
    force at publication, else when the new one starts."""

    old: str
    new: str
    ends: OldEnds | datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A clause ends without a replacement: from `at` on there is no policy. Where it declared a name, what holds that
    name takes `becomes`."""

    clause: str
    at: datetime
    why: str
    becomes: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivationRecord:
    """Somebody declares that a manual or conditional clause takes force."""

    clause: str
    at: datetime
    by: str
    why: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How an open text of the book's source was read (A1..A23)."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RoleHolder:
    """Who holds a role, from when until before when; `acting` marks a stand-in (A20)."""

    role: Role
    name: str
    from_at: datetime
    to_at: datetime | None = None
    acting: bool = False

    def holds_at(self, at: datetime) -> bool:
        """Whether the role is held at an instant."""
        return self.from_at <= at and (self.to_at is None or at < self.to_at)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The hours in which people of a role are at work."""

    role: Role
    calendar: Calendar


@dataclass(frozen=True, kw_only=True)
class RuleSetOwner:
    """The role that owns a rule set (S5, A21)."""

    set: ClauseSet
    role: Role


@dataclass(frozen=True, kw_only=True)
class ExpectedClock:
    """What an example says of a clock: `result` that none runs, or the clause that runs it, its due instant, or
    both."""

    kind: ClockKind
    result: NoClockResult | None = None
    clause: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A ticket with what the book must say about it. `owner` None is not checked unless `nobody`; the same holds
    for `context`. With `at`, its clocks are looked at as they stand then. `place` is its field path in the file of its
    amendment."""

    about: str
    amendment: str
    received_at: datetime
    cell: Cell
    owner: Role | None = None
    nobody: bool = False
    clocks: tuple[ExpectedClock, ...] = ()
    context: tuple[str, ...] | None = None
    at: datetime | None = None
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """One dated, authored publication. `in_force_from` holds for what names no date of its own."""

    id: str
    book: str
    title: str
    published_at: datetime
    in_force_from: datetime
    author: tuple[Contributor, ...]
    approver: tuple[Contributor, ...]
    note: str
    zone: str
    fields: Fields
    readings: tuple[Reading, ...]
    calendars: tuple[Calendar, ...]
    adds: tuple[Clause, ...]
    replaces: tuple[Replacement, ...]
    withdraws: tuple[Withdrawal, ...]
    activates: tuple[ActivationRecord, ...]
    owners: tuple[RuleSetOwner, ...] = ()
    holders: tuple[RoleHolder, ...] = ()
    rosters: tuple[Roster, ...] = ()
    examples: tuple[Example, ...] = ()
    file: str = ""

    @property
    def approval(self) -> Sentence:
        """Who approved it."""
        return say("approved by {approver}", approver=contributors_sentence(self.approver))

    @property
    def contribution(self) -> Sentence:
        """Who wrote it and who approved it."""
        return say("written by {author}, {approval}", author=contributors_sentence(self.author), approval=self.approval)
