"""A replay's summary as a JSON document, and its attainment as a table."""

from datetime import datetime
from fractions import Fraction

import polars as pl

from firsthand.domain.calendars.instants import datetime_of
from firsthand.workbench.deciding import VerdictCode
from firsthand.workbench.replay import (
    Attained,
    ClockSummary,
    Flip,
    FlipCounts,
    FlipReason,
    Judged,
    ReplaySummary,
    Target,
)

ATTAINMENT_SCHEMA = pl.Schema(
    {
        "clock": pl.String,
        "by": pl.String,
        "name": pl.String,
        "met_before": pl.Int64,
        "judged_before": pl.Int64,
        "met_after": pl.Int64,
        "judged_after": pl.Int64,
    }
)
_BY = ("owner", "team", "account", "hour", "month")


def document(summary: ReplaySummary, *, basis: str = "") -> dict[str, object]:
    """The summary as plain values. Shares are decimals from 0 to 1, instants are ISO 8601 in UTC. `basis` says which
    rules were applied to which tickets."""
    return {
        "basis": basis,
        "before": summary.before,
        "after": summary.after,
        "zone": summary.zone,
        "tickets": summary.tickets,
        "resolved": summary.resolved,
        "received": {"first": instant(summary.first_received_at), "last": instant(summary.last_received_at)},
        "flips": {"tickets": summary.any_flip, "owner": summary.owner_flip, "verdict": summary.verdict_flip},
        "clocks": [_clock(clock) for clock in summary.clocks],
        "owners": [{"before": one.before, "after": one.after, "tickets": one.tickets} for one in summary.owners],
        "teams": [_flipped(one) for one in summary.teams],
        "accounts": [_flipped(one) for one in summary.accounts],
        "reasons": [
            {**_reason(reason), "tickets": seen.count, "example": seen.ticket} for reason, seen in summary.reasons
        ],
        "newest_flips": [_flip(flip) for flip in summary.flips],
        "time": [
            {
                "party": one.party,
                "seconds_before": one.before / 1_000_000,
                "seconds_after": one.after / 1_000_000,
                "share_before": one.share_before / 1000,
                "share_after": one.share_after / 1000,
            }
            for one in summary.time
        ],
        "resolved_without_clock": {"before": summary.uncounted[0], "after": summary.uncounted[1]},
        "targets": [_target(target) for target in summary.targets],
        "undeclared_severities": summary.undeclared,
    }


def attainment(summary: ReplaySummary) -> pl.DataFrame:
    """Attainment by clock, and by owner, team, account, hour of week and month, a row each."""
    rows: list[tuple[object, ...]] = []
    for clock in summary.clocks:
        named = {"all": (clock.whole,), **{by: getattr(clock, f"by_{by}") for by in _BY}}
        rows.extend(
            (clock.kind.value, by, one.name, one.before.met, one.before.of, one.after.met, one.after.of)
            for by, several in named.items()
            for one in several
        )
    return pl.DataFrame(rows, schema=ATTAINMENT_SCHEMA, orient="row")


def instant(at: datetime) -> str:
    """An instant as ISO 8601 in UTC."""
    return at.isoformat().replace("+00:00", "Z")


def _clock(clock: ClockSummary) -> dict[str, object]:
    return {
        "clock": clock.kind.value,
        "verdicts": {
            verdict.name: {"before": clock.before[verdict], "after": clock.after[verdict]} for verdict in VerdictCode
        },
        "met_to_breached": clock.met_to_breached,
        "breached_to_met": clock.breached_to_met,
        "attainment": _attained(clock.whole),
        **{f"by_{by}": [_attained(one) for one in getattr(clock, f"by_{by}")] for by in _BY},
    }


def _attained(one: Attained) -> dict[str, object]:
    return {"name": one.name, "before": _judged(one.before), "after": _judged(one.after)}


def _judged(judged: Judged) -> dict[str, object]:
    return {"met": judged.met, "judged": judged.of, "share": _share(judged.share)}


def _share(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _flipped(one: FlipCounts) -> dict[str, object]:
    return {
        "name": one.name,
        "tickets": one.tickets,
        "owner_flips": one.owner_flips,
        "verdict_flips": one.verdict_flips,
        "met_to_breached": one.worse,
        "breached_to_met": one.better,
    }


def _reason(reason: FlipReason) -> dict[str, object]:
    return {
        "subject": reason.subject,
        "before": reason.before,
        "after": reason.after,
        "clause_before": reason.clause_before or None,
        "clause_after": reason.clause_after or None,
    }


def _flip(flip: Flip) -> dict[str, object]:
    return {
        "ticket": flip.ticket,
        "received_at": instant(datetime_of(flip.received_at)),
        "account": flip.account or None,
        "team": flip.team or None,
        **_reason(flip.reason),
        "due_before": None if flip.due_before is None else instant(datetime_of(flip.due_before)),
        "due_after": None if flip.due_after is None else instant(datetime_of(flip.due_after)),
    }


def _target(target: Target) -> dict[str, object]:
    return {
        "clause": target.clause,
        "clock": target.kind.value,
        "at_least": _share(target.at_least),
        "at_most": _share(target.at_most),
        "period": target.period,
        "attainment": _attained(target.whole),
        "periods_missed": {"before": list(target.missed_before), "after": list(target.missed_after)},
    }
