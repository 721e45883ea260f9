"""Where a calendar of absences comes from, and when it is read again."""

from datetime import timedelta
from enum import StrEnum

from firsthand.domain.rosters import AwayBy

LONGEST_PAUSE = timedelta(days=1)


class AbsenceSource(StrEnum):
    """An address that is read again and again, a file that was given once, or the public holidays of a place."""

    address = "address"
    file = "file"
    holidays = "holidays"


EVERY = {AbsenceSource.address: timedelta(hours=1), AbsenceSource.holidays: timedelta(days=7)}
"""How often each is read; a file is not."""


def pause_after(source: AbsenceSource, *, failing_for: timedelta | None) -> timedelta:
    """How long after it was read it is read again: as often as its kind is; when that fails, after as long as it has
    been failing, a day at most."""
    every = EVERY[source]
    return every if failing_for is None else min(max(every, failing_for), max(every, LONGEST_PAUSE))


def away_by(source: AbsenceSource, *, of_person: bool, of_role: bool) -> AwayBy:
    """What a calendar says of somebody's absence that it comes from."""
    if source is AbsenceSource.holidays:
        return AwayBy.holidays
    if of_person:
        return AwayBy.calendar
    return AwayBy.role if of_role else AwayBy.company
