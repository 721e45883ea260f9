"""Random books with clocks on every unit of budget, and random tickets with waits, as histories and one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from firsthand.domain.book import AccountFacts, Edition, Request, parse_book
from firsthand.domain.book.fields import REQUEST_FIELDS
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Straddle
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import Pause
from firsthand.domain.names import Kind, Stage, StateName
from firsthand.domain.sentences import as_written
from firsthand.workbench.history import NAT, Categories, History, Int64s, Pauses, no_instants, no_spans
from tests.domain.book.companies import OFFICE, Company, changed

FROM, TO = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (2021, 2022))
MINUTE = 60_000_000
BUDGETS = (
    "1 business hour",
    "8 business hours",
    "2 business days",
    "1 business day, same time",
    "2 business days, to the close",
    "24 hours elapsed",
    "30 hours elapsed, then next opening",
)
CALENDARS: dict[str, dict[str, object]] = {
    "office": {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}},
    "nights": {"zone": "Europe/Paris", "weekly": {"mon-sat": "22:00-06:00"}},
    "always": {"zone": "UTC", "always_open": True},
}
_KINDS = st.sampled_from(["first_response", "resolution"])


def _effects(company: Company) -> st.SearchStrategy[dict[str, object]]:
    pauses = st.sampled_from([[company.waiting[0]], [company.waiting[1]], [*company.waiting]])
    clock = st.fixed_dictionaries(
        {"kind": _KINDS, "budget": st.sampled_from(BUDGETS), "calendar": st.sampled_from(sorted(CALENDARS))},
        optional={"pauses_on": pauses},
    )
    return st.one_of(
        st.sampled_from(company.roles).map(lambda role: {"owner": role}),
        *(st.just({"owner": {"role": role, "team": team}}) for team, role in company.teams.items()),
        clock.map(lambda clock: {"clock": clock, "class": "internal_target"}),
        st.one_of(_KINDS, st.just("every")).map(
            lambda kinds: {"no_clock": {"kinds": kinds, "reason": "Nobody owes it."}}
        ),
    )


_DATES = st.sampled_from(["2021-03-01", "2021-07-01T12:00:00Z", "2021-10-01"])
_IN_FORCE = st.one_of(
    st.just(dict[str, str]()),
    _DATES.map(lambda at: {"from": at}),
    _DATES.map(lambda at: {"from": "2021-01-01", "to": at}),
)
_PRECEDENCE = st.sampled_from(["plan", "contract", "internal"])


_STRADDLE = st.one_of(st.just("at_creation"), st.sampled_from([one.value for one in Straddle]))


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A ticket: its cell, when it came, was answered and solved, and its waits with their states."""

    cell: Cell
    received_at: int
    first_response_at: int | None
    resolved_at: int | None
    waits: tuple[tuple[str, int, int | None], ...]

    @property
    def request(self) -> Request:
        cell = self.cell
        return Request(
            id="T",
            received_at=datetime_of(self.received_at),
            kind=Kind(cell.kind),
            severity=cell.severity,
            channel=cell.channel,
            topic=cell.topic,
            account=AccountFacts(
                name=cell.account,
                stage=Stage(cell.stage),
                strategic=cell.strategic,
                plan=cell.plan,
                contract=cell.contract,
            ),
        )

    def rated(self, severity: str | None) -> "Drawn":
        """The same ticket of another severity."""
        return replace(self, cell=self.cell._replace(severity=severity))

    @property
    def waits_by_status(self) -> dict[StateName, list[Pause]]:
        found: dict[StateName, list[Pause]] = {}
        for state, begin, end in self.waits:
            ends = None if end is None else datetime_of(end)
            pause = Pause(from_at=datetime_of(begin), to_at=ends, cause=as_written(state), evidence="")
            found.setdefault(StateName(state), []).append(pause)
        return found


@st.composite
def editions(draw: st.DrawFn, company: Company | None = None, most: int = 8) -> Edition:
    """An edition of up to `most` clauses about owners and clocks, with dates in 2021, of the default company or
    another; names of that may give way to others in the middle of the year."""
    company = company or Company()
    declared = [{**one, "in_force": {"from": "2020-01-01"}} for one in company.clauses]
    clauses: list[dict[str, object]] = []
    for number in range(draw(st.integers(1, most))):
        effect, when = draw(_effects(company)), draw(conditions(company))
        terms = {"in_force": draw(_IN_FORCE), "precedence": draw(_PRECEDENCE), "straddle": draw(_STRADDLE)}
        clauses.append({"clause": f"R{number}", "source": "S30", "text": "A rule.", "when": when, **terms, **effect})
    published = draw(st.sampled_from(["2020-01-01T00:00:00Z", "2021-06-01T00:00:00Z", "2023-01-01T00:00:00Z"]))
    first = _amendment("first", published, calendars={**CALENDARS, "office": OFFICE}, fields=company.fields)
    files = [{**first, "organisation": declared, **_sections(clauses)}]
    if draw(st.booleans()):
        _, new, withdraws = draw(changed(company))
        severities = {"severity": [*company.severities[-1:], "s9"]}
        second = _amendment("second", "2023-06-01T00:00:00Z", fields=severities, withdraws=withdraws)
        files.append({**second, "in_force_from": "2021-05-01", "organisation": new})
    return parse_book([(f"{number}.yaml", plain) for number, plain in enumerate(files)]).edition()


def _amendment(ident: str, published: str, **sections: object) -> dict[str, object]:
    head = {"book": "random", "title": "Random", "author": "Ines", "approver": "Bo", "zone": "Europe/Paris"}
    return {**head, "amendment": ident, "published_at": published, **sections}


def _sections(clauses: list[dict[str, object]]) -> dict[str, object]:
    owners = [one for one in clauses if "owner" in one]
    return {"ownership": owners, "service_levels": [one for one in clauses if one not in owners]}


def conditions(company: Company) -> st.SearchStrategy[dict[str, object]]:
    """What a clause of such a company may hold for."""
    return st.fixed_dictionaries(
        {}, optional={name: _when(name, company) for name in REQUEST_FIELDS if name != "account"}
    )


def _when(name: str, company: Company) -> st.SearchStrategy[object]:
    values = st.sampled_from(company.values(name))
    some = st.lists(values, min_size=1, max_size=3)
    return st.one_of(values, some, some.map(lambda these: {"not": these}))


def cells(company: Company) -> st.SearchStrategy[Cell]:
    """The facts of a request of such a company; a name of it that is only declared later, and one that is none."""
    known = {name: [*company.values(name)] for name in REQUEST_FIELDS}
    for name, more in (("severity", ["s9", "none of it"]), ("kind", ["newcomer"]), ("stage", ["newcomer"])):
        known[name] += more
    return st.tuples(*(st.sampled_from(known[name]) for name in REQUEST_FIELDS)).map(lambda values: Cell(*values))


def _minutes(most: int) -> st.SearchStrategy[int]:
    """Minutes within some days; often whole hours, and often few, so that instants coincide."""
    hours = st.integers(0, 48).map(lambda hours: hours * 60)
    return st.one_of(hours, st.integers(0, most * 24).map(lambda hours: hours * 60), st.integers(0, most * 24 * 60))


@st.composite
def tickets(draw: st.DrawFn, company: Company | None = None) -> Drawn:
    """A ticket of 2021 with up to four waits, which may overlap, touch or go on."""
    company = company or Company()
    received = FROM + draw(_minutes(360)) * MINUTE
    later = _minutes(14).map(lambda minutes: received + minutes * MINUTE)
    waits = []
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(later) - draw(st.sampled_from([0, 0, 600 * MINUTE]))
        length = draw(st.one_of(st.none(), st.integers(0, 5 * 24 * 60)))
        state = draw(st.sampled_from(company.waiting))
        waits.append((state, begin, None if length is None else begin + length * MINUTE))
    return Drawn(
        cell=draw(cells(company)),
        received_at=received,
        first_response_at=draw(st.one_of(st.none(), later)),
        resolved_at=draw(st.one_of(st.none(), later)),
        waits=tuple(waits),
    )


def history_of(drawn: list[Drawn], until: int) -> History:
    """The drawn tickets as columns."""
    cells = [one.cell for one in drawn]
    waits = sorted((row, begin, end, state) for row, one in enumerate(drawn) for state, begin, end in _whole(one))
    return History(
        ids=[f"T-{row}" for row in range(len(drawn))],
        received_at=np.array([one.received_at for one in drawn], dtype=np.int64),
        kind=Categories.of(cell.kind for cell in cells),
        severity=Categories.of(cell.severity for cell in cells),
        channel=Categories.of(cell.channel for cell in cells),
        stage=Categories.of(cell.stage for cell in cells),
        strategic=np.array([cell.strategic for cell in cells], dtype=np.bool_),
        plan=Categories.of(cell.plan for cell in cells),
        contract=Categories.of(cell.contract for cell in cells),
        account=Categories.of(cell.account for cell in cells),
        topic=Categories.of(cell.topic for cell in cells),
        team=Categories.constant(None, len(drawn)),
        group=Categories.constant(None, len(drawn)),
        first_response_at=_instants(one.first_response_at for one in drawn),
        resolved_at=_instants(one.resolved_at for one in drawn),
        target_at=no_instants(len(drawn)),
        pauses=Pauses(
            rows=np.array([row for row, *_ in waits], dtype=np.int64),
            from_at=np.array([begin for _, begin, _, _ in waits], dtype=np.int64),
            to_at=np.array([end for _, _, end, _ in waits], dtype=np.int64),
            state=Categories.of(state for *_, state in waits),
            party=Categories.constant("customer", len(waits)),
        ),
        custody=no_spans(),
        until=until,
    )


def _whole(one: Drawn) -> list[tuple[str, int, int]]:
    return [(state, begin, NAT if end is None else end) for state, begin, end in one.waits]


def _instants(values: Iterable[int | None]) -> Int64s:
    return np.array([NAT if value is None else value for value in values], dtype=np.int64)


def days(number: int) -> int:
    """A number of days in microseconds."""
    return int(timedelta(days=number) / timedelta(microseconds=1))
