"""Mappings: which column of a log is which, written as YAML; ours are in `mappings/`, a user's own is read alike."""

from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from firsthand.domain.book import Edition, PolicyError
from firsthand.domain.book.entries import Entry, unknown_value
from firsthand.domain.calendars import CalendarError
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import say
from firsthand.domain.tickets import Owes
from firsthand.services.book.files import plain_of
from firsthand.workbench.history import CUSTOMER, THIRD_PARTY

NAMES = ("kind", "severity", "channel", "stage", "strategic", "plan", "contract", "account", "topic", "team", "group")
INSTANTS = ("received_at", "first_response_at", "resolved_at", "target_at")
_TOP = ("mapping", "title", "note", "rows", "zone", "offsets", "times", "separator", "nulls", "tickets", "events")
_EVENTS = ("ticket", "at", "order", "state", "waits", "hands", "unassigned_when")
_SOURCE = ("column", "values", "otherwise", "absent", "always")
_MOMENT = ("column", "first", "last")
_FOLDER = files("firsthand.workbench.history.logs") / "mappings"

EventFilter = ReadOnly[str, frozenset[str]]


class Rows(StrEnum):
    """What a row of the log is: a ticket, or one of several events of a ticket."""

    tickets = "tickets"
    events = "events"


class Otherwise(StrEnum):
    """What a value that `values` does not list becomes: itself, nothing, or an error."""

    keep = "keep"
    absent = "absent"
    error = "error"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a name comes from: a column with its values translated, or the same name for every ticket (`always`).
    `absent` stands where the column has nothing."""

    column: str | None = None
    values: ReadOnly[str, str] = field(default_factory=dict)
    otherwise: Otherwise = Otherwise.keep
    absent: str | None = None
    always: str | None = None


@dataclass(frozen=True, kw_only=True)
class InstantSource:
    """Where an instant comes from: a column, or the first (or last) event that `where` picks by its columns."""

    column: str | None = None
    where: EventFilter | None = None
    last: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitMapping:
    """How a ticket waits while it has a state: the status that stands for it, and who has the next step."""

    state: str
    party: str


@dataclass(frozen=True, kw_only=True)
class Events:
    """How the rows of an event log hang together. `hands` is the column that says who has the ticket; it is in
    the queue, with nobody, where `unassigned_when` holds or the column has nothing."""

    ticket: str
    at: str
    order: str | None = None
    state: str | None = None
    waits: ReadOnly[str, WaitMapping] = field(default_factory=dict)
    hands: str | None = None
    unassigned_when: EventFilter = field(default_factory=dict)


OUR_WAITS = {"pending": CUSTOMER, "on_hold": THIRD_PARTY}
"""The two waits of our own log format, which every book's clauses may pause on: for the customer, and for somebody
else."""


def declared_by_default() -> ReadOnly[str, tuple[str, ...]]:
    """The names that closed fields have in a book that declares none."""
    return {"kind": tuple(DEFAULT.kinds), "stage": tuple(DEFAULT.stages)}


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """How a log is read. `times` is `iso` or a strptime format; times without an offset are of `zone`. `waits` are the
    states in which a ticket can wait, and for whom if a log does not say."""

    name: str
    title: str
    rows: Rows = Rows.tickets
    zone: str | None = None
    any_offset: bool = False
    times: str = "iso"
    separator: str = ","
    nulls: frozenset[str] = frozenset()
    id: str = "id"
    names: ReadOnly[str, Source] = field(default_factory=dict)
    instants: ReadOnly[str, InstantSource] = field(default_factory=dict)
    events: Events | None = None
    declared: ReadOnly[str, tuple[str, ...]] = field(default_factory=declared_by_default)
    waits: ReadOnly[str, str] = field(default_factory=lambda: OUR_WAITS)
    is_native: bool = False

    def for_book(self, edition: Edition) -> "Mapping":
        """The same mapping for histories in the names that a book declares, its states among them."""
        states = edition.declared.states.by_name.values()
        own = {str(one.name): CUSTOMER if one.owes is Owes.customer else THIRD_PARTY for one in states}
        declared = {name: edition.fields[name].values for name in self.declared}
        return replace(self, declared=declared, waits={**OUR_WAITS, **own})

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the file that the mapping reads."""
        found = {self.id: None}
        found.update(dict.fromkeys(source.column for source in self.names.values() if source.column))
        for moment in self.instants.values():
            found.update(dict.fromkeys([moment.column] if moment.column else moment.where or ()))
        if self.events is not None:
            more = (self.events.ticket, self.events.at, self.events.order, self.events.state, self.events.hands)
            found.update(dict.fromkeys(column for column in more if column))
            found.update(dict.fromkeys(self.events.unassigned_when))
        return tuple(column for column in found if column)


NATIVE = Mapping(
    name="native",
    title="Columns named as in a history of ours",
    names={name: Source(column=name) for name in NAMES},
    instants={name: InstantSource(column=name) for name in INSTANTS},
    is_native=True,
)


def packaged() -> tuple[str, ...]:
    """The names of the mappings that come with the program."""
    return tuple(sorted(one.name.removesuffix(".yaml") for one in _FOLDER.iterdir() if one.name.endswith(".yaml")))


def read_mapping(name: str | None) -> Mapping:
    """A packaged mapping by its name, a user's own by its path, or our own format when there is none.

    PolicyError names file, line, field and what was expected.
    """
    if name is None:
        return NATIVE
    path = Path(name)
    if name in packaged():
        label, text = f"{name}.yaml", (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    elif path.is_file():
        label, text = path.name, path.read_text(encoding="utf-8")
    else:
        message = say(
            "there is no mapping {name}: {problem}; or give the path of your own file",
            name=repr(name),
            problem=unknown_value(name, packaged()),
        )
        raise PolicyError("no_mapping", message, field="mapping")
    return mapping_of(label, text)


def mapping_of(label: str, text: str) -> Mapping:
    """The mapping of a YAML text. PolicyError names file, line, field and what was expected."""
    plain, lines = plain_of(label, text)
    try:
        return _mapping(Entry(value=plain))
    except PolicyError as error:
        place = error.field
        while place and place not in lines:
            place = place.rpartition(".")[0]
        raise error.at(label, lines.get(place)) from None


def _mapping(entry: Entry) -> Mapping:
    top = entry.fields(_TOP, ("mapping", "tickets"))
    rows = top["rows"].choice(Rows) if "rows" in top else Rows.tickets
    events = _events(top["events"]) if "events" in top else None
    if (rows is Rows.events) is (events is None):
        raise entry.child("events", None).wrong(
            "missing_field", say("events is given when rows is events, and only then")
        )
    tickets = top["tickets"].fields(("id", *NAMES, *INSTANTS), ("received_at", *(() if events else ("id",))))
    return Mapping(
        name=top["mapping"].text(),
        title=top["title"].text() if "title" in top else "",
        rows=rows,
        zone=_zone(top["zone"]) if "zone" in top else None,
        any_offset="offsets" in top and _word(top["offsets"], ("any", "one")) == "any",
        times=top["times"].text() if "times" in top else "iso",
        separator=_separator(top["separator"]) if "separator" in top else ",",
        nulls=frozenset(top["nulls"].texts()) if "nulls" in top else frozenset(),
        id=tickets["id"].text() if "id" in tickets else events.ticket if events else "id",
        names={name: _source(tickets[name]) for name in NAMES if name in tickets},
        instants={name: _moment(tickets[name], events) for name in INSTANTS if name in tickets},
        events=events,
    )


def _source(entry: Entry) -> Source:
    if not isinstance(entry.value, dict):
        return Source(column=entry.text())
    given = entry.fields(_SOURCE)
    if ("column" in given) is ("always" in given):
        raise entry.expected(say("either a column or always"))
    values = given["values"].mapping() if "values" in given else {}
    return Source(
        column=given["column"].text() if "column" in given else None,
        values={key: _name(value) for key, value in values.items()},
        otherwise=given["otherwise"].choice(Otherwise) if "otherwise" in given else Otherwise.keep,
        absent=_name(given["absent"]) if "absent" in given else None,
        always=_name(given["always"]) if "always" in given else None,
    )


def _moment(entry: Entry, events: Events | None) -> InstantSource:
    if not isinstance(entry.value, dict):
        return InstantSource(column=entry.text())
    given = entry.fields(_MOMENT)
    if len(given) != 1:
        raise entry.expected(say("one of column, first, last"))
    (key, value) = next(iter(given.items()))
    if key == "column":
        return InstantSource(column=value.text())
    if events is None:
        raise entry.wrong("no_events", say("first and last look for an event, and the rows of this log are tickets"))
    return InstantSource(where=_where(value), last=key == "last")


def _where(entry: Entry) -> EventFilter:
    if entry.value == "event":
        return {}
    return {column: frozenset(values.texts()) for column, values in entry.mapping().items()}


def _events(entry: Entry) -> Events:
    given = entry.fields(_EVENTS, ("ticket", "at"))
    waits = given["waits"].mapping() if "waits" in given else {}
    if waits and "state" not in given:
        raise entry.child("state", None).wrong(
            "missing_field", say("waits needs state: the column that holds the states")
        )
    return Events(
        ticket=given["ticket"].text(),
        at=given["at"].text(),
        order=given["order"].text() if "order" in given else None,
        state=given["state"].text() if "state" in given else None,
        waits={state: _wait(one) for state, one in waits.items()},
        hands=given["hands"].text() if "hands" in given else None,
        unassigned_when=_where(given["unassigned_when"]) if "unassigned_when" in given else {},
    )


def _wait(entry: Entry) -> WaitMapping:
    given = entry.fields(("state", "party"), ("state", "party"))
    return WaitMapping(state=given["state"].text(), party=given["party"].text())


def _word(entry: Entry, known: tuple[str, ...]) -> str:
    word = entry.text()
    if word not in known:
        raise entry.wrong("unknown_value", unknown_value(word, known))
    return word


def _name(entry: Entry) -> str:
    if isinstance(entry.value, bool):
        return str(entry.value).lower()
    return str(entry.value) if isinstance(entry.value, int) else entry.text()


def _zone(entry: Entry) -> str:
    name = entry.text()
    try:
        zone_named(name)
    except CalendarError as error:
        raise entry.wrong(error.code, error.problem) from None
    return name


def _separator(entry: Entry) -> str:
    named = {"tab": "\t", "comma": ",", "semicolon": ";"}
    word = str(entry.value)
    if word not in named and len(word.encode()) != 1:
        raise entry.expected(say("one character, or tab, comma or semicolon"))
    return named.get(word, word)
