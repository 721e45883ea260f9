"""Instants as integers: microseconds since 1970-01-01T00:00Z inside, aware datetimes at the edge.

Integers add up exactly, floats do not, and Python subtracts two datetimes of one zone by their wall clocks,
which is wrong by an hour across a daylight-saving change.
"""

from datetime import UTC, date, datetime, timedelta

from firsthand.domain.calendars.errors import CalendarError, OutsideSupportedYears
from firsthand.domain.sentences import say

SECOND = 1_000_000
DAY = 86_400 * SECOND
FIRST_YEAR = 1900
LAST_YEAR = 2399

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_NEW_YEARS = tuple((date(year, 1, 1).toordinal() - _EPOCH_ORDINAL) * DAY for year in range(FIRST_YEAR, LAST_YEAR + 2))
FIRST_INSTANT = _NEW_YEARS[0]
END_OF_INSTANTS = _NEW_YEARS[-1]


def instant_of(at: datetime, field: str = "start") -> int:
    """The instant in microseconds; a datetime without a zone is an error, never guessed to be local or UTC."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise CalendarError("naive_instant", say("{at} has no zone; give an offset or Z", at=at.isoformat()), field)
    since = at - _EPOCH
    return since.days * DAY + since.seconds * SECOND + since.microseconds


def datetime_of(instant: int) -> datetime:
    """The UTC datetime of an instant in microseconds."""
    return _EPOCH + timedelta(microseconds=instant)


def microseconds_of(duration: timedelta) -> int:
    """A duration in microseconds, exactly."""
    return duration.days * DAY + duration.seconds * SECOND + duration.microseconds


def local_midnight(ordinal: int) -> int:
    """The start of a proleptic day number (`date.toordinal`) on the wall-clock line, in microseconds."""
    return (ordinal - _EPOCH_ORDINAL) * DAY


def ordinal_of(local: int) -> int:
    """The day number that a wall-clock reading in microseconds falls on."""
    return local // DAY + _EPOCH_ORDINAL


def new_year(year: int) -> int:
    """The UTC start of a supported year, or of the year after the last."""
    return _NEW_YEARS[year - FIRST_YEAR]


def after_us(start: int, duration: int) -> int:
    """The instant a duration after another, by elapsed time; OutsideSupportedYears unless calendars cover both."""
    if not FIRST_INSTANT <= start < END_OF_INSTANTS:
        year_of(start)  # raises
    if start + duration >= END_OF_INSTANTS:
        raise OutsideSupportedYears(
            say("the budget is not spent by the end of the year {last_year}", last_year=LAST_YEAR), "budget"
        )
    return start + duration


def year_of(instant: int, field: str = "start") -> int:
    """The UTC year of an instant; OutsideSupportedYears when calendars do not cover it."""
    if not FIRST_INSTANT <= instant < END_OF_INSTANTS:
        raise OutsideSupportedYears(
            say(
                "calendars cover the years {first_year} to {last_year} (UTC); this instant is outside",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            ),
            field,
        )
    return datetime_of(instant).year
