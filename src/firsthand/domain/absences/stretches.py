"""Stretches of time away, as a calendar has them and as they are for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.domain.calendars import zone_named
from firsthand.domain.rosters import Absence, AwayBy

MOST_STRETCHES = 1000
"""So many of one calendar are kept, the next ones first."""


@dataclass(frozen=True, kw_only=True, order=True)
class AwayStretch:
    """Away from an instant until before another. `floating`: both are times of the wall clock, written as if in UTC, of
    wherever somebody lives; whole days are such."""

    from_at: datetime
    to_at: datetime
    floating: bool


def joined(stretches: Iterable[AwayStretch]) -> tuple[AwayStretch, ...]:
    """The same time in as few stretches as can be, in order; the next ones where there are more than are kept."""
    found: list[AwayStretch] = []
    for one in sorted(stretches, key=lambda one: (one.floating, one.from_at, one.to_at)):
        last = found[-1] if found else None
        if one.from_at >= one.to_at:
            continue
        if last is not None and last.floating == one.floating and one.from_at <= last.to_at:
            found[-1] = AwayStretch(from_at=last.from_at, to_at=max(last.to_at, one.to_at), floating=one.floating)
        else:
            found.append(one)
    return tuple(sorted(found)[:MOST_STRETCHES])


def absence_of(stretch: AwayStretch, *, zone: str, by: AwayBy) -> Absence:
    """The stretch as it is for somebody in a zone."""
    if not stretch.floating:
        return Absence(from_at=stretch.from_at, to_at=stretch.to_at, by=by)
    return Absence(from_at=_there(stretch.from_at, zone), to_at=_there(stretch.to_at, zone), by=by)


def _there(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=zone_named(zone)).astimezone(UTC)
