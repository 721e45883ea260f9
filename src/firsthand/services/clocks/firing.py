"""What happens to a clock because time passed: warn, breach at the due instant, escalate. Safe to run twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.calendars import Budget, due_of
from firsthand.domain.clocks import ClockKind, Outcome, judge
from firsthand.domain.ownership import EscalationStep, escalation
from firsthand.domain.policy.values import EscalationMoment, Tell
from firsthand.domain.tickets import Role
from firsthand.domain.words import words
from firsthand.models.clocks import Clock, ClockState
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import append_verdict, book_of, working_time_of
from firsthand.services.notices.actions import tell
from firsthand.services.people.queries import holders_of


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that a clock does at an instant: `name` is warning, breach or the number of a later step."""

    at: datetime
    name: str
    steps: tuple[EscalationStep, ...]

    def is_past(self, now: datetime) -> bool:
        """Whether it is to be carried out. An answer at the due instant itself still meets the clock (A4)."""
        if self.name == "breach":
            return judge(due_at=self.at, met_at=None, now=now) is Outcome.breached
        return self.at <= now


def fire_due(*, now: datetime, limit: int = 200) -> int:
    """Do what every clock owes by `now`, oldest first; how many clocks were fired. Each in its own transaction."""
    due = Clock.objects.filter(next_at__lte=now).order_by("next_at", "id").values_list("id", flat=True)
    return sum(fire(clock_id=clock_id, now=now) for clock_id in list(due[:limit]))


def fire(*, clock_id: int, now: datetime) -> bool:
    """Fire one clock if it is still due; False when another worker was first."""
    with transaction.atomic():
        clock = (
            Clock.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("ticket", "ticket__responsible", "decision")
            .filter(pk=clock_id, next_at__lte=now, state=ClockState.running)
            .first()
        )
        if clock is None or clock.due_at is None:
            return False
        moments = moments_of(clock)
        past = [moment for moment in moments if moment.is_past(now)]
        coming = [moment for moment in moments if not moment.is_past(now)]
        breached = any(moment.name == "breach" for moment in past)
        if not past:
            return False
        claimed = Clock.objects.filter(pk=clock.pk, next_at=clock.next_at, state=ClockState.running).update(
            next_at=coming[0].at if coming else None,
            warned_at=clock.warned_at or next((one.at for one in past if one.name == "warning"), None),
            breached_at=clock.breached_at or (clock.due_at if breached else None),
            escalated=clock.escalated + sum(1 for moment in past if moment.name.isdigit()),
        )
        if not claimed:
            return False
        for moment in past:
            if moment.name == "warning" and breached:
                continue  # the engine slept through it; the breach says all
            _carry_out(clock, moment, now)
        Ticket.objects.filter(pk=clock.ticket_id).update(updated_at=now)
    return True


def moments_of(clock: Clock) -> list[Moment]:
    """What the clock has yet to do, in order of time."""
    if clock.due_at is None:
        return []
    steps = escalation(
        book_of(clock),
        ClockKind(clock.kind),
        Role(clock.ticket.responsible_role),
        clock.due_at,
    )
    moments = []
    if clock.warn_at is not None and clock.warned_at is None and clock.breached_at is None:
        moments.append(Moment(at=clock.warn_at, name="warning", steps=_at(steps, EscalationMoment.warning)))
    if clock.breached_at is None:
        moments.append(Moment(at=clock.due_at, name="breach", steps=_at(steps, EscalationMoment.breach)))
    later = [
        (due_of(step.at, working_time_of(clock), clock.due_at), step) for step in steps if isinstance(step.at, Budget)
    ]
    later.sort(key=lambda pair: pair[0])
    for number, (at, step) in enumerate(later):
        if number >= clock.escalated:
            moments.append(Moment(at=at, name=str(number + 1), steps=(step,)))
    return sorted(moments, key=lambda moment: moment.at)


def _at(steps: Sequence[EscalationStep], moment: EscalationMoment) -> tuple[EscalationStep, ...]:
    return tuple(step for step in steps if step.at is moment)


def _carry_out(clock: Clock, moment: Moment, now: datetime) -> None:
    verb = {"warning": "clock_warned", "breach": "clock_breached"}.get(moment.name, "clock_escalated")
    told: list[Person] = []
    for step in moment.steps:
        people = people_for(step=step, ticket=clock.ticket, at=now)
        tell(
            people=people,
            ticket=clock.ticket,
            at=now,
            kind=verb,
            text=_sentence(clock, moment),
            clause=step.clause,
            key=f"clock:{clock.pk}:{moment.name}",
        )
        told.extend(person for person in people if person not in told)
    if moment.name == "breach":
        append_verdict(clock=clock, outcome=Outcome.breached, met_at=None, at=moment.at)
    record(
        ticket=clock.ticket,
        at=moment.at,
        actor_id=None,
        verb=verb,
        detail={
            "clock": clock.kind,
            "due_at": clock.due_at.isoformat() if clock.due_at else "",
            "told": [person.name for person in told],
            "clauses": sorted({step.clause for step in moment.steps}),
            "seen_at": now.isoformat(),
        },
    )


def _sentence(clock: Clock, moment: Moment) -> str:
    kind = words(clock.kind)
    subject = f"#{clock.ticket_id} {clock.ticket.subject}"[:200]
    if moment.name == "warning":
        return f"{kind.capitalize()} is due soon: {subject}"
    return f"{kind.capitalize()} was due and is still owed: {subject}"


def people_for(*, step: EscalationStep, ticket: Ticket, at: datetime) -> list[Person]:
    """Whom a step tells: the responsible person, else the team; the team; or the holders of a role."""
    if step.tell is Tell.responsible and ticket.responsible is not None:
        return [ticket.responsible]
    role = Role(ticket.responsible_role) if isinstance(step.tell, Tell) else step.tell
    return holders_of(role=role, at=at)
