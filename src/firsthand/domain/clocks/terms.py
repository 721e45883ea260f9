"""The terms of a clock: how long, on which calendar, what stops it; or the very instant that was promised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from firsthand.domain.calendars import Budget, WorkingTime
from firsthand.domain.clocks.due import due_with_pauses, warn_at_of
from firsthand.domain.clocks.pauses import Pause


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a clause gives a clock, as its edition knew it. Either `budget` on `working`, or `promised_at`, with the
    instant of its warning in `warned_at`.

    `pauses_on` are the statuses in which it stands still. `calendar_version` tells dated hours apart. `owed_by` is the
    role whose promise it is, where the book says so.
    """

    clause: str
    edition: str
    commitment: str
    disclosable: bool = False
    budget: Budget | None = None
    working: WorkingTime | None = None
    calendar: str = ""
    calendar_version: str = ""
    pauses_on: frozenset[str] = frozenset()
    warn_share: Fraction | None = None
    promised_at: datetime | None = None
    warned_at: datetime | None = None
    starts_at: datetime | None = None
    owed_by: str = ""

    def due_at(self, started_at: datetime, pauses: Sequence[Pause]) -> datetime | None:
        """When the clock is due; None while an open pause holds it."""
        if self.budget is None or self.working is None:
            return self.promised_at
        return due_with_pauses(
            working_time=self.working, budget=self.budget, started_at=self.starts_at or started_at, pauses=pauses
        )

    def warn_at(self, started_at: datetime, pauses: Sequence[Pause]) -> datetime | None:
        """When to warn; None without a warning, or while an open pause holds the clock before it."""
        if self.warn_share is None or self.budget is None or self.working is None:
            return self.warned_at
        return warn_at_of(
            working_time=self.working,
            budget=self.budget,
            started_at=self.starts_at or started_at,
            share=self.warn_share,
            pauses=pauses,
        )

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two sets of terms the same promise: the same words of the same edition, from the same start."""
        return (
            self.edition,
            self.clause,
            str(self.budget),
            self.calendar,
            self.calendar_version,
            self.starts_at,
            self.promised_at,
        )


TermsOf = Callable[[int, str], Terms | None]
"""The terms that a decision gives a kind of clock: `terms_of(decision, kind)`; None where no clock runs."""
