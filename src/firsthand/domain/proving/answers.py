"""What a clause answers about its matter, as a value that is equal exactly when a request is told the same."""

from firsthand.domain.book.values import Clause

ClauseAnswer = tuple[object, ...]
NO_ANSWER: ClauseAnswer = ()


def answer_of(clause: Clause | None) -> ClauseAnswer:
    """What the clause that decides answers: equal for two clauses exactly when a request is told the same."""
    if clause is None:
        return NO_ANSWER
    effect = clause.effect
    terms = (clause.commitment, clause.disclosable) if effect.is_promise else ()
    return type(effect), *effect.answer, *terms
