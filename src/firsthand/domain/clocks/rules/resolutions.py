"""The whole request: from its receipt until it is solved; taken up again, the time that it was solved does not count
(S21)."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.pauses import Pause
from firsthand.domain.clocks.promises import End
from firsthand.domain.clocks.rules.rule import Rule
from firsthand.domain.events.conversation import Received
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.tickets import StatusChanged

_KIND = ClockKind.resolution.value
_SOLVED = "solved"


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    if isinstance(payload, Received):
        fold.start(_KIND, by=event.id, at=event.at, waits=payload.waits)
    elif isinstance(payload, StatusChanged):
        for promise in fold.promises:
            if promise.kind != _KIND or promise.carried is not None:
                continue
            if payload.phase != "open" and promise.end is None:
                promise.end = End(state=ClockState.met, at=event.at, by=event.id, why=_SOLVED)
            elif payload.phase == "open" and promise.end is not None and promise.end.why == _SOLVED:
                solved = promise.end
                gap_ends = max(solved.at, event.at)
                promise.gaps.append(
                    Pause(from_at=solved.at, to_at=gap_ends, cause="the ticket was solved", evidence=str(solved.by))
                )
                promise.end = None


RESOLUTION = Rule(
    kind=ClockKind.resolution,
    starts_on="received",
    met_by="the ticket is solved",
    hear=_hear,
)
