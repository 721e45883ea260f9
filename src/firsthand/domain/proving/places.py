"""Where in the files of a book a finding is to be looked at, and the clause that comes nearest to what nobody wrote."""

from collections.abc import Sequence

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.values import Clause
from firsthand.domain.book.wire import request_of
from firsthand.domain.proving.findings import ExampleTicket, Place


def place_of(clause: Clause, edition: Edition) -> Place:
    """Where a clause stands."""
    return Place(file=file_of(clause.amendment, edition), field=clause.place, clause=clause.id)


def first_line(edition: Edition) -> Place:
    """The newest amendment, for what no clause is near to."""
    return Place(file=edition.amendments[-1].file if edition.amendments else "", field="")


def file_of(amendment: str, edition: Edition) -> str:
    """The file of an amendment."""
    return next((one.file for one in edition.amendments if one.id == amendment), "")


def nearest(clauses: Sequence[Clause], ticket: ExampleTicket) -> Clause | None:
    """Of some clauses the one that misses a ticket by the fewest facts; of two the one in force at its receipt, then
    the one that says more of it. None of none."""
    request = request_of(ticket)
    facts = request.cell._asdict()

    def misses(clause: Clause) -> tuple[int, bool, int]:
        held = [match.holds(facts.get(match.field)) for match in clause.condition.matches]
        return held.count(False), not clause.in_force_at(request.received_at), -held.count(True)

    return min(clauses, key=misses, default=None)
