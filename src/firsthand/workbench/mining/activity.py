"""When people are at work, by what they do: worked days, the hours of the day, and dates on which nobody works."""

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.hours import ALWAYS, DAY_SECONDS, WEEK, Hours, hours_of_week, opened_on
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rates import busiest, likelihood, parting, quietest
from firsthand.workbench.mining.wall_clock import Flags, Int64s, WallClock

_BIN = 1800  # seconds: hours of practice are said to the half hour
_RARE = 0.1  # of the busiest: what happens so seldom is an exception, not a habit
_BINS = DAY_SECONDS // _BIN
_QUIET = 6  # bins without activity between two days
_OTHER = 4  # bins by which hours differ: what is less is a habit
_DEEPEST = 2
_FEWEST = 200  # acts that may show other hours
_NEAR = 5  # weeks before, and after, that say what a date would have been like
_CHANCE = 1e-3  # the chance, over all dates of the log or all bins, of taking an ordinary one for free


def hours_of_activity(zone: str, activity: Int64s) -> Hours | None:
    """The hours in which nearly all activity lies, one window on each worked day, and others from a date on where it
    moved; ALWAYS where nothing is seldom, and None where every second act shows other hours than the acts between
    them: those are too few to know.

    A weekday is worked when it sees at least a tenth of the busiest one. The window is the one that splits the day
    into a busy and a quiet part with the greatest likelihood. A date is off when it sees at most a tenth of what its
    weekday sees around it, and that is no chance.
    """
    if not len(activity):
        return None
    local = np.sort(WallClock(zone, int(activity.min()), int(activity.max())).local(activity))
    parts = _parts(local, _DEEPEST)
    if any(_differ(_week_of(part[::2])[0], _week_of(part[1::2])[0]) for part in parts):
        return None
    first, *others = parts
    hours, turn = _week_of(first)
    for part in others:
        later, _ = _week_of(part)
        if _differ(hours.seasons[-1][1], later):
            hours = hours.until(int(part[0]) // DAY, later)
    if hours.always:
        return ALWAYS
    days = tuple(sorted({day for _, season in hours.seasons for day in season.days}))
    return hours.without(_days_off((local - turn * _BIN * SECOND) // DAY, days))


def _parts(local: Int64s, depth: int) -> list[Int64s]:
    """The readings parted where activity moved to other hours or weekdays for weeks."""
    cut = parting(local, _FEWEST) if depth else None
    if cut is None or min(local[cut] - local[0], local[-1] - local[cut]) < _NEAR * WEEK * DAY:
        return [local]
    if not _differ(_week_of(local[:cut])[0], _week_of(local[cut:])[0]):
        return [local]
    return [*_parts(local[:cut], depth - 1), *_parts(local[cut:], depth - 1)]


def _week_of(local: Int64s) -> tuple[Hours, int]:
    """The hours of each weekday, and the bin of the day with which a day of work begins: midnight, but for nights."""
    counts = np.bincount((local + 3 * DAY) % (WEEK * DAY) // (_BIN * SECOND), minlength=WEEK * _BINS).astype(np.float64)
    turn = _turn(counts.reshape(WEEK, _BINS).sum(axis=0))
    rows = np.roll(counts, -turn).reshape(WEEK, _BINS)
    worked = np.flatnonzero(rows.sum(axis=1) >= _RARE * rows.sum(axis=1).max()).tolist()
    usual = _window(rows[worked].sum(axis=0))
    own = {day: _window(rows[day]) for day in worked}
    found = {
        day: window if (0, _BINS) not in (window, usual) and _apart(window, usual) >= _OTHER else usual
        for day, window in own.items()
    }
    return hours_of_week(opened_on(found, turn=turn, size=_BIN)), turn


def _turn(of_day: Floats) -> int:
    """Midnight, or the quietest bin where the busy part of the day runs over midnight."""
    turn = quietest(of_day, _QUIET)
    turned = np.roll(of_day, -turn)
    begin, end = busiest(turned)
    runs_over = turn + begin < _BINS < turn + end and _window(turned) != (0, _BINS)
    return turn if runs_over and likelihood(turned, begin, end) > likelihood(of_day, *busiest(of_day)) else 0


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _differ(one: Hours, other: Hours) -> bool:
    """Whether the hours are others: another weekday is worked, or hours of one differ by more than habits do."""
    return any(
        len(here) != len(there) or any(_apart(a, b) >= _OTHER * _BIN for a, b in zip(here, there, strict=True))
        for here, there in zip(one.week, other.week, strict=True)
    )


def _window(counts: Floats) -> tuple[int, int]:
    """The busy part of the day, in bins; the whole day where the rest is more than a tenth as busy, or so quiet by
    chance."""
    begin, end = busiest(counts)
    inside, length = counts[begin:end].sum(), end - begin
    outside, rest = counts.sum() - inside, len(counts) - length
    is_rare = outside * length <= _RARE * inside * max(rest, 1)
    if not is_rare or _chance_of(np.array([outside]), np.array([inside / length * rest]))[0] > _CHANCE / _BINS:
        return (0, len(counts))
    return (begin, end)


def _chance_of(few: Floats, expected: Floats) -> Floats:
    """The chance of so few or fewer where so many are expected (Poisson) is at most this (Chernoff)."""
    few = np.minimum(few, expected)
    found: Floats = np.exp(few - expected + few * np.log(np.maximum(expected, 1e-12) / np.maximum(few, 1e-12)))
    return found


def _days_off(days: Int64s, worked: tuple[int, ...]) -> tuple[int, ...]:
    """The dates off, as days since 1970-01-01, among the worked weekdays between the first and last activity."""
    first, last = int(days.min()), int(days.max())
    counts = np.bincount(days - first, minlength=last - first + 1).astype(np.float64)
    every = np.arange(first, last + 1)
    expected = _expected(counts)
    usual: Flags = np.isin((every + 3) % WEEK, worked)
    seldom = counts <= _RARE * expected
    off = usual & seldom & (_chance_of(counts, expected) < _CHANCE / max(int(usual.sum()), 1))
    return tuple(every[off].tolist())


def _expected(counts: Floats) -> Floats:
    """What each date would have seen: between the medians of its weekday in the weeks before and after; nothing where
    either saw nothing, so that the days before work began and after it stopped are no days off."""
    before, after = _median_of_weekday(counts), _median_of_weekday(counts[::-1])[::-1]
    found: Floats = np.where(np.minimum(before, after) > 0, (before + after) / 2, 0.0)
    return found


def _median_of_weekday(counts: Floats) -> Floats:
    """For each date the median of the same weekday in the weeks before; 0 where there is none."""
    padded = np.pad(counts, (_NEAR * WEEK, 0), constant_values=np.nan)
    starts = [(_NEAR - step) * WEEK for step in range(1, _NEAR + 1)]
    before = np.array([padded[start : start + len(counts)] for start in starts])
    found: Floats = np.nanmedian(np.where(np.isnan(before).all(axis=0), 0.0, before), axis=0)
    return found
