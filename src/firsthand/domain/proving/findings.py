"""What can be said against a book that loads: reported with a ticket that shows it, never silently resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.domain.book.deciding import AccountFacts, DecidedClock, DecidedRequest, Request, decide
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import REQUEST_FIELDS, Value
from firsthand.domain.book.rules import OTHER
from firsthand.domain.calendars.instants import datetime_of, instant_of, local_midnight, ordinal_of
from firsthand.domain.calendars.zones import offset_at
from firsthand.domain.names import Kind, Stage
from firsthand.domain.proving.codes import FINDING_KINDS, FindingCode, FindingSeverity
from firsthand.domain.proving.regions import Part
from firsthand.domain.proving.times import Times

ExampleTicket = Mapping[str, object]

_HOUR = 3_600_000_000
_TEN = 10 * _HOUR
_PLAIN_NAMES = {"channel": "email", "plan": "standard", "contract": "own", "account": "Acme"}
_ALWAYS_GIVEN = ("kind", "stage")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where to look: the field of an amendment's file, by its dotted path, and the clause that stands there."""

    file: str
    field: str
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something about a book that its author should settle.

    `code` is stable. `clauses` are those it is about; `about` is the matter in words. `region` says for which requests
    and when; a finding whose region changes is another finding. `example` is the smallest ticket that shows it, as
    `firsthand decide` takes it, and `expect` what that answers; both are empty where no ticket can show it. `said` is
    what the words of its code stand for; `place` is where to look if that is none of the clauses.
    """

    code: FindingCode
    clauses: tuple[str, ...] = ()
    about: str = ""
    message: str
    region: str = ""
    example: ExampleTicket | None = None
    expect: Mapping[str, object] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None

    @property
    def severity(self) -> FindingSeverity:
        """How much it matters."""
        return FINDING_KINDS[self.code].severity

    @property
    def is_advice(self) -> bool:
        """Whether it asks for a worked example, and says of nothing that it does not fit together."""
        return self.severity is FindingSeverity.advice

    @property
    def title(self) -> str:
        """What is wrong, in a few words."""
        return self._worded(FINDING_KINDS[self.code].title)

    @property
    def follows(self) -> str:
        """What happens if nobody mends it."""
        return self._worded(FINDING_KINDS[self.code].follows)

    @property
    def mend(self) -> str:
        """What its author can do."""
        return self._worded(FINDING_KINDS[self.code].mend)

    @property
    def identity(self) -> tuple[str, tuple[str, ...], str, str, str]:
        """What makes it this finding and no other."""
        return self.code, self.clauses, self.about, self.region, self.message

    def _worded(self, text: str) -> str:
        first, second = (*self.clauses, "", "")[:2]
        known = {"about": self.about, "region": self.region, "clauses": listed(self.clauses)}
        return text.format(**{**known, "first": first, "second": second, **self.said})


def listed(names: Sequence[str]) -> str:
    """Names in one phrase: "S28, S32 and T28"."""
    *rest, last = names or ("",)
    return f"{', '.join(rest)} and {last}" if rest else last


def smallest_ticket(parts: Sequence[Part], edition: Edition, name: str) -> ExampleTicket | None:
    """The ticket of a region with the fewest facts given, then the earliest; None where it has none with a kind."""
    told = [part for part in parts if not any(one.field == "kind" and one.values == (None,) for one in part.facts)]
    if not told:
        return None
    part = min(told, key=lambda one: (len(_needed(one)), one.times[0][0]))
    return ticket_of(part, edition, name)


def ticket_of(part: Part, edition: Edition, name: str, *, at: int | None = None) -> ExampleTicket:
    """A ticket of the part with plain values, at an instant of it (in microseconds) or at a plain one."""
    received = plain_instant(part.times, edition.zone) if at is None else at
    ticket: dict[str, object] = {"id": name, "received_at": instant_text(received)}
    account: dict[str, object] = {}
    facts = {fact.field: fact.values for fact in part.facts}
    for field_name in REQUEST_FIELDS:
        value = _plain_value(field_name, facts.get(field_name), edition)
        if value is None or value is False:
            continue
        if field_name == "account":
            account["name"] = value
        else:
            (ticket if field_name in ("kind", "severity", "channel") else account)[field_name] = value
    return {**ticket, "account": account}


def instant_text(at_us: int) -> str:
    """An instant as ISO 8601 in UTC."""
    return datetime_of(at_us).isoformat().replace("+00:00", "Z")


def plain_instant(times: Times, zone: str) -> int:
    """An instant of the times that is easy to read: ten in the morning of the first whole local day, if that is in."""
    for begin, end in times:
        offset = offset_at(zone, begin)
        day = ordinal_of(begin + offset)
        for ordinal in (day, day + 1):
            ten = local_midnight(ordinal) + _TEN - offset_at(zone, local_midnight(ordinal) - offset)
            if begin <= ten < end:
                return ten
    return times[0][0]


def _needed(part: Part) -> list[str]:
    """The fields that a ticket of the part has to give."""
    optional = [fact for fact in part.facts if fact.field not in _ALWAYS_GIVEN]
    return [fact.field for fact in optional if None not in fact.values and False not in fact.values]


def _plain_value(name: str, allowed: tuple[Value, ...] | None, edition: Edition) -> Value:
    first = edition.fields[name].values[0] if name in _ALWAYS_GIVEN else None
    if allowed is None:
        return first
    for plain in (first, False):
        if plain in allowed:
            return plain
    named = [value for value in allowed if value not in (OTHER, None)]
    if named:
        return named[0]
    known = {*edition.rules.names.get(name, ()), *edition.fields[name].values}
    plain_name = _PLAIN_NAMES[name]
    return next(one for one in (plain_name, *(f"{plain_name} {n}" for n in range(2, 999))) if one not in known)


# Showing it again -------------------------------------------------------------------------------------------------


def reproduces(finding: Finding, edition: Edition) -> bool:
    """Whether deciding the finding's ticket gives what it says; True for one without a ticket."""
    if finding.example is None:
        return not finding.expect
    return fits(finding.expect, plain_answer(decide(edition, request_of(finding.example))))


def request_of(ticket: ExampleTicket) -> Request:
    """The request of a ticket that this module made, or of one in the same form."""
    account = ticket["account"]
    assert isinstance(account, Mapping)  # noqa: S101 - the form of a ticket
    return Request(
        id=str(ticket.get("id", "")),
        received_at=datetime_of(instant_of_text(str(ticket["received_at"]))),
        kind=Kind(str(ticket["kind"])),
        severity=_name(ticket.get("severity")),
        channel=_name(ticket.get("channel")),
        account=AccountFacts(
            stage=Stage(str(account["stage"])),
            name=_name(account.get("name")),
            strategic=account.get("strategic") is True,
            plan=_name(account.get("plan")),
            contract=_name(account.get("contract")),
        ),
    )


def instant_of_text(text: str) -> int:
    """The microseconds of an ISO 8601 text with an offset or Z."""
    from_text = type(datetime_of(0)).fromisoformat
    return instant_of(from_text(text))


def _name(value: object) -> str | None:
    return None if value is None else str(value)


def plain_answer(decision: DecidedRequest) -> dict[str, object]:
    """A decision in the form in which `firsthand decide` writes it, as far as findings speak about it."""
    owner = decision.owner
    return {
        "owner": None if owner is None else {"role": owner.role, "clause": owner.clause},
        "clocks": [
            {
                "kind": clock.kind.value,
                "clause": clock.clause,
                "calendar": clock.calendar,
                **instants_of(clock),
            }
            for clock in decision.clocks
        ],
        "no_clocks": [
            {"kind": one.kind.value, "result": one.result.value, "clause": one.clause} for one in decision.no_clocks
        ],
        "conflicts": [{"about": one.about, "clauses": list(one.clauses)} for one in decision.conflicts],
        "context_required": list(decision.context_required),
    }


def instants_of(clock: DecidedClock) -> dict[str, object]:
    """When a clock starts and is due, as `firsthand decide` writes it: null, with the event that starts it, for one
    that does not start at receipt."""
    if clock.starts_at is None or clock.due_at is None:
        return {"starts_at": None, "due_at": None, "starts_on": clock.starts_on}
    return {"starts_at": instant_text(instant_of(clock.starts_at)), "due_at": instant_text(instant_of(clock.due_at))}


_LISTS = {"clock": ("clocks", "kind"), "no_clock": ("no_clocks", "kind"), "conflict": ("conflicts", "about")}


def fits(expect: Mapping[str, object], answer: Mapping[str, object]) -> bool:
    """Whether an answer of `firsthand decide` is as expected: `owner` and `context_required` as they are, and of
    `clock`, `no_clock` or `conflict` one entry with that name and with all else that is given."""
    rest = dict(expect)
    for whole in ("owner", "context_required"):
        if whole in rest and answer.get(whole) != rest.pop(whole):
            return False
    for key, (place, named) in _LISTS.items():
        if key in rest:
            wanted = {named: rest.pop(key), **rest}
            entries = answer.get(place)
            assert isinstance(entries, list)  # noqa: S101 - the form of an answer
            return any(all(entry.get(name) == value for name, value in wanted.items()) for entry in entries)
    return not rest
