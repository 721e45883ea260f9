"""Promises: what a subject's events oblige somebody to do, whatever the book says about how soon.

A promise is started by an event and ends by another. The terms of the book are laid upon it: one clock for each set of
terms that held while it was open. So a ticket that is rated later has the clock, the start and the waits that it would
have had from the beginning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.domain.clocks.kinds import RESPONSES, ClockState
from firsthand.domain.clocks.pauses import Pause, pause_cause
from firsthand.domain.clocks.terms import Terms
from firsthand.domain.events.conversation import Answer, CarriedClock, PromiseId, Wait
from firsthand.domain.sentences import Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """How a promise or a clock ended: the state, when, by which event, and why in words."""

    state: ClockState
    at: datetime
    by: int
    why: Sentence


@dataclass(kw_only=True, slots=True)
class LaidTerms:
    """One set of terms laid upon a promise: a clock. `end` is set when other terms took its place."""

    decision: int | None
    terms: Terms
    end: End | None = None


@dataclass(kw_only=True, slots=True)
class Promise:
    """One obligation of a subject. `message` is the customer's message that it answers, None where it answers all.

    `carried` says that it goes on at another subject, `came_by` which event brought it from one. `waits` are spans of
    statuses that it brought along, `gaps` spans in which it had been kept and was taken up again. It has not `begun`
    while the word of ours that promises it has not left.
    """

    kind: str
    started_by: int
    started_at: datetime
    message: int | None = None
    answers: list[Answer] = field(default_factory=list)
    laid: list[LaidTerms] = field(default_factory=list)
    end: End | None = None
    carried: End | None = None
    waits: tuple[Wait, ...] = ()
    gaps: list[Pause] = field(default_factory=list)
    came_by: int | None = None
    came_at: datetime | None = None
    begun: bool = True

    @property
    def id(self) -> PromiseId:
        """What it is known by."""
        return PromiseId(kind=self.kind, started_by=self.started_by)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act: nothing answered it, nothing ended it."""
        return not self.answers and self.end is None and self.carried is None

    @property
    def is_live(self) -> bool:
        """Whether it may still come to nothing: as `is_open`, or its answer has not left yet."""
        return self.end is None and self.carried is None and all(one.left_at is None for one in self.answers)

    @property
    def current(self) -> LaidTerms | None:
        """The terms that hold for it, if any do."""
        return self.laid[-1] if self.laid and self.laid[-1].end is None else None

    @property
    def answered_by(self) -> int | None:
        """The event of the reply that answers it: the one that counts, else the first that is on its way."""
        met = self.met()
        return met.event if met is not None else min((one.event for one in self.answers), default=None)

    def may_take(self, answer: Answer) -> bool:
        """Whether a reply that was written where this came from, before it came here, answers it."""
        return (
            self.kind in RESPONSES
            and self.came_by is not None
            and self.started_by < answer.event < self.came_by
            and self.end is None
            and answer.reaches(self.message)
            and all(one.event != answer.event for one in self.answers)
        )

    def met(self) -> Answer | None:
        """The answer that keeps it, with `at` the instant from which it counts. None while none has left."""
        left = [replace(one, at=at) for one in self.answers if (at := one.counts_from) is not None]
        return min(left, key=lambda one: (one.at, one.event)) if left else None

    def answered_at(self) -> datetime | None:
        """When the first answer was written."""
        return min((one.at for one in self.answers), default=None)

    def sent_until(self, due_at: datetime | None) -> datetime | None:
        """Until when nobody judges it, because an answer is on its way; None when none is. One that was written late
        keeps nothing, and does not put the judgement off further."""
        if not self.answers or self.met() is not None:
            return None
        in_time = [one.leaves_by for one in self.answers if due_at is None or one.at <= due_at]
        return max(in_time) if in_time else min(one.leaves_by for one in self.answers)

    def spans(self, statuses: Iterable[Wait]) -> list[Wait]:
        """The spans of statuses that it lived through: those that it brought along, and those here since it came. What
        a ticket waited for before another was merged into it is not the other's time."""
        here = list(statuses) if self.came_at is None else waits_within(statuses, since=self.came_at)
        return [*self.waits, *here]

    def pauses(
        self,
        terms: Terms,
        statuses: Iterable[Wait],
        *,
        until: datetime | None = None,
        begun_by: datetime | None = None,
    ) -> tuple[Pause, ...]:
        """The spans in which a clock on these terms stands still, oldest first; none begins at or after `until`, and
        one that would still go on then ends there. None begins at or after `begun_by` either, when an answer was
        written: what the answer itself makes of the ticket is no wait of this promise."""
        start = terms.starts_at or self.started_at
        spans = [pause_of(one) for one in self.spans(statuses) if one.status in terms.pauses_on]
        found = []
        for one in (*spans, *self.gaps):
            if (one.to_at is not None and one.to_at <= start) or any(
                at is not None and one.from_at >= at for at in (until, begun_by)
            ):
                continue
            ends = one.to_at if until is None or (one.to_at is not None and one.to_at <= until) else until
            found.append(replace(one, from_at=max(one.from_at, start), to_at=ends))
        return tuple(sorted(found, key=lambda one: one.from_at))

    def carry(self, statuses: Sequence[Wait], *, at: datetime) -> CarriedClock:
        """The promise as another subject takes it up at `at`: what went before, and nothing of what is to come."""
        current = self.current
        waits = [one for one in self.spans(statuses) if one.to_at is None or one.to_at > self.started_at]
        return CarriedClock(
            kind=self.kind,
            started_by=self.started_by,
            started_at=self.started_at,
            decision=current.decision if current else None,
            terms_start_at=current.terms.starts_at if current else None,
            message=self.message,
            waits=tuple(replace(one, to_at=min(one.to_at or at, at)) for one in waits if one.from_at < at),
            answers=tuple(self.answers),
            begun=self.begun,
        )


def waits_within(waits: Iterable[Wait], *, since: datetime, until: datetime | None = None) -> list[Wait]:
    """The part of these spans after `since`, and before `until`, where one still going on ends there."""
    found = (
        one for one in waits if (one.to_at is None or one.to_at > since) and (until is None or one.from_at < until)
    )
    return [
        replace(
            one, from_at=max(one.from_at, since), to_at=one.to_at if until is None else min(one.to_at or until, until)
        )
        for one in found
    ]


def pause_of(wait: Wait) -> Pause:
    """The span in which a clock that pauses on this status stands still."""
    return Pause(
        from_at=wait.from_at, to_at=wait.to_at, cause=pause_cause(wait.status), evidence=str(wait.evidence or "")
    )
