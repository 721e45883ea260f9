"""The sums of a replay as what people read: attainment before and after, what flips and why, where the time went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from firsthand.domain.book import Edition
from firsthand.domain.book.effects.target import TargetEffect
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.organisation import Organisation
from firsthand.workbench.deciding import VerdictCode, roles_of
from firsthand.workbench.history import Int64s
from firsthand.workbench.replay.flips import Flip, FlipReason
from firsthand.workbench.replay.sums import ReasonCount, Sums
from firsthand.workbench.replay.tables import Table, shares

PERMILLE = 1000


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How many clocks were met, of those that were judged (met or breached)."""

    met: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """The attainment; None where nothing was judged."""
        return Fraction(self.met, self.of) if self.of else None


@dataclass(frozen=True, kw_only=True)
class Attained:
    """Attainment before and after under one name: a role, a team, an account, an hour of the week, a month."""

    name: str
    before: Judged
    after: Judged


@dataclass(frozen=True, kw_only=True)
class ClockSummary:
    """One kind of clock. The verdict counts are in the order of `VerdictCode`; `met_to_breached` and its opposite count
    tickets on which the clock runs under both editions."""

    kind: ClockKind
    before: tuple[int, ...]
    after: tuple[int, ...]
    met_to_breached: int
    breached_to_met: int
    whole: Attained
    by_owner: tuple[Attained, ...]
    by_team: tuple[Attained, ...]
    by_account: tuple[Attained, ...]
    by_hour: tuple[Attained, ...]
    by_month: tuple[Attained, ...]


@dataclass(frozen=True, kw_only=True)
class OwnerChange:
    """How many tickets one role owned before and another owns after; `nobody` is no policy."""

    before: str
    after: str
    tickets: int


@dataclass(frozen=True, kw_only=True)
class FlipCounts:
    """What flips for one team or account. `worse` are tickets on which a clock turns from met to breached."""

    name: str
    tickets: int
    owner_flips: int
    verdict_flips: int
    worse: int
    better: int


@dataclass(frozen=True, kw_only=True)
class PartyTime:
    """The working time that one party had, in microseconds, and its share in thousandths; shares add up to 1,000."""

    party: str
    before: int
    after: int
    share_before: int
    share_after: int


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target clause of the new book about a clock that the replay judged, and what was attained. `missed_before`
    and `missed_after` name the months that fall short of it, where its period is a month."""

    clause: str
    kind: ClockKind
    at_least: Fraction | None
    at_most: Fraction | None
    period: str
    whole: Attained
    missed_before: tuple[str, ...]
    missed_after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReplaySummary:
    """A replay for people. `flips` are those of the newest tickets; `reasons` count all, the commonest first. `company`
    has the words of the new book."""

    before: str
    after: str
    company: Organisation
    zone: str
    tickets: int
    resolved: int
    first_received_at: datetime
    last_received_at: datetime
    any_flip: int
    owner_flip: int
    verdict_flip: int
    clocks: tuple[ClockSummary, ...]
    owners: tuple[OwnerChange, ...]
    teams: tuple[FlipCounts, ...]
    accounts: tuple[FlipCounts, ...]
    reasons: tuple[tuple[FlipReason, ReasonCount], ...]
    flips: tuple[Flip, ...]
    time: tuple[PartyTime, ...]
    uncounted: tuple[int, int]
    targets: tuple[Target, ...]
    undeclared: dict[str, int]

    def clock(self, kind: ClockKind) -> ClockSummary:
        """The summary of one kind of clock. KeyError when neither edition has it."""
        for clock in self.clocks:
            if clock.kind is kind:
                return clock
        raise KeyError(kind)


def summary_of(sums: Sums, before: Edition, after: Edition) -> ReplaySummary:
    """The summary of a replay's sums under these two editions."""
    clocks = tuple(_clock(sums, kind) for kind in sums.verdicts)
    return ReplaySummary(
        before=before.id,
        after=after.id,
        company=after.declared,
        zone=after.zone,
        tickets=sums.tickets,
        resolved=sums.resolved,
        first_received_at=datetime_of(sums.first_received_at),
        last_received_at=datetime_of(sums.last_received_at),
        any_flip=sums.any_flip,
        owner_flip=sums.owner_flip,
        verdict_flip=sums.verdict_flip,
        clocks=clocks,
        owners=_owners(sums.owners, roles_of(before, after)),
        teams=_flipped(sums.flipped["team"]),
        accounts=_flipped(sums.flipped["account"]),
        reasons=tuple(sorted(sums.reasons.items(), key=lambda one: (-one[1].count, one[0]))),
        flips=sums.newest,
        time=_time(sums),
        uncounted=sums.uncounted,
        targets=tuple(_targets(after, clocks, datetime_of(sums.last_received_at))),
        undeclared=sums.undeclared,
    )


def _clock(sums: Sums, kind: ClockKind) -> ClockSummary:
    matrix = sums.verdicts[kind]
    tables = {name: _attained(sums.attainment[kind, name]) for name in ("owner", "team", "account", "hour", "month")}
    whole = _attained(sums.attainment[kind, "all"])
    return ClockSummary(
        kind=kind,
        before=tuple(matrix.sum(axis=1).tolist()),
        after=tuple(matrix.sum(axis=0).tolist()),
        met_to_breached=int(matrix[VerdictCode.met, VerdictCode.breached]),
        breached_to_met=int(matrix[VerdictCode.breached, VerdictCode.met]),
        whole=whole[0] if whole else Attained(name="all", before=Judged(met=0, of=0), after=Judged(met=0, of=0)),
        by_owner=tables["owner"],
        by_team=tables["team"],
        by_account=tuple(sorted(tables["account"], key=_change)),
        by_hour=tables["hour"],
        by_month=tuple(sorted(tables["month"], key=lambda one: one.name)),
    )


def _attained(table: Table) -> tuple[Attained, ...]:
    """The names under which a clock was judged at all."""
    found = []
    for name, counts in zip(table.names, table.counts, strict=True):
        before, after = _judged(counts[0]), _judged(counts[1])
        if before.of or after.of:
            found.append(Attained(name=name, before=before, after=after))
    return tuple(found)


def _judged(verdicts: Int64s) -> Judged:
    met = int(verdicts[VerdictCode.met])
    return Judged(met=met, of=met + int(verdicts[VerdictCode.breached]))


def _change(one: Attained) -> tuple[Fraction, int, str]:
    """Who loses most comes first."""
    before, after = one.before.share, one.after.share
    gain = after - before if before is not None and after is not None else Fraction(0)
    return gain, -max(one.before.of, one.after.of), one.name


def _owners(matrix: Int64s, roles: Iterable[str]) -> tuple[OwnerChange, ...]:
    names = [*roles, "nobody"]
    changes = [
        OwnerChange(before=old, after=new, tickets=int(matrix[row, column]))
        for row, old in enumerate(names)
        for column, new in enumerate(names)
        if row != column and matrix[row, column]
    ]
    return tuple(sorted(changes, key=lambda one: (-one.tickets, one.before, one.after)))


def _flipped(table: Table) -> tuple[FlipCounts, ...]:
    rows = [
        FlipCounts(name=name, tickets=tickets, owner_flips=owner, verdict_flips=verdict, worse=worse, better=better)
        for name, (tickets, owner, verdict, worse, better) in zip(table.names, table.counts.tolist(), strict=True)
        if owner or verdict
    ]
    return tuple(sorted(rows, key=lambda one: (-one.worse, -one.verdict_flips, -one.owner_flips, one.name)))


def _time(sums: Sums) -> tuple[PartyTime, ...]:
    before, after = sums.spent
    names = sorted({*before, *after}, key=lambda name: (-max(before.get(name, 0), after.get(name, 0)), name))
    amounts = [[one.get(name, 0) for name in names] for one in (before, after)]
    parts = [shares(one, PERMILLE) for one in amounts]
    return tuple(
        PartyTime(party=name, before=old, after=new, share_before=old_share, share_after=new_share)
        for name, old, new, old_share, new_share in zip(names, *amounts, *parts, strict=True)
    )


def _targets(edition: Edition, clocks: Sequence[ClockSummary], at: datetime) -> Iterable[Target]:
    """The targets in force at the last receipt whose measure is a clock that is met, such as first_response_met."""
    known = {f"{clock.kind.value}_met": clock for clock in clocks}
    for clause in edition.clauses_in_force(at):
        effect = clause.effect
        if not isinstance(effect, TargetEffect) or effect.measure not in known:
            continue
        clock = known[effect.measure]
        months = clock.by_month if effect.period == "month" else ()
        yield Target(
            clause=clause.id,
            kind=clock.kind,
            at_least=effect.at_least,
            at_most=effect.at_most,
            period=effect.period,
            whole=clock.whole,
            missed_before=tuple(one.name for one in months if _misses(one.before, effect)),
            missed_after=tuple(one.name for one in months if _misses(one.after, effect)),
        )


def _misses(judged: Judged, target: TargetEffect) -> bool:
    share = judged.share
    if share is None:
        return False
    low = target.at_least is not None and share < target.at_least
    return low or (target.at_most is not None and share > target.at_most)
