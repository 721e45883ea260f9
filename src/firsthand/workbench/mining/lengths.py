"""Description lengths in bits: what a rule costs to write down, and what it saves on the rows that it explains.

The best description of a log is the shortest one: rules, and then what the rules do not say. A rule that explains
nothing costs more than it saves, so nothing has to be tuned to a log: the only number that the caller chooses is
how far a reproduced target may be off.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.calendars import BudgetUnit
from firsthand.domain.calendars.instants import SECOND
from firsthand.workbench.mining.hours import DAY_SECONDS, WEEK, Hours, Windows
from firsthand.workbench.mining.wall_clock import Int64s

Floats = NDArray[np.float64]
_UNITS = len(BudgetUnit)


def integer_bits(number: int) -> float:
    """A positive whole number, when small ones are likelier (Elias gamma)."""
    return 2 * math.floor(math.log2(number)) + 1 if number > 0 else 1.0


def amount_bits(unit: BudgetUnit, amount: int) -> float:
    """The amount of a budget: cheap when it is a small number of days or hours, dear when it is odd minutes."""
    if unit.in_days:
        return integer_bits(amount)
    which = math.log2(3)
    whole = next(size for size in (1440, 60, 1) if amount % size == 0)
    return which + integer_bits(amount // whole)


def hours_bits(hours: Hours, days_in_log: int) -> float:
    """A calendar: its days, their windows (each edge one of the minutes of a day), its skipped dates, and the dates
    from which other hours hold."""
    if hours.always:
        return 1.0
    a_date = math.log2(max(days_in_log, 2))
    windows = sum(map(_windows_bits, hours.patterns))
    weeks = sum(_week_bits(season) for _, season in hours.seasons) + len(hours.later) * (a_date + 1)
    return weeks + windows + integer_bits(len(hours.skipped) + 1) + len(hours.skipped) * a_date


def _week_bits(hours: Hours) -> float:
    """Which of its windows each weekday has, or none."""
    return WEEK * math.log2(len({hours.windows, *(windows for _, windows in hours.special)}) + 1)


def _windows_bits(windows: Windows) -> float:
    return integer_bits(len(windows)) + sum(_edge_bits(edge) for window in windows for edge in window)


def _edge_bits(edge: int) -> float:
    """A full hour is one of 25, a half or a quarter one of four times as many, and so on."""
    sizes = (3600, 900, 300, 60)
    place = next(number for number, size in enumerate(sizes) if edge % size == 0)
    return math.log2(len(sizes)) + math.log2(DAY_SECONDS / sizes[place] + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lengths:
    """The costs on one log.

    `surprise`: what an end that no rule explains costs: where in the span of the log's waits it lies, to the second.
    """

    surprise: float

    def saved(self, off: Int64s) -> Floats:
        """What explaining an end saves, by how far off the rule is (microseconds): the nearer, the more."""
        seconds = np.abs(off) // SECOND
        found: Floats = self.surprise - 2 * np.floor(np.log2(seconds + 1)) - 1 - (seconds > 0)
        return np.maximum(found, 0.0)

    def rows(self, explained: Int64s | int, of: Int64s | int, saved: Floats | float) -> Floats:
        """The rows of a rule: which of them it explains, how far off it is, and the ends of the others."""
        hit = np.asarray(explained, dtype=np.float64)
        every = np.asarray(of, dtype=np.float64)
        share = (hit + 0.5) / (every + 1)
        which = -(hit * np.log2(share) + (every - hit) * np.log2(1 - share))
        found: Floats = which + every * self.surprise - saved
        return found

    @staticmethod
    def rule(unit: BudgetUnit, amount: int) -> float:
        """A rule: which unit, what amount."""
        return math.log2(_UNITS) + amount_bits(unit, amount)


def lengths_for(received: Int64s, ended: Int64s) -> Lengths:
    """The costs on a log with these instants (microseconds)."""
    if not len(ended):
        return Lengths(surprise=1.0)
    # The longest waits may be absurd: nineteen in twenty span what an end can be expected to be.
    span = float(np.quantile(np.abs(ended - received), 0.95)) + float(np.ptp(received))
    return Lengths(surprise=math.log2(max(span / SECOND, 2.0)))
