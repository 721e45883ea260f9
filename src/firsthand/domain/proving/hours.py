"""Hours that do not fit: calendars that never open in time, statements that disagree, clocks that no roster covers."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from firsthand.domain.book.effects.clock import CLOCK, ClockEffect
from firsthand.domain.book.effects.owner import OwnerEffect
from firsthand.domain.book.entries import local_midnight_of
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, Calendar, OutsideSupportedYears, WorkingTime, due_of_us
from firsthand.domain.calendars.edges import EdgeTable, compile_edges
from firsthand.domain.calendars.instants import (
    END_OF_INSTANTS,
    LAST_YEAR,
    SECOND,
    datetime_of,
    instant_of,
    new_year,
    year_of,
)
from firsthand.domain.calendars.opening import Span, opening_days
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding, Place
from firsthand.domain.proving.proof import Proof, winners
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.showing import NOT_SHOWN, ShownTicket, shown_by
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import Times, less, meet, span, union
from firsthand.domain.sentences import Name, say


def never_due(proof: Proof) -> Iterator[Finding]:
    """Budgets that are not spent by the last year that calendars cover, counted from the first request on."""
    for clause in proof.clauses:
        times = meet(rule_of(clause).times, proof.since)
        for budget, name in clause.effect.counting if times else ():
            if _is_due(budget, proof.edition.calendar(name), times[0][0]):
                continue
            yield Finding(
                code=FindingCode.never_due,
                clauses=(clause.id,),
                about=say("a budget"),
                message=say(
                    "{clause} gives {budget}, which is not over by the end of the year {year}",
                    clause=clause.id,
                    budget=budget.sentence,
                    year=LAST_YEAR,
                ),
                region=times_said(times, proof.edition.zone),
                said={"budget": budget.sentence},
            )


def _is_due(budget: Budget, working: WorkingTime, begin: int) -> bool:
    try:
        due_of_us(budget, working, begin)
    except OutsideSupportedYears:
        return False
    return True


def hours_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about calendars, their other statements, and rosters."""
    yield from _never_opens(proof)
    yield from _disagree(proof)
    yield from _unrostered(proof)
    used = {name for clause in proof.edition.clauses for _, name in clause.effect.counting}
    for calendar in proof.edition.calendars:
        if calendar.name not in used:
            yield Finding(
                code=FindingCode.unused_calendar,
                about=say("the calendar {calendar}", calendar=calendar.name),
                message=say("no clause uses the calendar {calendar}", calendar=calendar.name),
                said={"calendar": calendar.name},
                place=_place_of(proof, calendar.name),
            )


def _place_of(proof: Proof, calendar: str, part: str = "") -> Place:
    return Place(file=proof.edition.calendar_amendment(calendar).file, field=f"calendars.{calendar}{part}")


def _never_opens(proof: Proof) -> Iterator[Finding]:
    for clause in proof.clauses:
        name = next((calendar for budget, calendar in clause.effect.counting if budget.unit.needs_hours), None)
        if name is None:
            continue
        ((begin, end),) = rule_of(clause).times
        if end >= END_OF_INSTANTS:
            continue  # a calendar that never opens again does not load
        opens = proof.edition.calendar(name).next_opening_us(begin)
        if opens >= end:
            ticket, expect = shown_by(proof, clause, "never_opens")
            zone = proof.edition.zone
            opens_at = moment(datetime_of(opens), zone)
            yield Finding(
                code=FindingCode.never_opens_while_in_force,
                clauses=(clause.id,),
                about=say("the calendar {calendar}", calendar=name),
                message=say(
                    "{calendar} has no open time while {clause} is in force; it next opens {opens}",
                    calendar=name,
                    clause=clause.id,
                    opens=opens_at,
                ),
                region=say(
                    "{begin} to {end}", begin=moment(datetime_of(begin), zone), end=moment(datetime_of(end), zone)
                ),
                example=ticket,
                expect=expect,
                said={"calendar": name, "opens": opens_at},
            )


# Statements of the same hours -------------------------------------------------------------------------------------


def _disagree(proof: Proof) -> Iterator[Finding]:
    zone = proof.edition.zone
    for calendar in proof.edition.calendars:
        published = proof.edition.calendar_amendment(calendar.name).published_at
        for number, also in enumerate(calendar.also):
            begin = _midnight(also.from_on, calendar) or instant_of(published)
            end = _midnight(also.to_on, calendar) or END_OF_INSTANTS
            open_here = first_outside(calendar, also.calendar, begin, end)
            open_there = first_outside(also.calendar, calendar, begin, end)
            found = min(filter(None, [open_here, open_there]), default=None)
            if found is None:
                continue
            said = say("only the calendar is open") if found == open_here else say("only that statement is open")
            ticket, expect = _shown_at(proof, calendar.name, (found,), "two_zones")
            begins, ends = (moment(datetime_of(edge), zone) for edge in found)
            yield Finding(
                code=FindingCode.two_zones_disagree,
                about=say("the calendar {calendar}", calendar=calendar.name),
                message=say(
                    "{calendar} is also written as {text}, which is not the same hours: {said} from {begin} "
                    "({begin_utc}) until {end_utc}",
                    calendar=calendar.name,
                    text=repr(also.text),
                    said=said,
                    begin=begins,
                    begin_utc=_utc(found[0]),
                    end_utc=_utc(found[1]),
                ),
                region=say("from {begin}", begin=moment(datetime_of(begin), zone)),
                example=ticket,
                expect=expect,
                said={"calendar": calendar.name, "text": also.text, "said": said, "begin": begins, "end": ends},
                place=_place_of(proof, calendar.name, f".also_written.{number}"),
            )


def _midnight(day: date | None, calendar: Calendar) -> int | None:
    return instant_of(local_midnight_of(day, calendar.zone)) if day is not None else None


def _utc(at_us: int) -> str:
    return datetime_of(at_us).strftime("%Y-%m-%dT%H:%MZ")


def _shown_at(proof: Proof, calendar: str, times: Times, name: str) -> ShownTicket:
    """A ticket of those times whose clock runs on the calendar."""
    on_it = (one for one in proof.clauses if isinstance(one.effect, ClockEffect) and one.effect.calendar == calendar)
    return next((shown for one in on_it if (shown := shown_by(proof, one, name, times)) != NOT_SHOWN), NOT_SHOWN)


def first_outside(inner: Calendar, outer: Calendar, begin: int, end: int) -> Span | None:
    """The first span of open time of a calendar, within some time, in which the other is closed; None if there is none
    until the last year that calendars cover."""
    for year in range(year_of(begin), year_of(end - 1) + 1):
        found = meet(_outside_in_year(inner, outer, year), ((begin, end),))
        if found:
            return found[0]
    return None


@lru_cache(maxsize=4096)
def _outside_in_year(inner: Calendar, outer: Calendar, year: int) -> Times:
    """Compiled for the one year, so that a look at centuries leaves nothing behind in the calendars."""
    first, second = (compile_edges(opening_days(each), year, year) for each in (inner, outer))
    return less(_spans(first), _spans(second))


def _spans(table: EdgeTable) -> Times:
    return tuple(zip(table.opens[1:], table.closes[1:], strict=True))


# Rosters ----------------------------------------------------------------------------------------------------------


def _unrostered(proof: Proof) -> Iterator[Finding]:
    rosters = {roster.role: roster.calendar for roster in proof.edition.rosters}
    if not rosters:
        return
    for clause, role, times in _owing(proof):
        effect = clause.effect
        if role not in rosters or not isinstance(effect, ClockEffect):
            continue
        since = meet(times, span(_first_roster(proof, role), None))
        working, hours = proof.edition.calendar(effect.calendar), effect.budget.unit.needs_hours
        spans = (
            first_outside(working.calendar, rosters[role], begin, end)
            if hours
            else first_unattended(effect.budget, working, rosters[role], (begin, end))
            for begin, end in since
        )
        found = next(filter(None, spans), None)
        if found is not None:
            shown = found if hours else (found[0], found[0] + SECOND)
            ticket, expect = shown_by(proof, clause, "unrostered", (shown,))
            zone = proof.edition.zone
            begin, end = (moment(datetime_of(edge), zone) for edge in found)
            called = Name(role, NameFamily.role)
            message = _HOURS_UNROSTERED if hours else _EVERY_HOUR_UNROSTERED
            narrow = say("Narrow the hours of the calendar {calendar}", calendar=effect.calendar)
            yield Finding(
                code=FindingCode.unrostered,
                clauses=(clause.id,),
                about=say("the roster of {role}", role=called),
                message=say(message, clause=clause.id, calendar=effect.calendar, role=called, begin=begin, end=end),
                region=times_said(since, zone),
                example=ticket,
                expect=expect,
                said={
                    "role": called,
                    "narrow": narrow if hours else say("Count business hours"),
                    "begin": begin,
                    "end": end,
                },
            )


_HOURS_UNROSTERED = (
    "{clause} counts hours of {calendar} in which nobody of {role} is at work: first from {begin} until {end}"
)
_EVERY_HOUR_UNROSTERED = "{clause} counts every hour, and nobody of {role} is at work: first from {begin} until {end}"


def first_unattended(budget: Budget, working: WorkingTime, roster: Calendar, within: Span) -> Span | None:
    """The first request, by its receipt within some time and its due instant, that is due by a budget of elapsed time
    before anybody on the roster came to work; None where there is none until the last year that calendars cover."""
    amount = budget.amount * SECOND
    for year in range(year_of(within[0]), year_of(within[1] - 1) + 1):
        for closes, opens in _gaps(roster, year):
            at = max(closes, within[0])
            if at >= within[1] or opens - at <= amount:
                continue
            due_us = due_of_us(budget, working, at)
            if due_us < opens:
                return at, due_us
    return None


@lru_cache(maxsize=4096)
def _gaps(calendar: Calendar, year: int) -> Times:
    """The closed spans that begin in a year, and the one that it begins in; as `_outside_in_year`."""
    table = compile_edges(opening_days(calendar), year, min(year + 1, LAST_YEAR))
    ends = new_year(year + 1)
    return tuple(gap for gap in zip(table.closes, table.opens[1:], strict=False) if gap[0] < min(gap[1], ends))


def _owing(proof: Proof) -> list[tuple[Clause, Role, Times]]:
    """The clauses of clocks with the roles that have to keep them, and when: who owes it, or who owns the request."""
    found: dict[tuple[int, Role], tuple[Clause, Times]] = {}
    for matter in proof.by_matter:
        if matter.kind != CLOCK:
            continue
        space = proof.owned(matter)
        for mask, within in space.reached(space.root(), proof.since):
            for times, (clock, *owners) in winners(space.of(mask), within):
                owner = owners[0].effect if owners and owners[0] else None
                if clock and isinstance(clock.effect, ClockEffect) and isinstance(owner, OwnerEffect):
                    role = clock.effect.owed_by or owner.role
                    before = found.get((id(clock), role), (clock, ()))[1]
                    found[id(clock), role] = clock, union((before, times))
    return [(clause, role, times) for (_, role), (clause, times) in found.items()]


def _first_roster(proof: Proof, role: Role) -> datetime:
    """The first publication of hours for the role; before it nothing is known about them."""
    return next(one.published_at for one in proof.edition.amendments if any(each.role == role for each in one.rosters))
