"""Tasks as pages show them: those on a ticket or an account, one's own, and those that one gave to others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet

from firsthand.domain.organisation import Right
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
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

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
    return tuple(_row(one, viewer=viewer, now=now) for one in _hanging_on("ticket").rows(what=ticket.pk))


def on_account(*, viewer: Viewer, account: Account, now: datetime) -> tuple[TaskRow, ...]:
    """As `on_ticket`, of an account that came through the gate."""
    return tuple(_row(one, viewer=viewer, now=now) for one in _hanging_on("account").rows(what=account.pk))


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
    require(viewer, Right.see_desk)
    me = viewer.person_id
    shown = Q(who=me) | Q(given_by=me)
    if viewer.is_owner:
        shown |= Q(who=None, given_by__is_active=False)
    found = _shown(tasks_for(viewer).filter(OPEN & shown))
    rows = tuple(_row(one, viewer=viewer, now=now) for one in found)
    return TaskPage(
        mine=tuple(one for one in rows if one.who_id == me),
        nobodys=tuple(one for one in rows if one.who_id is None),
        given=tuple(one for one in rows if one.who_id not in (me, None)),
    )


_COLUMNS = (
    "id",
    "what",
    "who_id",
    "who__name",
    "given_by_id",
    "given_by__name",
    "due_at",
    "state",
    "ended_at",
    "ended_by__name",
    "why",
    "ticket_id",
    "ticket__title",
    "account_id",
    "account__name",
)


@cache
def _hanging_on(what: str) -> PreparedQuery:
    """The tasks on a ticket or on an account."""
    return prepare(_shown(Task.objects.filter(**{what: Blank("what")})))


def _shown(found: QuerySet[Task]) -> QuerySet[Task, Any]:
    """The columns of the first of these tasks: the open ones, next due first, then the ended, newest first."""
    return found.order_by(F("ended_at").desc(nulls_first=True), "due_at", "id").values_list(*_COLUMNS)[:_SHOWN]


def _row(columns: tuple[Any, ...], *, viewer: Viewer, now: datetime) -> TaskRow:
    task = dict(zip(_COLUMNS, columns, strict=True))
    state, who_id, given_by_id = TaskState(task["state"]), task["who_id"], task["given_by_id"]
    return TaskRow(
        id=task["id"],
        what=task["what"],
        who_id=who_id,
        who=task["who__name"] or "",
        given_by_id=given_by_id,
        given_by=task["given_by__name"],
        is_own=given_by_id == who_id,
        due_at=task["due_at"],
        state=state,
        late=state is not TaskState.dropped and task["due_at"] < (task["ended_at"] or now),
        ended_at=task["ended_at"],
        ended_by=task["ended_by__name"] or "",
        why=task["why"],
        ticket_id=task["ticket_id"],
        account_id=task["account_id"],
        about=about_words(task["ticket_id"], task["ticket__title"], task["account__name"]),
        may_change=may_change(viewer, who_id=who_id, given_by_id=given_by_id),
    )


def about_words(ticket_id: int | None, title: str | None, account: str | None) -> str:
    """What a task hangs on, in words: a ticket's number and title, or an account's name."""
    return f"#{ticket_id} {title}" if ticket_id is not None else account or ""


def label_of(task: Task) -> Sentence:
    """A task in a line, with what it hangs on."""
    title = task.ticket.title if task.ticket is not None else None
    account = task.account.name if task.account is not None else None
    return say("{what} ({about})", what=task.what, about=about_words(task.ticket_id, title, account))


def may_change(viewer: Viewer, *, who_id: int | None, given_by_id: int) -> bool:
    """Whether the viewer may do, drop or move a task: who has it, who gave it, an owner of the desk, and anybody where
    nobody has it."""
    return who_id is None or viewer.person_id in (who_id, given_by_id) or viewer.is_owner


def labels_of(subjects: Collection[int], _desk: Desk) -> dict[int, Sentence]:
    """As `label_of`, of the tasks that these subjects are."""
    rows = Task.objects.filter(subject__in=subjects).select_related("ticket", "account")
    return {row.subject_id: label_of(row) for row in rows}


def whose(subject: Subject, _desk: Desk) -> list[Person]:
    """Who is told that the task that a subject is is due: who has it, else who gave it. Nobody of them here any more,
    nobody: then the desk's owners are."""
    task = _task_of(subject)
    return [one for one in (task.who or task.given_by,) if one.is_active]


def _task_of(subject: Subject) -> Task:
    return Task.objects.select_related("who", "given_by", "ticket", "account").get(subject=subject)
