"""An offer of a ticket is answered: accepted or declined (S48, practice 2.6). The customer's clocks go on beside it."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
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
from firsthand.domain.sentences import say

_KIND = ClockKind.handoff.value


def _hear(fold: Fold, event: Happened) -> None:
    match event.payload:
        case HandoffOffered():
            fold.start(_KIND, by=event.id, at=event.at)
        case HandoffAccepted():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("accepted"))
        case HandoffDeclined():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("declined"))
        case HandoffWithdrawn():
            fold.end_open(_KIND, event, state=ClockState.cancelled, why=say("withdrawn"))
        case HandoffExpired():
            fold.end_open(_KIND, event, state=ClockState.missed, why=say("nobody answered in time"))
        case HandoffAnswerTakenBack(answer=answer):
            for promise in fold.promises:
                if promise.kind == _KIND and promise.end is not None and promise.end.by == answer:
                    promise.end = None
        case _:
            pass


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
