"""When something was said, as people write it: "10:30", "yesterday 16:00", "20 min ago"."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn

from firsthand.domain.calendars import zone_named
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AGO = re.compile(r"(?:(\d{1,4})|an?) ?(min|minute|hour|h|day)s? ago")
_AT = re.compile(r"(?P<day>[a-z]+|\d{4}-\d{2}-\d{2})?(?:^| |t)(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_LENGTHS = {"min": 1, "minute": 1, "hour": 60, "h": 60, "day": 24 * 60}


def read_when(text: str, *, now: datetime, zone: str) -> datetime:
    """The instant in the past that a text means to somebody in a zone: now (also when empty), a time of today or of a
    day (today, yesterday, a weekday, a date as 2021-08-12), or a distance (20 min ago). Raises Invalid on
    `received_at` for what it does not understand, and for what is still to come."""
    words = " ".join(text.lower().split())
    if words in ("", "now"):
        return now
    if (match := _AGO.fullmatch(words)) is not None:
        return now - timedelta(minutes=int(match[1] or 1) * _LENGTHS[match[2]])
    here = now.astimezone(zone_named(zone))
    found = _instant(words, here)
    if found > now:
        raise Invalid("in_the_future", say("It cannot have been after now."), field="received_at")
    return found


def _instant(words: str, here: datetime) -> datetime:
    match = _AT.fullmatch(words)
    if match is None:
        _not_understood()
    try:
        day = _day(match["day"] or "today", here.date())
        at = time(int(match["hour"]), int(match["minute"]))
        return datetime.combine(day, at, tzinfo=here.tzinfo).astimezone(UTC)
    except (ValueError, OverflowError):
        _not_understood()


def _day(word: str, today: date) -> date:
    """The day that a word or a date means; a weekday is the last one, never today. ValueError for another word."""
    if word in ("today", "yesterday"):
        return today - timedelta(days=("today", "yesterday").index(word))
    meant = [number for number, name in enumerate(_DAYS) if word in (name, name[:3])]
    if meant:
        return today - timedelta(days=(today.weekday() - meant[0] - 1) % 7 + 1)
    return date.fromisoformat(word)


def _not_understood() -> NoReturn:
    raise Invalid(
        "when_wrong",
        say("Say when it was: 10:30, yesterday 16:00, 2021-08-12 09:15 or 20 min ago; empty means now."),
        field="received_at",
    )
