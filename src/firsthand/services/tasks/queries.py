"""Tasks as pages show them: those on a ticket or an account, one's own, and those that one gave to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from firsthand.domain.organisation import Act
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.tasks import TaskState
from firsthand.models.accounts import Account
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tasks import OPEN, Task
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import tasks_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk

_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One task. `who` is empty where nobody has it; `may_change`: the viewer may do, drop and move it. Of an ended one
    `late` says that it was done after it was due."""

    id: int
    what: str
    who_id: int | None
    who: str
    given_by_id: int
    given_by: str
    is_own: bool
    due_at: datetime
    state: TaskState
    late: bool
    ended_at: datetime | None
    ended_by: str
    why: str
    ticket_id: int | None
    account_id: int | None
    about: str
    may_change: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is TaskState.open


def on_ticket(*, viewer: Viewer, ticket: Ticket, now: datetime) -> tuple[TaskRow, ...]:
    """The tasks on a ticket that came through the gate: the open ones, next due first, then the ended, newest first.
    One query."""
    return _rows(Task.objects.filter(ticket=ticket), viewer=viewer, now=now)


def on_account(*, viewer: Viewer, account: Account, now: datetime) -> tuple[TaskRow, ...]:
    """As `on_ticket`, of an account that came through the gate."""
    return _rows(Task.objects.filter(account=account), viewer=viewer, now=now)


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """The viewer's open tasks, those that nobody has and the viewer may hand on, and those that others have from the
    viewer; each next due first."""

    mine: tuple[TaskRow, ...]
    nobodys: tuple[TaskRow, ...]
    given: tuple[TaskRow, ...]


def task_page(*, viewer: Viewer, now: datetime) -> TaskPage:
    """The viewer's page of tasks, in one query. What nobody has is shown to whoever gave it, and to the desk's owners
    where that was the one who left, or has left since. Raises Refused for somebody without a role."""
    require(viewer, Act.see_desk)
    me = viewer.person_id
    shown = Q(who=me) | Q(given_by=me)
    if viewer.is_owner:
        shown |= Q(who=None, given_by__is_active=False)
    rows = _rows(tasks_for(viewer).filter(OPEN & shown), viewer=viewer, now=now)
    return TaskPage(
        mine=tuple(one for one in rows if one.who_id == me),
        nobodys=tuple(one for one in rows if one.who_id is None),
        given=tuple(one for one in rows if one.who_id not in (me, None)),
    )


def _rows(found: QuerySet[Task], *, viewer: Viewer, now: datetime) -> tuple[TaskRow, ...]:
    ordered = found.order_by(F("ended_at").desc(nulls_first=True), "due_at", "id")
    read: Iterable[Task] = ordered.select_related("who", "given_by", "ended_by", "ticket", "account")[:_SHOWN]
    return tuple(_row(one, viewer=viewer, now=now) for one in read)


def _row(task: Task, *, viewer: Viewer, now: datetime) -> TaskRow:
    state = TaskState(task.state)
    return TaskRow(
        id=task.pk,
        what=task.what,
        who_id=task.who_id,
        who=task.who.name if task.who is not None else "",
        given_by_id=task.given_by_id,
        given_by=task.given_by.name,
        is_own=task.given_by_id == task.who_id,
        due_at=task.due_at,
        state=state,
        late=state is not TaskState.dropped and task.due_at < (task.ended_at or now),
        ended_at=task.ended_at,
        ended_by=task.ended_by.name if task.ended_by is not None else "",
        why=task.why,
        ticket_id=task.ticket_id,
        account_id=task.account_id,
        about=about(task),
        may_change=may_change(viewer, task),
    )


def about(task: Task) -> str:
    """What a task hangs on, in words: a ticket's number and title, or an account's name."""
    if task.ticket is not None:
        return f"#{task.ticket.pk} {task.ticket.title}"
    return task.account.name if task.account is not None else ""


def label_of(task: Task) -> Sentence:
    """A task in a line, with what it hangs on."""
    return say("{what} ({about})", what=task.what, about=about(task))


def may_change(viewer: Viewer, task: Task) -> bool:
    """Whether the viewer may do, drop or move a task: who has it, who gave it, an owner of the desk, and anybody where
    nobody has it."""
    return task.who_id is None or viewer.person_id in (task.who_id, task.given_by_id) or viewer.is_owner


def label_of_subject(subject: Subject, _desk: Desk) -> Sentence:
    """As `label_of`, of the task that a subject is."""
    return label_of(_task_of(subject))


def whose(subject: Subject) -> list[Person]:
    """Who is told that the task that a subject is is due: who has it, else who gave it. Nobody of them here any more,
    nobody: then the desk's owners are."""
    task = _task_of(subject)
    return [one for one in (task.who or task.given_by,) if one.is_active]


def _task_of(subject: Subject) -> Task:
    return Task.objects.select_related("who", "given_by", "ticket", "account").get(subject=subject)
