"""The terms that decisions give clocks, read back from the rows that keep them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.domain.clocks import Terms
from firsthand.domain.policy import Clause, Edition
from firsthand.domain.policy.values import ClockEffect
from firsthand.models.tickets import Decision
from firsthand.services.policy.deciding import POLICY_CHANGED
from firsthand.services.policy.desk import Desk


@dataclass(kw_only=True)
class DecidedTerms:
    """Terms by decision and kind, for `follow`. Decisions are read when they are first asked for."""

    desk: Desk
    known: dict[int, Decision] = field(default_factory=dict)
    found: dict[tuple[int, str], Terms | None] = field(default_factory=dict)

    def learn(self, rows: Iterable[Decision]) -> None:
        """Keep decisions that are at hand."""
        self.known.update((row.pk, row) for row in rows)

    def row(self, decision: int) -> Decision:
        """The decision's row."""
        if decision not in self.known:
            self.learn(Decision.objects.filter(pk=decision).select_related("subject__ticket__account"))
        return self.known[decision]

    def __call__(self, decision: int, kind: str) -> Terms | None:
        """The terms of a clock of this kind by a decision; None where none runs."""
        if (decision, kind) not in self.found:
            self.found[decision, kind] = self._read(decision, kind)
        return self.found[decision, kind]

    def _read(self, decision: int, kind: str) -> Terms | None:
        row = self.row(decision)
        for clock in row.outcome.get("clocks", ()):
            if clock["kind"] == kind:
                edition = self.desk.edition_that_decided(row.edition, known_at=row.known_at)
                return terms_of(edition, edition.clause(clock["clause"], _looked_up_at(row, clock)))
        return None


def terms_of(edition: Edition, clause: Clause | None) -> Terms | None:
    """The terms of a clause that is a clock; None for one that is none."""
    if clause is None or not isinstance(clause.effect, ClockEffect):
        return None
    effect = clause.effect
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
        pauses_on=frozenset(status.value for status in effect.pauses_on),
        warn_share=effect.warn_share,
        owed_by=effect.owed_by.value if effect.owed_by else "",
    )


def _looked_up_at(row: Decision, clock: dict[str, str]) -> datetime:
    """The instant at which the clause was in force: as the decision says, else as earlier versions decided."""
    if "as_of" in clock:
        return datetime.fromisoformat(clock["as_of"])
    return row.at if row.occasion == POLICY_CHANGED else datetime.fromisoformat(row.facts["received_at"])
