"""What does not depend on a request's facts: hours, people, and clauses that are words or steps."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import NAMED_FIELDS
from firsthand.domain.book.prose import in_force_sentence, moment
from firsthand.domain.book.values import Clause, CommitmentClass
from firsthand.domain.calendars import Calendar, CalendarVersion
from firsthand.domain.calendars.hours import WEEKDAYS
from firsthand.domain.calendars.instants import END_OF_INSTANTS, datetime_of, instant_of
from firsthand.domain.names import NameFamily
from firsthand.domain.proving.hours import first_outside
from firsthand.domain.sentences import Name, Sentence, SentenceValue, Series, as_written, say
from firsthand.workbench.comparing.values import AnswerChange, AnswerWords

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")
_SEVERITIES = "the declared values of {field}, the most severe first"
_NOTHING, _NOBODY = say("nothing"), say("nobody")


def text_changes(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The changes of clauses, calendars and people that every request shares."""
    yield from _declared(before, after)
    yield from _clauses(before, after)
    yield from _calendars(before, after)
    yield from _people(before, after)


def _declared(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The names that requests may have and, of severities, which is the more severe: a range of them goes by that."""
    for name in ("severity", *NAMED_FIELDS):
        was, became = (edition.fields[name].values for edition in (before, after))
        if was != became:
            text = _SEVERITIES if name == "severity" else "the declared values of {field}"
            old, new = (_phrase(Series(values) if values else _NOTHING) for values in (was, became))
            yield AnswerChange(about=say(text, field=Name(name)), before=old, after=new)


def _clauses(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    """The clauses that settle no matter, one by one."""
    for (about, ident), was, became in _pairs(_said(before), _said(after)):
        clauses = (ident,) if was else (), (ident,) if became else ()
        old, new = (said or _phrase(_NOTHING) for said in (was, became))
        yield AnswerChange(about=say(about), region=as_written(ident), before=old, after=new, clauses=clauses)


def _said(edition: Edition) -> dict[tuple[str, str], tuple[AnswerWords, ...]]:
    """The clauses that count for something, by their topic and id, each with what it says and when."""
    found: dict[tuple[str, str], list[AnswerWords]] = {}
    for clause in edition.clauses:
        topic, aspires = clause.effect.topic, clause.commitment is CommitmentClass.aspiration
        listed = topic and not clause.effect.matters(edition.clock_kinds)
        if listed and (aspires or clause.applies_from is not None):
            found.setdefault((topic, clause.id), []).append(_clause_said(clause, edition))
    return {key: tuple(said) for key, said in found.items()}


def _clause_said(clause: Clause, edition: Edition) -> AnswerWords:
    said = as_written(clause.text) if clause.effect.is_its_text else clause.effect.sentence
    where = (say(", where {where}", where=clause.condition.sentence),) if clause.condition.matches else ()
    return AnswerWords(said=(said,), more=(*where, say(", {dates}", dates=in_force_sentence(clause, edition.zone))))


def _pairs(
    old: Mapping[_Key, _Found], new: Mapping[_Key, _Found]
) -> Iterator[tuple[_Key, _Found | None, _Found | None]]:
    """What differs between two mappings; None where one has nothing."""
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _phrase(value: SentenceValue) -> tuple[AnswerWords, ...]:
    return (AnswerWords(more=(say("{value}", value=value),)),)


# Hours ------------------------------------------------------------------------------------------------------------


def _calendars(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    old, new = ({calendar.name: calendar for calendar in edition.calendars} for edition in (before, after))
    yield from _hours(old, new, after, "the calendar {name}")
    old, new = (
        {edition.declared.called(one.role, NameFamily.role): one.calendar for one in edition.rosters}
        for edition in (before, after)
    )
    yield from _hours(old, new, after, "the roster of {name}")


def _hours(
    old: Mapping[str, Calendar], new: Mapping[str, Calendar], edition: Edition, what: str
) -> Iterator[AnswerChange]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            said = [_phrase(hours_said(each) if each else _NOTHING) for each in (one, other)]
            yield AnswerChange(about=say(what, name=name), before=said[0], after=said[1])
        elif (first := _first_difference(one, other, instant_of(edition.amendments[0].published_at))) is not None:
            since = say("from {begin}", begin=moment(datetime_of(first), other.zone))
            yield AnswerChange(
                about=say(what, name=name),
                when=since,
                before=_phrase(hours_said(one)),
                after=_phrase(hours_said(other)),
                from_at=datetime_of(first),
            )


def _first_difference(one: Calendar, other: Calendar, since: int) -> int | None:
    """The first instant from then on at which one is open and the other is not."""
    if (one.zone, one.versions, one.holidays_close) == (other.zone, other.versions, other.holidays_close):
        return None
    found = [first_outside(*pair, since, END_OF_INSTANTS) for pair in ((one, other), (other, one))]
    return min((span[0] for span in found if span), default=None)


def hours_said(calendar: Calendar) -> Sentence:
    """The hours of a calendar, its zone, dated versions and days off, such as "mon-fri 09:00-17:00 Europe/Paris"."""
    said = [say("{hours} {zone}", hours=_weekly(calendar.versions[0]), zone=calendar.zone)]
    for version in calendar.versions[1:]:
        said.append(say("{hours} from {day}", hours=_weekly(version), day=str(version.in_force_from)))
    last = calendar.versions[-1]
    off: list[SentenceValue] = []
    for holiday in last.holidays:
        day = f"{holiday.month:02}-{holiday.day:02}"
        off.append(f"{holiday.year}-{day}" if holiday.year else say("every year-{day}", day=day))
    for one in last.exceptions:
        windows = Series(tuple(map(str, one.windows))) if one.windows else say("closed")
        off.append(say("{day} {hours}", day=str(one.on), hours=windows))
    said += [say("days of their own: {days}", days=Series(tuple(off)))] if off else []
    return say("{hours}", hours=Series(tuple(said), between="; "))


def _weekly(version: CalendarVersion) -> Series:
    runs: list[tuple[int, int, str]] = []
    for day, windows in enumerate(version.weekly):
        hours = ", ".join(map(str, windows))
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return Series(tuple(_run(*run) for run in runs if run[2]))


def _run(first: int, last: int, hours: str) -> Sentence:
    begin, end = Name(WEEKDAYS[first]), Name(WEEKDAYS[last])
    if first == last:
        return say("{day} {hours}", day=begin, hours=hours)
    return say("{first}-{last} {hours}", first=begin, last=end, hours=hours)


# People -----------------------------------------------------------------------------------------------------------


def _people(before: Edition, after: Edition) -> Iterator[AnswerChange]:
    old, new = (
        {clause_set: one.declared.called(role, NameFamily.role) for clause_set, role in one.owners.items()}
        for one in (before, after)
    )
    for clause_set, was, became in _pairs(old, new):
        about = say("who owns the rule set {rule_set}", rule_set=Name(clause_set))
        yield AnswerChange(about=about, before=_phrase(was or ""), after=_phrase(became or ""))
    held, now_held = (_holders(edition) for edition in (before, after))
    for role, found, now_found in _pairs(held, now_held):
        about = say("who is {role}", role=role)
        yield AnswerChange(about=about, before=_phrase(found or _NOBODY), after=_phrase(now_found or _NOBODY))


def _holders(edition: Edition) -> dict[str, Series]:
    found: dict[str, list[Sentence]] = {}
    for one in edition.holders:
        name = say("{name} (acting)", name=one.name) if one.acting else as_written(one.name)
        begin = moment(one.from_at, edition.zone)
        said = say("{name} from {begin}", name=name, begin=begin)
        if one.to_at:
            said = say("{name} from {begin} until {end}", name=name, begin=begin, end=moment(one.to_at, edition.zone))
        found.setdefault(edition.declared.called(one.role, NameFamily.role), []).append(said)
    return {role: Series(tuple(said)) for role, said in found.items()}
