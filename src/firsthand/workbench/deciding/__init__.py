"""Deciding whole histories: the compiled rules and the clocks of `domain`, for columns."""

from firsthand.workbench.deciding.deciding import (
    MET_BY,
    NOBODY,
    ROLES,
    ClockColumn,
    DecidedHistory,
    Decider,
    Int8s,
    VerdictCode,
)

__all__ = ["MET_BY", "NOBODY", "ROLES", "ClockColumn", "DecidedHistory", "Decider", "Int8s", "VerdictCode"]
