"""What mining does not say: the rules of a group that fail at some times, for no reason that was found.

Noise is no reason for doubt. A rule is in doubt where what it misses follows a pattern of the week or of the time of
the log, where it misses more than it explains, or where it would begin or end in the middle of a day: the hours are
others then, or change on a date. So it is where a rule begins or ends with a change of its own hours: hours that are
wrong by an hour or two are made good by another unit.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.patterns import follow_a_pattern
from firsthand.workbench.mining.pieces import GroupPiece
from firsthand.workbench.mining.rules import Seen

_TOGETHER = 3  # days within which a rule and its hours change at once


def without_doubtful(seen: Seen, pieces: Sequence[GroupPiece]) -> tuple[list[GroupPiece], tuple[str, ...]]:
    """The pieces, without the rules of groups of which one is in doubt, and these groups."""
    groups = tuple(dict.fromkeys(piece.where.group for piece in pieces if _is_doubtful(seen, piece)))
    return [replace(piece, rule=None) if piece.where.group in groups else piece for piece in pieces], groups


def _is_doubtful(seen: Seen, piece: GroupPiece) -> bool:
    if piece.rule is None:
        return False
    rows = np.flatnonzero(piece.where.rows(seen.observations) & seen.near)
    hits = seen.explained(piece.rule, rows)
    dates = [at for at in (piece.where.from_at, piece.where.to_at) if at is not None]
    local = seen.clock.local(np.array(dates, dtype=np.int64))
    midday = bool((local % DAY != 0).any())
    moves = np.array([day for day, _ in piece.rule.hours.later], dtype=np.int64)
    both = bool((np.abs(local[:, None] // DAY - moves) <= _TOGETHER).any())
    return midday or both or 2 * int(hits.sum()) < len(rows) or follow_a_pattern(seen, rows, hits)
