"""How the clock of an answer stands, in the row that is answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firsthand.domain.clocks import ClockState
from firsthand.domain.sentences import NOTHING_SAID, Sentence
from firsthand.services.book.deciding import reason_of


@dataclass(frozen=True, kw_only=True)
class AnswerClock:
    """How the clock of an answer stands: running, late, met, missed or cancelled; or why none runs."""

    state: str = ""
    due_at: datetime | None = None
    clause: str = ""
    none_because: Sentence = NOTHING_SAID


def clock_of(row: Any, *, none: Sentence) -> AnswerClock:  # noqa: ANN401, RUF100 - annotated
    """How the clock of a row's answer stands; `none` says why none runs where the book did not."""
    if row.clock_state is None:
        said = [reason_of(one) for one in (row.decided or {}).get("no_clocks", ())]
        return AnswerClock(none_because=said[0] if said else none)
    late = row.clock_state == ClockState.running and row.clock_breached_at is not None
    return AnswerClock(state="late" if late else row.clock_state, due_at=row.due_at, clause=row.clock_clause)
