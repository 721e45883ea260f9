"""The slow way to know what a book answers: every request and every stretch of time, one by one, by the words of the
clauses. It uses nothing of the prover and nothing of the compiled table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product

from firsthand.domain.book import Clause, Edition
from firsthand.domain.book.answers import contradict
from firsthand.domain.book.matters import Matter

ORDER = ["scope", "exception", "contract", "plan", "internal"]
OPEN = ("channel", "plan", "contract", "account")
Cell = dict[str, str | bool | None]


def cells(edition: Edition, *, unconfirmed: bool = False) -> Iterator[Cell]:
    """Every request that the clauses could tell apart, and one with any other name; with those of no confirmed kind."""
    domains: dict[str, list[str | bool | None]] = {
        "kind": ["how_to", "feature_request", "troubleshooting", *([None] if unconfirmed else [])],
        "stage": ["prospect", "trial", "production", "former"],
        "strategic": [True, False],
        "severity": [*edition.fields["severity"].values, None],
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
