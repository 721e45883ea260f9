"""Small books for proofs: written by hand in a test, or drawn at random with every shape that can settle or clash."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from firsthand.domain.book import Book, parse_book
from firsthand.domain.book.prose import teller_of
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import Sentence
from tests.domain.book.companies import DECLARING, OFFICE, Company, changed, companies

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}
DAYS = {"days": {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}}}
FIRST = datetime(2021, 1, 1, tzinfo=UTC)
NOW = datetime(2021, 7, 1, tzinfo=UTC)


def plain(said: Sentence) -> str:
    """A sentence in plain English, with the names of the default book."""
    return teller_of(DEFAULT).phrase(said)


def clause(ident: str, **fields: object) -> dict[str, object]:
    """A clause with a source and a text."""
    return {"clause": ident, "source": "S30", "text": "A rule.", **fields}


def clock(ident: str, budget: str = "8 business hours", **fields: object) -> dict[str, object]:
    """A clause about a first response, contractual and by the default of a plan."""
    terms = {"kind": "first_response", "budget": budget, "calendar": "days"}
    return clause(ident, **{"clock": terms, "class": "contractual", "precedence": "plan", **fields})


def amendment(number: int, **sections: object) -> tuple[str, dict[str, object]]:
    """The file of an amendment; each is published 100 days after the one before."""
    at = FIRST + timedelta(days=100 * (number - 1))
    head = {**HEAD, "amendment": f"a{number}", "published_at": at.isoformat()}
    calendars = {"calendars": DAYS} if number == 1 and sections.get("service_levels") else {}
    return f"a{number}.yaml", {**head, **calendars, **sections}


def book_of(**sections: object) -> Book:
    """A book of one amendment."""
    return parse_book([amendment(1, **sections)])


# At random --------------------------------------------------------------------------------------------------------

DATES = [(FIRST + timedelta(days=days)).isoformat() for days in (-30, 20, 50, 120, 150, 250)]


def _when(name: str, company: Company) -> st.SearchStrategy[object]:
    some = st.lists(st.sampled_from(company.values(name)), min_size=1, max_size=2)
    return st.one_of(some, some.map(lambda these: {"not": these}))


def _whens(company: Company, *names: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional={name: _when(name, company) for name in names})


_DATES = (
    st.lists(st.sampled_from(DATES), unique=True, max_size=2)
    .map(sorted)
    .map(lambda dates: dict(zip(("from", "to"), dates, strict=False)))
)


def _effects(company: Company) -> st.SearchStrategy[dict[str, object]]:
    owner = st.one_of(
        st.sampled_from(company.roles),
        *(st.just({"role": role, "team": team}) for team, role in company.teams.items()),
    )
    clock = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["first_response", "resolution"]),
            "budget": st.sampled_from(["8 business hours", "1 business days"]),
            "calendar": st.just("days"),
        },
        optional={
            "pauses_on": st.sampled_from(company.waiting).map(lambda state: [state]),
            "owed_by": st.sampled_from(company.roles),
        },
    )
    kinds = ("first_response", "resolution", "every")
    none: list[dict[str, object]] = [{"no_clock": {"kinds": kind, "reason": "no"}} for kind in kinds]
    fixed: list[dict[str, object]] = [
        *none,
        {"route": {"from": company.roles[0], "to": company.roles[1], "allowed": True}},
        {"triage": {"role": company.roles[0], "clocks_as": company.kinds[0]}},
        {"triage": {"role": company.roles[1], "clocks_as": company.kinds[-1]}},
        {"solved_closes": {"after": "8 business hours", "calendar": "days"}},
        {"target": {"measure": "met", "at_least": "90%"}},
        {"target": {"measure": "met", "at_least": "95%"}},
    ]
    return st.one_of(
        owner.map(lambda one: {"owner": one}),
        clock.map(lambda one: {"clock": one, "class": "contractual"}),
        st.sampled_from(fixed),
    )


_FIELDS = st.sampled_from(
    [("kind", "severity", "plan"), ("kind", "stage", "topic"), ("kind", "contract"), ("strategic", "stage", "account")]
)
_OWNERSHIP = ("owner", "route", "triage")
_NO_CONDITION = ("triage", "solved_closes")


@st.composite
def _random_clause(
    draw: st.DrawFn, number: int, company: Company, *, fields: tuple[str, ...], before: list[str]
) -> dict[str, object]:
    effect = draw(_effects(company))
    found = clause(f"R{number}", **effect)
    found["precedence"] = draw(st.sampled_from(["scope", "contract", "plan", "internal"]))
    takes = () if any(one in effect for one in _NO_CONDITION) else ("kind",) if "route" in effect else fields
    when = draw(_whens(company, *(name for name in takes if name != "account")))
    if "account" in takes and draw(st.booleans()):
        when["account"] = draw(st.sampled_from(["Acme", "Bolt"]))
        found["exception"] = {"reason": "r", "approver": "Bo", "review_at": "2031-01-01"}
        del found["precedence"]
    found |= {"when": when} if when else {}
    dates = draw(_DATES)
    found |= {"in_force": dates} if dates else {}
    if before and draw(st.integers(0, 3)) == 0:
        found["over"] = draw(st.sampled_from(before))
    return found


@st.composite
def random_files(draw: st.DrawFn) -> list[tuple[str, dict[str, object]]]:
    """A book of one or two amendments with up to seven clauses, of a company of its own or the default one; the second
    may replace, withdraw, rename and declare anew."""
    company, fields = draw(companies()), draw(_FIELDS)
    count = draw(st.integers(1, 6))
    first: list[dict[str, object]] = []
    for number in range(count):
        ids = [str(one["clause"]) for one in first]
        first.append(draw(_random_clause(number, company, fields=fields, before=ids)))
    calendars = {**DAYS, "office": OFFICE}
    files = [amendment(1, calendars=calendars, fields=company.fields, **_sections([*company.clauses, *first]))]
    if draw(st.booleans()):
        company, declared, withdraws = draw(changed(company))
        severities = draw(st.sampled_from([company.severities, company.severities[:1], (*company.severities, "s9")]))
        company = replace(company, severities=severities)
        new = draw(_random_clause(9, company, fields=fields, before=[]))
        new["replaces"] = "R0"
        if count > 1 and draw(st.booleans()):
            withdraws.append({"clause": "R1", "why": "enough"})
        fields_again = {"severity": [*severities]}
        files.append(amendment(2, fields=fields_again, withdraws=withdraws, **_sections([*declared, new])))
    return files


def random_books() -> st.SearchStrategy[Book]:
    """The book of such files."""
    return random_files().map(parse_book)


def _sections(clauses: list[dict[str, object]]) -> dict[str, object]:
    ownership = [one for one in clauses if any(key in one for key in _OWNERSHIP)]
    declaring = [one for one in clauses if any(key in one for key in (*DECLARING, "right"))]
    rest = [one for one in clauses if one not in ownership and one not in declaring]
    found = {"organisation": declaring, "ownership": ownership, "service_levels": rest}
    return {name: section for name, section in found.items() if section}
