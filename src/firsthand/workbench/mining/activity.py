"""When people are at work, by what they do: worked days, the hours of the day, and dates on which nobody works."""

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.hours import ALL_DAYS, ALWAYS, DAY_SECONDS, WEEK, Hours
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rates import busiest
from firsthand.workbench.mining.wall_clock import Flags, Int64s, WallClock

_BIN = 1800  # seconds: hours of practice are said to the half hour
_RARE = 0.1  # of the busiest: what happens so seldom is an exception, not a habit
_NEAR = 5  # weeks before, and after, that say what a date would have been like
_CHANCE = 1e-3  # the chance, over all dates of the log, of taking an ordinary one for a day off


def hours_of_activity(zone: str, activity: Int64s) -> Hours:
    """The hours in which nearly all activity lies, as one window on the worked days; ALWAYS where nothing is seldom.

    A weekday is worked when it sees at least a tenth of the busiest one. The window is the one that splits the day
    into a busy and a quiet part with the greatest likelihood. A date is off when it sees at most a tenth of what its
    weekday sees around it, and that is no chance.
    """
    if not len(activity):
        return ALWAYS
    local = WallClock(zone, int(activity.min()), int(activity.max())).local(activity)
    of_weekday = np.bincount((local // DAY + 3) % WEEK, minlength=WEEK)
    days = tuple(np.flatnonzero(of_weekday >= _RARE * of_weekday.max()).tolist())
    worked = local[np.isin((local // DAY + 3) % WEEK, days)]
    window = _window(np.bincount(worked % DAY // (_BIN * SECOND), minlength=DAY_SECONDS // _BIN).astype(np.float64))
    hours = Hours(days=days or ALL_DAYS, windows=(window,))
    if hours.always:
        return ALWAYS
    return hours.without(_days_off(local // DAY, days))


def _window(counts: Floats) -> tuple[int, int]:
    """The busy part of the day, in seconds; the whole day where the rest is more than a tenth as busy."""
    begin, end = busiest(counts)
    inside, length = counts[begin:end].sum(), end - begin
    outside, rest = counts.sum() - inside, len(counts) - length
    if outside * length > _RARE * inside * max(rest, 1):
        return (0, DAY_SECONDS)
    return (begin * _BIN, end * _BIN)


def _days_off(days: Int64s, worked: tuple[int, ...]) -> tuple[int, ...]:
    """The dates off, as days since 1970-01-01, among the worked weekdays between the first and last activity."""
    first, last = int(days.min()), int(days.max())
    counts = np.bincount(days - first, minlength=last - first + 1).astype(np.float64)
    every = np.arange(first, last + 1)
    expected = _expected(counts)
    usual: Flags = np.isin((every + 3) % WEEK, worked)
    seldom = counts <= _RARE * expected
    few = np.minimum(counts, expected)
    # The chance of so few or none (Poisson) is at most this (Chernoff).
    chance = np.exp(few - expected + few * np.log(np.maximum(expected, 1e-12) / np.maximum(few, 1e-12)))
    off = usual & seldom & (chance < _CHANCE / max(int(usual.sum()), 1))
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
