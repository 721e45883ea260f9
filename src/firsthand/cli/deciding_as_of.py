"""Decides one JSON line as its clocks stand at a later instant: decided by what was known at receipt, then taken over
every change of the policy since by the straddle rule of its clauses (A12)."""

from datetime import datetime

import orjson

from firsthand.cli.deciding import LineDecider
from firsthand.cli.json_lines import read_object
from firsthand.domain.book import Book, Edition
from firsthand.domain.book.deciding import AT_RECEIPT, start_of, starts_on_of
from firsthand.domain.book.straddling import StraddledClock, straddled_clock
from firsthand.domain.book.wire import clock_form, instant_text, plain_change, plain_no_clock, plain_reason, request_of
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say

_SILENT = say("no clause in force says so")


class AsOfDecider:
    """Answers JSON lines as of one instant; what was published after it is not known."""

    def __init__(self, book: Book, at: datetime, *, strict: bool = False) -> None:
        self.book = book
        self.strict = strict
        self.at = at
        self._kinds = book.known_at(at).clock_kinds
        self._deciders: dict[str, LineDecider] = {}

    def decide_line(self, line: bytes) -> bytes:
        """The answer to a line, with `changes` for each clock. Raises Invalid naming the field."""
        request = read_object(line)
        received_at = self._received_at(request)
        answer = orjson.loads(self._decider(self.book.known_at(received_at)).decide_line(line))
        cell = request_of(request).cell
        found = [
            straddled_clock(self.book, cell, kind, received_at=self._began_at(kind, received_at), evaluated_at=self.at)
            for kind in self._kinds
        ]
        running = [one for one in found if one.terms.effect is not None]
        told = {one["kind"]: one for one in answer["no_clocks"]}
        answer["clocks"] = [_clock(one) for one in running]
        answer["no_clocks"] = [
            told[one.kind]
            if one.kind in told and not any(change.taken for change in one.changes)
            else plain_no_clock(one.no_clock(_SILENT))
            for one in found
            if one.terms.effect is None
        ]
        answer["because"] = _because(answer["because"], found)
        answer["evaluated_at"] = instant_text(self.at)
        answer["changes"] = [plain_change(one.kind, change) for one in found for change in one.changes]
        return orjson.dumps(answer)

    def _received_at(self, request: dict[str, object]) -> datetime:
        try:
            received_at = datetime.fromisoformat(str(request.get("received_at")))
        except ValueError:
            return self.at  # the decider names what is wrong with it
        if received_at.tzinfo is not None and received_at > self.at:
            message = say("received_at: it lies after --at; expected a request that had been received by then")
            raise Invalid("after_evaluation", message, field="received_at")
        return received_at if received_at.tzinfo is not None else self.at

    def _began_at(self, kind: ClockKind, received_at: datetime) -> datetime:
        """From when a clock stands: its receipt, or now for one that would start by another event."""
        return received_at if starts_on_of(kind) == AT_RECEIPT else self.at

    def _decider(self, edition: Edition) -> LineDecider:
        return self._deciders.setdefault(edition.id, LineDecider(edition, strict=self.strict))


def _because(reasons: list[dict[str, object]], found: list[StraddledClock]) -> list[dict[str, object]]:
    """The reasons, with the text that decides by now where a clock went over to another one."""
    gone_over = [one for one in found if any(change.taken for change in one.changes)]
    gone = {one.changes[0].before.id for one in gone_over if one.changes[0].before}
    kept = {one.terms.clause.id for one in found if one not in gone_over and one.terms.clause}
    told = [plain_reason(reason) for one in gone_over for reason in one.reasons]
    return [*told, *(one for one in reasons if one["clause"] not in gone - kept)]


def _clock(straddled: StraddledClock) -> dict[str, object]:
    clause, effect, working = straddled.terms.clause, straddled.terms.effect, straddled.terms.working
    if clause is None or effect is None or working is None or clause.commitment is None or straddled.due_at is None:
        raise TypeError(f"{straddled.kind} does not run")
    instants = None
    if starts_on_of(effect.kind) == AT_RECEIPT:
        starts_at = datetime_of(start_of(effect.budget, working)(straddled.terms.start_us))
        instants = instant_text(starts_at), instant_text(straddled.due_at)
    return clock_form(
        *(effect.kind, effect.budget, effect.calendar),
        clause=clause.id,
        class_=clause.commitment,
        instants=instants,
    )
