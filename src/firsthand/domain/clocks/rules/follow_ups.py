"""A task is a promise to oneself: from when it is given until it is done, by its own instant (T51)."""

from datetime import datetime

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.promises import LaidTerms
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.clocks.terms import Terms
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.events.tasks import TaskDone, TaskDropped, TaskGiven, TaskMoved
from firsthand.domain.sentences import say

_KIND = ClockKind.follow_up.value


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    match payload:
        case TaskGiven():
            _promise(fold, event, payload.due_at)
        case TaskDone():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("done"))
        case TaskDropped():
            fold.end_open(_KIND, event, state=ClockState.cancelled, why=say("the task was dropped"))
        case TaskMoved(due_before=before, due_at=now) if now != before:
            state = ClockState.missed if event.at > before else ClockState.replaced
            fold.end_open(_KIND, event, state=state, why=say("the task was moved to another day"))
            _promise(fold, event, now)
        case _:
            pass


def _promise(fold: Fold, event: Happened, due_at: datetime) -> None:
    promise = fold.start(_KIND, by=event.id, at=event.at)
    promise.laid = [LaidTerms(decision=None, terms=Terms(clause="", edition="", commitment="", promised_at=due_at))]


FOLLOW_UP = ClockRule(
    kind=ClockKind.follow_up,
    starts_on="task_given",
    met_by="whoever has the task says that it is done",
    hear=_hear,
    subjects=frozenset({SubjectKind.task}),
    owed_by=OwedBy.person,
    pauses=False,
    tells=True,
)
