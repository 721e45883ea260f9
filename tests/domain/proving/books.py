"""Small books for proofs: written by hand in a test, or drawn at random with every shape that can settle or clash."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from firsthand.domain.book import Book, parse_book

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}
DAYS = {"days": {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}}}
FIRST = datetime(2021, 1, 1, tzinfo=UTC)
NOW = datetime(2021, 7, 1, tzinfo=UTC)


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
VALUES: dict[str, list[str | bool | None]] = {
    "kind": ["how_to", "feature_request", "troubleshooting"],
    "severity": ["s1", "s2", None],
    "stage": ["prospect", "trial", "production", "former"],
    "strategic": [True, False],
    "plan": ["team", "free", None],
    "contract": ["gold", None],
}


def _when(name: str) -> st.SearchStrategy[object]:
    some = st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2)
    return st.one_of(some, some.map(lambda these: {"not": these}))


def _whens(*names: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional={name: _when(name) for name in names})


_DATES = (
    st.lists(st.sampled_from(DATES), unique=True, max_size=2)
    .map(sorted)
    .map(lambda dates: dict(zip(("from", "to"), dates, strict=False)))
)
_EFFECTS: st.SearchStrategy[dict[str, object]] = st.sampled_from(
    [
        *({"owner": role} for role in ("support", "product")),
        *({"clock": {"kind": kind, "budget": "8 business hours", "calendar": "days"}, "class": "contractual"}
          for kind in ("first_response", "resolution")),
        *({"no_clock": {"kinds": kinds, "reason": "no"}} for kinds in ("first_response", "resolution", "every")),
        {"route": {"from": "support", "to": "engineering", "allowed": True}},
        {"target": {"measure": "met", "at_least": "90%"}},
        {"target": {"measure": "met", "at_least": "95%"}},
    ]
)  # fmt: skip
_FIELDS = st.sampled_from(
    [("kind", "severity", "plan"), ("kind", "stage", "contract"), ("strategic", "plan", "account")]
)


@st.composite
def _random_clause(draw: st.DrawFn, number: int, fields: tuple[str, ...], before: list[str]) -> dict[str, object]:
    effect = draw(_EFFECTS)
    found = clause(f"R{number}", **effect)
    found["precedence"] = draw(st.sampled_from(["scope", "contract", "plan", "internal"]))
    when = draw(_whens(*(("kind",) if "route" in effect else tuple(set(fields) - {"account"}))))
    if "account" in fields and "route" not in effect and draw(st.booleans()):
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
def random_books(draw: st.DrawFn) -> Book:
    """A book of one or two amendments with up to seven clauses; the second may replace, withdraw and declare anew."""
    fields = draw(_FIELDS)
    count = draw(st.integers(1, 6))
    first: list[dict[str, object]] = []
    for number in range(count):
        first.append(draw(_random_clause(number, fields, [str(one["clause"]) for one in first])))
    files = [amendment(1, calendars=DAYS, fields={"severity": ["s1", "s2"]}, **_sections(first))]
    if draw(st.booleans()):
        new = draw(_random_clause(9, fields, []))
        new["replaces"] = "R0"
        withdrawn = [{"clause": "R1", "why": "enough"}] if count > 1 and draw(st.booleans()) else []
        severities = draw(st.sampled_from([["s1", "s2"], ["s1", "s2", "s3"]]))
        files.append(amendment(2, fields={"severity": severities}, withdraws=withdrawn, **_sections([new])))
    return parse_book(files)


def _sections(clauses: list[dict[str, object]]) -> dict[str, object]:
    ownership = [one for one in clauses if "owner" in one or "route" in one]
    return {"ownership": ownership, "service_levels": [one for one in clauses if one not in ownership]}
