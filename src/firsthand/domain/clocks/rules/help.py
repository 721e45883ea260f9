"""Help that was asked for is answered (S50), each time that it is asked. The customer's clocks go on beside it."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.help import HelpAnswered, HelpAsked, HelpAskedAgain, HelpWithdrawn
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import say

_KIND = ClockKind.help.value


def _hear(fold: Fold, event: Happened) -> None:
    match event.payload:
        case HelpAsked() | HelpAskedAgain():
            fold.start(_KIND, by=event.id, at=event.at)
        case HelpAnswered():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("answered"))
        case HelpWithdrawn():
            fold.end_open(_KIND, event, state=ClockState.cancelled, why=say("withdrawn"))
        case _:
            pass


HELP = ClockRule(
    kind=ClockKind.help,
    starts_on=HelpAsked.verb,
    met_by="whoever is asked for help answers",
    hear=_hear,
    subjects=frozenset({SubjectKind.help}),
    owed_by=OwedBy.receiver,
    each=True,
    pauses=False,
    tells=True,
)
