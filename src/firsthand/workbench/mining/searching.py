"""The order of the search: calendars, pieces of groups, and both once more for what the first round left open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from firsthand.workbench.mining.candidates import candidate_hours
from firsthand.workbench.mining.choosing import Groups, Search, choose_calendars, groups_of
from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.lengths import hours_bits
from firsthand.workbench.mining.patterns import follow_a_pattern
from firsthand.workbench.mining.pieces import GroupPiece, pieces_of
from firsthand.workbench.mining.polishing import polished
from firsthand.workbench.mining.rules import Seen
from firsthand.workbench.mining.seasons import seasons_seen
from firsthand.workbench.mining.skipped import with_skipped_dates
from firsthand.workbench.mining.wall_clock import Flags, Int64s
from firsthand.workbench.mining.weeks import best_week

_FEW_DAYS = 2  # by which skipped dates may make two rules seem to differ
_FEWEST = 20  # rows left open that may hide another calendar
_ENOUGH = 1200  # rows that show when a desk is open


def calendars_and_pieces(search: Search) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    """The calendars, and the pieces of every group on them."""
    calendars = _calendars(search)
    calendars, pieces = _with_calendars_of_the_rest(search, calendars, pieces_of(search, calendars))
    calendars, pieces = _with_other_weeks(search, calendars, pieces)
    return _dated_again(search, calendars, pieces)


def _with_calendars_of_the_rest(
    search: Search, calendars: tuple[Hours, ...], pieces: list[GroupPiece]
) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    """The calendars of the rows that are still open, where they shorten the description of all rows.

    A calendar that took over from another on some date, or that a part of every group follows, is the best one of no
    whole group.
    """
    seen = search.seen
    left = np.flatnonzero(seen.near & ~_explained(seen, pieces))
    if len(left) < _FEWEST:
        return calendars, pieces
    rest = Seen(seen.observations.take(left), seen.tolerance)
    extra = _calendars(Search(seen=rest, groups=groups_of(rest), lengths=search.lengths))
    return _with_more(search, calendars, pieces, extra)


def _with_other_weeks(
    search: Search, calendars: tuple[Hours, ...], pieces: list[GroupPiece]
) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    """Hours that differ by weekday, run over midnight or change on a date, where what is open follows a pattern."""
    seen = search.seen
    explained = _explained(seen, pieces)
    rows = np.flatnonzero(seen.near)
    parted = any(piece.where.from_at is not None for piece in pieces)
    if not parted and not follow_a_pattern(seen, rows, explained[rows]):
        return calendars, pieces
    few = _some(search)
    seasons = seasons_seen(few, lambda part: [*_calendars(part), *_weeks(part)])
    return _with_more(search, calendars, pieces, [*_weeks(few), *seasons])


def _weeks(search: Search) -> list[Hours]:
    """The hours by weekday on which the log is described in the fewest bits, with the dates that they skip."""
    best = best_week(search)
    return [] if best is None else [with_skipped_dates(search, best, [])]


def _some(search: Search) -> Search:
    """The search on at most so many rows, evenly taken in the order received: enough to see when a desk is open."""
    order = np.argsort(search.seen.received, kind="stable")
    if len(order) <= _ENOUGH:
        return search
    rows = order[:: -(-len(order) // _ENOUGH)]
    seen = Seen(search.seen.observations.take(rows), search.seen.tolerance)
    return Search(seen=seen, groups=groups_of(seen), lengths=search.lengths)


def _with_more(
    search: Search, calendars: tuple[Hours, ...], pieces: list[GroupPiece], extra: Iterable[Hours]
) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    """The calendars with those of the extra ones that shorten the description of all rows, without those that then
    lengthen it."""
    for hours in extra:
        if hours in calendars:
            continue
        more = (*calendars, hours)
        found = pieces_of(search, more)
        least = _total(search, (hours,), found)  # if it stands for all of the others
        if least < _total(search, calendars, pieces):
            more, found = _without_needless(search, more, found)
        if _total(search, more, found) < _total(search, calendars, pieces):
            calendars, pieces = more, found
    return calendars, pieces


def _without_needless(
    search: Search, calendars: tuple[Hours, ...], pieces: list[GroupPiece]
) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    for hours in calendars:
        fewer = tuple(one for one in calendars if one != hours)
        if hours.always or not fewer:
            continue
        found = pieces_of(search, fewer)
        if _total(search, fewer, found) <= _total(search, calendars, pieces):
            calendars, pieces = fewer, found
    return calendars, pieces


def _explained(seen: Seen, pieces: Sequence[GroupPiece]) -> Flags:
    done = np.zeros(len(seen.received), dtype=np.bool_)
    for piece in pieces:
        if piece.rule is not None:
            rows = np.flatnonzero(piece.where.rows(seen.observations))
            done[rows] = seen.explained(piece.rule, rows)
    return done


def _total(search: Search, calendars: Sequence[Hours], pieces: Sequence[GroupPiece]) -> float:
    return sum(piece.bits for piece in pieces) + sum(hours_bits(hours, search.days_in_log) for hours in calendars)


def _calendars(search: Search) -> tuple[Hours, ...]:
    chosen = list(choose_calendars(search, candidate_hours(search.seen)))
    for place, hours in enumerate(chosen):
        others = [*chosen[:place], *chosen[place + 1 :]]
        chosen[place] = with_skipped_dates(search, polished(search, hours, others), others)
    return tuple(chosen)


def _dated_again(
    search: Search, calendars: tuple[Hours, ...], pieces: list[GroupPiece]
) -> tuple[tuple[Hours, ...], list[GroupPiece]]:
    """Look for skipped dates once more where groups changed their rule, each part as a group of its own.

    Before, such a group had one rule for all of its rows, and the rows under the other rules had no vote: a date that
    they alone pass looks like a change of the rule by a day.
    """
    if all(piece.where.from_at is None for piece in pieces):
        return calendars, pieces
    parts = replace(search, groups=_parts(search.seen, pieces))
    found = [
        with_skipped_dates(parts, hours, [*calendars[:place], *calendars[place + 1 :]])
        for place, hours in enumerate(calendars)
    ]
    if tuple(found) == calendars:
        return calendars, pieces
    return tuple(found), pieces_of(search, found)


def _parts(seen: Seen, pieces: Sequence[GroupPiece]) -> Groups:
    """The rows of each piece; of pieces that follow each other, those whose days differ by little belong together."""
    rows: list[list[Int64s]] = []
    last: GroupPiece | None = None
    for piece in sorted(
        pieces, key=lambda one: (one.where.group, one.where.has, one.where.lacks, one.where.from_at or 0)
    ):
        mine = np.flatnonzero(piece.where.rows(seen.observations))
        if last is not None and _nearly_the_same(last, piece):
            rows[-1].append(mine)
        else:
            rows.append([mine])
        last = piece
    joined = tuple(np.concatenate(members) for members in rows)
    codes = np.empty(len(seen.received), dtype=np.int64)
    for number, members in enumerate(joined):
        codes[members] = number
    return Groups(rows=joined, codes=codes)


def _nearly_the_same(one: GroupPiece, other: GroupPiece) -> bool:
    if one.rule is None or other.rule is None or one.where.to_at is None or one.where.to_at != other.where.from_at:
        return False
    same = (one.where.group, one.rule.hours, one.rule.unit) == (other.where.group, other.rule.hours, other.rule.unit)
    return same and one.rule.unit.in_days and abs(one.rule.amount - other.rule.amount) <= _FEW_DAYS
