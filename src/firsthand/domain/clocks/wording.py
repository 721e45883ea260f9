"""A receipt in plain text, for a terminal, a mail or a log."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from firsthand.domain.calendars import zone_named
from firsthand.domain.clocks.receipts import LineKind, Receipt, ReceiptLine

_KIND_WORDS = {LineKind.counted: "counted", LineKind.closed: "closed", LineKind.paused: "paused"}


def as_text(receipt: Receipt, zone: str) -> str:
    """The receipt as lines of text with the wall clock of that zone; ends with the sum and the due instant.

    A pause names the events that show it. Where the calendar's hours changed in the meantime, each line says which
    dated version it was open by.
    """
    info = zone_named(zone)
    rows = [(_span(line, info), _word(line), _amount(line)) for line in receipt.lines]
    width = max((len(row[0]) for row in rows), default=0)
    text = [f"{receipt.budget} in {receipt.calendar} ({receipt.zone}), shown in {zone}"]
    if receipt.clause and receipt.edition:
        text.append(f"by {receipt.clause} of edition {receipt.edition}, calendar version {receipt.version}")
    dated = any(line.hours is not None and line.hours.in_force_from is not None for line in receipt.lines)
    for line, (span, word, amount) in zip(receipt.lines, rows, strict=True):
        because = "; ".join(_because(line, dated=dated))
        text.append(f"  {span:<{width}}  {word:<8} {amount:>15}  {because}".rstrip())
    due = f"due {_moment(receipt.due_at, info)}" if receipt.due_at else "not due while paused"
    text.append(f"  {'':<{width}}  {'sum':<8} {duration_text(receipt.counted):>15}  {due}")
    if receipt.late:
        text.append(f"  {'':<{width}}  {'late':<8} {duration_text(receipt.late):>15}")
    return "\n".join(text) + "\n"


def duration_text(duration: timedelta) -> str:
    """A duration in hours, minutes and seconds, `1 h 00 min 00 s`; parts of a second are shown when there are any."""
    seconds, rest = divmod(duration, timedelta(seconds=1))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest else ""
    return f"{hours} h {minutes:02} min {seconds % 60:02}{fraction} s"


def _word(line: ReceiptLine) -> str:
    return "late" if line.late and line.kind is LineKind.counted else _KIND_WORDS[line.kind]


def _amount(line: ReceiptLine) -> str:
    return "–" if line.kind is LineKind.closed else duration_text(line.duration)


def _named(line: ReceiptLine) -> bool:
    return line.kind is LineKind.closed and line.cause != "outside opening hours"


def _because(line: ReceiptLine, *, dated: bool) -> Iterator[str]:
    if line.kind is LineKind.paused or _named(line):
        events = f" (event {', '.join(line.evidence)})" if line.evidence else ""
        yield f"{line.cause}{events}"
    if dated and line.hours is not None:
        since = line.hours.in_force_from
        yield f"hours from {_day(since)}" if since else "the first hours"


def _span(line: ReceiptLine, info: ZoneInfo) -> str:
    begin, end = line.from_at.astimezone(info), line.to_at.astimezone(info)
    to = _time(end) if begin.date() == end.date() else _moment(line.to_at, info)
    return f"{_moment(line.from_at, info)} → {to}"


def _moment(at: datetime, info: ZoneInfo) -> str:
    local = at.astimezone(info)
    return f"{_day(local)} {_time(local)}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _time(local: datetime) -> str:
    text = local.strftime("%H:%M" if not (local.second or local.microsecond) else "%H:%M:%S")
    return text + (" (second time)" if local.fold else "")


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
