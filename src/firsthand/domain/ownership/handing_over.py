"""What the book says of handing a request from one role to another, and of beginning on one that another owns."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.deciding import Request
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.handoff import HandoffEffect
from firsthand.domain.book.effects.provisional import ProvisionalEffect
from firsthand.domain.calendars import Budget
from firsthand.domain.forms import FieldKind, Form, FormField, Need
from firsthand.domain.handoffs import AtExpiry
from firsthand.domain.names import Role
from firsthand.domain.sentences import say

DEFAULT_FORM = Form(
    fields=(FormField(name="asked", asks=say("What is asked, and why"), kind=FieldKind.text, need=Need.required),)
)
"""What a hand-over says where no clause asks for more."""


@dataclass(frozen=True, kw_only=True)
class HandoffTerms:
    """What a hand-over asks of its sender, and what becomes of the offer; `clause` says so, None where none does."""

    clause: str | None = None
    form: Form = DEFAULT_FORM
    one_way: bool = False
    expires_after: Budget | None = None
    calendar: str = ""
    at_expiry: AtExpiry = AtExpiry.stays


def handoff_terms(edition: Edition, request: Request, sender: Role, receiver: Role, *, at: datetime) -> HandoffTerms:
    """The terms of handing a request over now; those of no clause where none is about the two roles."""
    facts = request.cell._asdict()
    found = [
        clause
        for clause in edition.clauses
        if isinstance(clause.effect, HandoffEffect)
        and (clause.effect.from_role, clause.effect.to_role) == (sender, receiver)
        and clause.in_force_at(at)
        and clause.condition.holds(facts)
    ]
    for clause in settled(found)[:1]:
        if isinstance(clause.effect, HandoffEffect):
            effect = clause.effect
            return HandoffTerms(
                clause=clause.id,
                form=effect.form or DEFAULT_FORM,
                one_way=effect.one_way,
                expires_after=effect.expires_after,
                calendar=effect.calendar,
                at_expiry=effect.at_expiry,
            )
    return HandoffTerms()


@dataclass(frozen=True, kw_only=True)
class ProvisionalTerms:
    """That a role may begin on a request that another owns, by which clause, and until when (None: no limit)."""

    role: Role
    clause: str
    limit: Budget | None
    calendar: str


def provisional_terms(edition: Edition, request: Request, role: Role, *, at: datetime) -> ProvisionalTerms | None:
    """On which terms a role may begin on a request that another owns; None where no clause lets it."""
    facts = request.cell._asdict()
    found = [
        clause
        for clause in edition.clauses
        if isinstance(clause.effect, ProvisionalEffect)
        and clause.effect.role == role
        and clause.in_force_at(at)
        and clause.condition.holds(facts)
    ]
    for clause in settled(found)[:1]:
        if isinstance(clause.effect, ProvisionalEffect):
            effect = clause.effect
            return ProvisionalTerms(role=role, clause=clause.id, limit=effect.limit, calendar=effect.calendar)
    return None
