"""Writes about tasks: giving, doing, dropping and moving one. A ticket or an account never notices (T51)."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import Actor, Payload
from firsthand.domain.events.tasks import TaskDone, TaskDropped, TaskGiven, TaskMoved, TaskWentAlong
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, either, say
from firsthand.domain.tasks import TaskState
from firsthand.domain.tickets import Phase
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tasks import OPEN, Task
from firsthand.models.tickets import ClosedAs, LinkKind, Ticket, TicketLink
from firsthand.services.access.doors import accounts_for, tasks_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require, viewer_of
from firsthand.services.acting import Acting, acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.notices.actions import notify
from firsthand.services.tasks.queries import label_of, may_change

LONGEST = 400


@transaction.atomic
def give_on_ticket(
    *, viewer: Viewer, ticket_id: int, what: str, due_at: datetime, at: datetime, who_id: int | None = None
) -> Task:
    """A task on a ticket, open, solved or closed, for the viewer or somebody who may see it. Raises Missing, Invalid,
    and Refused for a ticket that was merged into another."""
    require(viewer, Right.see_desk)
    ticket = ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), ticket_id)
    if ticket.phase == Phase.closed and ticket.closed_as == ClosedAs.merged:
        into = TicketLink.objects.get(source=ticket, kind=LinkKind.merged_into).target_id
        raise Refused(
            "merged", say("#{number} was merged into #{into}. Give the task there.", number=ticket_id, into=into)
        )
    task = Task(ticket=ticket)
    return _give(task, viewer=viewer, what=what, who_id=who_id, due_at=due_at, desk=open_desk(at))


@transaction.atomic
def give_on_account(
    *, viewer: Viewer, account_id: int, what: str, due_at: datetime, at: datetime, who_id: int | None = None
) -> Task:
    """A task on an account, for the viewer or somebody who may see it. Raises Missing and Invalid."""
    require(viewer, Right.see_desk)
    account = accounts_for(viewer).filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    task = Task(account=account)
    return _give(task, viewer=viewer, what=what, who_id=who_id, due_at=due_at, desk=open_desk(at))


def _give(task: Task, *, viewer: Viewer, what: str, who_id: int | None, due_at: datetime, desk: Desk) -> Task:
    task.what = _said(
        what, field="what", wanted=say("Say what is to be done, in at most {longest} characters.", longest=LONGEST)
    )
    task.who = _somebody(viewer.person_id if who_id is None else who_id, task, desk)
    task.due_at = _in_the_future(due_at, desk.at)
    task.given_by_id, task.given_at = viewer.person_id, desk.at
    task.subject = Subject.objects.create(kind=Task.subject_kind, ticket=task.ticket)
    task.save()
    own = task.who_id == viewer.person_id
    with _acting(task, desk=desk, actor=viewer.actor, is_new=True) as act:
        act.append(TaskGiven(what=task.what, who=task.who_id, due_at=due_at, own=own))
        _tell(act, task, viewer)
    return task


@transaction.atomic
def finish(*, viewer: Viewer, task_id: int, at: datetime, why: str = "") -> Task:
    """The task is done. Raises Missing, and Refused for whom it is not to say, or where it has ended."""
    task = _locked(viewer, task_id)
    said = " ".join(why.split())[:LONGEST]
    return _end(task, TaskDone(what=task.what, why=said), state=TaskState.done, viewer=viewer, at=at)


@transaction.atomic
def drop(*, viewer: Viewer, task_id: int, why: str, at: datetime) -> Task:
    """Nobody will do the task. Raises as `finish`, and Invalid without a reason."""
    task = _locked(viewer, task_id)
    said = _said(
        why, field="why", wanted=say("Say why nobody will do it, in at most {longest} characters.", longest=LONGEST)
    )
    return _end(task, TaskDropped(what=task.what, why=said), state=TaskState.dropped, viewer=viewer, at=at)


def _end(task: Task, payload: TaskDone | TaskDropped, *, state: TaskState, viewer: Viewer, at: datetime) -> Task:
    with _acting(task, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(payload)
    task.state, task.ended_at, task.ended_by_id, task.why = state, at, viewer.person_id, payload.why
    task.save()
    return task


@transaction.atomic
def move(
    *,
    viewer: Viewer,
    task_id: int,
    at: datetime,
    why: str,
    who_id: int | None = None,
    due_at: datetime | None = None,
) -> Task:
    """Another person's, or due at another instant; None leaves it. Another person is told. Raises as `finish`, Invalid
    without a reason or where nothing changes."""
    task, desk = _locked(viewer, task_id), open_desk(at)
    said = _said(why, field="why", wanted=say("Say why, in at most {longest} characters.", longest=LONGEST))
    who = task.who_id if who_id is None else who_id
    due = task.due_at if due_at is None or due_at == task.due_at else _in_the_future(due_at, at)
    if (who, due) == (task.who_id, task.due_at):
        raise Invalid("nothing_changed", say("Choose another person or another day."), field="due")
    moved = TaskMoved(
        what=task.what, from_person=task.who_id, to_person=who, due_before=task.due_at, due_at=due, why=said
    )
    changes_hands = who != task.who_id
    if changes_hands and who is not None:
        task.who = _somebody(who, task, desk)
    task.due_at = due
    task.save()
    with _acting(task, desk=desk, actor=viewer.actor) as act:
        act.append(moved)
        if changes_hands:
            _tell(act, task, viewer)
    return task


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """The open tasks of a ticket that is merged into another hang there from now on; what has ended stays where it was.
    The caller holds both tickets locked."""
    for task in _with_lock().filter(OPEN, ticket=source).order_by("pk"):
        task.ticket, task.subject.ticket = target, target
        task.subject.save(update_fields=["ticket"])
        task.save(update_fields=["ticket"])
        went: Payload = TaskWentAlong(what=task.what, from_ticket=source.pk, ticket=target.pk)
        with _acting(task, desk=desk, actor=actor) as act:
            act.append(went, because=because)


def _with_lock() -> QuerySet[Task]:
    rows = Task.objects.select_for_update(of=("self", "subject"))
    return rows.select_related("subject", "ticket", "account", "who", "given_by")


def _locked(viewer: Viewer, task_id: int) -> Task:
    """The open task, locked with its subject, for whom it is to change."""
    require(viewer, Right.see_desk)
    if not tasks_for(viewer).filter(pk=task_id).exists():
        raise Missing("no_task", say("There is no such task."))
    task: Task = _with_lock().get(pk=task_id)
    if task.ended_at is not None:
        raise Refused("ended", say("That task has ended: it is {state}.", state=Name(task.state)))
    if not may_change(viewer, who_id=task.who_id, given_by_id=task.given_by_id):
        names = dict.fromkeys(one.name for one in (task.who, task.given_by) if one is not None)
        raise Refused("not_yours", say("Only {people} may change this task.", people=either(names)))
    return task


def _acting(task: Task, *, desk: Desk, actor: Actor, is_new: bool = False) -> AbstractContextManager[Acting]:
    account_id = task.ticket.account_id if task.ticket is not None else task.account_id
    return acting(task.subject, desk=desk, actor=actor, account_id=account_id, is_new=is_new)


def _somebody(person_id: int, task: Task, desk: Desk) -> Person:
    """Somebody who is here and may see what the task hangs on. Raises Invalid on `who`."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    theirs = viewer_of(person, at=desk.at, desk=desk) if person is not None else None
    if person is None or theirs is None or not _reaches(theirs, task):
        raise Invalid("no_such_person", say("Choose somebody who is here and may see this."), field="who")
    return person


def _reaches(viewer: Viewer, task: Task) -> bool:
    if task.ticket is not None:
        return tickets_for(viewer).filter(pk=task.ticket.pk).exists()
    return task.account is not None and accounts_for(viewer).filter(pk=task.account.pk).exists()


def _in_the_future(due_at: datetime, at: datetime) -> datetime:
    if due_at <= at:
        raise Invalid("due_past", say("That is past already. Say a later time."), field="due")
    return due_at


def _said(text: str, *, field: str, wanted: Sentence) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if not words or len(words) > LONGEST:
        raise Invalid(f"{field}_missing", wanted, field=field)
    return words


def _tell(act: Acting, task: Task, giver: Viewer) -> None:
    """Tell whoever has the task from now on, unless they gave it to themselves."""
    if task.who is not None and task.who_id != giver.person_id:
        notify(
            people=[task.who],
            subject=act.subject,
            at=act.desk.at,
            kind=NoticeKind.task_given,
            text=say("{giver} gave you a task: {task}", giver=giver.name, task=label_of(task)),
            clause="",
            key=f"task:{act.appended[-1].pk}",
            path="/tasks",
        )
