"""What becomes of a clock that is open when its clause, or its calendar, changes (A12).

The clause that held when the request was received says it (`straddle`); where none held, the one that takes force
does. A change counts once it is both in force and published, and only while the clock is open: what was judged stays.
Nobody is late by a promise that did not exist: what would be due before its text was published is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.book.answers import NoClock, Reason, clock_reason, settled
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
    went over to the new terms. `too_late`: counted from receipt, these were due before they were published."""

    at: datetime
    rule: Straddle
    before: Clause | None
    after: Clause | None
    calendar: str | None
    taken: bool
    too_late: bool = False

    @property
    def sentence(self) -> Sentence:
        """The change in a sentence."""
        before, after = (clause.id if clause else say("no clause") for clause in (self.before, self.after))
        what = say("{before} gave way to {after}", before=before, after=after)
        if self.calendar:
            what = say("the calendar {calendar} changed", calendar=self.calendar)
        outcome = say("the request goes by the new terms") if self.taken else say("the request keeps its terms")
        if self.too_late:
            outcome = say("the request goes by the new terms, counted from their publication")
            if not self.taken:
                outcome = say("the request keeps its terms: the new ones, counted from their publication, end later")
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

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The changes that it met, and then the text by which it runs."""
        found = [
            Reason(
                clause=change.after.id if change.after else None,
                source=change.after.source_text if change.after else "",
                text=change.sentence,
            )
            for change in self.changes
        ]
        clause, effect = self.terms.clause, self.terms.effect
        if clause is not None and effect is not None:
            said = clock_reason(self.kind, clause.text, budget=effect.budget, calendar=effect.calendar)
            found.append(Reason(clause=clause.id, source=clause.source_text, text=said))
        return tuple(found)


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
        known_waits = _until(waits, here_us)
        published_us = _published_us(new, calendar, here_us)
        counted = _counted(rule, terms, new, here_us)
        fair = _fair(counted, terms, published_us, known_waits) if published_us > known_us else counted
        after = _after(rule, terms, fair, known_waits)
        changes.append(
            PolicyChange(
                at=datetime_of(here_us),
                rule=rule,
                before=believed.clause,
                after=new.clause,
                calendar=calendar,
                taken=after is not terms,
                too_late=fair is not counted and rule is not Straddle.at_creation,
            )
        )
        terms, believed = after, new
    due_us = terms.due_us(waits)
    due_at = None if due_us is None else datetime_of(due_us)
    return StraddledClock(kind=kind, terms=terms, due_at=due_at, changes=tuple(changes))


def _rule(terms: ClauseTerms, new: ClauseTerms) -> Straddle:
    says = terms.clause or new.clause
    return says.straddle if says else Straddle.at_creation


def _counted(rule: Straddle, terms: ClauseTerms, new: ClauseTerms, here_us: int) -> ClauseTerms:
    """The new terms from the instant at which the rule has them count: from receipt but for a restart."""
    if rule is not Straddle.restart_at_effective:
        return new
    return replace(new, start_us=max(new.start_us, _effective_us(terms, new, here_us)))


def _fair(new: ClauseTerms, old: ClauseTerms, published_us: int, waits: Waits) -> ClauseTerms:
    """The new terms, unless these would be due before they were published: then, of the old terms and the new ones
    counted from the publication, those that are due first."""
    due_us = new.due_us(waits)
    if due_us is None or due_us >= published_us:
        return new
    later = replace(new, start_us=published_us)
    new_due, old_due = later.due_us(waits), old.due_us(waits)
    return old if old_due is not None and (new_due is None or old_due <= new_due) else later


def _after(rule: Straddle, terms: ClauseTerms, new: ClauseTerms, waits: Waits) -> ClauseTerms:
    """The terms after a change: the very same object where the request keeps them."""
    if rule is Straddle.at_creation or (rule is Straddle.customer_favourable and not _sooner(new, terms, waits)):
        return terms
    return new


def _sooner(new: ClauseTerms, old: ClauseTerms, waits: Waits) -> bool:
    """Whether the customer is better off with the new terms: a clock instead of none, or an earlier due instant."""
    if new.effect is None or old.effect is None:
        return old.effect is None and new.effect is not None
    first, second = new.due_us(waits), old.due_us(waits)
    return first is not None and second is not None and first < second


def _until(waits: Waits, here_us: int) -> Waits:
    """The waits as if none went on after an instant: what comes later decides nothing about a change."""
    here = datetime_of(here_us)
    return {
        status: [
            pause if pause.to_at is not None and pause.to_at <= here else replace(pause, to_at=here)
            for pause in pauses
            if pause.from_at < here
        ]
        for status, pauses in waits.items()
    }


def _published_us(new: ClauseTerms, calendar: str | None, here_us: int) -> int:
    """When it was published that the new terms hold: at the change itself, or before it where a date brings it."""
    published = {instant_of(amendment.published_at) for amendment in new.edition.amendments}
    if new.clause is None or here_us in published:
        return here_us
    brought = new.clause.amendment if calendar is None else new.edition.calendar_amendment(calendar).id
    return instant_of(next(one.published_at for one in new.edition.amendments if one.id == brought))


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
