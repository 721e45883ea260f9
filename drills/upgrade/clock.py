"""A clock of the version before: its terms, its pauses, what it does as time passes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from firsthand.domain.calendars import Budget, WorkingTime, due_of
from firsthand.domain.clocks import Pause, due_with_pauses, warn_at_of
from firsthand.domain.sentences import as_written


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the book gives a clock, and how long after a breach more people are told."""

    kind: str
    clause: str
    commitment: str
    disclosable: bool
    budget: Budget
    working: WorkingTime
    calendar: str
    calendar_version: str
    pauses_on: tuple[str, ...]
    warn_share: Fraction | None
    later: tuple[Budget, ...]


@dataclass(frozen=True, kw_only=True)
class StoryDecision:
    """What the book was asked about a ticket, and the clocks that it answered with."""

    id: int
    at: datetime
    occasion: str
    facts: dict[str, object]
    clocks: tuple[Terms, ...]


@dataclass(kw_only=True, eq=False)
class Line:
    """An event of the timeline. Its number is given when the tickets' events are put in order."""

    ticket: int
    at: datetime
    actor: int | None
    verb: str
    why: str = ""
    detail: dict[str, object] = field(default_factory=dict)
    decision: int | None = None
    id: int = 0


@dataclass(kw_only=True, eq=False)
class Span:
    """A pause, and the event that shows it."""

    from_at: datetime
    to_at: datetime | None
    cause: str
    evidence: Line


@dataclass(kw_only=True, eq=False)
class Clock:
    """A clock as the version before kept it."""

    id: int
    ticket: int
    decision: int
    terms: Terms
    started_at: datetime
    state: str = "running"
    due_at: datetime | None = None
    warn_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    escalated: int = 0
    ended_at: datetime | None = None
    because: str = ""
    met_by: int | None = None
    spans: list[Span] = field(default_factory=list)

    def count(self) -> None:
        """Compute due and warning anew."""
        pauses = [
            Pause(from_at=one.from_at, to_at=one.to_at, cause=as_written(one.cause), evidence="") for one in self.spans
        ]
        terms = self.terms
        self.due_at = due_with_pauses(
            working_time=terms.working, budget=terms.budget, started_at=self.started_at, pauses=pauses
        )
        if terms.warn_share is not None and self.warned_at is None:
            self.warn_at = warn_at_of(
                working_time=terms.working,
                budget=terms.budget,
                started_at=self.started_at,
                share=terms.warn_share,
                pauses=pauses,
            )

    def moments(self) -> Iterator[tuple[datetime, str]]:
        """What it has yet to do, in order of time."""
        if self.state != "running" or self.due_at is None:
            return
        if self.breached_at is None:
            if self.warn_at is not None and self.warned_at is None:
                yield self.warn_at, "warning"
            yield self.due_at, "breach"
        for number, budget in enumerate(self.terms.later, start=1):
            if number > self.escalated:
                yield due_of(budget, self.terms.working, self.due_at), str(number)

    @property
    def next_at(self) -> datetime | None:
        """When the engine of then looked next."""
        return next((at for at, _ in self.moments()), None)
