"""A book with hardly a worked example: the three that would hold most of it in place."""

from collections.abc import Iterator, Sequence

from firsthand.domain.book.effects.clock import clock_matter
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.values import Clause
from firsthand.domain.proving.cells import Asked, PlainRequests, decider
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.places import place_of
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.showing import answered
from firsthand.domain.proving.telling import ticket_said
from firsthand.domain.sentences import in_a_row, say

ENOUGH_EXAMPLES = 3


def few_examples(proof: Proof, plain: PlainRequests) -> Iterator[Finding]:
    """One line of advice, with the tickets whose answers stand on the most clauses; nothing where no clock runs."""
    chosen = _best(proof, plain)
    if not chosen:
        return
    edition, tickets = proof.edition, [one.ticket("few_examples") for _, one in chosen]
    count = len(edition.examples)
    yield Finding(
        code=FindingCode.few_examples,
        about=say("worked examples"),
        message=say("the book gives {count} worked examples; a slip may go unnoticed", count=count),
        example=tickets[0],
        expect=answered(edition, tickets[0], OWNER),
        place=place_of(chosen[0][0], edition),
        said={"count": count or say("No"), "tickets": in_a_row(ticket_said(one, edition) for one in tickets)},
    )


def _best(proof: Proof, plain: PlainRequests) -> Sequence[tuple[Clause, Asked]]:
    """The tickets that together are decided by the most clauses, the best one first."""
    left: list[tuple[Clause, Asked, frozenset[str]]] = []
    for clause, asked in plain.values():
        matters = (OWNER, *map(clock_matter, proof.edition.clock_kinds))
        deciding = (decider(proof, asked, matter) for matter in matters)
        left.append((clause, asked, frozenset(one.id for one in deciding if one is not None)))
    chosen: list[tuple[Clause, Asked]] = []
    held: set[str] = set()
    while left and len(chosen) < ENOUGH_EXAMPLES:
        clause, asked, ids = max(left, key=lambda one: len(one[2] - held))
        if chosen and not ids - held:
            break
        chosen.append((clause, asked))
        held |= ids
    return chosen
