"""The book of the random story: the small book of the tests, by when a proposal is answered, topics, and the default
company declared, so that later amendments can give its names up for others."""

from collections.abc import Iterable

import yaml

from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.tickets import State
from firsthand.services.amending.actions import publish
from tests.services.proposals.books import book_with_answers
from tests.three_clocks import BEFORE

Plain = dict[str, object]
AMENDMENT = """
book: three-clocks
amendment: {name}
title: {name}
published_at: {at}
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
"""
RATING = {"act": "set_severity", "roles": ["support", "head_of_support"]}


HELP = """organisation:
  - {clause: asking, source: S50, text: Everybody may ask., right: {act: ask_for_help, roles: everybody}}
  - {clause: answering, source: S50, text: Everybody may answer., right: {act: answer_help, roles: everybody}}
  - {clause: login-team, source: S50, text: A team., team: {name: login_team, role: engineering}}
ownership:
  - {clause: help, source: S50, text: It waits for them., help: {of: engineering, waits_in: on_hold}}
  - {clause: help.login, source: S50, text: They know., when: {words: [login, loops]}, help_team: login_team}
service_levels:
  - clause: help.now
    source: S50
    text: At once.
    help_priority: {name: now, within: 40 minutes elapsed, calendar: always}
    class: internal_target
  - {clause: help.next, source: S50, text: Next., help_priority: {name: next}, class: internal_target}
  - clause: help.clock
    source: S50
    text: In two hours.
    clock: {kind: help, budget: 120 minutes elapsed, calendar: always}
    class: internal_target
    precedence: internal
"""


def publish_story_book() -> None:
    """Make it the desk's book."""
    text = book_with_answers().replace("severity: [s1, s2]", "severity: [s1, s2]\n  topic: [login, export]")
    publish(texts=[("2026-01-01-base.yaml", text + section(company()))], at=BEFORE, by=None)
    publish(texts=[("help.yaml", AMENDMENT.format(name="help", at=BEFORE.isoformat()) + HELP)], at=BEFORE, by=None)


def section(clauses: Iterable[Plain], name: str = "organisation") -> str:
    """Clauses as a section of a book's file."""
    found: str = yaml.safe_dump({name: list(clauses)}, sort_keys=False)
    return found


def clause(ident: str, **effect: object) -> Plain:
    """A clause of the company."""
    return {"clause": ident, "source": "S1", "text": "So it is.", **effect}


def company() -> list[Plain]:
    """The clauses that declare the default company."""
    found = [clause(f"role.{one.name}", role=_role(one.name, one.heads)) for one in DEFAULT.roles.values()]
    found += [clause(f"kind.{name}", kind={"name": str(name)}) for name in DEFAULT.kinds]
    found += [clause(f"stage.{name}", stage={"name": str(name)}) for name in DEFAULT.stages]
    found += [clause(f"state.{one.name}", state=state(one)) for one in DEFAULT.states.by_name.values()]
    return [*found, clause("rating", right=RATING)]


def _role(name: str, heads: str | None) -> Plain:
    return {"name": str(name), **({"heads": str(heads)} if heads else {})}


def state(one: State, name: str = "") -> Plain:
    """What declares a state, or another of the same meaning."""
    after = {} if one.after_customer is None else {"after_customer": str(one.after_customer)}
    known = {"phase": str(one.phase), "owes": str(one.owes), **after}
    return {"name": name or str(one.name), **known, "after_reply": str(one.after_reply)}


def renaming(family: str, ident: str, name: str) -> tuple[list[Plain], list[Plain]]:
    """The clauses by which a name of the company gives way to another, in the organisation and in the ownership: the
    clause `ident` declares it, and whatever names it is said anew."""
    ownership: list[Plain] = []
    if family == "role":
        found = [clause(ident, role={"name": name}), clause("role.head_of_support", role=_head(name))]
        found.append(clause("rating", right={**RATING, "roles": [name, "head_of_support"]}))
        ownership = [
            clause("own", owner=name),
            clause("triage", triage={"role": name, "clocks_as": "troubleshooting"}),
        ]
    elif family == "state":
        found = [clause(ident, state=state(DEFAULT.states.by_name[DEFAULT_HOLD], name))]
    else:
        found = [clause(ident, **{family: {"name": name}})]
    return [_anew(one) for one in found], [_anew(one) for one in ownership]


DEFAULT_HOLD = next(name for name in DEFAULT.states.by_name if name == "on_hold")


def _head(name: str) -> Plain:
    return {"name": "head_of_support", "heads": name}


def _anew(one: Plain) -> Plain:
    return {**one, "replaces": one["clause"]}
