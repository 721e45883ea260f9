"""Mining: the calendars, budgets and grouping that best reproduce what a request desk recorded."""

from firsthand.simulate.mining.found import WORDS, Clause, Measure, Mined, Unexplained, Why, wilson
from firsthand.simulate.mining.hours import ALWAYS, Hours
from firsthand.simulate.mining.observations import Labels, Observations, labels
from firsthand.simulate.mining.pieces import Where
from firsthand.simulate.mining.practice import mine_practice
from firsthand.simulate.mining.rules import Rule
from firsthand.simulate.mining.targets import TOLERANCE, measured, mine_targets
from firsthand.simulate.mining.wall_clock import NEVER

__all__ = [
    "ALWAYS",
    "NEVER",
    "TOLERANCE",
    "WORDS",
    "Clause",
    "Hours",
    "Labels",
    "Measure",
    "Mined",
    "Observations",
    "Rule",
    "Unexplained",
    "Where",
    "Why",
    "labels",
    "measured",
    "mine_practice",
    "mine_targets",
    "wilson",
]
