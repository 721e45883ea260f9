"""Promises that fit no one: told though internal, stopped while we owe the next step, breached without a word, counted
by night on hours that close; and calendars that are not what they were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.effects.escalates import EscalateEffect, EscalationMoment
from firsthand.domain.book.effects.owner import OwnerEffect
from firsthand.domain.book.values import Clause, CommitmentClass
from firsthand.domain.calendars import Budget, BudgetUnit, Calendar, CalendarVersion
from firsthand.domain.calendars.hours import ALWAYS_OPEN, WEEKDAYS
from firsthand.domain.calendars.values import DAY_SECONDS
from firsthand.domain.clocks import BOOK_RULES
from firsthand.domain.names import NameFamily
from firsthand.domain.proving.cells import PlainRequests, owner_at
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding, Place
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.showing import answered
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import meet
from firsthand.domain.sentences import Name, Sentence, SentenceValue, every, say
from firsthand.domain.tickets import Owes

_LONGEST_NIGHT = 12 * 3600


def promises_findings(proof: Proof, plain: PlainRequests) -> Iterator[Finding]:
    """The findings about single clocks and calendars."""
    for clause in proof.clauses:
        effect = clause.effect
        if isinstance(effect, ClockEffect):
            for message, code, said in (
                *_disclosed(clause),
                *_stands_still_for_us(proof, clause, effect),
            ):
                yield _about(proof, plain, clause, message=message, code=code, said=said)
    yield from _elapsed_on_hours(proof, plain)
    yield from _untold(proof, plain)
    yield from _turned_round(proof)
    yield from _lost(proof)


_Values = Mapping[str, SentenceValue]
_Said = tuple[Sentence, FindingCode, _Values]


def _about(
    proof: Proof,
    plain: PlainRequests,
    clause: Clause,
    *,
    message: Sentence,
    code: FindingCode,
    said: Mapping[str, SentenceValue],
) -> Finding:
    """The finding, shown by the plainest request of its clause: one that could be any other needs no smallest one."""
    ticket, expect = None, {}
    if id(clause) in plain and isinstance(clause.effect, ClockEffect):
        ticket = plain[id(clause)][1].ticket(code)
        expect = answered(proof.edition, ticket, clock_matter(clause.effect.kind))
    return Finding(
        code=code,
        clauses=(clause.id,),
        about=clock_matter(clause.effect.kind).said if isinstance(clause.effect, ClockEffect) else say("a clause"),
        message=message,
        region=times_said(rule_of(clause).times, proof.edition.zone),
        example=ticket,
        expect=expect,
        said=said,
    )


def _disclosed(clause: Clause) -> Iterator[_Said]:
    if clause.disclosable and clause.commitment is CommitmentClass.internal_target:
        message = say("{clause} is an internal target, and customers may be told", clause=clause.id)
        yield message, FindingCode.disclosed_target, {}


def _stands_still_for_us(proof: Proof, clause: Clause, effect: ClockEffect) -> Iterator[_Said]:
    states = proof.edition.organisation_at(proof.edition.latest).states
    ours = [one.said for name in effect.stands_still_in if (one := states.of(name)).owes in (Owes.team, Owes.person)]
    if ours:
        said = every(ours)
        message = say(
            "{clause} stands still while a ticket is {states}, where the next step is ours",
            clause=clause.id,
            states=said,
        )
        yield message, FindingCode.stands_still_for_us, {"states": said}


def _elapsed_on_hours(proof: Proof, plain: PlainRequests) -> Iterator[Finding]:
    """One finding for all clauses of a budget on a calendar."""
    alike: dict[tuple[Budget, str], list[Clause]] = {}
    for clause in proof.clauses:
        effect = clause.effect
        if isinstance(effect, ClockEffect) and effect.budget.unit is BudgetUnit.ELAPSED_EXACT:
            calendar = proof.edition.calendar_named(effect.calendar)
            if not all(version.weekly == ALWAYS_OPEN for version in calendar.versions):
                alike.setdefault((effect.budget, calendar.name), []).append(clause)
    for (budget, name), clauses in alike.items():
        said: dict[str, SentenceValue] = {"budget": budget.sentence, "calendar": name}
        message = say(
            "{clause} counts {budget}, by night and on holidays too, on {calendar}, which closes",
            clause=clauses[0].id,
            **said,
        )
        code = FindingCode.elapsed_on_hours
        found = _about(proof, plain, clauses[0], message=message, code=code, said=said)
        yield replace(found, clauses=tuple(dict.fromkeys(one.id for one in clauses)))


def _untold(proof: Proof, plain: PlainRequests) -> Iterator[Finding]:
    """Clocks whose breach is told to nobody, while the book says of others to whom."""
    steps = [one for one in proof.clauses if _is_breach(one)]
    for clause, asked in plain.values() if steps else ():
        if not isinstance(clause.effect, ClockEffect) or clause.effect.kind not in BOOK_RULES:
            continue
        owner = owner_at(proof, asked)
        role = owner.effect.role if owner is not None and isinstance(owner.effect, OwnerEffect) else None
        facts = {"clock": clause.effect.kind.value, "owner": role}
        then = [one for one in steps if meet(rule_of(one).times, rule_of(clause).times)]
        if then and not any(one.condition.holds(facts) for one in then):
            called = Name(role, NameFamily.role) if role else say("nobody")
            message = say(
                "when {clause} is breached, nobody is told; the request is with {owner}", clause=clause.id, owner=called
            )
            yield _about(proof, plain, clause, message=message, code=FindingCode.breach_untold, said={})


def _is_breach(clause: Clause) -> bool:
    return isinstance(clause.effect, EscalateEffect) and clause.effect.moment is EscalationMoment.breach


# Calendars --------------------------------------------------------------------------------------------------------


def _turned_round(proof: Proof) -> Iterator[Finding]:
    for calendar in proof.edition.calendars:
        windows = {window for version in calendar.versions for day in version.weekly for window in day}
        nights = [one for one in windows if one.closes > DAY_SECONDS and one.closes - one.opens > _LONGEST_NIGHT]
        if nights:
            yield Finding(
                code=FindingCode.window_turned_round,
                about=say("the calendar {calendar}", calendar=calendar.name),
                message=say(
                    "{calendar} is open {window}, over night and longer than half a day",
                    calendar=calendar.name,
                    window=str(nights[0]),
                ),
                said={"calendar": calendar.name, "window": str(nights[0])},
                place=_place(proof.edition, calendar.name),
            )


def _lost(proof: Proof) -> Iterator[Finding]:
    for name, versions in _versions(proof.edition).items():
        for before, after in pairwise(versions):
            lost = _lost_by(before, after)
            if lost:
                yield Finding(
                    code=FindingCode.calendar_lost,
                    about=say("the calendar {calendar}", calendar=name),
                    message=say(
                        "{calendar} has no {lost} any more, which it had in the version before",
                        calendar=name,
                        lost=every(lost),
                    ),
                    said={"calendar": name, "lost": every(lost)},
                    place=_place(proof.edition, name),
                )
                break


def _versions(edition: Edition) -> dict[str, list[CalendarVersion]]:
    """The hours of each calendar as they were published one after another, with their dated versions."""
    found: dict[str, list[CalendarVersion]] = {}
    for amendment in edition.amendments:
        for calendar in amendment.calendars:
            found.setdefault(calendar.name, []).extend(_new(found.get(calendar.name, []), calendar))
    return found


def _new(known: Sequence[CalendarVersion], calendar: Calendar) -> list[CalendarVersion]:
    """The versions that a publication brings; one that only repeats the hours before it is among them."""
    return [version for version in calendar.versions if version not in known]


def _lost_by(before: CalendarVersion, after: CalendarVersion) -> list[SentenceValue]:
    days = [Name(WEEKDAYS[day]) for day in range(7) if before.weekly[day] and not after.weekly[day]]
    kept = {(one.month, one.day) for one in after.holidays}
    return [*days, *(one.name for one in before.holidays if one.year is None and (one.month, one.day) not in kept)]


def _place(edition: Edition, calendar: str) -> Place:
    return Place(file=edition.calendar_amendment(calendar).file, field=f"calendars.{calendar}")
