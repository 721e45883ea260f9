"""Whether somebody is at work at an instant, until when, and who comes next.

Every stretch is half-open: at work from its first instant until before its last. Hours are those of the wall clock of a
zone, so a shift over a change of the clock is as long as that night is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from firsthand.domain.calendars import (
    Calendar,
    CalendarVersion,
    Interval,
    Window,
    working_time,
    zone_named,
)

LOOKS_AHEAD = timedelta(days=60)
"""How far ahead somebody's next turn is looked for."""


@dataclass(frozen=True, kw_only=True)
class WorkingWeek:
    """Somebody's weekly hours from the local midnight of a day on, Monday first; a week without windows is no work."""

    from_on: date
    zone: str
    weekly: tuple[tuple[Window, ...], ...]

    @property
    def begins_at(self) -> datetime:
        """The instant from which these hours are in force."""
        return datetime.combine(self.from_on, time(), zone_named(self.zone)).astimezone(UTC)


class AwayBy(StrEnum):
    """What says that somebody is away: what was entered, a calendar of their own, one of their role or of the company,
    or the public holidays where they live."""

    entered = "entered"
    calendar = "calendar"
    role = "role"
    company = "company"
    holidays = "holidays"


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Time away, from an instant until before another, and what says so."""

    from_at: datetime
    to_at: datetime
    by: AwayBy = AwayBy.entered


class WorkState(StrEnum):
    """Whether somebody is at work. `unsaid`: they have given no hours, so only their absences are known."""

    at_work = "at_work"
    outside_hours = "outside_hours"
    away = "away"
    unsaid = "unsaid"


@dataclass(frozen=True, kw_only=True)
class Presence:
    """How it is with somebody at an instant. `until` is when that changes; for who is not at work it is when they are
    back. None where that is not to be seen within two months, or where they have given no hours. `by` is what says that
    they are away, where they are."""

    state: WorkState
    until: datetime | None = None
    by: AwayBy | None = None

    @property
    def can_work(self) -> bool:
        """Whether nothing says that they are not at work."""
        return self.state in (WorkState.at_work, WorkState.unsaid)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One person's stretch of work. `ends_at` is None where it has no end in sight."""

    person: int
    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Who is on duty, those who stay longest first, and the turns that begin next, all those of one instant."""

    now: tuple[Turn, ...]
    following: tuple[Turn, ...]


def at_work_between(
    weeks: Sequence[WorkingWeek],
    away: Sequence[Absence],
    start: datetime,
    end: datetime,
) -> list[Interval]:
    """The stretches of work within `[start, end)`, in order, disjoint and as long as they can be."""
    found: list[Interval] = []
    for here in _joined(_by_hours(weeks, start, end)):
        found.extend(_without(here, away))
    return found


def presence(weeks: Sequence[WorkingWeek], away: Sequence[Absence], at: datetime) -> Presence:
    """How it is with somebody at `at`."""
    off = [one for one in away if one.from_at <= at < one.to_at]
    begun = any(week.begins_at <= at for week in weeks)
    if not begun:
        unsaid = Presence(state=WorkState.unsaid)
        return Presence(state=WorkState.away, until=_back(away, at), by=off[0].by) if off else unsaid
    ahead = at_work_between(weeks, away, at, at + LOOKS_AHEAD)
    first = ahead[0] if ahead else None
    if first is not None and first.opens_at == at:
        return Presence(state=WorkState.at_work, until=_within(first.closes_at, at))
    state = WorkState.away if off else WorkState.outside_hours
    return Presence(state=state, until=first.opens_at if first else None, by=off[0].by if off else None)


def on_duty(people: Mapping[int, tuple[Sequence[WorkingWeek], Sequence[Absence]]], at: datetime) -> OnDuty:
    """Who of these is on duty at `at`, until when, and who is next. Whoever gave no hours has no turn."""
    now: list[Turn] = []
    later: list[Turn] = []
    for person, (weeks, away) in people.items():
        for one in at_work_between(weeks, away, at, at + LOOKS_AHEAD)[:2]:
            turn = Turn(
                person=person,
                begins_at=one.opens_at,
                ends_at=_within(one.closes_at, at),
            )
            (now if one.opens_at == at else later).append(turn)
    soonest = min((one.begins_at for one in later), default=None)
    following = sorted((one for one in later if one.begins_at == soonest), key=lambda one: one.person)
    stays = sorted(now, key=lambda one: (one.ends_at is not None, -_stamp(one.ends_at), one.person))
    return OnDuty(now=tuple(stays), following=tuple(following))


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0


def _within(ends_at: datetime, at: datetime) -> datetime | None:
    return ends_at if ends_at < at + LOOKS_AHEAD else None


def _back(away: Sequence[Absence], at: datetime) -> datetime:
    """When somebody without hours is back: the end of absences that touch one another."""
    back = at
    for one in sorted(away, key=lambda one: one.from_at):
        if one.from_at <= back < one.to_at:
            back = one.to_at
    return back


def _by_hours(weeks: Sequence[WorkingWeek], start: datetime, end: datetime) -> list[Interval]:
    """The stretches of the hours alone, each week's cut where the next takes over."""
    ordered = sorted(weeks, key=lambda week: week.begins_at)
    ends = [*(week.begins_at for week in ordered[1:]), end]
    found: list[Interval] = []
    for week, over in zip(ordered, ends, strict=False):
        begins, closes = max(start, week.begins_at), min(end, over)
        if begins < closes and any(week.weekly):
            version = CalendarVersion(in_force_from=None, weekly=week.weekly)
            found.extend(
                working_time(Calendar(name="hours", zone=week.zone, versions=(version,))).intervals(begins, closes)
            )
    return found


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for one in intervals:
        if joined and joined[-1].closes_at >= one.opens_at:
            joined[-1] = Interval(
                opens_at=joined[-1].opens_at,
                closes_at=max(joined[-1].closes_at, one.closes_at),
            )
        else:
            joined.append(one)
    return joined


def _without(work: Interval, away: Sequence[Absence]) -> list[Interval]:
    """What is left of a stretch of work when the absences are taken out of it."""
    left, opens = [], work.opens_at
    for one in sorted(away, key=lambda one: one.from_at):
        if one.to_at > opens and one.from_at < work.closes_at:
            if one.from_at > opens:
                left.append(Interval(opens_at=opens, closes_at=one.from_at))
            opens = max(opens, one.to_at)
    if opens < work.closes_at:
        left.append(Interval(opens_at=opens, closes_at=work.closes_at))
    return left
