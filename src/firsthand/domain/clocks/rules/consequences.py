"""A role that is asked for consequences answers, with what it sees coming or with none (S16). The move waits for
none of it; what is asked stays owed after it."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.events.consequences import ConsequenceAnswered, ConsequenceAsked, ConsequenceNoLongerAsked
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import say

_KIND = ClockKind.consequence.value


def _hear(fold: Fold, event: Happened) -> None:
    match event.payload:
        case ConsequenceAsked():
            fold.start(_KIND, by=event.id, at=event.at)
        case ConsequenceAnswered():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("answered"))
        case ConsequenceNoLongerAsked():
            fold.end_open(_KIND, event, state=ClockState.cancelled, why=say("withdrawn"))
        case _:
            pass


CONSEQUENCE = ClockRule(
    kind=ClockKind.consequence,
    starts_on=ConsequenceAsked.verb,
    met_by="a role that is asked names what it sees coming, or says that it sees none",
    hear=_hear,
    subjects=frozenset({SubjectKind.consequence}),
    owed_by=OwedBy.asked,
    pauses=False,
    tells=True,
)
