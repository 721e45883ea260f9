"""The values of a policy book: clauses and their effects."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from firsthand.domain.book.conditions import Condition
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import RULES, ClockKind
from firsthand.domain.names import Kind, Role, StateName


class ClauseSet(StrEnum):
    """The five separately versioned rule sets of a book."""

    ownership = "ownership"
    service_levels = "service_levels"
    priority = "priority"
    escalation = "escalation"
    promise_wording = "promise_wording"


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


class NotARequestKind(StrEnum):
    """What a message is when it asks for nothing."""

    spam = "spam"
    sales_mail = "sales_mail"
    billing = "billing"


class EscalationMoment(StrEnum):
    """When a step of an escalation is taken: at the clock's warning, or at its breach and some time after
    it."""

    warning = "warning"
    breach = "breach"


class EscalationRecipient(StrEnum):
    """Whom an escalation tells besides named roles: the responsible person, or the team that is
    responsible."""

    responsible = "responsible"
    team = "team"


@dataclass(frozen=True, kw_only=True)
class OwnerEffect:
    """The role owns the request."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class ClockEffect:
    """A clock runs. `pauses_on` are the statuses in which it stands still; `warn_share` is of the budget; `owed_by`
    is the role whose promise it is, where the book says so."""

    kind: ClockKind
    budget: Budget
    calendar: str
    pauses_on: tuple[StateName, ...] = ()
    warn_share: Fraction | None = None
    owed_by: Role | None = None

    @property
    def stands_still_in(self) -> tuple[StateName, ...]:
        """The statuses in which the clock does not count: none for a kind that never pauses, whatever is written."""
        rule = RULES.get(self.kind)
        return self.pauses_on if rule is None or rule.pauses else ()


@dataclass(frozen=True, kw_only=True)
class NoClockEffect:
    """No clock runs, by policy. No kinds means every kind that the book knows."""

    kinds: tuple[ClockKind, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContextEffect:
    """What the sender gives along when the request goes to a role."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RouteEffect:
    """Whether one role may hand over to, or ask, another directly, and which way is right if not."""

    from_role: Role
    to_role: Role
    allowed: bool
    instead: Role | None


@dataclass(frozen=True, kw_only=True)
class TriageEffect:
    """Until a person confirms the kind, `role` is responsible and clocks run as for `clocks_as`."""

    role: Role
    clocks_as: Kind


@dataclass(frozen=True, kw_only=True)
class ProposeEffect:
    """What a message is proposed to be: a kind, or not a request."""

    kind: Kind | None = None
    not_a_request: NotARequestKind | None = None


@dataclass(frozen=True, kw_only=True)
class WordingEffect:
    """Phrases that the named roles (none: everybody) should not write to a customer, and what to write
    instead."""

    phrases: tuple[str, ...]
    by: tuple[Role, ...]
    advice: str


@dataclass(frozen=True, kw_only=True)
class PromisedTime:
    """What a wording tells a customer: the act of a clock within a budget."""

    kind: ClockKind
    within: Budget


@dataclass(frozen=True, kw_only=True)
class ApprovedEffect:
    """Sentences that the named roles (none: everybody) may send to a customer, and the time that they tell."""

    wordings: tuple[str, ...]
    by: tuple[Role, ...]
    promises: PromisedTime | None = None


class OrderBy(StrEnum):
    """A key of an order of work: the order of receipt, or what breaks first."""

    received = "received"
    due = "due"


@dataclass(frozen=True, kw_only=True)
class OrderEffect:
    """The order in which a team takes its work: the keys, first to last. What a condition matches comes first."""

    team: Role
    by: tuple[OrderBy | Condition, ...]


@dataclass(frozen=True, kw_only=True)
class TargetEffect:
    """A share of a measure that the company holds itself to, over a period."""

    measure: str
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class EscalateEffect:
    """Who is told when a clock comes near its due instant or passes it."""

    moment: EscalationMoment
    after: Budget | None
    tell: EscalationRecipient | Role


@dataclass(frozen=True, kw_only=True)
class LifecycleEffect:
    """A solved ticket closes by itself after a budget on a calendar."""

    solved_closes_after: Budget
    calendar: str


@dataclass(frozen=True, kw_only=True)
class DutyEffect:
    """A duty of roles that people carry out and the desk shows; nobody means a plain statement."""

    roles: tuple[Role, ...] = ()


Effect = (
    OwnerEffect
    | ClockEffect
    | NoClockEffect
    | ContextEffect
    | RouteEffect
    | TriageEffect
    | ProposeEffect
    | WordingEffect
    | ApprovedEffect
    | OrderEffect
    | TargetEffect
    | EscalateEffect
    | LifecycleEffect
    | DutyEffect
)


@dataclass(frozen=True, kw_only=True)
class AccountException:
    """A documented deviation for one account: why, who agreed, and when somebody must look at it again."""

    reason: str
    approver: str
    review_at: datetime


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One rule with a stable id. `source` are the S-, A- and L-numbers it comes from; `reading` is how an
    open text was read; `over` are clause ids of the same precedence that this one wins over; `see` those that
    its text refers to; `exception` says that it deviates for one account; `place` is the field path of the
    clause in the file of its amendment."""

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
