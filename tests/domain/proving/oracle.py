"""The slow way to know what a book answers: every request and every stretch of time, one by one, by the words of the
clauses. It uses nothing of the prover and nothing of the compiled table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

from firsthand.domain.book import Clause, Edition
from firsthand.domain.book.answers import contradict
from firsthand.domain.book.company import name_of
from firsthand.domain.book.effects.kind import KindEffect
from firsthand.domain.book.effects.right import RightEffect
from firsthand.domain.book.effects.stage import StageEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.organisation import Act, Organisation, Right
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import say

ORDER = ["scope", "exception", "contract", "plan", "internal"]
OPEN = ("channel", "plan", "contract", "account", "topic")
Cell = dict[str, str | bool | None]


def cells(edition: Edition, *instants: datetime, unconfirmed: bool = False) -> Iterator[Cell]:
    """Every request that the clauses could tell apart, and one with any other name, of the kinds, stages and severities
    that are declared at one of the instants, or ever; with those of no confirmed kind."""
    domains: dict[str, list[str | bool | None]] = {
        "kind": [*declared("kind", edition, instants), *([None] if unconfirmed else [])],
        "stage": [*declared("stage", edition, instants)],
        "strategic": [True, False],
        "severity": [*declared("severity", edition, instants), None],
    }
    named = {
        field: {value for clause in edition.clauses if (match := clause.condition.on(field)) for value in match.values}
        for field in (*OPEN, *domains)
    }
    for field in OPEN:
        domains[field] = [*sorted(str(one) for one in named[field] if one), "something else", None]
    for field, values in list(domains.items()):
        if not named[field]:
            domains[field] = [values[-1]]
    for one in product(*domains.values()):
        yield dict(zip(domains, one, strict=True))


def declared(field: str, edition: Edition, instants: Sequence[datetime] = ()) -> list[str]:
    """The names that are declared at one of the instants, or ever; before the first publication those of that day."""
    first = edition.amendments[0].published_at
    found: dict[str, None] = {}
    for at in instants or [first, *moments(edition)]:
        found.update(dict.fromkeys(_declared_at(field, edition, max(at, first))))
    return list(found)


def _declared_at(field: str, edition: Edition, at: datetime) -> Iterable[str]:
    if field == "severity":
        return [one for one in edition.amendments if one.published_at <= at][-1].fields["severity"].values
    usual: Iterable[str] = DEFAULT.kinds if field == "kind" else DEFAULT.stages
    effect = KindEffect if field == "kind" else StageEffect
    here = [
        one.effect.declared.name for one in edition.clauses if isinstance(one.effect, effect) and one.in_force_at(at)
    ]
    return here or usual


def moments(edition: Edition) -> list[datetime]:
    """A moment of every stretch in which nothing changes, from the first publication on."""
    first = edition.amendments[0].published_at
    edges = {one.published_at for one in edition.amendments}
    for clause in edition.clauses:
        edges |= {edge for edge in (clause.applies_from, clause.in_force.to_at) if edge is not None}
    return sorted(edge for edge in edges if edge >= first)


def left(clauses: Sequence[Clause], matter: Matter, edition: Edition) -> list[Clause]:
    """Of the clauses that match, those about the matter that nothing beats."""
    about = [one for one in clauses if matter in one.effect.matters(edition.clock_kinds)]
    best = min((ORDER.index(one.precedence) for one in about), default=0)
    top = [one for one in about if ORDER.index(one.precedence) == best]
    beaten = {loser for one in top for loser in one.over}
    return [one for one in top if one.id not in beaten] or top


def matching(edition: Edition, cell: Mapping[str, str | bool | None], at: datetime) -> list[Clause]:
    """The clauses in force whose conditions hold."""
    return [one for one in edition.clauses if one.in_force_at(at) and one.condition.holds(cell)]


def conflicting(clauses: Sequence[Clause]) -> bool:
    """Whether what is left contradicts itself."""
    return contradict(clauses)


def rights(edition: Edition, at: datetime, company: Organisation) -> dict[Act, Right]:
    """Who may do what: by the clause that is left about each act, else as in the default company, as far as its roles
    exist."""
    found = {act: replace(right, roles=right.roles & company.roles.keys()) for act, right in DEFAULT.rights.items()}
    for act in Act:
        clause = first(edition, Matter(kind="right", name=act, said=say("")), at)
        if clause is not None and isinstance(effect := clause.effect, RightEffect):
            roles, source = frozenset(effect.roles), clause.source_text
            found[act] = Right(act=act, roles=roles, everyone=effect.everybody, source=source, clause=clause.id)
    return found


def first(edition: Edition, matter: Matter, at: datetime) -> Clause | None:
    """The clause that settles a matter of no request."""
    return next(iter(left([one for one in edition.clauses if one.in_force_at(at)], matter, edition)), None)


def gone(edition: Edition, at: datetime) -> dict[tuple[str, str], str | None]:
    """Each family and name that the first amendment declared and that is no more at an instant, with the name that took
    its place, None where none did or where that is not in force."""
    first, *later = edition.amendments
    here = {name_of(one) for one in edition.clauses if one.in_force_at(at)}
    declared = {name_of(one) for one in edition.clauses}
    names = {one.id: name for one in first.adds if (name := name_of(one)) is not None}
    found: dict[tuple[str, str], str | None] = {}
    for ident, old in names.items():
        if old in here or old not in declared:
            continue
        steps = [(old[0], each.becomes) for one in later for each in one.withdraws if each.clause == ident]
        new = {each.new for one in later for each in one.replaces if each.old == ident}
        steps += [name for one in later for each in one.adds if each.id in new and (name := name_of(each)) is not None]
        found[old] = next((now for now in steps if now in here), ("", None))[1]
    return found


def stands_for(company: Organisation, family: str, name: str) -> str | None:
    """The name that the company knows for one that is no more."""
    became = company.became
    names: dict[str, Mapping[Any, str]] = {
        "role": became.roles,
        "team": became.teams,
        "kind": became.kinds,
        "stage": became.stages,
        "state": company.states.became,
    }
    return names[family].get(name)
