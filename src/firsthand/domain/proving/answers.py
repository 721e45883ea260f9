"""What a clause answers about its matter, as a value that is equal exactly when a request is told the same."""

from datetime import datetime

from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.no_clock import NoClockEffect
from firsthand.domain.book.values import Clause, Straddle

ClauseAnswer = tuple[object, ...]
NO_ANSWER: ClauseAnswer = ()


def answer_of(clause: Clause | None) -> ClauseAnswer:
    """What the clause that decides answers: equal for two clauses exactly when a request is told the same."""
    if clause is None:
        return NO_ANSWER
    effect = clause.effect
    terms = (clause.commitment, clause.disclosable) if effect.is_promise else ()
    return type(effect), *effect.answer, *terms


def straddle_of(clause: Clause) -> Straddle | None:
    """What the clause says about clocks that are open when it changes; None for one that is about no clock."""
    return clause.straddle if isinstance(clause.effect, ClockEffect | NoClockEffect) else None


def terms_of(clause: Clause | None) -> ClauseAnswer:
    """What holds by the clause that decides: its answer, whose promise it is, what becomes of open clocks, and when
    somebody looks at it again."""
    if clause is None:
        return NO_ANSWER
    return *answer_of(clause), *clause.effect.owing, straddle_of(clause), review_of(clause)


def review_of(clause: Clause) -> datetime | None:
    """When somebody must look at the clause again, as a deviation or as it says itself."""
    return clause.exception.review_at if clause.exception else clause.review_at
