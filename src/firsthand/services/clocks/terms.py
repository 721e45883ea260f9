"""The terms that decisions give clocks, read back from the rows that keep them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from firsthand.domain.book import Clause, Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.clocks import Terms
from firsthand.models.tickets import Decision
from firsthand.services.book.deciding import POLICY_CHANGED
from firsthand.services.book.desk import Desk
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

_COLUMNS = ("pk", "at", "occasion", "edition", "known_at", "facts", "outcome")


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionRow:
    """What a decision's row says of its clocks."""

    pk: int
    at: datetime
    occasion: str
    edition: str
    known_at: datetime
    facts: dict[str, Any]
    outcome: dict[str, Any]


@dataclass(kw_only=True)
class DecidedTerms:
    """Terms by decision and kind, for `follow`. A subject's decisions are read at once when the first is asked for."""

    desk: Desk
    subject_id: int
    decided: dict[int, DecisionRow] = field(default_factory=dict)
    found: dict[tuple[int, str], Terms | None] = field(default_factory=dict)
    rows: dict[int, Decision] = field(default_factory=dict)
    has_read: bool = False

    def learn(self, row: Decision) -> None:
        """Keep a decision that is at hand."""
        self.decided[row.pk] = DecisionRow(**{name: getattr(row, name) for name in _COLUMNS})

    def of(self, decision: int) -> DecisionRow:
        """What a decision says; one that a promise brought from another subject is read by itself."""
        if decision not in self.decided and not self.has_read:
            self._read(_decisions("subject").rows(number=self.subject_id))
            self.has_read = True
        if decision not in self.decided:
            self._read(_decisions("pk").rows(number=decision))
        return self.decided[decision]

    def row(self, decision: int) -> Decision:
        """A decision's whole row, with the ticket that it is about; read when it is first asked for."""
        if decision not in self.rows:
            found = Decision.objects.select_related("subject__ticket__account")
            self.rows[decision] = found.get(pk=decision)
        return self.rows[decision]

    def known_at(self, decision: int | None) -> datetime:
        """When the book was read for a decision; now for what none was made of."""
        return self.of(decision).known_at if decision is not None else self.desk.at

    def __call__(self, decision: int, kind: str) -> Terms | None:
        """The terms of a clock of this kind by a decision; None where none runs."""
        if (decision, kind) not in self.found:
            self.found[decision, kind] = self._terms(self.of(decision), kind)
        return self.found[decision, kind]

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> None:
        found = (DecisionRow(**dict(zip(_COLUMNS, row, strict=True))) for row in rows)
        self.decided.update((row.pk, row) for row in found)

    def _terms(self, row: DecisionRow, kind: str) -> Terms | None:
        for clock in row.outcome.get("clocks", ()):
            if clock["kind"] == kind:
                edition = self.desk.edition_that_decided(row.edition, known_at=row.known_at)
                return terms_of(edition, edition.clause(clock["clause"], _looked_up_at(row, clock)))
        return None


@cache
def _decisions(what: str) -> PreparedQuery:
    """The decisions about a subject, or the one with a key."""
    return prepare(Decision.objects.filter(**{what: Blank("number")}).values_list(*_COLUMNS))


def terms_of(edition: Edition, clause: Clause | None) -> Terms | None:
    """The terms of the clock that a clause has run; None for one that has none."""
    effect = clause.effect.runs if clause is not None else None
    if clause is None or not isinstance(effect, ClockEffect):
        return None
    working = edition.calendar(effect.calendar)
    return Terms(
        clause=clause.id,
        edition=edition.id,
        commitment=clause.commitment.value if clause.commitment else "",
        disclosable=clause.disclosable,
        budget=effect.budget,
        working=working,
        calendar=effect.calendar,
        calendar_version=working.version,
        pauses_on=frozenset(effect.stands_still_in),
        warn_share=effect.warn_share,
        owed_by=effect.owed_by or "",
    )


def _looked_up_at(row: DecisionRow, clock: dict[str, str]) -> datetime:
    """The instant at which the clause was in force: as the decision says, else as earlier versions decided."""
    if "as_of" in clock:
        return datetime.fromisoformat(clock["as_of"])
    return row.at if row.occasion == POLICY_CHANGED else datetime.fromisoformat(row.facts["received_at"])
