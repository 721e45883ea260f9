"""What does not depend on a request's facts: hours, people, and clauses that are words or steps."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import NAMED_FIELDS
from firsthand.domain.book.prose import condition_words, effect_words, in_force_words, local_words
from firsthand.domain.book.values import Clause, CommitmentClass
from firsthand.domain.calendars import Calendar, CalendarVersion
from firsthand.domain.calendars.hours import WEEKDAYS
from firsthand.domain.calendars.instants import END_OF_INSTANTS, datetime_of, instant_of
from firsthand.domain.names import NameFamily
from firsthand.domain.proving.hours import first_outside
from firsthand.domain.words import words
from firsthand.workbench.comparing.values import AnswerChange

_Key = TypeVar("_Key", bound=Hashable)
_NOTHING = "nothing"


def text_changes(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The changes of clauses, calendars and people that every request shares."""
    yield from _declared(before, after)
    yield from _clauses(before, after)
    yield from _calendars(before, after)
    yield from _people(before, after)


def _declared(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The names that requests may have and, of severities, which is the more severe: a range of them goes by that."""
    for name in ("severity", *NAMED_FIELDS):
        was, became = (", ".join(edition.fields[name].values) or _NOTHING for edition in (before, after))
        if was != became:
            order = ", the most severe first" if name == "severity" else ""
            yield AnswerChange(about=f"the declared values of {words(name)}{order}", before=was, after=became)


def _clauses(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The clauses that settle no matter, one by one."""
    for (about, ident), was, became in _pairs(_said(before), _said(after)):
        clauses = (ident,) if was else (), (ident,) if became else ()
        yield AnswerChange(about=about, region=ident, before=was or _NOTHING, after=became or _NOTHING, clauses=clauses)


def _said(edition: Edition) -> dict[tuple[str, str], str]:
    """The clauses that count for something, by their topic and id, each with what it says and when."""
    found: dict[tuple[str, str], list[str]] = {}
    for clause in edition.clauses:
        topic, aspires = clause.effect.topic, clause.commitment is CommitmentClass.aspiration
        listed = topic and not clause.effect.matters(edition.clock_kinds)
        if listed and (aspires or clause.applies_from is not None):
            found.setdefault((topic, clause.id), []).append(_clause_words(clause, edition))
    return {key: " / ".join(said) for key, said in found.items()}


def _clause_words(clause: Clause, edition: Edition) -> str:
    where = condition_words(clause.condition, edition.declared)
    said = clause.text if clause.effect.is_its_text else effect_words(clause.effect, edition.declared)
    return f"{said.rstrip('.')}{f', where {where}' if where else ''}, {in_force_words(clause, edition.zone)}"


def _pairs(old: Mapping[_Key, str], new: Mapping[_Key, str]) -> Iterator[tuple[_Key, str, str]]:
    """What differs between two mappings; empty where one has nothing."""
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield key, old.get(key, ""), new.get(key, "")


# Hours ------------------------------------------------------------------------------------------------------------


def _calendars(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    old, new = ({calendar.name: calendar for calendar in edition.calendars} for edition in (before, after))
    yield from _hours(old, new, after, "the calendar")
    old, new = (
        {edition.declared.called(one.role, NameFamily.role): one.calendar for one in edition.rosters}
        for edition in (before, after)
    )
    yield from _hours(old, new, after, "the roster of")


def _hours(
    old: Mapping[str, Calendar], new: Mapping[str, Calendar], edition: Edition, what: str
) -> Iterator[AnswerChange]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            said = [hours_words(each) if each else _NOTHING for each in (one, other)]
            yield AnswerChange(about=f"{what} {name}", before=said[0], after=said[1])
        elif (first := _first_difference(one, other, instant_of(edition.amendments[0].published_at))) is not None:
            since = f"from {local_words(datetime_of(first), other.zone)}"
            yield AnswerChange(
                about=f"{what} {name}",
                when=since,
                before=hours_words(one),
                after=hours_words(other),
                from_at=datetime_of(first),
            )


def _first_difference(one: Calendar, other: Calendar, since: int) -> int | None:
    """The first instant from then on at which one is open and the other is not."""
    if (one.zone, one.versions, one.holidays_close) == (other.zone, other.versions, other.holidays_close):
        return None
    found = [first_outside(*pair, since, END_OF_INSTANTS) for pair in ((one, other), (other, one))]
    return min((span[0] for span in found if span), default=None)


def hours_words(calendar: Calendar) -> str:
    """The hours of a calendar, its zone, dated versions and days off, such as "mon-fri 09:00-17:00 Europe/Paris"."""
    said = [f"{_weekly(calendar.versions[0])} {calendar.zone}"]
    said += [f"{_weekly(version)} from {version.in_force_from}" for version in calendar.versions[1:]]
    last = calendar.versions[-1]
    off = [f"{one.year or 'every year'}-{one.month:02}-{one.day:02}" for one in last.holidays]
    off += [f"{one.on} {', '.join(map(str, one.windows)) or 'closed'}" for one in last.exceptions]
    return "; ".join([*said, *([f"days of their own: {', '.join(off)}"] if off else [])])


def _weekly(version: CalendarVersion) -> str:
    runs: list[tuple[int, int, str]] = []
    for day, windows in enumerate(version.weekly):
        hours = ", ".join(map(str, windows))
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    said = [
        f"{WEEKDAYS[first]}{f'-{WEEKDAYS[last]}' if last != first else ''} {hours}"
        for first, last, hours in runs
        if hours
    ]
    return ", ".join(said)


# People -----------------------------------------------------------------------------------------------------------


def _people(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    old, new = (
        {clause_set: one.declared.called(role, NameFamily.role) for clause_set, role in one.owners.items()}
        for one in (before, after)
    )
    for clause_set, was, became in _pairs(old, new):
        yield AnswerChange(about=f"who owns the rule set {words(clause_set)}", before=was, after=became)
    held, now_held = (_holders(edition) for edition in (before, after))
    for role, was, became in _pairs(held, now_held):
        yield AnswerChange(about=f"who is {role}", before=was or "nobody", after=became or "nobody")


def _holders(edition: Edition) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in edition.holders:
        until = f" until {local_words(one.to_at, edition.zone)}" if one.to_at else ""
        acting = " (acting)" if one.acting else ""
        since = local_words(one.from_at, edition.zone)
        found.setdefault(edition.declared.called(one.role, NameFamily.role), []).append(
            f"{one.name}{acting} from {since}{until}"
        )
    return {role: ", ".join(said) for role, said in found.items()}
