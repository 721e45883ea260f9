"""What the book says of asking for help: of whom, with which form, as what, and which team knows about it (S50)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.deciding import Request
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.help import HelpEffect
from firsthand.domain.book.effects.help_priority import HelpPriorityEffect
from firsthand.domain.book.effects.help_team import HelpTeamEffect
from firsthand.domain.book.fields import Value
from firsthand.domain.book.values import Clause
from firsthand.domain.forms import Form
from firsthand.domain.names import Role, StateName, TeamName
from firsthand.domain.ownership.handing_over import DEFAULT_FORM
from firsthand.domain.ownership.proposing import matched_words


@dataclass(frozen=True, kw_only=True)
class HelpTerms:
    """How help is asked of a role about a request, and the clause that says so."""

    role: Role
    clause: str
    form: Form
    skips: tuple[str, ...]
    waits_in: StateName | None


@dataclass(frozen=True, kw_only=True)
class HelpPriority:
    """A priority; `rank` 0 is the most urgent. `is_timed`: its clause says by when it is answered."""

    name: str
    clause: str
    rank: int
    is_timed: bool


@dataclass(frozen=True, kw_only=True)
class HelpTeam:
    """A team that the topic table has for a request, the clause that does, and the words or topic it went by."""

    role: Role
    team: TeamName
    clause: str
    matched: str


def help_terms(edition: Edition, request: Request, *, at: datetime) -> tuple[HelpTerms, ...]:
    """Of whom help may be asked about a request, in the order of the book; nobody where no clause says so."""
    facts = request.cell._asdict()
    return _terms([one for one in _in_force(edition, HelpEffect, at) if one.condition.holds(facts)], edition, at)


def help_terms_anywhere(edition: Edition, *, at: datetime) -> tuple[HelpTerms, ...]:
    """Of whom help may be asked about some request."""
    return _terms(list(_in_force(edition, HelpEffect, at)), edition, at)


def help_priorities(edition: Edition, request: Request, *, at: datetime) -> tuple[HelpPriority, ...]:
    """The priorities of requests for help about a request, the most urgent first."""
    facts = request.cell._asdict()
    named: dict[str, list[Clause]] = {}
    for one in _in_force(edition, HelpPriorityEffect, at):
        if isinstance(one.effect, HelpPriorityEffect) and one.condition.holds(facts):
            named.setdefault(one.effect.name, []).append(one)
    found = [(name, settled(clauses)[0]) for name, clauses in named.items()]
    return tuple(
        HelpPriority(name=name, clause=one.id, rank=rank, is_timed=one.effect.counts is not None)
        for rank, (name, one) in enumerate(found)
    )


def help_teams(
    edition: Edition, *, words: str, topic: str | None, kind: str, role: Role, at: datetime
) -> tuple[HelpTeam, ...]:
    """The teams of a role that the topic table has for these words, the first first; each once."""
    company = edition.organisation_at(at)
    facts: dict[str, Value] = {"words": words, "topic": topic, "kind": kind}
    found: dict[TeamName, HelpTeam] = {}
    for one in _in_force(edition, HelpTeamEffect, at):
        if not isinstance(one.effect, HelpTeamEffect) or not one.condition.holds(facts):
            continue
        team = company.teams.get(company.became.teams.get(one.effect.team, one.effect.team))
        if team is not None and team.role == role and team.name not in found:
            found[team.name] = HelpTeam(role=role, team=team.name, clause=one.id, matched=matched_words(one, facts))
    return tuple(found.values())


def _in_force(edition: Edition, effect: type, at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, effect) and one.in_force_at(at))


def _terms(clauses: list[Clause], edition: Edition, at: datetime) -> tuple[HelpTerms, ...]:
    company = edition.organisation_at(at)
    by_role: dict[Role, list[Clause]] = {}
    for one in clauses:
        if isinstance(one.effect, HelpEffect):
            by_role.setdefault(company.now(one.effect.role), []).append(one)
    found = []
    for role, some in by_role.items():
        clause = settled(some)[0]
        if isinstance(clause.effect, HelpEffect):
            effect = clause.effect
            found.append(
                HelpTerms(
                    role=role,
                    clause=clause.id,
                    form=effect.form or DEFAULT_FORM,
                    skips=effect.skips,
                    waits_in=company.states.of(effect.waits_in).name if effect.waits_in is not None else None,
                )
            )
    return tuple(found)
