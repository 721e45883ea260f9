"""Clock rows as values: their pauses, and the terms of the edition that gave them."""

from datetime import datetime

from firsthand.domain.book import Edition
from firsthand.domain.calendars import Budget, WorkingTime, parse_budget
from firsthand.domain.clocks import Pause
from firsthand.domain.kept_sentences import kept_sentence
from firsthand.models.clocks import Clock
from firsthand.services.book.desk import Desk


def book_of(clock: Clock, desk: Desk) -> Edition:
    """The edition that the clock runs by, whatever was published since."""
    found = desk.edition_of(clock.edition)
    if found is not None:
        return found
    return desk.book.known_at(clock.decision.known_at if clock.decision is not None else clock.started_at)


def working_time_of(clock: Clock, desk: Desk) -> WorkingTime | None:
    """The calendar that the clock counts on; None for one that was promised by an instant."""
    return book_of(clock, desk).calendar(clock.calendar) if clock.calendar else None


def budget_of(clock: Clock) -> Budget | None:
    """The clock's budget; None for one that was promised by an instant."""
    return parse_budget(clock.budget) if clock.budget else None


def pauses_of(clock: Clock) -> tuple[Pause, ...]:
    """The clock's pauses, oldest first."""
    return tuple(
        Pause(
            from_at=datetime.fromisoformat(from_at),
            to_at=datetime.fromisoformat(to_at) if to_at else None,
            cause=kept_sentence(cause),
            evidence=str(evidence or ""),
        )
        for from_at, to_at, cause, evidence in clock.pauses
    )
