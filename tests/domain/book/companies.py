"""Companies at random: who there is, what requests may be, how work stands and who may do what, as clauses of a book.

The families share their names, so that a role, a team, a kind and a topic may be called alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from firsthand.domain.organisation import OWNERS_ACTS, Act

Plain = dict[str, object]
NAMES = ("care", "billing", "ledger", "makers", "growth", "support", "fault", "wish", "trial")
STATES = ("fresh", "in_hand", "asked", "waits", "done", "over")
OFFICE = {"zone": "Europe/Berlin", "weekly": {"mon-fri": "09:00-17:00"}}
AFTER = ("16 business hours", "2 business days", "72 hours elapsed")
DECLARING = ("role", "team", "kind", "stage", "state")
ACTS = tuple(act.value for act in Act if act not in OWNERS_ACTS)


@dataclass(frozen=True, kw_only=True)
class Company:
    """The names that clauses of a book may use, and the clauses that declare them; none where they are the default
    ones. `teams` are those of each role."""

    roles: tuple[str, ...] = ("sales", "customer_engineering", "support", "product", "engineering")
    teams: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ("how_to", "feature_request", "troubleshooting")
    stages: tuple[str, ...] = ("prospect", "trial", "production", "former")
    severities: tuple[str, ...] = ("s1", "s2")
    waiting: tuple[str, ...] = ("pending", "on_hold")
    plans: tuple[str, ...] = ("team", "free")
    topics: tuple[str, ...] = ("ledger", "pay")
    clauses: tuple[Plain, ...] = ()

    @property
    def fields(self) -> dict[str, list[str]]:
        """What an amendment declares under `fields`."""
        return {"severity": list(self.severities), "plan": list(self.plans), "topic": list(self.topics)}

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The names of each family of which the last may give way to another, and the first stays."""
        families = {"role": self.roles, "team": tuple(self.teams), "kind": self.kinds, "stage": self.stages}
        return {**families, "state": self.waiting}

    def another(self, family: str, name: str) -> Plain:
        """What declares another name of a family: a team of the first role, a state in which somebody inside owes."""
        rest: dict[str, Plain] = {"team": {"role": self.roles[0]}, "state": {"phase": "open", "owes": "inside"}}
        return {"name": name, **rest.get(family, {})}

    def values(self, name: str) -> list[str | bool | None]:
        """What a request may have in a field, absent too."""
        known: dict[str, list[str | bool | None]] = {
            "kind": [*self.kinds],
            "severity": [*self.severities, None],
            "stage": [*self.stages],
            "strategic": [True, False],
            "plan": [*self.plans, None],
            "contract": ["gold", None],
            "topic": [*self.topics, None],
            "channel": ["email", "slack", "phone", None],
            "account": ["Acme", "Bolt", None],
        }
        return known[name]


def clause(ident: str, **effect: object) -> Plain:
    """A clause with a source and a text."""
    return {"clause": ident, "source": "S1", "text": "So it is.", **effect}


def _some(names: Sequence[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True)


def _said(name: str, *keys: str) -> st.SearchStrategy[dict[str, str]]:
    """How people call a name, where the book says so; no two of a family are called alike."""
    return st.fixed_dictionaries({}, optional={key: st.just(f"our {name} {key}") for key in keys})


@st.composite
def own_companies(draw: st.DrawFn) -> Company:
    """A company whose book declares all of it: two to seven roles, the first line and a sixth function among them, up
    to three teams, one to five kinds and stages, states with timers, and some rights."""
    roles, kinds, stages = draw(_some(NAMES, 2, 7)), draw(_some(NAMES, 1, 5)), draw(_some(NAMES, 1, 5))
    teams = {name: draw(st.sampled_from(roles)) for name in draw(_some(NAMES, 0, 3))}
    states = draw(st.permutations(STATES))
    clauses = [
        *(clause(f"role.{name}", role={"name": name, **draw(_said(name, "called", "short"))}) for name in roles),
        *(clause(f"team.{name}", team={"name": name, "role": role}) for name, role in teams.items()),
        *(clause(f"kind.{name}", kind={"name": name, **draw(_said(name, "one", "many", "means"))}) for name in kinds),
        *(clause(f"stage.{name}", stage={"name": name, **draw(_said(name, "called", "group"))}) for name in stages),
        *(clause(f"state.{one['name']}", state=one) for one in draw(_states(states))),
        *draw(_rights(roles)),
    ]
    return Company(
        roles=tuple(roles),
        teams=teams,
        kinds=tuple(kinds),
        stages=tuple(stages),
        severities=tuple(draw(_some(("red", "amber", "green"), 1, 3))),
        waiting=(states[2], states[3]),
        plans=tuple(draw(_some(("starter", "grown"), 1, 2))),
        topics=tuple(draw(_some(NAMES, 1, 2))),
        clauses=tuple(clauses),
    )


@st.composite
def _states(draw: st.DrawFn, names: Sequence[str]) -> list[Plain]:
    """One of each that a ticket needs, and what happens by itself in some of them."""
    fresh, working, asked, waits, done, over = names
    found: list[Plain] = [
        {"name": fresh, "phase": "open", "owes": "team", "after_reply": asked},
        {"name": working, "phase": "open", "owes": "person", "after_reply": asked},
        {"name": asked, "phase": "open", "owes": "customer", "after_customer": working},
        {"name": waits, "phase": "open", "owes": "inside", "after_customer": working},
        {"name": done, "phase": "solved", "owes": "nobody", "after_customer": working},
        {"name": over, "phase": "closed", "owes": "nobody"},
    ]
    for state, becomes in ((found[2], done), (found[3], working), (found[4], over)):
        if draw(st.booleans()):
            state["timer"] = {"after": draw(st.sampled_from(AFTER)), "calendar": "office", "becomes": becomes}
    return found


def _rights(roles: Sequence[str]) -> st.SearchStrategy[list[Plain]]:
    """Rights of a few acts; an act may have two clauses, of which the second stands back or the first decides."""
    given = st.one_of(st.just("everybody"), _some(roles, 1, 2))
    right = st.tuples(st.sampled_from(ACTS), given, st.sampled_from(["plan", "internal", "contract"]))
    return st.lists(right, max_size=4).map(
        lambda found: [
            clause(f"right.{number}", right={"act": act, "roles": roles}, precedence=precedence)
            for number, (act, roles, precedence) in enumerate(found)
        ]
    )


def companies() -> st.SearchStrategy[Company]:
    """The default company, or one of its own."""
    return st.one_of(st.just(Company()), own_companies(), own_companies())


def _joined(company: Company, family: str, name: str) -> Company:
    """The company with another name of a family."""
    if family == "role":
        return replace(company, roles=(*company.roles, name))
    if family == "team":
        return replace(company, teams={**company.teams, name: company.roles[0]})
    if family == "kind":
        return replace(company, kinds=(*company.kinds, name))
    if family == "state":
        return replace(company, waiting=(*company.waiting, name))
    return replace(company, stages=(*company.stages, name))


@st.composite
def changed(draw: st.DrawFn, before: Company) -> tuple[Company, list[Plain], list[Plain]]:
    """The company after a later amendment: what that declares, and what it withdraws. A name of each family may give
    way to another, by a clause that replaces its own or by a withdrawal, and another may join."""
    clauses: list[Plain] = []
    withdrawn: list[Plain] = []
    dates = draw(st.sampled_from([{}, {"from": "2021-06-15"}]))
    after = before
    for family, known in before.names.items() if before.clauses else ():
        new = [name for name in ("newcomer", *NAMES) if name not in known]
        what, name = draw(st.sampled_from(("stay", "rename", "join", "go"))), draw(st.sampled_from(new))
        if what in ("rename", "join") and known:
            more: Plain = {"replaces": f"{family}.{known[-1]}"} if what == "rename" else {}
            more |= {"in_force": dates} if dates else {}
            clauses.append(clause(f"{family}.{name}", **{family: before.another(family, name)}, **more))
            after = _joined(after, family, name)
        elif what == "go" and len(known) > 1:
            withdrawn.append({"clause": f"{family}.{known[-1]}", "why": "Enough.", "becomes": known[0]})
    return after, clauses, withdrawn
