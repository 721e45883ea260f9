"""Replays a history under two editions: decides and judges every ticket twice, and adds up what differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.book import Edition
from firsthand.domain.book.answers import CellAnswer
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.clocks import ClockKind
from firsthand.workbench.columns.days import offsets_between
from firsthand.workbench.deciding import NOBODY, ClockColumn, DecidedHistory, Decider, VerdictCode, roles_of
from firsthand.workbench.history import NAT, Bools, Categories, History, Int32s, Int64s
from firsthand.workbench.replay.attribution import pieces_of, spent
from firsthand.workbench.replay.flips import FlipColumns, FlipReason, any_of, newest, owner_flips, verdict_flips
from firsthand.workbench.replay.sums import SHOWN, ReasonCount, Sums
from firsthand.workbench.replay.tables import Table, added, counted

_VERDICTS = len(VerdictCode)
PART_ROWS = 1 << 16  # the arrays of a part stay near the processor
_HOUR = 3_600_000_000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Dimension = tuple[tuple[str, ...], tuple[NDArray[np.integer], ...]]
HOURS = tuple(f"{day} {hour:02}" for day in _WEEKDAYS for hour in range(24))


@dataclass(frozen=True, kw_only=True, eq=False)
class ReplayedPart:
    """A part of a history, replayed: its sums, and all of its flips by subject."""

    history: History
    decided: tuple[DecidedHistory, DecidedHistory]
    flips: Mapping[str, FlipColumns]
    sums: Sums


class Replayer:
    """Replays histories under two editions. Not for several threads at once: compiled calendars are kept."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self.roles = roles_of(before, after)
        self.owners = (*self.roles, "nobody")
        self.deciders = (Decider(before, self.roles), Decider(after, self.roles))
        self.kinds = tuple(dict.fromkeys([*before.clock_kinds, *after.clock_kinds]))
        self.zone = after.zone

    def replay(self, history: History) -> ReplayedPart:
        """A part of a history replayed. CalendarError when an instant lies outside the years of calendars."""
        decided = (self.deciders[0].decide(history), self.deciders[1].decide(history))
        clocks = {kind: (_clock(decided[0], kind), _clock(decided[1], kind)) for kind in self.kinds}
        flips = {"owner": owner_flips(*decided)}
        flips |= {kind.value: verdict_flips(*clocks[kind]) for kind in self.kinds}
        owners = tuple(np.where(one.owner == NOBODY, len(self.roles), one.owner) for one in decided)
        owner_flip, verdict_flip = (any_of(flips, len(history), owner=which) for which in (True, False))
        times = self._time(history, decided)
        sums = Sums(
            tickets=len(history),
            resolved=int(np.count_nonzero(history.resolved_at != NAT)),
            any_flip=int(np.count_nonzero(owner_flip | verdict_flip)),
            owner_flip=int(np.count_nonzero(owner_flip)),
            verdict_flip=int(np.count_nonzero(verdict_flip)),
            first_received_at=int(history.received_at.min()),
            last_received_at=int(history.received_at.max()),
            owners=counted(owners[0], owners[1], len(self.owners), len(self.owners)),
            verdicts={
                kind: counted(old.verdict, new.verdict, _VERDICTS, _VERDICTS) for kind, (old, new) in clocks.items()
            },
            attainment=self._attainment(history, owners, clocks),
            flipped={
                name: _flipped(column, owner_flip, verdict_flip, clocks)
                for name, column in (("team", history.team), ("account", history.account))
            },
            spent=(times[0][0], times[1][0]),
            uncounted=(times[0][1], times[1][1]),
            reasons=_reasons(flips, history),
            newest=tuple(newest(flips, history, SHOWN)),
            undeclared=_undeclared(history, decided[1].edition),
        )
        return ReplayedPart(history=history, decided=decided, flips=flips, sums=sums)

    def parts(self, history: History, rows: int = PART_ROWS) -> Iterator[ReplayedPart]:
        """The history replayed in parts of so many tickets, in their order: as fast as it gets, in bounded memory."""
        for first in range(0, len(history), rows):
            last = min(first + rows, len(history))
            whole = first == 0 and last == len(history)
            yield self.replay(history if whole else history.select(np.arange(first, last)))

    def _attainment(
        self,
        history: History,
        owners: tuple[Int64s, ...],
        clocks: Mapping[ClockKind, tuple[ClockColumn, ClockColumn]],
    ) -> dict[tuple[ClockKind, str], Table]:
        first, last = int(history.received_at.min()), int(history.received_at.max())
        local = history.received_at + offsets_between(self.zone, first, last).at(history.received_at)
        months, names = _months(local)
        whole = np.zeros(len(history), dtype=np.int8)
        dimensions: dict[str, Dimension] = {
            "all": (("all",), (whole, whole)),
            "owner": (self.owners, owners),
            "team": _named(history.team),
            "account": _named(history.account),
            "hour": (HOURS, ((local // _HOUR + 72) % 168,) * 2),  # 1970 began on a Thursday
            "month": (names, (months, months)),
        }
        found = {}
        for kind, columns in clocks.items():
            for dimension, (labels, codes) in dimensions.items():
                counts = [
                    counted(code, column.verdict, len(labels), _VERDICTS)
                    for code, column in zip(codes, columns, strict=True)
                ]
                found[kind, dimension] = Table(names=labels, counts=np.stack(counts, axis=1)).filled()
        return found

    def _time(
        self, history: History, decided: tuple[DecidedHistory, DecidedHistory]
    ) -> tuple[tuple[dict[str, int], int], ...]:
        """For each edition the working time by party, and how many resolved tickets had no clock to count by."""
        pieces = pieces_of(history)
        resolved = np.flatnonzero(history.resolved_at != NAT)
        found = []
        for decider, one in zip(self.deciders, decided, strict=True):
            calendars = [_calendar(answer) for answer in one.answers]
            names = tuple(dict.fromkeys(name for name in calendars if name))
            codes = np.array([names.index(name) if name else -1 for name in calendars], dtype=np.int32)[one.answer]
            parts = [
                spent(pieces, decider.columns(name), np.flatnonzero(codes[pieces.rows] == code))
                for code, name in enumerate(names)
            ]
            found.append((added(parts), int(np.count_nonzero(codes[resolved] < 0))))
        return tuple(found)


def _clock(decided: DecidedHistory, kind: ClockKind) -> ClockColumn:
    """The clock of a kind; where the edition does not know the kind, no clause speaks about it."""
    if kind in decided.clocks:
        return decided.clocks[kind]
    rows = len(decided.answer)
    return ClockColumn(
        kind=kind,
        clauses=(None,) * len(decided.answers),
        clause=decided.answer,
        due_at=np.full(rows, NAT, dtype=np.int64),
        verdict=np.full(rows, VerdictCode.no_policy, dtype=np.int8),
    )


def _calendar(answer: CellAnswer) -> str | None:
    """The calendar that a ticket's time is counted by: of its resolution clock, else first response, else any."""
    calendars = {
        clause.effect.kind: clause.effect.calendar for clause in answer.clocks if isinstance(clause.effect, ClockEffect)
    }
    order = (ClockKind.resolution, ClockKind.first_response, *calendars)
    return next((calendars[kind] for kind in order if kind in calendars), None)


def _named(column: Categories) -> tuple[tuple[str, ...], tuple[Int32s, Int32s]]:
    codes = np.where(column.codes < 0, len(column.names), column.codes)
    return (*column.names, ""), (codes, codes)


def _months(local: Int64s) -> tuple[Int64s, tuple[str, ...]]:
    """The months that readings fall into, as codes, and their names such as 2021-07."""
    months = local.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    first, last = int(months.min()), int(months.max())
    names = tuple(f"{1970 + month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1))
    return months - first, names


def _flipped(
    column: Categories,
    owner_flip: Bools,
    verdict_flip: Bools,
    clocks: Mapping[ClockKind, tuple[ClockColumn, ClockColumn]],
) -> Table:
    """Of each name: tickets, owner flips, verdict flips, and tickets on which a clock turns to breached, or to met."""
    worse, better = np.zeros((2, len(column)), dtype=np.bool_)
    for old, new in clocks.values():
        worse |= (old.verdict == VerdictCode.met) & (new.verdict == VerdictCode.breached)
        better |= (old.verdict == VerdictCode.breached) & (new.verdict == VerdictCode.met)
    (names, (codes, _)), everything = _named(column), np.ones(len(column), dtype=np.bool_)
    masks = (everything, owner_flip, verdict_flip, worse, better)
    counts = [np.bincount(codes[mask], minlength=len(names)) for mask in masks]
    table = Table(names=names, counts=np.stack(counts, axis=1).astype(np.int64))
    return table.filled()


def _reasons(flips: Mapping[str, FlipColumns], history: History) -> dict[FlipReason, ReasonCount]:
    return {
        reason: ReasonCount(count=count, received_at=int(history.received_at[row]), ticket=history.ids[row])
        for columns in flips.values()
        for reason, (count, row) in columns.reasons().items()
    }


def _undeclared(history: History, edition: Edition) -> dict[str, int]:
    """The severities that the edition does not declare, and how many tickets have each."""
    counts = np.bincount(history.severity.codes + 1, minlength=len(history.severity.names) + 1)[1:].tolist()
    declared = edition.fields["severity"].values
    named = zip(history.severity.names, counts, strict=True)
    return {name: count for name, count in named if name not in declared and count}
