"""By when somebody wants to have done something, as people write it: "in 2 days", "Friday", "tomorrow 9:00"."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn

from firsthand.domain.calendars import zone_named
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say

END_OF_WORK = time(17)
"""What a day without a time means."""
_FARTHEST = timedelta(days=3660)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_IN = re.compile(r"in (\d{1,4}|an?) ?(min|minute|hour|h|day|week)s?")
_AT = re.compile(r"(?P<day>[a-z]+|\d{4}-\d{2}-\d{2})?(?:(?:^| |t)(?P<hour>\d{1,2}):(?P<minute>\d{2}))?")
_LENGTHS = {
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "h": timedelta(hours=1),
}


def read_by_when(text: str, *, now: datetime, zone: str) -> datetime:
    """The instant that a text means to somebody in a zone: a day (a date as 2021-08-12, a weekday, today, tomorrow,
    in 2 days, in a week) with a time or by 17:00, a time of today, or an exact distance (in 3 hours). Raises Invalid on
    `due` for what it does not understand, and for what is past or more than ten years away."""
    words = " ".join(text.lower().split())
    here = now.astimezone(zone_named(zone))
    found = _distance(words, here) or _instant(words, here)
    if found <= now:
        raise Invalid("due_past", say("That is past already. Say a later time, for example: in 2 hours."), field="due")
    if found - now > _FARTHEST:
        raise Invalid("due_far", say("That is more than ten years away."), field="due")
    return found


def _distance(words: str, here: datetime) -> datetime | None:
    match = _IN.fullmatch(words)
    if match is None:
        return None
    count = 1 if match[1].startswith("a") else int(match[1])
    if (length := _LENGTHS.get(match[2])) is not None:
        return here.astimezone(UTC) + count * length
    return _on(here.date() + timedelta(days=count * (7 if match[2] == "week" else 1)), END_OF_WORK, here)


def _instant(words: str, here: datetime) -> datetime:
    match = _AT.fullmatch(words)
    if match is None or not words:
        _not_understood()
    try:
        at = time(int(match["hour"]), int(match["minute"])) if match["hour"] else END_OF_WORK
        return _on(_day(match["day"] or "today", here.date()), at, here)
    except (ValueError, OverflowError):
        _not_understood()


def _day(word: str, today: date) -> date:
    """The day that a word or a date means; a weekday is the next one, never today. ValueError for another word."""
    if word in ("today", "tomorrow"):
        return today + timedelta(days=("today", "tomorrow").index(word))
    meant = [number for number, name in enumerate(_DAYS) if word in (name, name[:3])]
    if meant:
        return today + timedelta(days=(meant[0] - today.weekday() - 1) % 7 + 1)
    return date.fromisoformat(word)


def _on(day: date, at: time, here: datetime) -> datetime:
    return datetime.combine(day, at, tzinfo=here.tzinfo).astimezone(UTC)


def _not_understood() -> NoReturn:
    raise Invalid(
        "due_wrong",
        say("Say by when: a date as 2021-08-12, a weekday, tomorrow 9:00, in 2 days or in 3 hours."),
        field="due",
    )
