"""Tasks as a page lists them, with their forms and what was typed into the one that failed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.calendars import zone_named
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence
from firsthand.models.accounts import Account
from firsthand.services.people.queries import Teammate, teammates_by_role
from firsthand.services.tasks.queries import TaskRow, on_account, on_ticket
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.forms import Form
from firsthand.web.request import now_of, organisation_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class TaskBoard:
    """The tasks of a page: the open and the ended ones, whom one may be given to (the reader first), and the form that
    failed, if one did. `zone` is the reader's, in which days are typed."""

    open: tuple[TaskRow, ...]
    ended: tuple[TaskRow, ...] = ()
    people: tuple[Teammate, ...]
    zone: str
    form: Form

    def failed(self, act: str, task: TaskRow | None = None) -> bool:
        """Whether it was this form that failed."""
        same = task is None or self.form.whole("task") == task.id
        return bool(self.form.errors) and self.form.text("act") == act and same

    def typed(self, act: str, task: TaskRow | None, name: str, otherwise: str = "") -> str:
        """What was typed into a field of the form that failed, else what the field begins with."""
        return self.form.text(name) if self.failed(act, task) else otherwise

    def problem(self, act: str, task: TaskRow | None, name: str) -> Sentence | None:
        """What is wrong with a field of the form that failed; None for another form."""
        return self.form.error(name) if self.failed(act, task) else None

    def due_of(self, task: TaskRow) -> str:
        """A task's due instant as one would type it."""
        return task.due_at.astimezone(zone_named(self.zone)).strftime("%Y-%m-%d %H:%M")


def board_of_ticket(request: HttpRequest, page: TicketPage, *, typed: Form) -> TaskBoard:
    """The tasks on a ticket."""
    rows = on_ticket(viewer=viewer_of(request), ticket=page.ticket, now=now_of(request))
    return _board(request, rows, holders=page.holders, typed=typed)


def board_of_account(request: HttpRequest, account: Account, *, typed: Form) -> TaskBoard:
    """The tasks on an account."""
    rows = on_account(viewer=viewer_of(request), account=account, now=now_of(request))
    return board_of(request, rows, typed=typed)


def board_of(request: HttpRequest, rows: Iterable[TaskRow], *, typed: Form) -> TaskBoard:
    """Tasks of wherever."""
    return _board(
        request, rows, holders=teammates_by_role(organisation_of(request).roles, now_of(request)), typed=typed
    )


def _board(
    request: HttpRequest, rows: Iterable[TaskRow], *, holders: Mapping[Role, tuple[Teammate, ...]], typed: Form
) -> TaskBoard:
    viewer, found = viewer_of(request), list(rows)
    others = {one.id: one for held in holders.values() for one in held if one.id != viewer.person_id}
    return TaskBoard(
        open=tuple(one for one in found if one.is_open),
        ended=tuple(one for one in found if not one.is_open),
        people=(
            Teammate(id=viewer.person_id, name=viewer.name),
            *sorted(others.values(), key=lambda one: (one.name, one.id)),
        ),
        zone=viewer.zone,
        form=typed,
    )
