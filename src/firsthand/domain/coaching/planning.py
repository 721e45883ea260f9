"""The plan that the book has for an account, with each step due to the second, and where a plan goes on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.coaching_plan import CoachingPlanEffect, Likeness
from firsthand.domain.book.fields import Value
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, due_of
from firsthand.domain.clocks.due import warn_at_of
from firsthand.domain.names import Role, Stage


@dataclass(frozen=True, kw_only=True)
class AccountInStage:
    """What the book asks of an account to say how it is coached."""

    name: str
    stage: Stage
    strategic: bool
    plan: str
    contract: str


@dataclass(frozen=True, kw_only=True)
class DueStep:
    """A step of a plan that begins at an instant: whose it is, by when, and what the book counted."""

    what: str
    done: str
    role: Role
    due_at: datetime
    warn_at: datetime | None
    budget: str


@dataclass(frozen=True, kw_only=True)
class Template:
    """The clause that coaches an account, as an edition has it."""

    clause: str
    edition: Edition
    commitment: str
    effect: CoachingPlanEffect

    @property
    def calendar_version(self) -> str:
        """Which dated hours of its calendar hold."""
        return self.edition.calendar(self.effect.calendar).version

    @property
    def likeness(self) -> Likeness | None:
        """When like tickets propose a step."""
        return self.effect.likeness

    def steps(self, *, at: datetime) -> tuple[DueStep, ...]:
        """The steps of a plan that begins at `at`."""
        return tuple(
            DueStep(
                what=one.what,
                done=one.done,
                role=one.role,
                due_at=self.due(one.within, at=at),
                warn_at=self.warn(one.within, at=at),
                budget=str(one.within),
            )
            for one in self.effect.steps
        )

    def due(self, budget: Budget, *, at: datetime) -> datetime:
        """When a budget that begins at `at` is over."""
        return due_of(budget, self.edition.calendar(self.effect.calendar), at)

    def warn(self, budget: Budget, *, at: datetime) -> datetime | None:
        """When to warn of it; None where the book does not."""
        share, working = self.effect.warn_share, self.edition.calendar(self.effect.calendar)
        if share is None:
            return None
        return warn_at_of(working_time=working, budget=budget, started_at=at, share=share)


def template_of(edition: Edition, account: AccountInStage, *, at: datetime) -> Template | None:
    """The plan of an account that is in its stage at `at`; None where the book has none."""
    facts: dict[str, Value] = {
        "stage": account.stage,
        "strategic": account.strategic,
        "plan": account.plan or None,
        "contract": account.contract or None,
        "account": account.name,
    }
    found = settled([one for one in _in_force(edition, at) if one.condition.holds(facts)])
    return next((_template(one, edition) for one in found), None)


def templates(edition: Edition, *, at: datetime) -> tuple[Template, ...]:
    """Every plan that the book has at an instant."""
    return tuple(_template(one, edition) for one in _in_force(edition, at))


def lived_in(stage: Stage, goes_on_in: Collection[str], became: Mapping[Stage, Stage]) -> frozenset[Stage]:
    """The stages in which a plan's open steps are owed, by the names that stand for them now."""
    return frozenset(became.get(one, one) for one in (stage, *map(Stage, goes_on_in)))


def goes_on(plan_stage: Stage, goes_on_in: Collection[str], now: Stage, became: Mapping[Stage, Stage]) -> bool:
    """Whether a plan goes on for an account that is in a stage now."""
    return now in lived_in(plan_stage, goes_on_in, became)


def _in_force(edition: Edition, at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, CoachingPlanEffect) and one.in_force_at(at))


def _template(clause: Clause, edition: Edition) -> Template:
    if not isinstance(clause.effect, CoachingPlanEffect):
        raise TypeError(f"{clause.id} coaches nobody")
    commitment = clause.commitment.value if clause.commitment else ""
    return Template(clause=clause.id, edition=edition, commitment=commitment, effect=clause.effect)
