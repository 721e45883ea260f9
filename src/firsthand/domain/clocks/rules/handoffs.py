"""An offer of a ticket is answered: accepted or declined (S48, practice 2.6). The customer's clocks go on beside it."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.promises import End
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.events.handoffs import (
    HandoffAccepted,
    HandoffAnswerTakenBack,
    HandoffDeclined,
    HandoffExpired,
    HandoffOffered,
    HandoffWithdrawn,
)
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import Sentence, say

_KIND = ClockKind.handoff.value


def _hear(fold: Fold, event: Happened) -> None:
    match event.payload:
        case HandoffOffered():
            fold.start(_KIND, by=event.id, at=event.at)
        case HandoffAccepted():
            _end(fold, event, ClockState.met, say("accepted"))
        case HandoffDeclined():
            _end(fold, event, ClockState.met, say("declined"))
        case HandoffWithdrawn():
            _end(fold, event, ClockState.cancelled, say("withdrawn"))
        case HandoffExpired():
            _end(fold, event, ClockState.missed, say("nobody answered in time"))
        case HandoffAnswerTakenBack(answer=answer):
            for promise in fold.promises:
                if promise.kind == _KIND and promise.end is not None and promise.end.by == answer:
                    promise.end = None
        case _:
            pass


def _end(fold: Fold, event: Happened, state: ClockState, why: Sentence) -> None:
    for promise in fold.open_of(_KIND):
        promise.end = End(state=state, at=event.at, by=event.id, why=why)


HANDOFF = ClockRule(
    kind=ClockKind.handoff,
    starts_on=HandoffOffered.verb,
    met_by="whoever it is offered to accepts or declines",
    hear=_hear,
    subjects=frozenset({SubjectKind.handoff}),
    owed_by=OwedBy.receiver,
    pauses=False,
    tells=True,
)
