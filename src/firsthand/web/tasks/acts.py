"""What a form does to tasks, on whatever page it stands: one form, one service call, the words to say afterwards."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from firsthand.domain.tasks import read_by_when
from firsthand.models.people import Person
from firsthand.services.language.telling import gettext as _
from firsthand.services.tasks import actions
from firsthand.web import formats
from firsthand.web.forms import Form
from firsthand.web.request import now_of, viewer_of


def give_on_ticket(request: HttpRequest, form: Form, ticket_id: int) -> str:
    """A new task on a ticket."""
    made = actions.give_on_ticket(
        viewer=viewer_of(request),
        ticket_id=ticket_id,
        what=form.text("what"),
        who_id=form.whole("who"),
        due_at=_due(request, form),
        at=now_of(request),
    )
    return _given(request, who=made.who, due_at=made.due_at)


def give_on_account(request: HttpRequest, form: Form, account_id: int) -> str:
    """A new task on an account."""
    made = actions.give_on_account(
        viewer=viewer_of(request),
        account_id=account_id,
        what=form.text("what"),
        who_id=form.whole("who"),
        due_at=_due(request, form),
        at=now_of(request),
    )
    return _given(request, who=made.who, due_at=made.due_at)


def _due(request: HttpRequest, form: Form) -> datetime:
    return read_by_when(form.text("due"), now=now_of(request), zone=viewer_of(request).zone)


def _given(request: HttpRequest, *, who: Person | None, due_at: datetime) -> str:
    viewer = viewer_of(request)
    when = formats.short(due_at, now=now_of(request), zone=viewer.zone)
    if who is None:
        return _("Still nobody's, due {time}.").format(time=when)
    if who.pk == viewer.person_id:
        return _("Yours, due {time}. You are told once when it is.").format(time=when)
    return _("{person} has it, due {time}.").format(person=who.name, time=when)


def _done(request: HttpRequest, form: Form) -> str:
    actions.finish(viewer=viewer_of(request), task_id=form.whole("task") or 0, at=now_of(request))
    return _("Done.")


def _drop(request: HttpRequest, form: Form) -> str:
    task, why = form.whole("task") or 0, form.text("why")
    actions.drop(viewer=viewer_of(request), task_id=task, why=why, at=now_of(request))
    return _("Dropped.")


def _move(request: HttpRequest, form: Form) -> str:
    due = form.text("due")
    task = actions.move(
        viewer=viewer_of(request),
        task_id=form.whole("task") or 0,
        who_id=form.whole("who"),
        due_at=_due(request, form) if due and due != form.text("due_before") else None,
        why=form.text("why"),
        at=now_of(request),
    )
    return _given(request, who=task.who, due_at=task.due_at)


CHANGES: dict[str, Callable[[HttpRequest, Form], str]] = {"task-done": _done, "task-drop": _drop, "task-move": _move}
"""What becomes of a task, by the name of its form."""
