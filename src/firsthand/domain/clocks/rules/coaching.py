"""A coaching step is owed from when it is given until it is done, by the instant that the book, or a person, gave it
(S9, S25, S26)."""

from datetime import datetime

from firsthand.domain.calendars import parse_budget
from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.promises import LaidTerms
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.clocks.terms import Terms
from firsthand.domain.events.coaching import (
    CoachingStepDone,
    CoachingStepEnded,
    CoachingStepGiven,
    CoachingStepSkipped,
)
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, say

_KIND = ClockKind.coaching.value


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    match payload:
        case CoachingStepGiven():
            promise = fold.start(_KIND, by=event.id, at=event.at)
            promise.laid = [LaidTerms(decision=None, terms=_terms(payload))]
        case CoachingStepDone():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("done"))
        case CoachingStepSkipped():
            _end(fold, event, why=say("skipped"))
        case CoachingStepEnded(now=now):
            _end(fold, event, why=say("the account is {stage}", stage=Name(now, NameFamily.stage)))
        case _:
            pass


def _end(fold: Fold, event: Happened, *, why: Sentence) -> None:
    """Nobody will do it: cancelled, but missed where it was late by then."""
    dues = [due for one in fold.open_of(_KIND) if (due := _due_at(one.current)) is not None]
    late = any(event.at > due for due in dues)
    fold.end_open(_KIND, event, state=ClockState.missed if late else ClockState.cancelled, why=why)


def _due_at(laid: LaidTerms | None) -> datetime | None:
    return laid.terms.promised_at if laid is not None else None


def _terms(payload: CoachingStepGiven) -> Terms:
    """The instant, with the budget of which it came for whoever counts it again."""
    return Terms(
        clause=payload.clause,
        edition=payload.edition,
        commitment=payload.commitment,
        budget=parse_budget(payload.budget) if payload.budget else None,
        calendar=payload.calendar,
        calendar_version=payload.calendar_version,
        promised_at=payload.due_at,
        warned_at=payload.warn_at,
    )


COACHING = ClockRule(
    kind=ClockKind.coaching,
    starts_on=CoachingStepGiven.verb,
    met_by="whoever coaches the account says that the step is done, and what shows it",
    hear=_hear,
    subjects=frozenset({SubjectKind.coaching_step}),
    owed_by=OwedBy.coach,
    pauses=False,
    tells=True,
    own_effect=True,
)
