"""Levels of capacity: how many are at work, how much is open for each, and which level that is (practice 2.9)."""

from firsthand.domain.capacity.levels import (
    MOST_LEVELS,
    MOST_PLACES,
    Band,
    CapacityLevel,
    CapacityTable,
    Load,
    Measure,
    WorkPlace,
)

__all__ = [
    "MOST_LEVELS",
    "MOST_PLACES",
    "Band",
    "CapacityLevel",
    "CapacityTable",
    "Load",
    "Measure",
    "WorkPlace",
]
