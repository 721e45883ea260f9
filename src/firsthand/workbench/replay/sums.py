"""What a replay adds up to. The sums of the parts of a history give those of the whole, on one machine or on many."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from firsthand.domain.clocks import ClockKind
from firsthand.workbench.history import Int64s
from firsthand.workbench.replay.flips import Flip, FlipReason
from firsthand.workbench.replay.tables import Table, added

SHOWN = 200
DIMENSIONS = ("all", "owner", "team", "account", "hour", "month")


@dataclass(frozen=True, kw_only=True)
class ReasonCount:
    """How often a reason came up, and one ticket with it: the earliest received."""

    count: int
    received_at: int
    ticket: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """The sums of a replay. Of two editions, 0 is before and 1 is after.

    `owners[i][j]` counts the tickets that role i owned before and j owns after (of the roles that either declares,
    nobody last); `verdicts` likewise by kind of clock. `attainment[kind, dimension]` counts verdicts as
    `[name][edition][verdict]`; `flipped` counts `[tickets, owner flips, verdict flips, met to breached, breached to
    met]` by team and by account. `spent` is working time by party in microseconds, `uncounted` the resolved tickets
    that had no clock to count by.
    """

    tickets: int
    resolved: int
    any_flip: int
    owner_flip: int
    verdict_flip: int
    first_received_at: int
    last_received_at: int
    owners: Int64s
    verdicts: Mapping[ClockKind, Int64s]
    attainment: Mapping[tuple[ClockKind, str], Table]
    flipped: Mapping[str, Table]
    spent: tuple[dict[str, int], dict[str, int]]
    uncounted: tuple[int, int]
    reasons: Mapping[FlipReason, ReasonCount]
    newest: tuple[Flip, ...]
    undeclared: dict[str, int]

    def merged(self, other: "Sums") -> "Sums":
        """The sums of both parts."""
        return Sums(
            tickets=self.tickets + other.tickets,
            resolved=self.resolved + other.resolved,
            any_flip=self.any_flip + other.any_flip,
            owner_flip=self.owner_flip + other.owner_flip,
            verdict_flip=self.verdict_flip + other.verdict_flip,
            first_received_at=min(self.first_received_at, other.first_received_at),
            last_received_at=max(self.last_received_at, other.last_received_at),
            owners=self.owners + other.owners,
            verdicts={kind: self.verdicts[kind] + other.verdicts[kind] for kind in self.verdicts},
            attainment={key: table.merged(other.attainment[key]) for key, table in self.attainment.items()},
            flipped={key: table.merged(other.flipped[key]) for key, table in self.flipped.items()},
            spent=(added([self.spent[0], other.spent[0]]), added([self.spent[1], other.spent[1]])),
            uncounted=(self.uncounted[0] + other.uncounted[0], self.uncounted[1] + other.uncounted[1]),
            reasons=_reasons(self.reasons, other.reasons),
            newest=tuple(sorted([*self.newest, *other.newest], key=_newest_first)[:SHOWN]),
            undeclared=added([self.undeclared, other.undeclared]),
        )


def merged(parts: "list[Sums]") -> Sums:
    """The sums of all parts. ValueError when there is none."""
    if not parts:
        raise ValueError("there is nothing to add up")
    return reduce(Sums.merged, parts)


def _newest_first(flip: Flip) -> tuple[int, str, FlipReason]:
    return (-flip.received_at, flip.ticket, flip.reason)


def _reasons(
    one: Mapping[FlipReason, ReasonCount], other: Mapping[FlipReason, ReasonCount]
) -> dict[FlipReason, ReasonCount]:
    found = dict(one)
    for reason, seen in other.items():
        known = found.get(reason)
        if known is None:
            found[reason] = seen
            continue
        first = min(known, seen, key=lambda each: (each.received_at, each.ticket))
        found[reason] = ReasonCount(count=known.count + seen.count, received_at=first.received_at, ticket=first.ticket)
    return found
