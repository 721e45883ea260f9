"""Mining: the calendars, budgets and grouping that best reproduce what a request desk recorded."""

from firsthand.workbench.mining.found import WORDS, Measure, Mined, MinedClause, Unexplained, Why, wilson
from firsthand.workbench.mining.hours import ALWAYS, Hours
from firsthand.workbench.mining.observations import Labels, Observations, labels
from firsthand.workbench.mining.pieces import Where
from firsthand.workbench.mining.practice import mine_practice
from firsthand.workbench.mining.rules import MinedRule
from firsthand.workbench.mining.targets import TOLERANCE, measured, mine_targets
from firsthand.workbench.mining.wall_clock import NEVER

__all__ = [
    "ALWAYS",
    "NEVER",
    "TOLERANCE",
    "WORDS",
    "Hours",
    "Labels",
    "Measure",
    "Mined",
    "MinedClause",
    "MinedRule",
    "Observations",
    "Unexplained",
    "Where",
    "Why",
    "labels",
    "measured",
    "mine_practice",
    "mine_targets",
    "wilson",
]
