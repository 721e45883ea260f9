"""Replay: a history decided and judged under two editions of a book, and what differs."""

from firsthand.workbench.replay.flips import OWNER, Flip, FlipColumns, Reason
from firsthand.workbench.replay.replaying import HOURS, Part, Replayer
from firsthand.workbench.replay.summary import (
    Attained,
    ClockSummary,
    Flipped,
    Judged,
    OwnerChange,
    PartyTime,
    ReplaySummary,
    Target,
    summary_of,
)
from firsthand.workbench.replay.sums import SHOWN, Seen, Sums, merged
from firsthand.workbench.replay.tables import Table, shares

__all__ = [
    "HOURS",
    "OWNER",
    "SHOWN",
    "Attained",
    "ClockSummary",
    "Flip",
    "FlipColumns",
    "Flipped",
    "Judged",
    "OwnerChange",
    "Part",
    "PartyTime",
    "Reason",
    "ReplaySummary",
    "Replayer",
    "Seen",
    "Sums",
    "Table",
    "Target",
    "merged",
    "shares",
    "summary_of",
]
