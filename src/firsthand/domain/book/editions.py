"""The book and its editions: what was believed at K about V."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from firsthand.domain.book.amendments import Amendment, Example, Reading, RoleHolder, Roster
from firsthand.domain.book.answers import CellAnswer, answer, unknown_name
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.company import NameSteps, deciding, name_of, organisation_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.no_clock import NoClockEffect
from firsthand.domain.book.entries import local_midnight_of
from firsthand.domain.book.errors import PolicyError, UnknownClause
from firsthand.domain.book.fields import NAMED_FIELDS, Fields, standard_fields
from firsthand.domain.book.folding import Folding, check_amendment, fold
from firsthand.domain.book.parse import parse_amendment, published_at_of
from firsthand.domain.book.rules import OTHER, Cell, RuleTable
from firsthand.domain.book.values import Clause, CommitmentClass
from firsthand.domain.calendars import Calendar, WorkingTime, working_time
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Series, say

NOTHING_PUBLISHED = "nothing-published"
_ANSWERS_KEPT = 16_384


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    """The book as known at an instant; every question about it also takes the instant it is about.

    `id` is the newest amendment folded in. `clauses` holds every version that the known amendments leave,
    also those that are not in force, not activated or only an aspiration.
    """

    id: str
    book: str
    known_at: datetime | None
    zone: str
    fields: Fields
    readings: tuple[Reading, ...]
    amendments: tuple[Amendment, ...]
    clauses: tuple[Clause, ...]
    calendars: tuple[Calendar, ...]
    owners: Mapping[ClauseSet, Role]
    holders: tuple[RoleHolder, ...]
    rosters: tuple[Roster, ...]
    examples: tuple[Example, ...]
    rules: RuleTable
    clock_kinds: tuple[ClockKind, ...]
    _brought_by: Mapping[str, Amendment] = field(default_factory=dict, repr=False)
    _answers: dict[tuple[Cell, int], CellAnswer] = field(default_factory=dict, repr=False)
    _organisations: dict[int, Organisation] = field(default_factory=dict, repr=False)

    @property
    def severities(self) -> tuple[str, ...]:
        """Every severity that a request can have had: those declared now, then those that once were."""
        declared = [self.fields, *(amendment.fields for amendment in reversed(self.amendments))]
        return tuple(dict.fromkeys(value for fields in declared for value in fields["severity"].values))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The open fields of which the book knows the names, so that another name is told of: a channel if it declares
        them, a plan, a contract or a topic also if a clause speaks of one. Accounts come and go without the book."""
        return tuple(
            name for name in NAMED_FIELDS if self.fields[name].values or (name != "channel" and self.rules.names[name])
        )

    @cached_property
    def dated_changes(self) -> tuple[int, ...]:
        """The instants at which a clause starts or ends, or a calendar goes over to other dated hours, in order and in
        microseconds."""
        hours = {
            instant_of(local_midnight_of(version.in_force_from, calendar.zone))
            for calendar in self.calendars
            for version in calendar.versions
            if version.in_force_from is not None
        }
        return tuple(sorted({*self.rules.boundaries, *hours}))

    def clauses_in_force(self, at: datetime) -> tuple[Clause, ...]:
        """The clauses that decide at an instant, in the order of the book."""
        return tuple(clause for clause in self.clauses if clause.in_force_at(at))

    def clause(self, clause_id: str, at: datetime) -> Clause | None:
        """The version of a clause that is in force at an instant; else its newest version; None if
        unknown."""
        versions = [clause for clause in self.clauses if clause.id == clause_id]
        in_force = [clause for clause in versions if clause.in_force_at(at)]
        return next(iter(reversed(in_force or versions)), None)

    def calendar(self, name: str) -> WorkingTime:
        """The compiled calendar of that name. PolicyError `unknown_calendar` names those that the book
        has."""
        return working_time(self.calendar_named(name))

    def calendar_named(self, name: str) -> Calendar:
        """The calendar of that name as it is written."""
        for calendar in self.calendars:
            if calendar.name == name:
                return calendar
        known = Series(tuple(one.name for one in self.calendars)) if self.calendars else say("none")
        message = say("the book has no calendar {name}; it has {known}", name=repr(name), known=known)
        raise PolicyError("unknown_calendar", message, field="calendar")

    def calendar_amendment(self, name: str) -> Amendment:
        """The amendment that brought the calendar as it stands."""
        self.calendar_named(name)
        return self._brought_by[name]

    def answer(self, facts: Cell, received_at: int) -> CellAnswer:
        """What the clauses in force at an instant (in microseconds) say about the facts; kept for the next
        time."""
        cell, segment = self.rules.cell(facts), self.rules.segment_at(received_at)
        found = self._answers.get((cell, segment))
        if found is None:
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            found = answer(self.rules.matching(cell, segment), self.clock_kinds, cell, self.declared)
            unknown = tuple(unknown_name(name) for name in self.named if getattr(cell, name) == OTHER)
            found = replace(found, because=(*found.because, *unknown))
            self._answers[cell, segment] = found
        return found

    @cached_property
    def latest(self) -> datetime:
        """The last instant at which a clause begins or ends: from then on the book stands as far as it is written."""
        edges = [datetime_of(edge) for edge in self.rules.boundaries]
        published = [one.published_at for one in self.amendments[-1:]]
        return max([*edges, *published], default=datetime.min.replace(tzinfo=UTC))

    def organisation_at(self, at: datetime) -> Organisation:
        """Who there is and how work stands at an instant; what the book does not declare is as in the default one."""
        segment = self.rules.segment_at(instant_of(at))
        if segment not in self._organisations:
            found = organisation_of(deciding(self.clauses_in_force(at)), self.became)
            gone = {name: team for name, team in self.declared.teams.items() if name not in found.teams}
            self._organisations[segment] = replace(found, once=self.declared.said, teams_once=gone)
        return self._organisations[segment]

    @cached_property
    def declared(self) -> Organisation:
        """Every name that the book declares, whenever it holds; of one that was declared twice, the newest."""
        found = [one for one in self.clauses if one.commitment is not CommitmentClass.aspiration]
        return organisation_of(found, self.became)

    @cached_property
    def became(self) -> NameSteps:
        """The names of each family that took the place of others, one after the other: of a clause that was replaced by
        one that declares another name, and of one that was withdrawn for it."""
        named: dict[str, tuple[str, str]] = {}
        found: dict[str, dict[str, str]] = {}
        for amendment in self.amendments:
            new = {one.id: name for one in amendment.adds if (name := name_of(one)) is not None}
            steps = [
                (named[one.old], new[one.new]) for one in amendment.replaces if one.old in named and one.new in new
            ]
            for one in amendment.withdraws:
                if one.becomes and one.clause in named:
                    steps.append((named[one.clause], (named[one.clause][0], one.becomes)))
            for (family, old), (other, now) in steps:
                if family == other and old != now:
                    found.setdefault(family, {})[old] = now
            named |= new
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """A policy book: its amendments in the order of their publication. Append-only."""

    name: str
    amendments: tuple[Amendment, ...]

    def edition(self, *, known_at: datetime | None = None) -> Edition:
        """The book as known at an instant; None means everything that was published.

        Before the first publication the edition is empty: every question is answered with "no policy".
        """
        if known_at is not None:
            instant_of(known_at, "known_at")
        known = [one for one in self.amendments if known_at is None or one.published_at <= known_at]
        return _edition(self, len(known), known_at)

    def known_at(self, at: datetime) -> Edition:
        """The edition known at an instant; the same object while no amendment came between. `known_at` of the edition
        is then the publication of its newest amendment."""
        return self.after(sum(1 for amendment in self.amendments if amendment.published_at <= at))

    def after(self, count: int) -> Edition:
        """The edition that the first `count` amendments make, folded once; empty for none."""
        return _after(self, count)


def parse_book(files: Iterable[tuple[str, object]]) -> Book:
    """A book from the plain mappings of its files, each with its name. Raises PolicyError; nothing is
    half-loaded."""
    ordered = sorted(((_published(name, plain), name, plain) for name, plain in files), key=lambda one: one[:2])
    if not ordered:
        raise PolicyError(
            "no_amendments", say("the book has no amendments; expected at least one file ending in .yaml")
        )
    amendments: list[Amendment] = []
    folding, fields = Folding(), standard_fields()
    for number, (_, name, plain) in enumerate(ordered):
        try:
            amendment = parse_amendment(plain, fields, name)
            check_amendment(amendment, folding)
            _check_series(amendment, amendments)
        except UnknownClause as error:
            raise _in_time(error, ordered[number:]).at(error.file or name, error.line) from None
        except PolicyError as error:
            raise error.at(error.file or name, error.line) from None
        fields = amendment.fields
        amendments.append(amendment)
    return Book(name=amendments[0].book, amendments=tuple(amendments))


def _published(name: str, plain: object) -> datetime:
    try:
        return published_at_of(plain)
    except PolicyError as error:
        raise error.at(name, error.line) from None


def _in_time(error: UnknownClause, here_and_later: Sequence[tuple[datetime, str, object]]) -> PolicyError:
    """The same error, or that the clause comes only with an amendment that was published later."""
    at, *_ = here_and_later[0]
    for published_at, name, plain in here_and_later[1:]:
        if error.clause in _clause_ids(plain):
            message = say(
                "clause {clause} comes only with {name}, published {published_at}; this amendment was published before "
                "it, {at}; expected a publication after the one it depends on",
                clause=error.clause,
                name=name,
                published_at=published_at.isoformat(),
                at=at.isoformat(),
            )
            return PolicyError("published_before", message, field=error.field, file=error.file)
    return error


def _clause_ids(plain: object) -> set[object]:
    """The clause ids of a file that was not parsed yet."""
    sections = [plain.get(each.value) for each in ClauseSet] if isinstance(plain, dict) else []
    return {
        one.get("clause")
        for section in sections
        if isinstance(section, list)
        for one in section
        if isinstance(one, dict)
    }


def _check_series(amendment: Amendment, before: Sequence[Amendment]) -> None:
    if before and amendment.book != before[0].book:
        message = say(
            "expected {book} as in {file}, found {found}",
            book=repr(before[0].book),
            file=before[0].file,
            found=repr(amendment.book),
        )
        raise PolicyError("other_book", message, field="book")
    for other in before:
        if other.id == amendment.id:
            raise PolicyError(
                "repeated", say("amendment {id} is already in {file}", id=other.id, file=other.file), field="amendment"
            )


@lru_cache(maxsize=64)
def _after(book: Book, count: int) -> Edition:
    if count == 0:
        return Book(name=book.name, amendments=()).edition()
    return book.edition(known_at=book.amendments[count - 1].published_at)


@lru_cache(maxsize=64)
def _edition(book: Book, count: int, known_at: datetime | None) -> Edition:
    amendments = book.amendments[:count]
    folded = fold(amendments)
    readings = {reading.id: reading for amendment in amendments for reading in amendment.readings}
    newest = amendments[-1] if amendments else None
    fields = (newest or book.amendments[-1]).fields if book.amendments else standard_fields()
    return Edition(
        id=newest.id if newest else NOTHING_PUBLISHED,
        book=book.name,
        known_at=known_at,
        zone=(newest or book.amendments[0]).zone if book.amendments else "UTC",
        fields=fields,
        readings=tuple(readings.values()),
        amendments=amendments,
        clauses=folded.clauses,
        calendars=folded.calendars,
        owners=folded.owners,
        holders=folded.holders,
        rosters=folded.rosters,
        examples=folded.examples,
        rules=RuleTable(folded.clauses, fields),
        clock_kinds=_clock_kinds(folded.clauses),
        _brought_by=folded.brought_by,
    )


def _clock_kinds(clauses: Iterable[Clause]) -> tuple[ClockKind, ...]:
    seen: dict[ClockKind, None] = {}
    for clause in clauses:
        if isinstance(clause.effect, ClockEffect):
            seen[clause.effect.kind] = None
        elif isinstance(clause.effect, NoClockEffect):
            seen.update(dict.fromkeys(clause.effect.kinds))
    return tuple(seen)
