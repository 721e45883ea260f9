"""What a clause answers about its matter, as a value that is equal exactly when a request is told the same."""

from firsthand.domain.book.values import (
    Clause,
    ClockEffect,
    LifecycleEffect,
    NoClockEffect,
    OrderEffect,
    OwnerEffect,
    RouteEffect,
    TargetEffect,
    TriageEffect,
)

ClauseAnswer = tuple[object, ...]
NO_ANSWER: ClauseAnswer = ()


def answer_of(clause: Clause | None) -> ClauseAnswer:
    """What the clause that decides answers: equal for two clauses exactly when a request is told the same."""
    match clause.effect if clause else None:
        case OwnerEffect(role=role):
            return ("owner", role)
        case ClockEffect() as clock if clause:
            terms = (clock.budget, clock.calendar, clause.commitment, clause.disclosable, clock.warn_share)
            return ("clock", clock.kind, *terms, frozenset(clock.pauses_on))
        case NoClockEffect():
            return ("no clock",)
        case RouteEffect(allowed=allowed, instead=instead):
            return ("route", allowed, instead)
        case TriageEffect(role=role, clocks_as=kind):
            return ("triage", role, kind)
        case LifecycleEffect(solved_closes_after=budget, calendar=calendar):
            return ("closing", budget, calendar)
        case OrderEffect(by=by):
            return ("order", by)
        case TargetEffect(at_least=least, at_most=most, period=period):
            return ("target", least, most, period)
        case _:
            return NO_ANSWER
