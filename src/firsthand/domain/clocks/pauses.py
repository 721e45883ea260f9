"""Pauses: time that a clock does not count because somebody else owed the next step, with cause and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.calendars import CalendarError
from firsthand.domain.calendars.instants import instant_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """Half-open `[from_at, to_at)`; still going on when `to_at` is None. `evidence` names the event that shows it."""

    from_at: datetime
    to_at: datetime | None
    cause: str
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PausedSpan:
    """A span in microseconds that one or several pauses cover; `to_us` None when it is still going on."""

    from_us: int
    to_us: int | None
    cause: str


def united(pauses: Sequence[Pause], started_us: int) -> list[PausedSpan]:
    """The pauses as disjoint spans in order, none before the start; overlaps count once and name every cause.

    Neighbours touch where the causes change. CalendarError `pause_ends_before_start` for a pause that runs
    backwards; an empty pause is none.
    """
    known = [_bounds(pause) for pause in pauses]
    cuts = sorted({cut for begin, end, _ in known for cut in (begin, end) if cut is not None and cut > started_us})
    spans: list[PausedSpan] = []
    for begin, end in zip([started_us, *cuts], [*cuts, None], strict=True):
        causes = [
            cause
            for from_us, to_us, cause in known
            if from_us <= begin and (to_us is None or (to_us > begin and (end is not None and end <= to_us)))
        ]
        if not causes:
            continue
        cause = " and ".join(dict.fromkeys(causes))
        if spans and spans[-1].to_us == begin and spans[-1].cause == cause:
            spans[-1] = PausedSpan(from_us=spans[-1].from_us, to_us=end, cause=cause)
        else:
            spans.append(PausedSpan(from_us=begin, to_us=end, cause=cause))
    return spans


def _bounds(pause: Pause) -> tuple[int, int | None, str]:
    begin = instant_of(pause.from_at, "from_at")
    end = None if pause.to_at is None else instant_of(pause.to_at, "to_at")
    if end is not None and end < begin:
        raise CalendarError("pause_ends_before_start", f"pause: {pause.to_at} is before {pause.from_at}", "to_at")
    return begin, end, pause.cause
