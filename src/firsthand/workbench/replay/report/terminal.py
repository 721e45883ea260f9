"""A replay in lines for a terminal."""

from collections.abc import Iterator

from firsthand.domain.words import words
from firsthand.workbench.replay import ReplaySummary
from firsthand.workbench.replay.report import wording

_MOST = 8


def lines(summary: ReplaySummary) -> Iterator[str]:
    """The summary in lines: attainment, what flips and why, where the time went, and what the figures leave out."""
    first, last = (wording.day(at, summary.zone) for at in (summary.first_received_at, summary.last_received_at))
    yield f"{wording.tickets(summary.tickets)}, received {first} to {last}."
    yield f"Before: {summary.before}. After: {summary.after}."
    yield ""
    yield (
        f"{wording.tickets(summary.any_flip)} change{'s' if summary.any_flip == 1 else ''}: "
        f"{wording.count(summary.owner_flip)} by owner, {wording.count(summary.verdict_flip)} by verdict."
    )
    yield from _clocks(summary)
    yield from _reasons(summary)
    yield from _accounts(summary)
    yield from _time(summary)
    notes = wording.notes(summary)
    if notes:
        yield ""
        yield from notes


def _clocks(summary: ReplaySummary) -> Iterator[str]:
    if summary.clocks:
        yield ""
        yield "Attainment                     before            after"
    for clock in summary.clocks:
        old, new = clock.whole.before, clock.whole.after
        change = wording.points(old, new)
        yield (
            f"  {words(clock.kind):<24} {wording.percent(old.share):>12} {wording.percent(new.share):>16}"
            f"{f'   {change} points' if change else ''}"
        )
        if clock.met_to_breached or clock.breached_to_met:
            yield (
                f"    {wording.count(clock.met_to_breached)} from met to breached, "
                f"{wording.count(clock.breached_to_met)} from breached to met"
            )
    for target in summary.targets:
        bound = target.at_least if target.at_least is not None else target.at_most
        side = "at least" if target.at_least is not None else "at most"
        missed = f"; {len(target.missed_before)} months missed before, {len(target.missed_after)} after"
        yield f"  target {target.clause}: {side} {wording.percent(bound)}{missed if target.period == 'month' else ''}"


def _reasons(summary: ReplaySummary) -> Iterator[str]:
    if summary.reasons:
        yield ""
        yield "What changes, and by which clause"
    for reason, seen in summary.reasons[:_MOST]:
        yield (
            f"  {wording.count(seen.count):>9}  {words(reason.subject)}: "
            f"{wording.verdict(reason.before, summary.company)} → "
            f"{wording.verdict(reason.after, summary.company)} ({wording.clauses(reason)}; first {seen.ticket})"
        )
    if len(summary.reasons) > _MOST:
        yield f"             and {len(summary.reasons) - _MOST} more kinds of change"


def _accounts(summary: ReplaySummary) -> Iterator[str]:
    worse = [one for one in summary.accounts if one.worse][:_MOST]
    if worse:
        yield ""
        yield "Accounts with promises that would newly be broken"
    for one in worse:
        yield f"  {wording.count(one.worse):>9}  {one.name or 'no account'}, of {wording.tickets(one.tickets)}"


def _time(summary: ReplaySummary) -> Iterator[str]:
    if summary.time:
        yield ""
        yield "Where the working time went    before            after"
    for one in summary.time:
        party = wording.party(one.party, summary.company)
        yield f"  {party:<24} {one.share_before / 10:>10.1f} % {one.share_after / 10:>14.1f} %"
