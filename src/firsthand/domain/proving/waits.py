"""Who waits longer than they should: the more severe ticket, the better plan, whoever is answered after the resolution.

Looked at from the plainest request of each clause, and its neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, WorkingTime, due_of_us
from firsthand.domain.calendars.instants import DAY, END_OF_INSTANTS
from firsthand.domain.clocks import ClockKind
from firsthand.domain.proving.cells import Asked, PlainRequests, clock_at, declared_at
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.showing import answered
from firsthand.domain.sentences import Name, say
from firsthand.domain.words import words

_Clock = tuple[Clause, ClockEffect]
_SAMPLED_DAYS, _SAMPLES_A_DAY = 14, 6
_MOST_PLANS, _MOSTLY = 8, 2


def waits_findings(proof: Proof, plain: PlainRequests) -> Iterator[Finding]:
    """The findings about waits that are the wrong way round, each pair of clauses once."""
    requests = _requests(plain)
    yield from _severities(proof, requests)
    yield from _plans(proof, requests)
    yield from _resolutions(proof, requests)


def _requests(plain: PlainRequests) -> list[tuple[ClockKind, Asked]]:
    """Requests to start from, each once."""
    seen: dict[tuple[ClockKind, Cell, int], Asked] = {}
    for clause, asked in plain.values():
        if isinstance(clause.effect, ClockEffect):
            key = (clause.effect.kind, asked.cell._replace(severity=None, plan=None), asked.at_us)
            seen.setdefault(key, asked)
    return [(kind, asked) for (kind, _, _), asked in seen.items()]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    """A request that waits longer than its neighbour with another value of a field, by the clocks of both."""

    kind: ClockKind
    asked: Asked
    field: str
    names: tuple[str, str]
    clocks: tuple[_Clock, _Clock]

    @property
    def ids(self) -> tuple[str, str]:
        return self.clocks[0][0].id, self.clocks[1][0].id


def _severities(proof: Proof, requests: Sequence[tuple[ClockKind, Asked]]) -> Iterator[Finding]:
    said = set()
    for kind, asked in requests:
        severities = _severities_at(proof, asked)
        clocks = _clocks(proof, asked, kind, field="severity", names=severities)
        for (severe, first), (mild, second) in pairwise(clocks.items()):
            pair = _Pair(kind=kind, asked=asked, field="severity", names=(severe, mild), clocks=(first, second))
            if pair.ids not in said and longer(proof, first[1], second[1], asked.at_us):
                said.add(pair.ids)
                yield _longer(proof, pair)


def _plans(proof: Proof, requests: Sequence[tuple[ClockKind, Asked]]) -> Iterator[Finding]:
    """The one place where customers of a plan wait longer than those of another, where elsewhere they wait less."""
    plans = sorted(proof.edition.rules.names["plan"])[:_MOST_PLANS]
    found: dict[tuple[str, str], dict[tuple[str, str], _Pair]] = {}
    for kind, start in requests if len(plans) > 1 else ():
        for severity in (None, *_severities_at(proof, start)):
            asked = start.other("severity", severity)
            clocks = _clocks(proof, asked, kind, field="plan", names=plans)
            for one, other in permutations(clocks, 2):
                if longer(proof, clocks[one][1], clocks[other][1], asked.at_us):
                    both = clocks[one], clocks[other]
                    pair = _Pair(kind=kind, asked=asked, field="plan", names=(one, other), clocks=both)
                    found.setdefault((one, other), {})[pair.ids] = pair
    for (one, other), pairs in found.items():
        if len(pairs) == 1 and len(found.get((other, one), ())) >= _MOSTLY:
            yield _longer(proof, next(iter(pairs.values())))


def _severities_at(proof: Proof, asked: Asked) -> tuple[str, ...]:
    """The severities that are declared when a request comes, the most severe first."""
    return tuple(str(each) for each in declared_at(proof, asked.at_us)["severity"] if each is not None)


def _clocks(proof: Proof, asked: Asked, kind: ClockKind, *, field: str, names: Sequence[str]) -> dict[str, _Clock]:
    found = ((name, clock_at(proof, asked.other(field, name), kind)) for name in names)
    return {name: clock for name, clock in found if clock is not None}


def _longer(proof: Proof, pair: _Pair) -> Finding:
    ticket, matter = pair.asked.other(pair.field, pair.names[0]).ticket("waits_longer"), clock_matter(pair.kind)
    budgets = [effect.budget.sentence for _, effect in pair.clocks]
    one, other = (say("{field} {value}", field=Name(pair.field), value=words(name)) for name in pair.names)
    return Finding(
        code=FindingCode.waits_longer,
        clauses=pair.ids,
        about=matter.said,
        message=say(
            "{first} lets {one} wait {slow}, and {second} {other} {quick}",
            first=pair.ids[0],
            one=one,
            slow=budgets[0],
            second=pair.ids[1],
            other=other,
            quick=budgets[1],
        ),
        example=ticket,
        expect=answered(proof.edition, ticket, matter),
        said={"one": one, "other": other, "slow": budgets[0], "quick": budgets[1]},
    )


def _resolutions(proof: Proof, requests: Sequence[tuple[ClockKind, Asked]]) -> Iterator[Finding]:
    said = set()
    for kind, start in requests:
        if kind not in (ClockKind.resolution, ClockKind.first_response):
            continue
        for severity in (None, *_severities_at(proof, start)):
            asked = start.other("severity", severity)
            response, resolution = (clock_at(proof, asked, each) for each in _BOTH)
            if response is None or resolution is None or (pair := (resolution[0].id, response[0].id)) in said:
                continue
            if longer(proof, response[1], resolution[1], asked.at_us):
                said.add(pair)
                ticket = asked.ticket("resolution_first")
                yield Finding(
                    code=FindingCode.resolution_first,
                    clauses=pair,
                    about=clock_matter(ClockKind.resolution).said,
                    message=say(
                        "{clause} promises a resolution within {resolution}, before the first response of {other}, "
                        "within {response}",
                        clause=pair[0],
                        resolution=resolution[1].budget.sentence,
                        other=pair[1],
                        response=response[1].budget.sentence,
                    ),
                    example=ticket,
                    expect=answered(proof.edition, ticket, clock_matter(ClockKind.resolution)),
                    said={"resolution": resolution[1].budget.sentence, "response": response[1].budget.sentence},
                )


_BOTH = (ClockKind.first_response, ClockKind.resolution)


def longer(proof: Proof, one: ClockEffect, other: ClockEffect, at_us: int) -> bool:
    """Whether a customer waits longer by one clock than by another, over two weeks of requests from an instant on."""
    if one.calendar == other.calendar and one.budget.unit is other.budget.unit:
        return one.budget.amount > other.budget.amount
    first, second = (_waited(each.budget, proof.edition.calendar(each.calendar), at_us) for each in (one, other))
    return first > second


@lru_cache(maxsize=4096)
def _waited(budget: Budget, working: WorkingTime, at_us: int) -> int:
    every = DAY // _SAMPLES_A_DAY
    last = min(at_us + _SAMPLED_DAYS * DAY, END_OF_INSTANTS - 1)
    return sum(due_of_us(budget, working, at) - at for at in range(at_us, last, every))
