"""Instants as output texts in UTC: `2021-06-29T17:00:00Z`, with a fraction only where there is one."""

from datetime import UTC, datetime
from functools import lru_cache

from firsthand.domain.book.entries import Entry
from firsthand.domain.book.errors import PolicyError
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say

_DAY = 86_400_000_000
_MINUTES = tuple(f"T{minute // 60:02}:{minute % 60:02}:".encode() for minute in range(1440))
_SECONDS = tuple(f"{second:02}".encode() for second in range(60))


@lru_cache(maxsize=8192)
def _day(number: int) -> bytes:
    return datetime_of(number * _DAY).strftime("%Y-%m-%d").encode()


def instant_bytes(instant: int) -> bytes:
    """The text of an instant in microseconds since 1970."""
    day, rest = divmod(instant, _DAY)
    seconds, micro = divmod(rest, 1_000_000)
    minute, second = divmod(seconds, 60)
    text = _day(day) + _MINUTES[minute] + _SECONDS[second]
    return text + (b".%06dZ" % micro if micro else b"Z")


def instant_of_option(text: str | None, option: str, zone: str) -> datetime | None:
    """The instant of a command's option: ISO 8601 with an offset or Z, or a date, meaning local midnight
    in `zone`."""
    if text is None:
        return None
    try:
        return Entry(value=text).instant(zone).astimezone(UTC)
    except PolicyError as error:
        raise Invalid(
            error.code, say("{option}: {problem}", option=option, problem=error.message), field=option
        ) from None
