"""From observed targets to clauses: the whole search, and how well its clauses do on any rows."""

from collections.abc import Collection, Sequence

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.choosing import Search, groups_of
from firsthand.workbench.mining.doubts import without_doubtful
from firsthand.workbench.mining.found import Measure, Mined, MinedClause, Unexplained, Why
from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.lengths import lengths_for
from firsthand.workbench.mining.observations import Observations
from firsthand.workbench.mining.pieces import GroupPiece, Where
from firsthand.workbench.mining.rules import MINUTE, MinedRule, Seen
from firsthand.workbench.mining.searching import calendars_and_pieces
from firsthand.workbench.mining.wall_clock import Flags, Int64s

TOLERANCE = 60 * SECOND
_HOUR = 60 * MINUTE
_UNRULED = np.int64(-1)  # how far a row is from no clause


def mine_targets(observations: Observations, *, tolerance: int = TOLERANCE) -> Mined:
    """The calendars and clauses that best reproduce the observed targets, `tolerance` microseconds either way.

    Deterministic: the same observations, in any order, give the same clauses. The time grows with the number of rows
    times the number of candidate calendars, which is bounded.
    """
    with_target = observations.take(observations.has_end)
    calendars: tuple[Hours, ...] = ()
    clauses: tuple[MinedClause, ...] = ()
    in_doubt: tuple[str, ...] = ()
    if len(with_target):
        seen = Seen(with_target, tolerance)
        lengths = lengths_for(seen.received[seen.near], seen.ended[seen.near])
        search = Search(seen=seen, groups=groups_of(seen), lengths=lengths)
        calendars, pieces = calendars_and_pieces(search)
        pieces, in_doubt = without_doubtful(seen, pieces)
        clauses = _clauses(seen, pieces)
        used = {clause.rule.hours for clause in clauses}
        calendars = tuple(hours for hours in calendars if hours in used)
    measure, unexplained = measured(clauses, observations, tolerance=tolerance, in_doubt=in_doubt)
    return Mined(
        zone=observations.zone,
        tolerance=tolerance,
        calendars=calendars,
        clauses=clauses,
        measure=measure,
        unexplained=unexplained,
        in_doubt=in_doubt,
    )


def _clauses(seen: Seen, pieces: Sequence[GroupPiece]) -> tuple[MinedClause, ...]:
    """The pieces with a rule; those that differ in nothing but the group are one clause. Most rows first."""
    merged: dict[tuple[object, ...], list[GroupPiece]] = {}
    for piece in pieces:
        if piece.rule is not None:
            where = piece.where
            merged.setdefault((piece.rule, where.from_at, where.to_at, where.has, where.lacks), []).append(piece)
    found = [_clause(seen, same) for same in merged.values()]
    return tuple(sorted(found, key=lambda clause: (-clause.rows, clause.groups, clause.where.from_at or 0)))


def _clause(seen: Seen, same: Sequence[GroupPiece]) -> MinedClause:
    rule = same[0].rule
    assert rule is not None  # noqa: S101  only pieces with a rule are merged
    rows = np.flatnonzero(np.any([piece.where.rows(seen.observations) for piece in same], axis=0))
    off = seen.off(rule, rows)
    hits = off[np.abs(off) <= seen.tolerance]
    return MinedClause(
        groups=tuple(piece.where.group for piece in sorted(same, key=lambda one: (-one.rows, one.where.group))),
        where=same[0].where,
        rule=rule,
        rows=len(rows),
        explained=len(hits),
        exact=int(np.count_nonzero(hits == 0)),
        offset=int(np.median(hits)) if len(hits) else 0,
    )


def rows_of(clause: MinedClause, observations: Observations) -> Flags:
    """Which rows a clause is about."""
    where = clause.where
    parts = [
        Where(group=group, from_at=where.from_at, to_at=where.to_at, has=where.has, lacks=where.lacks).rows(
            observations
        )
        for group in clause.groups
    ]
    return np.asarray(np.any(parts, axis=0), dtype=np.bool_)


def measured(
    clauses: Sequence[MinedClause],
    observations: Observations,
    *,
    tolerance: int = TOLERANCE,
    in_doubt: Collection[str] = (),
) -> tuple[Measure, tuple[Unexplained, ...]]:
    """How many targets the clauses reproduce on any rows, and the rows that they do not, with why; `in_doubt` are the
    groups of whose hours mining says that it does not know them."""
    has = np.flatnonzero(observations.has_end)
    no_target = [Unexplained(row=int(row), why=Why.NO_TARGET) for row in np.flatnonzero(~observations.has_end).tolist()]
    if not len(has):
        return Measure(rows=len(observations), with_target=0, explained=0, exact=0, within_5_seconds=0), tuple(
            no_target
        )
    seen = Seen(observations.take(has), tolerance)
    off = np.full(len(has), np.iinfo(np.int64).max, dtype=np.int64)
    ruled = np.zeros(len(has), dtype=np.bool_)
    for clause in clauses:
        rows = np.flatnonzero(rows_of(clause, seen.observations))
        if len(rows):
            off[rows] = seen.ended[rows] - seen.due(clause.rule, rows)
            ruled[rows] = True
    far = np.abs(off)
    explained = ruled & seen.near & (far <= tolerance)
    measure = Measure(
        rows=len(observations),
        with_target=len(has),
        explained=int(explained.sum()),
        exact=int(np.count_nonzero(explained & (off == 0))),
        within_5_seconds=int(np.count_nonzero(explained & (far <= 5 * SECOND))),
    )
    left = np.flatnonzero(~explained)
    reasons = _reasons(seen, clauses, left, np.where(ruled, far, _UNRULED))
    names, codes = observations.group.names, observations.group.codes
    rows_left = [
        Unexplained(row=row, why=_unless_in_doubt(one.why, names[int(codes[row])] in in_doubt), rule=one.rule)
        for one in reasons
        for row in [int(has[one.row])]
    ]
    return measure, tuple(sorted([*no_target, *rows_left], key=lambda one: one.row))


def _unless_in_doubt(why: Why, is_in_doubt: bool) -> Why:  # noqa: FBT001
    return Why.HOURS_NOT_KNOWN if is_in_doubt and why in (Why.NO_RULE_FOUND, Why.UNSEEN_GROUP) else why


def _reasons(seen: Seen, clauses: Sequence[MinedClause], rows: Int64s, far: Int64s) -> list[Unexplained]:
    """Why each of the rows is not explained; `far` is how far each row of the log is from its clause."""
    elsewhere = _rules_of_others(seen, clauses, rows)
    known = {group for clause in clauses for group in clause.groups}
    names, codes = seen.observations.group.names, seen.observations.group.codes
    reasons = []
    for row, rule in zip(rows.tolist(), elsewhere, strict=True):
        why = Why.NO_RULE_FITS
        if seen.ended[row] <= seen.received[row]:
            why = Why.TARGET_BEFORE_RECEIVED
        elif not seen.near[row]:
            why = Why.ABSURDLY_FAR
        elif far[row] == _UNRULED:
            why = Why.NO_RULE_FOUND if names[int(codes[row])] in known else Why.UNSEEN_GROUP
        elif rule is not None:
            why = Why.RULE_OF_OTHERS
        elif far[row] <= _HOUR:
            why = Why.NEAR_MISS
        elif (seen.ended_local[row] % DAY) % MINUTE == 0:
            why = Why.SET_BY_HAND
        reasons.append(Unexplained(row=row, why=why, rule=rule if why is Why.RULE_OF_OTHERS else None))
    return reasons


def _rules_of_others(seen: Seen, clauses: Sequence[MinedClause], rows: Int64s) -> list[MinedRule | None]:
    """For each row a rule of any clause that reproduces it; of several the one that most rows follow."""
    found: list[MinedRule | None] = [None] * len(rows)
    if not len(rows):
        return found
    weights: dict[MinedRule, int] = {}
    for clause in clauses:
        weights[clause.rule] = weights.get(clause.rule, 0) + clause.explained
    for rule in sorted(weights, key=lambda one: -weights[one]):
        for place in np.flatnonzero(seen.explained(rule, rows)).tolist():
            found[place] = found[place] or rule
    return found
