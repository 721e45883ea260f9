"""Decides a request: its owner, its clocks with their instants, the context it needs, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from firsthand.domain.book.answers import Conflict, NoClock, Owner, Reason
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Clause, CommitmentClass
from firsthand.domain.calendars import Budget, BudgetUnit, WorkingTime, due_of_us
from firsthand.domain.calendars.instants import SECOND, after_us, datetime_of, instant_of
from firsthand.domain.clocks import BOOK_RULES, ClockKind
from firsthand.domain.names import Kind, Stage, StateName


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """What a decision needs to know of the customer's account, as it was when the request came (A9)."""

    stage: Stage
    name: str | None = None
    strategic: bool = False
    plan: str | None = None
    contract: str | None = None


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a customer asked. `received_at` is aware; `severity` is one that the book declares, or None."""

    id: str | int
    received_at: datetime
    kind: Kind
    severity: str | None = None
    channel: str | None = None
    topic: str | None = None
    account: AccountFacts

    @classmethod
    def of(cls, cell: Cell, *, ident: str | int, received_at: datetime) -> "Request":
        """The request with those facts."""
        account = AccountFacts(
            stage=Stage(cell.stage),
            name=cell.account,
            strategic=cell.strategic,
            plan=cell.plan,
            contract=cell.contract,
        )
        return cls(
            id=ident,
            received_at=received_at,
            kind=Kind(cell.kind),
            severity=cell.severity,
            channel=cell.channel,
            topic=cell.topic,
            account=account,
        )

    @property
    def cell(self) -> Cell:
        """The facts that the rules look at."""
        account = self.account
        return Cell(
            kind=self.kind,
            severity=self.severity,
            channel=self.channel,
            stage=account.stage,
            strategic=account.strategic,
            plan=account.plan,
            contract=account.contract,
            account=account.name,
            topic=self.topic,
        )


@dataclass(frozen=True, kw_only=True)
class DecidedClock:
    """A clock that runs. One that starts on `received` starts at the first counted instant at or after receipt (A6,
    A18), and is met at `due_at` or before (A4). Another starts when `starts_on` happens and has no instants before; a
    kind that the desk does not run starts on nothing."""

    kind: ClockKind
    budget: Budget
    calendar: str
    calendar_version: str
    starts_at: datetime | None
    due_at: datetime | None
    starts_on: str
    clause: str
    class_: CommitmentClass
    disclosable: bool
    pauses_on: tuple[StateName, ...]
    warn_share: Fraction | None


@dataclass(frozen=True, kw_only=True)
class DecidedRequest:
    """What the book says about a request. `owner` is None only when no clause names one ("no policy")."""

    request_id: str | int
    edition: str
    owner: Owner | None
    clocks: tuple[DecidedClock, ...]
    no_clocks: tuple[NoClock, ...]
    context_required: tuple[str, ...]
    because: tuple[Reason, ...]
    conflicts: tuple[Conflict, ...] = field(default=())


def decide(edition: Edition, request: Request) -> DecidedRequest:
    """Decide a request by the clauses in force when it was received, as the edition knows them.

    Raises CalendarError when an instant lies outside the years that calendars cover.
    """
    received = instant_of(request.received_at, "received_at")
    answer = edition.answer(request.cell, received)
    return DecidedRequest(
        request_id=request.id,
        edition=edition.id,
        owner=answer.owner,
        clocks=tuple(clock_of(edition, clause, received) for clause in answer.clocks),
        no_clocks=answer.no_clocks,
        context_required=answer.context_required,
        because=answer.because,
        conflicts=answer.conflicts,
    )


def clock_of(edition: Edition, clause: Clause, received: int) -> DecidedClock:
    """The clock that a clause has run, counted from an instant in microseconds; no pause is taken out."""
    effect = clause.effect.runs
    if not isinstance(effect, ClockEffect) or clause.commitment is None:
        raise TypeError(f"{clause.id} has no clock run")
    working = edition.calendar(effect.calendar)
    starts_on = starts_on_of(effect.kind)
    at_receipt = starts_on == AT_RECEIPT
    return DecidedClock(
        kind=effect.kind,
        budget=effect.budget,
        calendar=effect.calendar,
        calendar_version=working.version,
        starts_at=datetime_of(start_of(effect.budget, working)(received)) if at_receipt else None,
        due_at=datetime_of(due_function(effect.budget, working)(received)) if at_receipt else None,
        starts_on=starts_on,
        clause=clause.id,
        class_=clause.commitment,
        disclosable=clause.disclosable,
        pauses_on=effect.stands_still_in,
        warn_share=effect.warn_share,
    )


AT_RECEIPT = "received"


def starts_on_of(kind: ClockKind) -> str:
    """The event that starts a kind of clock; empty for one that the desk does not run."""
    rule = BOOK_RULES.get(kind)
    return rule.starts_on if rule else ""


def due_function(budget: Budget, working: WorkingTime) -> Callable[[int], int]:
    """The due instant of a received instant, both in microseconds, for one budget on one calendar."""
    if budget.unit is BudgetUnit.BUSINESS_TIME:
        due_us, amount = working.due_us, budget.amount * SECOND
        return lambda received: due_us(received, amount)
    if budget.unit is BudgetUnit.ELAPSED_EXACT:
        elapsed = budget.amount * SECOND
        return lambda received: after_us(received, elapsed)
    return lambda received: due_of_us(budget, working, received)


def start_of(budget: Budget, working: WorkingTime) -> Callable[[int], int]:
    """The first counted instant of a received instant: the next opening when it came outside hours (A6)."""
    if budget.unit in (BudgetUnit.ELAPSED_EXACT, BudgetUnit.ELAPSED_NEXT_OPENING):
        return lambda received: after_us(received, 0)
    return working.next_opening_us
