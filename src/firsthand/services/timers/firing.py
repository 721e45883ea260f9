"""What happens to a clock because time passed: it is judged at its due instant, and people are told. Safe to run twice.

A moment is the warning, the breach, or a later step of the escalation. `Clock.told` holds those that are past; moments
that became past all at once are told as one notice, the furthest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.book.effects.escalates import EscalationMoment, EscalationRecipient
from firsthand.domain.calendars import ALWAYS_OPEN, Budget, due_of
from firsthand.domain.clocks import PERSONAL, RULES, ClockKind, FollowedClock, Outcome, OwedBy, judge
from firsthand.domain.events import DESK, SubjectKind
from firsthand.domain.events.clocks import ClockTold
from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.ownership import EscalationStep, escalation
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.clocks import LIVE, Clock, ClockKey
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.acting import Acting, acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.rows import book_of, working_time_of
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.locking import locked_if_free
from firsthand.services.timers.subjects import WATCHED

WARNING, BREACH = "warning", "breach"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that a clock does at an instant: `name` is warning, breach or the number of a later step."""

    at: datetime
    name: str
    steps: tuple[EscalationStep, ...]

    def is_past(self, now: datetime) -> bool:
        """Whether it is to be carried out. An answer at the due instant itself still meets the clock (A4)."""
        if self.name == BREACH:
            return judge(due_at=self.at, met_at=None, now=now) is Outcome.breached
        return self.at <= now


def fire_due(*, now: datetime, limit: int = 200) -> int:
    """Do what every clock owes by `now`, oldest first; for how many something was to do. Each subject on its own."""
    due = Clock.objects.filter(next_at__lte=now).order_by("next_at", "id").values_list("id", flat=True)
    numbers = list(due[:limit])
    desk = open_desk(now) if numbers else None
    return sum(fire(clock_id=number, desk=desk) for number in numbers if desk is not None)


def fire(*, clock_id: int, desk: Desk) -> bool:
    """Fire one clock and its subject's others; False when nothing is to do yet, or another worker was first."""
    with transaction.atomic():
        due = Clock.objects.filter(pk=clock_id, next_at__lte=desk.at, state__in=LIVE)
        if (number := due.values_list("subject_id", flat=True).first()) is None:
            return False
        ticket = locked_if_free(number)
        subject = ticket.subject if ticket is not None else _subject_if_free(number)
        if subject is None or not due.exists():
            return False
        if ticket is not None:
            with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
                return _fire_all(act)
        with acting(subject, desk=desk, actor=DESK) as act:
            WATCHED[subject.kind].follow_book(act)
            return _fire_all(act) or bool(act.appended)


def _subject_if_free(number: int) -> Subject | None:
    """A subject that is no ticket, locked; None while somebody acts on it."""
    return (
        Subject.objects.select_for_update(skip_locked=True).exclude(kind=SubjectKind.ticket).filter(pk=number).first()
    )


def _fire_all(act: Acting) -> bool:
    """Bring the subject's clocks to the desk's instant, and tell people of every moment that they were not told of;
    whether there was anything to do."""
    act.settle()
    followed: dict[ClockKey, FollowedClock] = {one.key: one for one in act.clocks}
    rows = {row.pk: row for row in act.rows if row.next_at is not None and row.next_at <= act.desk.at}
    done = [_fire(act, row, followed[row.key]) for row in rows.values()]
    act.touches = any(done) or bool(act.appended)
    return act.touches


def _fire(act: Acting, clock: Clock, followed: FollowedClock) -> bool:
    now = act.desk.at
    if followed.sent_until is not None and now <= followed.sent_until:
        return False
    moments = moments_of(clock, act)
    past = [one for one in moments if one.is_past(now)]
    coming = [one for one in moments if not one.is_past(now)]
    next_at = coming[0].at if coming else None
    if not past and next_at == clock.next_at:
        return False  # at the due instant itself an answer is still in time
    if past:
        _tell(act, clock, past)
    clock.told, clock.next_at = [*clock.told, *(one.name for one in past)], next_at
    clock.save(update_fields=["told", "next_at"])
    return True


def mark_as_told(subject: Subject, *, desk: Desk) -> None:
    """What is past of a subject's clocks by now was told before, by an earlier version of the desk."""
    with acting(subject, desk=desk, actor=DESK) as act:
        act.settle()
        for clock in act.rows:
            clock.told = [*clock.told, *(one.name for one in moments_of(clock, act) if one.is_past(desk.at))]
            clock.save(update_fields=["told"])


def moments_of(clock: Clock, act: Acting) -> list[Moment]:
    """What people are yet to be told of a clock, in order of time. Nobody is warned of what is late already."""
    if clock.due_at is None:
        return []
    book, kind = book_of(clock, act.desk), ClockKind(clock.kind)
    roles = owing_roles(clock, act) or (Role(""),)
    is_personal = kind in PERSONAL  # the book escalates what one owes to others
    found = [] if is_personal else [escalation(book, kind, role, clock.due_at) for role in roles]
    steps = tuple(dict.fromkeys(step for some in found for step in some))
    told = set(clock.told)
    moments = []
    if clock.warn_at is not None and BREACH not in told:
        moments.append(Moment(at=clock.warn_at, name=WARNING, steps=_at(steps, EscalationMoment.warning)))
    at_breach = _at(steps, EscalationMoment.breach)
    if not at_breach and RULES[kind].tells:
        has_owner = is_personal or RULES[kind].owed_by is OwedBy.coach
        tell = EscalationRecipient.responsible if has_owner else EscalationRecipient.team
        at_breach = (EscalationStep(at=EscalationMoment.breach, tell=tell, clause=clock.clause),)
    moments.append(Moment(at=clock.due_at, name=BREACH, steps=at_breach))
    hours = working_time_of(clock, act.desk) or ALWAYS_OPEN
    later = [(due_of(step.at, hours, clock.due_at), step) for step in steps if isinstance(step.at, Budget)]
    later.sort(key=lambda pair: pair[0])
    moments += [Moment(at=at, name=str(number), steps=(step,)) for number, (at, step) in enumerate(later, start=1)]
    return sorted((one for one in moments if one.name not in told), key=lambda one: one.at)


def owing_roles(clock: Clock, act: Acting) -> tuple[Role, ...]:
    """The roles that owe what the clock promises: the one that the book names, else the ticket's responsible one, else
    those whose matter the subject is."""
    if clock.owed_by:
        return (Role(clock.owed_by),)
    if act.ticket is not None:
        return (Role(act.ticket.responsible_role),)
    return WATCHED[act.subject.kind].owed_by(act.subject, act.desk)


def _at(steps: Sequence[EscalationStep], moment: EscalationMoment) -> tuple[EscalationStep, ...]:
    return tuple(step for step in steps if step.at is moment)


def _tell(act: Acting, clock: Clock, past: Sequence[Moment]) -> None:
    """One notice for all that became past: the furthest moment, to everybody whom one of them names."""
    furthest, now = past[-1], act.desk.at
    said = [one for one in past if one.name != WARNING or furthest.name == WARNING]
    steps = [step for moment in said for step in moment.steps]
    people: list[Person] = []
    for step in steps:
        found = [one for one in people_for(step=step, clock=clock, act=act) if one not in people]
        people += found
    clauses = tuple(sorted({step.clause for step in steps if step.clause}))
    if not steps:
        return
    told = notify(
        people=people,
        subject=act.subject,
        at=now,
        kind=NoticeKind.clock_warned if furthest.name == WARNING else NoticeKind.clock_breached,
        text=_sentence(act, clock, furthest),
        clause=furthest.steps[0].clause if furthest.steps else next(iter(clauses), ""),
        key=f"clock:{clock.pk}:{furthest.name}",
        path=WATCHED[act.subject.kind].page_of(act.subject.pk) if act.ticket is None else "",
    )
    act.append(
        ClockTold(
            clock_id=clock.pk,
            clock=clock.kind,
            moment=furthest.name,
            moments=tuple(one.name for one in past),
            due_at=clock.due_at,
            people=tuple(one.person_id for one in told),
            clauses=clauses,
        )
    )


def _sentence(act: Acting, clock: Clock, moment: Moment) -> Sentence:
    is_warning = moment.name == WARNING
    text = "{clock} is due soon: {what}" if is_warning else "{clock} was due and is still owed: {what}"
    return say(text, clock=Name(clock.kind), what=label_of(act))


def label_of(act: Acting) -> Sentence:
    """The subject in a line: a ticket's number and title, or as its room says it."""
    if act.ticket is not None:
        return say("#{number} {title}", number=act.ticket.pk, title=act.ticket.title)
    number = act.subject.pk
    return WATCHED[act.subject.kind].labels([number], act.desk)[number]


def people_for(*, step: EscalationStep, clock: Clock, act: Acting) -> list[Person]:
    """Whom a step tells: the person who owes it, else their team; the team; or the holders of a role."""
    now = act.desk.organisation.now
    owing = tuple(map(now, owing_roles(clock, act)))
    if step.tell is EscalationRecipient.responsible and (people := _owing_people(act, owing)):
        return people
    roles = owing if isinstance(step.tell, EscalationRecipient) else (now(step.tell),)
    return list(dict.fromkeys(one for role in roles for one in holders_of(role=role, at=act.desk.at)))


def _owing_people(act: Acting, owing: tuple[Role, ...]) -> list[Person]:
    """Who owes it themselves: whoever is responsible for the ticket in the owing role, or whose the subject is."""
    if act.ticket is None:
        return WATCHED[act.subject.kind].whose(act.subject, act.desk)
    role = act.desk.organisation.now(Role(act.ticket.responsible_role))
    responsible = act.ticket.responsible if owing == (role,) else None
    return [responsible] if responsible is not None and responsible.is_active else []
