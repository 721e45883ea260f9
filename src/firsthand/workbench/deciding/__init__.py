"""Deciding whole histories: the compiled rules and the clocks of `domain`, for columns."""

from firsthand.workbench.deciding.deciding import (
    MET_BY,
    NOBODY,
    ClockColumn,
    DecidedHistory,
    Decider,
    Int8s,
    VerdictCode,
    roles_of,
)

__all__ = ["MET_BY", "NOBODY", "ClockColumn", "DecidedHistory", "Decider", "Int8s", "VerdictCode", "roles_of"]
