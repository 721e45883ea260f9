"""What becomes of a clock that is open when its clause, or its calendar, changes (A12).

The clause that held when the request was received says it (`straddle`); where none held, the one that takes force
does. A change counts once it is both in force and published, and only while the clock is open: what was judged stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.book.answers import NoClock, settled
from firsthand.domain.book.editions import Book, Edition
from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.effects.no_clock import NoClockEffect
from firsthand.domain.book.entries import local_midnight_of
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Clause, NoClockResult, Straddle
from firsthand.domain.calendars import Calendar, WorkingTime
from firsthand.domain.calendars.instants import datetime_of, instant_of, year_of
from firsthand.domain.clocks import ClockKind, Pause
from firsthand.domain.clocks.due import due_after_pauses
from firsthand.domain.clocks.pauses import united
from firsthand.domain.names import StateName
from firsthand.domain.sentences import Name, Sentence, as_written, say

Waits = Mapping[StateName, Sequence[Pause]]


@dataclass(frozen=True, kw_only=True)
class ClauseTerms:
    """The terms of one clock of a request. `clause` says that it runs, or that none does; None: no clause speaks.
    `start_us` is when it begins to count, in microseconds; `edition` knows its calendar."""

    clause: Clause | None
    edition: Edition
    start_us: int

    @property
    def effect(self) -> ClockEffect | None:
        """The clock, if one runs."""
        effect = self.clause.effect if self.clause else None
        return effect if isinstance(effect, ClockEffect) else None

    @property
    def working(self) -> WorkingTime | None:
        """The calendar on which it counts, if one runs."""
        return self.edition.calendar(self.effect.calendar) if self.effect else None

    def due_us(self, waits: Waits) -> int | None:
        """When it is due, in microseconds; None when no clock runs or an open wait holds it."""
        effect, working = self.effect, self.working
        if effect is None or working is None:
            return None
        pauses = [pause for status in effect.stands_still_in for pause in waits.get(status, ())]
        return due_after_pauses(working, effect.budget, self.start_us, united(pauses, self.start_us))


@dataclass(frozen=True, kw_only=True)
class PolicyChange:
    """A change of the policy while the clock was open: when, what it was, by whose rule, and whether the request
    went over to the new terms."""

    at: datetime
    rule: Straddle
    before: Clause | None
    after: Clause | None
    calendar: str | None
    taken: bool

    @property
    def sentence(self) -> Sentence:
        """The change in a sentence."""
        before, after = (clause.id if clause else say("no clause") for clause in (self.before, self.after))
        what = say("{before} gave way to {after}", before=before, after=after)
        if self.calendar:
            what = say("the calendar {calendar} changed", calendar=self.calendar)
        outcome = say("the request goes by the new terms") if self.taken else say("the request keeps its terms")
        day, rule = self.at.date().isoformat(), Name(self.rule)
        return say("On {day} {what}; {rule}: {outcome}.", day=day, what=what, rule=rule, outcome=outcome)


@dataclass(frozen=True, kw_only=True)
class StraddledClock:
    """How a clock stands at an instant: its terms, its due instant with the waits counted out, and the changes that
    it met on the way, oldest first."""

    kind: ClockKind
    terms: ClauseTerms
    due_at: datetime | None
    changes: tuple[PolicyChange, ...]

    @property
    def started_at(self) -> datetime:
        """When it begins to count."""
        return datetime_of(self.terms.start_us)

    def no_clock(self, silent: Sentence) -> NoClock:
        """That it does not run: by policy, or, with the given reason, because no clause speaks."""
        clause = self.terms.clause
        if clause is not None and isinstance(clause.effect, NoClockEffect):
            result, reason = NoClockResult.no_clock_by_policy, as_written(clause.effect.reason)
        else:
            result, reason = NoClockResult.no_policy, silent
        return NoClock(kind=self.kind, result=result, clause=clause.id if clause else None, reason=reason)

    @property
    def changed_at(self) -> datetime:
        """The instant of force of the last change that the request went over to; its start where there is none."""
        return max((change.at for change in self.changes if change.taken), default=self.started_at)


def terms_at(edition: Edition, cell: Cell, kind: ClockKind, *, received_us: int, at_us: int) -> ClauseTerms:
    """The terms of a clock by the clauses in force at an instant, counted from receipt."""
    rules = edition.rules
    matching = rules.matching(rules.cell(cell), rules.segment_at(at_us))
    matter = clock_matter(kind)
    found = settled([clause for clause in matching if matter in clause.effect.matters(edition.clock_kinds)])
    return ClauseTerms(clause=found[0] if found else None, edition=edition, start_us=received_us)


def straddled_clock(
    book: Book,
    cell: Cell,
    kind: ClockKind,
    *,
    received_at: datetime,
    evaluated_at: datetime,
    waits: Waits | None = None,
    first_known_at: datetime | None = None,
) -> StraddledClock:
    """How a clock of a request stands at `evaluated_at`: the instant of its answer, or now.

    `waits` are the spans that the request spent in each status. `first_known_at` is when the request was first
    decided, if that was later than its receipt; what was published until then is what was promised.
    """
    waits = waits or {}
    received_us, evaluated_us = instant_of(received_at, "received_at"), instant_of(evaluated_at, "evaluated_at")
    year_of(received_us, "received_at")  # raises outside of the years that calendars cover
    known_us = received_us if first_known_at is None else max(received_us, instant_of(first_known_at))
    terms = believed = terms_at(
        book.known_at(datetime_of(known_us)), cell, kind, received_us=received_us, at_us=received_us
    )
    changes: list[PolicyChange] = []
    for here_us in _happenings(book, known_us, received_us, evaluated_us):
        due_us = terms.due_us(waits)
        if due_us is not None and due_us <= here_us:
            break  # it was due by then: what was judged stays
        new = terms_at(
            book.known_at(datetime_of(max(here_us, known_us))), cell, kind, received_us=received_us, at_us=here_us
        )
        calendar = _changed_calendar(believed, new, here_us)
        if _clause_key(believed) == _clause_key(new) and calendar is None:
            continue
        rule = _rule(terms, new)
        after = _after(rule, terms, new, here_us=here_us, waits=waits)
        changes.append(
            PolicyChange(
                at=datetime_of(here_us),
                rule=rule,
                before=believed.clause,
                after=new.clause,
                calendar=calendar,
                taken=after is not terms,
            )
        )
        terms, believed = after, new
    due_us = terms.due_us(waits)
    due_at = None if due_us is None else datetime_of(due_us)
    return StraddledClock(kind=kind, terms=terms, due_at=due_at, changes=tuple(changes))


def _rule(terms: ClauseTerms, new: ClauseTerms) -> Straddle:
    says = terms.clause or new.clause
    return says.straddle if says else Straddle.at_creation


def _after(rule: Straddle, terms: ClauseTerms, new: ClauseTerms, *, here_us: int, waits: Waits) -> ClauseTerms:
    """The terms after a change: the very same object where the request keeps them."""
    match rule:
        case Straddle.at_creation:
            return terms
        case Straddle.at_evaluation:
            return new
        case Straddle.restart_at_effective:
            return replace(new, start_us=max(new.start_us, _effective_us(terms, new, here_us)))
        case Straddle.customer_favourable:
            return new if _sooner(new, terms, waits, here_us) else terms


def _sooner(new: ClauseTerms, old: ClauseTerms, waits: Waits, here_us: int) -> bool:
    """Whether the customer is better off with the new terms: a clock instead of none, or an earlier due instant."""
    if new.effect is None or old.effect is None:
        return old.effect is None and new.effect is not None
    closed = {status: [_closed(pause, here_us) for pause in pauses] for status, pauses in waits.items()}
    first, second = new.due_us(closed), old.due_us(closed)
    return first is not None and second is not None and first < second


def _closed(pause: Pause, here_us: int) -> Pause:
    """The wait as if it ended here, if it still goes on."""
    return replace(pause, to_at=max(pause.from_at, datetime_of(here_us))) if pause.to_at is None else pause


def _effective_us(terms: ClauseTerms, new: ClauseTerms, here_us: int) -> int:
    """The instant from which the new terms hold: the clause's own, else that of the change."""
    if _clause_key(terms) == _clause_key(new) or new.clause is None or new.clause.applies_from is None:
        return here_us
    return instant_of(new.clause.applies_from)


def _clause_key(terms: ClauseTerms) -> tuple[str, str] | None:
    return (terms.clause.id, terms.clause.amendment) if terms.clause else None


def _changed_calendar(terms: ClauseTerms, new: ClauseTerms, here_us: int) -> str | None:
    """The name of the calendar, if the clause stayed and its hours are other ones by now."""
    if terms.effect is None or new.effect is None or _clause_key(terms) != _clause_key(new):
        return None
    name = terms.effect.calendar
    old, later = terms.edition.calendar_named(name), new.edition.calendar_named(name)
    effective_us = _differs_from_us(old, later, new.edition)
    return name if effective_us is not None and effective_us <= here_us else None


def _differs_from_us(old: Calendar, later: Calendar, edition: Edition) -> int | None:
    """The first instant from which the later calendar can open at other hours; None when it never does.

    A new dated version differs from its date on; any other difference from the publication on.
    """
    if (old.zone, old.versions, old.holidays_close) == (later.zone, later.versions, later.holidays_close):
        return None
    published_us = instant_of(edition.calendar_amendment(later.name).published_at)
    added = [version for version in later.versions if version not in old.versions]
    same_base = old.zone == later.zone and set(old.versions) <= set(later.versions)
    if not same_base or any(version.in_force_from is None for version in added):
        return published_us
    dates = [version.in_force_from for version in added if version.in_force_from is not None]
    return max(published_us, instant_of(local_midnight_of(min(dates), later.zone)))


def _happenings(book: Book, known_us: int, received_us: int, evaluated_us: int) -> list[int]:
    """The instants after receipt and until the evaluation at which the policy may have changed: publications, and the
    starts and ends of clauses and of calendars' dated versions, as known by then."""
    found = {instant_of(amendment.published_at) for amendment in book.amendments}
    for edition in _editions(book, known_us, evaluated_us):
        found.update(edition.dated_changes)
    return sorted(at for at in found if received_us < at <= evaluated_us)


def _editions(book: Book, known_us: int, evaluated_us: int) -> list[Edition]:
    instants = [instant_of(amendment.published_at) for amendment in book.amendments]
    later = [at for at in instants if known_us < at <= evaluated_us]
    return [book.known_at(datetime_of(at)) for at in (known_us, *later)]
