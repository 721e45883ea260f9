"""Whom the book tells when a clock comes near its due instant or passes it."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.escalates import EscalateEffect, EscalationMoment, EscalationRecipient
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role


@dataclass(frozen=True, kw_only=True)
class EscalationStep:
    """One step: `at` the warning, at the breach, or a budget after the breach, tell somebody.

    `tell` is `responsible` (the responsible person; nobody has taken it: the team of the responsible role),
    `team` (everybody of the responsible role) or the holders of a named role.
    """

    at: EscalationMoment | Budget
    tell: EscalationRecipient | Role
    clause: str


def escalation(edition: Edition, clock_kind: ClockKind, owner_role: Role, at: datetime) -> tuple[EscalationStep, ...]:
    """The steps for a clock of a role, warnings first, then the breach, then what follows it, in book
    order."""
    facts = {"clock": clock_kind.value, "owner": owner_role}
    warnings: list[EscalationStep] = []
    breaches: list[EscalationStep] = []
    later: list[EscalationStep] = []
    for clause in edition.clauses:
        effect = clause.effect
        if not isinstance(effect, EscalateEffect) or not clause.in_force_at(at) or not clause.condition.holds(facts):
            continue
        step = EscalationStep(at=effect.after or effect.moment, tell=effect.tell, clause=clause.id)
        if effect.moment is EscalationMoment.warning:
            warnings.append(step)
        else:
            (later if effect.after else breaches).append(step)
    return (*warnings, *breaches, *later)
