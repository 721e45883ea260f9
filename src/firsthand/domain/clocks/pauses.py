"""Pauses: time that a clock does not count because somebody else owed the next step, with cause and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.calendars import CalendarError
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, every, say


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """Half-open `[from_at, to_at)`; still going on when `to_at` is None. `evidence` names the event that shows it."""

    from_at: datetime
    to_at: datetime | None
    cause: Sentence
    evidence: str


def pause_cause(status: str) -> Sentence:
    """Why a clock stands still in a status."""
    return say("the ticket is {state}", state=Name(status, NameFamily.state))


@dataclass(frozen=True, kw_only=True, slots=True)
class PausedSpan:
    """A span in microseconds that one or several pauses cover; `to_us` None when it is still going on.

    `causes` and `evidence` are those of every pause that covers it, each once.
    """

    from_us: int
    to_us: int | None
    causes: tuple[Sentence, ...]
    evidence: tuple[str, ...]

    @property
    def cause(self) -> Sentence:
        """The causes as one."""
        return self.causes[0] if len(self.causes) == 1 else say("{causes}", causes=every(self.causes))


def united(pauses: Sequence[Pause], started_us: int) -> list[PausedSpan]:
    """The pauses as disjoint spans in order, none before the start.

    Overlaps count once, and name every cause and every event that shows one. Neighbours touch where these change.
    CalendarError `pause_ends_before_start` for a pause that runs backwards; an empty pause is none.
    """
    known = [(*_bounds(pause), pause) for pause in pauses]
    cuts = sorted({cut for begin, end, _ in known for cut in (begin, end) if cut is not None and cut > started_us})
    spans: list[PausedSpan] = []
    for begin, end in zip([started_us, *cuts], [*cuts, None], strict=True):
        covering = [
            pause
            for from_us, to_us, pause in known
            if from_us <= begin and (to_us is None or (to_us > begin and (end is not None and end <= to_us)))
        ]
        if not covering:
            continue
        causes = tuple(dict.fromkeys(pause.cause for pause in covering))
        evidence = tuple(dict.fromkeys(pause.evidence for pause in covering if pause.evidence))
        last = spans[-1] if spans else None
        if last is not None and last.to_us == begin and (last.causes, last.evidence) == (causes, evidence):
            spans[-1] = PausedSpan(from_us=last.from_us, to_us=end, causes=causes, evidence=evidence)
        else:
            spans.append(PausedSpan(from_us=begin, to_us=end, causes=causes, evidence=evidence))
    return spans


def _bounds(pause: Pause) -> tuple[int, int | None]:
    begin = instant_of(pause.from_at, "from_at")
    end = None if pause.to_at is None else instant_of(pause.to_at, "to_at")
    if end is not None and end < begin:
        raise CalendarError(
            "pause_ends_before_start",
            say("{to_at} is before {from_at}", to_at=str(pause.to_at), from_at=str(pause.from_at)),
            "to_at",
        )
    return begin, end
