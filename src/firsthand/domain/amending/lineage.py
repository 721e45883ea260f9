"""The history of a clause: every version, what each replaced, and what ended or activated it."""

from dataclasses import dataclass

from firsthand.domain.amending.changes import Became, ClauseChange
from firsthand.domain.book.amendments import Amendment
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.values import Clause


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one amendment did to the clause, or to one that it took the place of."""

    amendment: Amendment
    change: ClauseChange


def lineage(edition: Edition, clause_id: str) -> tuple[Step, ...]:
    """What the known amendments did to a clause and to those that it replaced or gave way to, first to last. Empty for
    a clause that the edition does not hold."""
    family = _family(edition, clause_id)
    folded = {(clause.id, clause.amendment): clause for clause in edition.clauses}
    newest: dict[str, Clause] = {}
    steps = []
    for amendment in edition.amendments:
        for change in _changes(amendment, newest, family):
            steps.append(Step(amendment=amendment, change=_as_it_ended(change, folded)))
        newest |= {clause.id: clause for clause in amendment.adds}
    return tuple(steps)


def _family(edition: Edition, clause_id: str) -> set[str]:
    """The clause with every one that is bound to it by replacement."""
    pairs = [(one.old, one.new) for amendment in edition.amendments for one in amendment.replaces]
    family, before = {clause_id}, 0
    while len(family) != before:
        before = len(family)
        for old, new in pairs:
            if old in family or new in family:
                family |= {old, new}
    return family


def _changes(amendment: Amendment, newest: dict[str, Clause], family: set[str]) -> list[ClauseChange]:
    found = []
    for clause in amendment.adds:
        if clause.id in family:
            olds = [newest.get(one.old) for one in amendment.replaces if one.new == clause.id]
            became = Became.changed if olds else Became.added
            found.append(ClauseChange(became=became, old=olds[0] if olds else None, new=clause))
    for gone in amendment.withdraws:
        if gone.clause in family:
            found.append(ClauseChange(became=Became.ended, old=newest.get(gone.clause), new=None, why=gone.why))
    for active in amendment.activates:
        if active.clause in family:
            now = newest.get(active.clause)
            found.append(ClauseChange(became=Became.activated, old=now, new=now, why=f"{active.by}: {active.why}"))
    return found


def _as_it_ended(change: ClauseChange, folded: dict[tuple[str, str], Clause]) -> ClauseChange:
    """The same change with the dates that the clauses had in the end."""
    old, new = (one and folded.get((one.id, one.amendment), one) for one in (change.old, change.new))
    return ClauseChange(became=change.became, old=old, new=new, why=change.why)
