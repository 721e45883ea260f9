"""What was mined, in words: hours, calendars' names, and each clause with its support and confidence."""

from datetime import date

from firsthand.domain.calendars import Calendar
from firsthand.domain.calendars.instants import SECOND
from firsthand.workbench.mining import Hours, MinedClause
from firsthand.workbench.mining.hours import DAY_SECONDS, EPOCH_ORDINAL, Windows

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY = 7


def days_words(days: tuple[int, ...]) -> str:
    """Weekdays as a calendar file writes them: `mon-fri`, `mon,wed`."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_DAYS[run[0]] if len(run) == 1 else f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" for run in runs)


def windows_words(windows: Windows) -> str:
    """The windows of a day as a calendar file writes them."""
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in windows)


def week_words(hours: Hours) -> dict[str, str]:
    """The windows of each row of weekdays that has the same, as a calendar file writes them."""
    own = dict(hours.special)
    others = tuple(day for day in hours.days if day not in own)
    rows = {windows: tuple(day for day in own if own[day] == windows) for windows in dict.fromkeys(own.values())}
    found = {**({hours.windows: others} if others else {}), **rows}
    return {days_words(days): windows_words(windows) for windows, days in found.items()}


def calendar_name(hours: Hours) -> str:
    """A name that says the hours: `mined-mon-fri-0830-1700`."""
    if hours.always:
        return "mined-every-hour"
    parts = []
    for begin, season in hours.seasons:
        parts += ["from", date_words(begin)] if begin is not None else []
        parts += [part for row in week_words(season).items() for part in row]
    return "-".join(["mined", *parts]).replace(":", "").replace(", ", "-").replace(",", "-")


def hours_words(hours: Hours) -> str:
    """The hours for a person."""
    if hours.always:
        return "every hour of every day"
    seasons = [
        (f"from {date_words(begin)} " if begin is not None else "")
        + ", ".join(f"{days} {windows}" for days, windows in week_words(season).items())
        for begin, season in hours.seasons
    ]
    return "; ".join(seasons)


def date_words(day: int) -> str:
    """A day since 1970-01-01 as a date."""
    return date.fromordinal(EPOCH_ORDINAL + day).isoformat()


def counted(number: int, thing: str) -> str:
    """A number of things: `1 clause`, `1,200 tickets`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def closed_dates(calendar: Calendar) -> list[str]:
    """The dates on which a mined calendar is closed, as texts."""
    return [f"{one.year}-{one.month:02}-{one.day:02}" for one in calendar.versions[0].holidays]


def evidence(clause: MinedClause, percentile: int | None) -> str:
    """Support and confidence of a clause in a sentence."""
    low, high = clause.confidence
    share = f"{percent(clause.explained, clause.rows)} (between {100 * low:.1f} % and {100 * high:.1f} % at 95 %)"
    of = f"{clause.explained:,} of {counted(clause.rows, 'request')}"
    if percentile is None:
        offset = clause.offset / SECOND
        late = f"; the median is {abs(offset):g} s {'early' if offset < 0 else 'late'}" if offset else ""
        return f"Reproduces {of}, {share}; {clause.exact:,} to the second{late}."
    between = f" The {percentile}th percentile lies between {spent_words(clause.between)} of these hours."
    return f"Kept by {of}, {share}.{between if clause.between else ''}"


def spent_words(spent: tuple[int, int] | None) -> str:
    """Two working times in hours and minutes."""
    minutes = [time // (60 * SECOND) for time in spent or ()]
    return " and ".join(f"{minute // 60}:{minute % 60:02} h" for minute in minutes)


def percent(part: int, whole: int) -> str:
    """A share as a person reads it, never rounded up to all."""
    if not whole:
        return "none"
    return f"{min(100 * part / whole, 100.0 if part == whole else 99.99):.2f} %"


def _clock(seconds: int) -> str:
    seconds -= DAY_SECONDS if seconds > DAY_SECONDS else 0
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
