"""The whole request: from its receipt until it is solved; taken up again, the time that it was solved does not count
(S21)."""

from collections.abc import Sequence

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.pauses import Pause
from firsthand.domain.clocks.promises import End
from firsthand.domain.clocks.rules.rule import ClockRule
from firsthand.domain.events.conversation import Received, Wait
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.tickets import ClocksCarried, MergedIn, StatusChanged
from firsthand.domain.sentences import say

_KIND = ClockKind.resolution.value
_SOLVED = say("solved")
_WAS_SOLVED = say("the ticket was solved")


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    if isinstance(payload, Received):
        promise = fold.start(_KIND, by=event.id, at=event.at, waits=payload.waits)
        promise.gaps = _gaps(payload.waits)
    elif isinstance(payload, MergedIn | ClocksCarried):
        for promise in fold.promises:
            if promise.kind == _KIND and promise.came_by == event.id:
                promise.gaps = _gaps(promise.waits)
    elif isinstance(payload, StatusChanged):
        for promise in fold.promises:
            if promise.kind != _KIND or promise.carried is not None:
                continue
            if payload.phase != "open" and promise.end is None:
                promise.end = End(state=ClockState.met, at=event.at, by=event.id, why=_SOLVED)
            elif payload.phase == "open" and promise.end is not None and promise.end.why == _SOLVED:
                solved = promise.end
                until = max(solved.at, event.at)
                promise.gaps.append(Pause(from_at=solved.at, to_at=until, cause=_WAS_SOLVED, evidence=str(solved.by)))
                promise.end = None


def _gaps(waits: Sequence[Wait]) -> list[Pause]:
    """The spans in which it had been solved, of what a promise brought along."""
    return [
        Pause(from_at=one.from_at, to_at=one.to_at, cause=_WAS_SOLVED, evidence=str(one.evidence))
        for one in waits
        if one.phase != "open"
    ]


RESOLUTION = ClockRule(
    kind=ClockKind.resolution,
    starts_on="received",
    met_by="the ticket is solved",
    hear=_hear,
)
