"""The compiled rule table: which clauses match a request, by bit masks, and when the answer changes.

Every clause that decides is one bit. Each field has a mask for each value that some clause names and one for
any other value; the clauses that match are the bits left when the masks of all fields and of the validity
segment are put together. It answers as `Condition.holds` does, which a test checks on random books.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import xor
from typing import NamedTuple

from firsthand.domain.book.fields import REQUEST_FIELDS, Fields, Value
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars.instants import instant_of

OTHER = "\x00any other name"
_OPEN = ("channel", "plan", "contract", "account", "topic")


class Cell(NamedTuple):
    """The facts that a decision depends on, in the order of `REQUEST_FIELDS`."""

    kind: str
    severity: str | None
    channel: str | None
    stage: str
    strategic: bool
    plan: str | None
    contract: str | None
    account: str | None = None
    topic: str | None = None


class RuleTable:
    """Clauses compiled for look-up by cell and validity segment. Immutable after construction."""

    def __init__(self, clauses: Iterable[Clause], fields: Fields) -> None:
        self.clauses = tuple(clause for clause in clauses if clause.applies_from is not None)
        spans = [_span(clause) for clause in self.clauses]
        self.boundaries = sorted({edge for span in spans for edge in span if edge is not None})
        self._segments = self._in_force(spans)
        self._masks = [self._masks_of(name) for name in REQUEST_FIELDS]
        self.names = {
            name: frozenset(value for value in self._masks[index][0] if isinstance(value, str))
            | frozenset(fields[name].values)
            for index, name in enumerate(REQUEST_FIELDS)
            if name in _OPEN
        }

    def segment_at(self, instant: int) -> int:
        """The validity segment of an instant in microseconds: no clause starts or ends inside a segment."""
        return bisect_right(self.boundaries, instant)

    def cell(self, facts: Cell) -> Cell:
        """The same facts with names that the book neither declares nor speaks about replaced by one stand-in."""
        return facts._replace(
            channel=self._name("channel", facts.channel),
            plan=self._name("plan", facts.plan),
            contract=self._name("contract", facts.contract),
            account=self._name("account", facts.account),
            topic=self._name("topic", facts.topic),
        )

    def _name(self, field: str, name: str | None) -> str | None:
        return name if name is None or name in self.names[field] else OTHER

    def matching(self, cell: Cell, segment: int) -> tuple[Clause, ...]:
        """The clauses in force in the segment whose conditions hold for the cell, in the order of the
        book."""
        mask = self._segments[segment]
        for value, (by_value, other) in zip(cell, self._masks, strict=True):
            mask &= by_value.get(value, other)
        return tuple(self._of(mask))

    def _of(self, mask: int) -> Iterator[Clause]:
        while mask:
            lowest = mask & -mask
            yield self.clauses[lowest.bit_length() - 1]
            mask ^= lowest

    def _in_force(self, spans: list[tuple[int, int | None]]) -> list[int]:
        """The clauses in force in each segment: at each boundary, the bits of those that begin or end are turned."""
        number = {edge: segment for segment, edge in enumerate(self.boundaries, start=1)}
        turned = [0] * (len(self.boundaries) + 1)
        for bit, (start, end) in enumerate(spans):
            if end is None or start < end:
                turned[number[start]] ^= 1 << bit
                if end is not None:
                    turned[number[end]] ^= 1 << bit
        return list(accumulate(turned, xor))

    def _masks_of(self, name: str) -> tuple[dict[Value, int], int]:
        matches = [clause.condition.on(name) for clause in self.clauses]
        values = {value for match in matches if match for value in match.values}
        by_value = {
            value: sum(1 << bit for bit, match in enumerate(matches) if match is None or match.holds(value))
            for value in values
        }
        other = sum(1 << bit for bit, match in enumerate(matches) if match is None or match.negated)
        return by_value, other


def _span(clause: Clause) -> tuple[int, int | None]:
    start, end = clause.applies_from, clause.in_force.to_at
    assert start is not None  # noqa: S101  a table holds only clauses that apply
    return instant_of(start), None if end is None else instant_of(end)
