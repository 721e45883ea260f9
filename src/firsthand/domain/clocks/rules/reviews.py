"""A deviation for one account is looked at again by the day that the book names (A12)."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.promises import LaidTerms
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.clocks.terms import Terms
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.reviews import ExceptionEnded, Reviewed, ReviewPromised
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import say

_KIND = ClockKind.review.value


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    match payload:
        case ReviewPromised():
            promise = fold.start(_KIND, by=event.id, at=event.at)
            terms = Terms(
                clause=payload.clause,
                edition=payload.edition,
                commitment="",
                promised_at=payload.due_at,
                owed_by=payload.owner_role,
            )
            promise.laid = [LaidTerms(decision=None, terms=terms)]
        case Reviewed() | ExceptionEnded():
            met = isinstance(payload, Reviewed)
            state, why = (
                (ClockState.met, say("reviewed")) if met else (ClockState.cancelled, say("the deviation ended"))
            )
            fold.end_open(_KIND, event, state=state, why=why)
        case _:
            pass


REVIEW = ClockRule(
    kind=ClockKind.review,
    starts_on="review_promised",
    met_by="somebody says that it was reviewed",
    hear=_hear,
    subjects=frozenset({SubjectKind.exception}),
    owed_by=OwedBy.rule_set_owner,
    pauses=False,
    tells=True,
)
