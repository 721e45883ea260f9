"""Whether the clocks of the database, and what it says did not arrive, are what their events make:
`firsthand doctor --clocks`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.clocks import RULES, FollowedClock, Outcome, followed
from firsthand.domain.events import SubjectKind
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.terms import DecidedTerms
from firsthand.services.clocks.writing import differs, followed_columns
from firsthand.services.events.queries import happened_to

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class ClockDifference:
    """A clock that is not what its subject's events say, in words."""

    subject_id: int
    ticket_id: int | None
    text: str


def differences(desk: Desk) -> Iterator[ClockDifference]:
    """Follow every subject that clocks may be about anew, and name what differs from its rows."""
    kinds = sorted({kind.value for rule in RULES.values() for kind in rule.subjects})
    last = 0
    while True:
        some = Subject.objects.select_related("ticket").filter(pk__gt=last, kind__in=kinds).order_by("pk")[:_AT_ONCE]
        if not some:
            return
        for subject in some:
            last = subject.pk
            for text in _differences(subject, desk):
                yield ClockDifference(subject_id=subject.pk, ticket_id=subject.ticket_id, text=text)


def _differences(subject: Subject, desk: Desk) -> Iterator[str]:
    rows = {row.key: row for row in Clock.objects.filter(subject=subject)}
    now = followed(happened_to(subject), DecidedTerms(desk=desk, subject_id=subject.pk))
    if subject.kind == SubjectKind.ticket and subject.ticket is not None:
        yield from _undelivered(subject.ticket, now.fold.undelivered_at)
    clocks = now.clocks
    here = {one.key for one in clocks if not one.carried}
    for clock in clocks:
        if clock.carried and clock.key in here:
            continue  # it went to another ticket, and came back
        if clock.carried:
            yield from _carried(clock, is_here=clock.key in rows)
        elif (row := rows.pop(clock.key, None)) is None:
            yield f"{clock.kind} started by event {clock.started_by} has no row"
        else:
            yield from _columns(row, clock)
    for row in rows.values():
        if row.started_by_id is not None or row.state in LIVE:
            yield f"{row.kind} (clock {row.pk}) has no event that started it"


def _undelivered(ticket: Ticket, since: datetime | None) -> Iterator[str]:
    """Only an open ticket waits for somebody because our last word there did not arrive."""
    should = since if ticket.phase == Phase.open else None
    if ticket.undelivered_at != should:
        yield f"undelivered_at is {ticket.undelivered_at}, and should be {should}"


def _columns(row: Clock, clock: FollowedClock) -> Iterator[str]:
    for column, value in followed_columns(clock).items():
        if differs(getattr(row, column), value):
            yield f"{clock.kind} (clock {row.pk}): {column} is {getattr(row, column)}, and should be {value}"
    if (row.breached_at is not None) != (row.outcome == Outcome.breached):
        yield f"{clock.kind} (clock {row.pk}): its breach and its newest verdict disagree"


def _carried(clock: FollowedClock, *, is_here: bool) -> Iterator[str]:
    if is_here:
        yield f"{clock.kind} goes on at another ticket, and its row is still here"
    elif not _elsewhere(clock):
        yield f"{clock.kind} goes on at another ticket, and no row there says so"


def _elsewhere(clock: FollowedClock) -> bool:
    """The promise goes on; its terms are those of the other ticket where it began only there."""
    return Clock.objects.filter(kind=clock.kind, started_by=clock.started_by).exists()
