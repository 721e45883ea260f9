"""Replay: a history decided and judged under two editions of a book, and what differs."""

from firsthand.workbench.replay.flips import OWNER, Flip, FlipColumns, FlipReason
from firsthand.workbench.replay.replaying import HOURS, ReplayedPart, Replayer
from firsthand.workbench.replay.summary import (
    Attained,
    ClockSummary,
    FlipCounts,
    Judged,
    OwnerChange,
    PartyTime,
    ReplaySummary,
    Target,
    summary_of,
)
from firsthand.workbench.replay.sums import SHOWN, ReasonCount, Sums, merged
from firsthand.workbench.replay.tables import Table, shares

__all__ = [
    "HOURS",
    "OWNER",
    "SHOWN",
    "Attained",
    "ClockSummary",
    "Flip",
    "FlipColumns",
    "FlipCounts",
    "FlipReason",
    "Judged",
    "OwnerChange",
    "PartyTime",
    "ReasonCount",
    "ReplaySummary",
    "ReplayedPart",
    "Replayer",
    "Sums",
    "Table",
    "Target",
    "merged",
    "shares",
    "summary_of",
]
