"""Where a rota has gaps: the book says that a role is at work, and nobody who holds it is."""

from collections.abc import Sequence
from datetime import datetime

from firsthand.domain.calendars import Calendar, Interval, working_time
from firsthand.domain.rosters.presence import Absence, WorkingWeek, at_work_between


def gaps_between(
    roster: Calendar, people: Sequence[tuple[Sequence[WorkingWeek], Sequence[Absence]]], start: datetime, end: datetime
) -> list[Interval]:
    """The stretches within `[start, end)` in which the roster is open and none of these people is at work, in order."""
    left = [
        Interval(opens_at=max(one.opens_at, start), closes_at=min(one.closes_at, end))
        for one in working_time(roster).intervals(start, end)
    ]
    for weeks, away in people:
        work = at_work_between(weeks, away, start, end)
        left = [rest for one in left for rest in _without(one, work)]
    return left


def _without(one: Interval, work: Sequence[Interval]) -> list[Interval]:
    left, opens = [], one.opens_at
    for stretch in work:
        if stretch.closes_at > opens and stretch.opens_at < one.closes_at:
            if stretch.opens_at > opens:
                left.append(Interval(opens_at=opens, closes_at=stretch.opens_at))
            opens = max(opens, stretch.closes_at)
    if opens < one.closes_at:
        left.append(Interval(opens_at=opens, closes_at=one.closes_at))
    return left
