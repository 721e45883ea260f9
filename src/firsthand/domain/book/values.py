"""The values of a policy book: clauses, when they hold and how they bind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.effects import Effect


class NoClockResult(StrEnum):
    """Why no clock of a kind runs: the book says so, or the book says nothing."""

    no_clock_by_policy = "no_clock_by_policy"
    no_policy = "no_policy"


class CommitmentClass(StrEnum):
    """How binding a clause is. An aspiration is published and never applied."""

    contractual = "contractual"
    internal_target = "internal_target"
    best_effort = "best_effort"
    aspiration = "aspiration"


class Precedence(StrEnum):
    """Which of two clauses wins, first to last (A5): what says that the service levels do not apply at all
    (`scope`), a deviation for one account, a contract, the default of a plan, an internal target."""

    scope = "scope"
    exception = "exception"
    contract = "contract"
    plan = "plan"
    internal = "internal"


PRECEDENCE_ORDER = {level: rank for rank, level in enumerate(Precedence)}


class Straddle(StrEnum):
    """Which version holds for a request that is open when the clause changes (A12)."""

    at_creation = "at_creation"
    at_evaluation = "at_evaluation"
    customer_favourable = "customer_favourable"
    restart_at_effective = "restart_at_effective"


class ActivationKind(StrEnum):
    """What brings a clause into force: its dates, somebody's decision, or a condition that somebody
    confirms (A15)."""

    date = "date"
    manual = "manual"
    condition = "condition"


@dataclass(frozen=True, kw_only=True)
class Activation:
    """How a clause is activated. Without `activated_at`, a manual or conditional clause is never applied."""

    kind: ActivationKind = ActivationKind.date
    text: str = ""
    activated_at: datetime | None = None
    activated_by: str = ""


@dataclass(frozen=True, kw_only=True)
class InForce:
    """Half-open dates of a clause, as UTC instants. A local date in a file is that date's local midnight
    (A11)."""

    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AccountException:
    """A documented deviation for one account: why, who agreed, and when somebody must look at it again."""

    reason: str
    approver: str
    review_at: datetime


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One rule with a stable id. `source` are the S-, A- and L-numbers it comes from; `reading` is how an open text was
    read; `over` are clause ids of the same precedence that this one wins over; `see` those that its text refers to;
    `exception` says that it deviates for one account; `review_at` is when somebody must look at it again; `place` is
    the field path of the clause in the file of its amendment."""

    id: str
    set: ClauseSet
    source: tuple[str, ...]
    text: str
    reading: str
    condition: Condition
    effect: Effect
    in_force: InForce
    activation: Activation
    commitment: CommitmentClass | None
    disclosable: bool
    straddle: Straddle
    precedence: Precedence
    over: tuple[str, ...]
    amendment: str
    see: tuple[str, ...] = ()
    exception: AccountException | None = None
    review_at: datetime | None = None
    place: str = ""

    @property
    def source_text(self) -> str:
        return ", ".join(self.source)

    @property
    def applies_from(self) -> datetime | None:
        """The first instant at which the clause may decide; None when it never does as the book stands."""
        if self.commitment is CommitmentClass.aspiration:
            return None
        if self.activation.kind is ActivationKind.date:
            start = self.in_force.from_at
        elif self.activation.activated_at is None:
            return None
        else:
            start = max(self.in_force.from_at, self.activation.activated_at)
        return start if self.in_force.to_at is None or start < self.in_force.to_at else None

    def in_force_at(self, at: datetime) -> bool:
        """Whether the clause decides at an instant: dated, activated and not an aspiration."""
        start = self.applies_from
        return start is not None and start <= at and (self.in_force.to_at is None or at < self.in_force.to_at)
