"""Decides one JSON line at a time, by the same answers as `firsthand.domain.book.decide`.

What depends on the facts alone is settled once for each cell and kept as bytes; only the instants are
computed for each line.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import orjson

from firsthand.cli.instants import instant_bytes
from firsthand.cli.json_lines import instant_in, read_object, shown
from firsthand.domain.book import CellAnswer, Edition
from firsthand.domain.book.answers import Reason
from firsthand.domain.book.deciding import AT_RECEIPT, due_function, start_of, starts_on_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.rules import OTHER, Cell
from firsthand.domain.book.values import Clause
from firsthand.domain.book.wire import clock_form, plain_conflict, plain_no_clock, plain_owner, plain_reason
from firsthand.domain.calendars import CalendarError
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, say

_REQUEST = ("id", "received_at", "kind", "severity", "channel", "topic", "account")
_OF_REQUEST = ("severity", "channel", "topic")
_ACCOUNT = ("name", "stage", "strategic", "plan", "contract")
_ROWS_KEPT = 8_192
_HERE = "<an instant>"
_HERE_BYTES = _HERE.encode()
_NO_ACCOUNT: dict[str, object] = {}
_Facts = tuple[object, object, object, object, object, object, object, object, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class _ClockRow:
    """A clock of a row: the functions for its instants and the bytes around them. One that does not start at receipt
    has no instants: `before` is all of it."""

    before: bytes
    instants: tuple[Callable[[int], int], Callable[[int], int]] | None = None
    between: bytes = b""
    after: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """An answer as bytes: all that follows the id up to the clocks, the clocks, and all that follows them."""

    head: bytes
    clocks: tuple[_ClockRow, ...]
    tail: bytes


class LineDecider:
    """Answers JSON lines under one edition. Memory is bounded: rows are dropped when there are too many.

    What a line gives and nothing looks at, a field in the place of another or a name that the book does not know, is
    told among the reasons; `strict` refuses such a line, and every other field that is none.
    """

    def __init__(self, edition: Edition, *, strict: bool = False) -> None:
        self.edition = edition
        self.strict = strict
        self._rows: dict[tuple[int, _Facts], _Row] = {}
        self._segment_at = edition.rules.segment_at
        self._channels = edition.rules.names["channel"]
        self._plans = edition.rules.names["plan"]
        self._contracts = edition.rules.names["contract"]
        self._accounts = edition.rules.names["account"]
        self._topics = edition.rules.names["topic"]

    def decide_line(self, line: bytes) -> bytes:
        """The answer to a line. Raises Invalid naming the field, CalendarError for years out of range."""
        request = read_object(line)
        account = request.get("account", _NO_ACCOUNT)
        received = instant_in(request.get("received_at"), "received_at")
        if type(account) is not dict:
            raise Invalid(
                "wrong_type",
                say("account: expected an object, found {account}", account=shown(account)),
                field="account",
            )
        get, of_account = request.get, account.get
        channel, plan, contract = get("channel"), of_account("plan"), of_account("contract")
        if channel is not None and channel.__class__ is str and channel not in self._channels:
            channel = OTHER
        if plan is not None and plan.__class__ is str and plan not in self._plans:
            plan = OTHER
        if contract is not None and contract.__class__ is str and contract not in self._contracts:
            contract = OTHER
        name = of_account("name")
        if name is not None and name.__class__ is str and name not in self._accounts:
            name = OTHER
        topic = get("topic")
        if topic is not None and topic.__class__ is str and topic not in self._topics:
            topic = OTHER
        strategic = of_account("strategic", False)
        facts = (get("kind"), get("severity"), channel, of_account("stage"), strategic, plan, contract, name, topic)
        segment = self._segment_at(received)
        try:
            row = self._rows.get((segment, facts))
        except TypeError:  # a list or an object where a text belongs; the check below names it
            row = None
        if row is None or strategic.__class__ is not bool or not _whole(request, account):
            astray = self._looked_at(request, account, facts)
            row = row if row and not astray else self._row(segment, facts, received, astray)
        ident = get("id")
        if ident.__class__ is not str and ident.__class__ is not int:
            _wrong_id(request)
        return self._written(ident, row, received)

    def _written(self, ident: object, row: _Row, received: int) -> bytes:
        parts = [b'{"id":', orjson.dumps(ident), row.head]
        try:
            for clock in row.clocks:
                parts.append(clock.before)
                if clock.instants is not None:
                    start, due = clock.instants
                    parts += (
                        instant_bytes(start(received)),
                        clock.between,
                        instant_bytes(due(received)),
                        clock.after,
                    )
        except CalendarError as error:
            message = say("received_at: {problem}", problem=error.problem)
            raise Invalid(error.code, message, field="received_at") from None
        parts.append(row.tail)
        return b"".join(parts)

    def _row(self, segment: int, facts: _Facts, received: int, astray: tuple["_Astray", ...]) -> _Row:
        """The row of facts that were checked."""
        answer = self.edition.answer(Cell(*facts), received)  # type: ignore[arg-type]
        if astray:
            told = tuple(Reason(clause=None, source="", text=one.told) for one in astray)
            return self._build(replace(answer, because=(*answer.because, *told)))
        row = self._build(answer)
        if len(self._rows) >= _ROWS_KEPT:
            self._rows.clear()
        self._rows[segment, facts] = row
        return row

    def _build(self, answer: CellAnswer) -> _Row:
        head = {"edition": self.edition.id, "owner": plain_owner(answer.owner)}
        tail = {
            "no_clocks": [plain_no_clock(one) for one in answer.no_clocks],
            "conflicts": [plain_conflict(one) for one in answer.conflicts],
            "context_required": list(answer.context_required),
            "because": [plain_reason(one) for one in answer.because],
        }
        return _Row(
            head=b"," + orjson.dumps(head)[1:-1] + b',"clocks":[',
            clocks=tuple(self._clock(clause, index) for index, clause in enumerate(answer.clocks)),
            tail=b"]," + orjson.dumps(tail)[1:],
        )

    def _clock(self, clause: Clause, index: int) -> _ClockRow:
        effect = clause.effect
        if not isinstance(effect, ClockEffect) or clause.commitment is None:
            raise TypeError(f"{clause.id} is not a clock")
        at_receipt = starts_on_of(effect.kind) == AT_RECEIPT
        form = clock_form(
            *(effect.kind, effect.budget, effect.calendar),
            clause=clause.id,
            class_=clause.commitment,
            instants=(_HERE, _HERE) if at_receipt else None,
        )
        written = (b"," if index else b"") + orjson.dumps(form)
        if not at_receipt:
            return _ClockRow(before=written)
        before, between, after = written.split(_HERE_BYTES)
        working = self.edition.calendar(effect.calendar)
        instants = start_of(effect.budget, working), due_function(effect.budget, working)
        return _ClockRow(before=before, instants=instants, between=between, after=after)

    def _looked_at(
        self, request: dict[str, object], account: dict[str, object], facts: _Facts
    ) -> tuple["_Astray", ...]:
        """What is in the wrong place. Raises Invalid naming the first field that is wrong or, if strict, is unread."""
        self._check(request, account)
        astray = tuple(_astray(request, account))
        if self.strict:
            self._refuse(request, account, facts, astray)
        return astray

    def _refuse(
        self, request: dict[str, object], account: dict[str, object], facts: _Facts, astray: tuple["_Astray", ...]
    ) -> None:
        """Raises Invalid for what nothing looks at."""
        for one in astray:
            raise Invalid("misplaced_field", one.expected, field=one.given)
        for place, known, prefix in ((request, _REQUEST, ""), (account, _ACCOUNT, "account.")):
            for name in place:
                if name not in known:
                    expected = ", ".join(known)
                    message = say("{field} is not a field; expected {expected}", field=prefix + name, expected=expected)
                    raise Invalid("unknown_field", message, field=prefix + name)
        for name in self.edition.named:
            if getattr(Cell(*facts), name) == OTHER:  # type: ignore[arg-type]
                place, prefix = (account, "account.") if name in _ACCOUNT else (request, "")
                names = self.edition.fields[name].values or tuple(sorted(self.edition.rules.names[name]))
                _check_choice(place, name, names, prefix)

    def _check(self, request: dict[str, object], account: dict[str, object]) -> None:
        """Every field of a request; raises Invalid naming the first that is wrong."""
        _check_names(request, _REQUEST, "")
        if "account" not in request:
            raise Invalid("missing_field", say("account is missing; expected an object with stage"), field="account")
        _check_names(account, _ACCOUNT, "account.")
        _check_choice(request, "kind", self.edition.fields["kind"].values, "")
        _check_choice(account, "stage", self.edition.fields["stage"].values, "account.")
        if request.get("severity") is not None:
            _check_choice(request, "severity", self.edition.severities, "")
        if type(account.get("strategic", False)) is not bool:
            raise _wrong_type("account.strategic", "true or false", account["strategic"])
        for place, prefix, name in (
            (request, "", "channel"),
            (request, "", "topic"),
            (account, "account.", "plan"),
            (account, "account.", "contract"),
            (account, "account.", "name"),
        ):
            if place.get(name) is not None and type(place[name]) is not str:
                raise _wrong_type(prefix + name, "a text or null", place[name])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Astray:
    """A field that is given where it is not looked for."""

    given: str
    place: str

    @property
    def told(self) -> Sentence:
        return say("The field {given} was not looked at: its place is {place}.", given=self.given, place=self.place)

    @property
    def expected(self) -> Sentence:
        return say("{given} is in the wrong place; expected {place}", given=self.given, place=self.place)


def _astray(request: Mapping[str, object], account: Mapping[str, object]) -> Iterator[_Astray]:
    for name in request:
        if name in _ACCOUNT and name not in account:
            yield _Astray(given=name, place=f"account.{name}")
    for name in account:
        if name in _OF_REQUEST and name not in request:
            yield _Astray(given=f"account.{name}", place=name)


def _whole(request: Mapping[str, object], account: Mapping[str, object]) -> bool:
    """Whether a request that has an answer gives every field, and nothing else."""
    return (
        len(account) == 5
        and len(request) == 6 + ("topic" in request)
        and "severity" in request
        and "channel" in request
        and "name" in account
        and "strategic" in account
        and "plan" in account
        and "contract" in account
    )


def _wrong_id(request: Mapping[str, object]) -> None:
    if request.get("id") is None:
        raise Invalid("missing_field", say("id is missing; expected a text or a whole number"), field="id")
    raise _wrong_type("id", "a text or a whole number of at most 64 bits", request["id"])


def _wrong_type(field: str, expected: str, value: object) -> Invalid:
    return Invalid(
        "wrong_type",
        say("{field}: expected {expected}, found {value}", field=field, expected=expected, value=shown(value)),
        field=field,
    )


def _check_choice(place: Mapping[str, object], name: str, known: tuple[str, ...], prefix: str) -> None:
    value = place.get(name)
    field, expected = prefix + name, f"expected one of {', '.join(known)}"
    if value is None:
        raise Invalid(
            "missing_field", say("{field} is missing; {expected}", field=field, expected=expected), field=field
        )
    if type(value) is not str:
        raise _wrong_type(field, expected.removeprefix("expected "), value)
    if value not in known:
        near = difflib.get_close_matches(value, known, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise Invalid(
            "unknown_value",
            say(
                "{field}: {expected}, found {value}{hint}",
                field=field,
                expected=expected,
                value=shown(value),
                hint=hint,
            ),
            field=field,
        )


def _check_names(place: Mapping[str, object], known: tuple[str, ...], prefix: str) -> None:
    """A field that is nearly one we know, while that one is absent, is a slip; other fields are not ours
    to judge."""
    absent = [name for name in known if name not in place]
    if not absent:
        return
    for name in place:
        near = difflib.get_close_matches(name[:60], absent, n=1, cutoff=0.8) if name not in known else ()
        if near:
            message = say(
                "{prefix}{name} is not a field; did you mean {prefix}{near}?", prefix=prefix, name=name, near=near[0]
            )
            raise Invalid("unknown_field", message, field=prefix + name)
