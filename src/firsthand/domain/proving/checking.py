"""All that can be said against an edition."""

from collections.abc import Callable, Iterator
from datetime import datetime

from firsthand.domain.policy.book import Edition
from firsthand.domain.policy.values import ClockEffect, LifecycleEffect
from firsthand.domain.proving.coverage import coverage_findings
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.subject_spaces import Proof


def check(edition: Edition, *, as_of: datetime) -> tuple[Finding, ...]:
    """The findings of an edition. `as_of` is the present, for what may be overdue; nothing else depends on it."""
    proof = Proof(edition)
    return tuple(finding for look in _LOOKS for finding in look(proof, as_of))


def _coverage(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    return coverage_findings(proof)


def _unused_calendars(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    clauses, calendars = proof.edition.clauses, proof.edition.calendars
    used = {one.effect.calendar for one in clauses if isinstance(one.effect, ClockEffect | LifecycleEffect)}
    for calendar in calendars:
        if calendar.name not in used:
            yield Finding(
                code="unused_calendar",
                about=f"the calendar {calendar.name}",
                message=f"no clause uses the calendar {calendar.name}",
            )


_LOOKS: tuple[Callable[[Proof, datetime], Iterator[Finding]], ...] = (_coverage, _unused_calendars)
