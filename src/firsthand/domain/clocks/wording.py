"""A receipt in plain text, for a terminal, a mail or a log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from firsthand.domain.calendars import zone_named
from firsthand.domain.clocks.receipts import LineKind, Receipt, ReceiptLine
from firsthand.domain.day_names import SHORT_DAYS, SHORT_MONTHS
from firsthand.domain.sentences import PLAIN, Sentence, Series, Teller, say

_KIND_WORDS = {LineKind.counted: say("counted"), LineKind.closed: say("closed"), LineKind.paused: say("paused")}
_LATE, _SUM = say("late"), say("sum")


def as_text(receipt: Receipt, zone: str, teller: Teller = PLAIN) -> str:
    """The receipt as lines of text with the wall clock of that zone; ends with the sum and the due instant.

    A pause names the events that show it. Where the calendar's hours changed in the meantime, each line says which
    dated version it was open by.
    """
    return _Paper(receipt=receipt, zone=zone, teller=teller).text()


def duration_text(duration: timedelta) -> str:
    """A duration in hours, minutes and seconds, `1 h 00 min 00 s`; parts of a second are shown when there are any."""
    return PLAIN.phrase(_duration(duration))


def _duration(duration: timedelta) -> Sentence:
    seconds, rest = divmod(duration, timedelta(seconds=1))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest else ""
    return say("{h} h {m} min {s} s", h=hours, m=f"{minutes:02}", s=f"{seconds % 60:02}{fraction}")


@dataclass(frozen=True, kw_only=True)
class _Paper:
    """A receipt that is told to somebody, on the wall clock of a zone."""

    receipt: Receipt
    zone: str
    teller: Teller

    @property
    def info(self) -> ZoneInfo:
        return zone_named(self.zone)

    def text(self) -> str:
        receipt = self.receipt
        rows = [(self._span(line), self._say(_word(line)), self._amount(line)) for line in receipt.lines]
        width = max((len(row[0]) for row in rows), default=0)
        wide = max(8, *(len(self._say(one)) for one in (*_KIND_WORDS.values(), _LATE, _SUM)))
        text = [self._say(one) for one in self._head()]
        dated = any(line.hours is not None and line.hours.in_force_from is not None for line in receipt.lines)
        for line, (span, word, amount) in zip(receipt.lines, rows, strict=True):
            because = "; ".join(map(self._say, self._because(line, dated=dated)))
            text.append(f"  {span:<{width}}  {word:<{wide}} {amount:>15}  {because}".rstrip())
        due = say("due {time}", time=self._moment(receipt.due_at)) if receipt.due_at else say("not due while paused")
        total, late = self._say(_duration(receipt.counted)), self._say(_duration(receipt.late))
        text.append(f"  {'':<{width}}  {self._say(_SUM):<{wide}} {total:>15}  {self._say(due)}")
        if receipt.late:
            text.append(f"  {'':<{width}}  {self._say(_LATE):<{wide}} {late:>15}")
        return "\n".join(text) + "\n"

    def _head(self) -> Iterator[Sentence]:
        receipt = self.receipt
        yield say(
            "{budget} in {calendar} ({calendar_zone}), shown in {zone}",
            budget=receipt.budget.sentence,
            calendar=receipt.calendar,
            calendar_zone=receipt.zone,
            zone=self.zone,
        )
        if receipt.clause and receipt.edition:
            yield say(
                "by {clause} of edition {edition}, calendar version {version}",
                clause=receipt.clause,
                edition=receipt.edition,
                version=receipt.version,
            )

    def _because(self, line: ReceiptLine, *, dated: bool) -> Iterator[Sentence]:
        if line.kind is not LineKind.counted and line.says_why:
            if line.evidence:
                yield say("{cause} (event {events})", cause=line.cause, events=Series(line.evidence))
            else:
                yield line.cause
        if dated and line.hours is not None:
            since = line.hours.in_force_from
            yield say("hours from {day}", day=self._day(since)) if since else say("the first hours")

    def _amount(self, line: ReceiptLine) -> str:
        return "–" if line.kind is LineKind.closed else self._say(_duration(line.duration))

    def _span(self, line: ReceiptLine) -> str:
        begin, end = line.from_at.astimezone(self.info), line.to_at.astimezone(self.info)
        to = self._time(end) if begin.date() == end.date() else self._moment(line.to_at)
        return f"{self._moment(line.from_at)} → {to}"

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self.info)
        return f"{self._day(local)} {self._time(local)}"

    def _day(self, day: date) -> str:
        return f"{self._say(SHORT_DAYS[day.weekday()])} {day.day} {self._say(SHORT_MONTHS[day.month - 1])} {day.year}"

    def _time(self, local: datetime) -> str:
        text = local.strftime("%H:%M" if not (local.second or local.microsecond) else "%H:%M:%S")
        return self._say(say("{time} (second time)", time=text)) if local.fold else text

    def _say(self, sentence: Sentence) -> str:
        return self.teller.phrase(sentence)


def _word(line: ReceiptLine) -> Sentence:
    return _LATE if line.late and line.kind is LineKind.counted else _KIND_WORDS[line.kind]
