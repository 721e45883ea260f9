"""What can be said against a book that loads: reported with a ticket that shows it, never silently resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.domain.book.deciding import decide
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import REQUEST_FIELDS, Value
from firsthand.domain.book.rules import OTHER, Cell
from firsthand.domain.book.wire import plain_decision, plain_request, request_of
from firsthand.domain.calendars.instants import datetime_of, local_midnight, ordinal_of
from firsthand.domain.calendars.zones import offset_at
from firsthand.domain.proving.codes import FINDING_KINDS, FindingCode, FindingSeverity
from firsthand.domain.proving.regions import Part
from firsthand.domain.proving.times import Times
from firsthand.domain.sentences import NOTHING_SAID, Sentence, SentenceValue, every

ExampleTicket = Mapping[str, object]
FindingIdentity = tuple[FindingCode, tuple[str, ...], Sentence, Sentence, Sentence]

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

    `code` is stable. `clauses` are those it is about; `about` is the matter. `region` says for which requests and
    when; a finding whose region changes is another finding. `example` is the smallest ticket that shows it, as
    `firsthand decide` takes it, and `expect` what that answers; both are empty where no ticket can show it. `said` are
    the values for the messages of its code; `place` is where to look if that is none of the clauses.
    """

    code: FindingCode
    clauses: tuple[str, ...] = ()
    about: Sentence = NOTHING_SAID
    message: Sentence
    region: Sentence = NOTHING_SAID
    example: ExampleTicket | None = None
    expect: Mapping[str, object] = field(default_factory=dict)
    said: Mapping[str, SentenceValue] = field(default_factory=dict)
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
    def title(self) -> Sentence:
        """What is wrong, in a few words."""
        return self._worded(FINDING_KINDS[self.code].title)

    @property
    def follows(self) -> Sentence:
        """What happens if nobody mends it."""
        return self._worded(FINDING_KINDS[self.code].follows)

    @property
    def mend(self) -> Sentence:
        """What its author can do."""
        return self._worded(FINDING_KINDS[self.code].mend)

    @property
    def identity(self) -> FindingIdentity:
        """What makes it this finding and no other."""
        return self.code, self.clauses, self.about, self.region, self.message

    def _worded(self, message: Sentence) -> Sentence:
        first, second = (*self.clauses, "", "")[:2]
        known: dict[str, SentenceValue] = {"about": self.about, "region": self.region, "clauses": every(self.clauses)}
        return replace(message, values={**known, "first": first, "second": second, **self.said})


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
    facts = {fact.field: fact.values for fact in part.facts}
    declared = _declared_names(edition, datetime_of(received))
    given = {each: _plain_value(each, facts.get(each), edition, declared) for each in REQUEST_FIELDS}
    cell = Cell(**{**given, "strategic": given["strategic"] is True})  # type: ignore[arg-type]  # each field has its own type
    return plain_request(cell, ident=name, received_at=datetime_of(received))


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


def _declared_names(edition: Edition, at: datetime) -> Mapping[str, tuple[str, ...]]:
    """The names of which a request of an instant has exactly one, in the order of the book; before the first
    publication those of that day."""
    company = edition.organisation_at(max([at, *(one.published_at for one in edition.amendments[:1])]))
    return {"kind": tuple(company.kinds), "stage": tuple(company.stages)}


def _plain_value(
    name: str, allowed: tuple[Value, ...] | None, edition: Edition, declared: Mapping[str, tuple[str, ...]]
) -> Value:
    must_be = declared.get(name, ())
    if allowed is None:
        return must_be[0] if must_be else None
    first: tuple[Value, ...] = (*must_be, False) if must_be else (None, False)
    for plain in first:
        if plain in allowed:
            return plain
    named = [value for value in allowed if value not in (OTHER, None)]
    if named:
        return named[0]
    known = {*edition.rules.names.get(name, ()), *edition.fields[name].values}
    plain_name = _PLAIN_NAMES.get(name, f"another {name}")
    return next(one for one in (plain_name, *(f"{plain_name} {n}" for n in range(2, 999))) if one not in known)


# Showing it again -------------------------------------------------------------------------------------------------


def reproduces(finding: Finding, edition: Edition) -> bool:
    """Whether deciding the finding's ticket gives what it says; True for one without a ticket."""
    if finding.example is None:
        return not finding.expect
    return fits(finding.expect, plain_decision(decide(edition, request_of(finding.example))))


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
