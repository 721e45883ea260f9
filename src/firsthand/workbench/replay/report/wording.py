"""The words of a replay: shares, amounts, verdicts and parties as a person reads them."""

from datetime import datetime
from fractions import Fraction

from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.words import words
from firsthand.workbench.deciding import VerdictCode
from firsthand.workbench.replay import FlipReason, Judged, ReplaySummary

_HOUR = 3_600_000_000
_VERDICTS = {
    VerdictCode.met: "met",
    VerdictCode.breached: "breached",
    VerdictCode.running: "still running",
    VerdictCode.unknown: "not recorded in the log",
    VerdictCode.no_clock_by_policy: "no clock, by policy",
    VerdictCode.no_policy: "no policy",
}
_BY_NAME = {verdict.name: text for verdict, text in _VERDICTS.items()}
_PARTIES = {
    "customer": "the customer",
    "third_party": "a third party",
    "unassigned": "nobody, in the queue",
}


def percent(share: Fraction | None) -> str:
    """A share with one decimal; never 100.0 % or 0.0 % unless it is all or nothing."""
    if share is None:
        return "none judged"
    tenths = round(share * 1000)
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths // 10}.{tenths % 10} %" if tenths % 10 else f"{tenths // 10} %"


def points(before: Judged, after: Judged) -> str:
    """The change between two shares in percentage points, with its sign; empty where one of them has none."""
    if before.share is None or after.share is None:
        return ""
    tenths = round((after.share - before.share) * 1000)
    if tenths == 0:
        return "±0"
    whole, rest = divmod(abs(tenths), 10)
    return f"{'+' if tenths > 0 else '−'}{whole}.{rest}"


def tickets(number: int) -> str:
    """A number of tickets."""
    return f"{count(number)} ticket{'' if number == 1 else 's'}"


def count(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}"


def verdict(name: str, company: Organisation) -> str:
    """A verdict, or an owner, in the words of the book."""
    return _BY_NAME.get(name) or party(name, company)


def party(name: str, company: Organisation) -> str:
    """Who had the time."""
    return _PARTIES.get(name) or company.called(name, NameFamily.role)


def hours(microseconds: int) -> str:
    """An amount of working time in hours."""
    whole = microseconds / _HOUR
    return f"{whole:,.0f} h" if whole >= 10 else f"{whole:,.1f} h"


def clauses(reason: FlipReason) -> str:
    """Which clauses decide before and after."""
    old, new = reason.clause_before or "no clause", reason.clause_after or "no clause"
    return f"{old} as it was, {new} as drafted" if old == new else f"{old} → {new}"


def day(at: datetime, zone: str) -> str:
    """A day without doubt about day and month."""
    local = at.astimezone(zone_named(zone))
    return f"{local:%a} {local.day} {local:%b %Y}"


def notes(summary: ReplaySummary) -> list[str]:
    """What the figures leave out, in sentences."""
    found = []
    for severity, number in sorted(summary.undeclared.items()):
        found.append(
            f"{tickets(number)} ha{'s' if number == 1 else 've'} the severity {severity!r}, which the draft does not "
            "declare; it counts as none."
        )
    for clock in summary.clocks:
        unknown = max(clock.before[VerdictCode.unknown], clock.after[VerdictCode.unknown])
        if unknown:
            found.append(
                f"The log does not record what would meet the {words(clock.kind)} clock; {tickets(unknown)} cannot be "
                "judged on it."
            )
    before, after = summary.uncounted
    if before or after:
        found.append(
            f"Working time is counted on a clock's calendar: {count(before)} resolved tickets had no clock before, "
            f"{count(after)} have none after, and are not in where the time went."
        )
    if summary.resolved < summary.tickets:
        left = summary.tickets - summary.resolved
        found.append(f"{tickets(left)} {'was' if left == 1 else 'were'} not resolved when the log ended.")
    return found
