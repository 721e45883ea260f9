"""Tasks of one's own, on a ticket or an account (T51)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from firsthand.domain.acts import ByWhen, Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.people import Person
from firsthand.services.catalogue.act import Doer, Done, Undo, act, beside
from firsthand.services.tasks import actions

_FOUND = ("no_task", "ended", "not_yours")
_DUE = ("due_past",)
Somebody = Annotated[int | None, Id("person")]
Reason = Annotated[str, Text(at_most=actions.LONGEST)]


@dataclass(frozen=True, kw_only=True)
class Give:
    """On which ticket or account, what is to be done, by whom (the doer unless somebody is named) and by when."""

    ticket: Annotated[int | None, Id("ticket")] = None
    account: Annotated[int | None, Id("account")] = None
    what: Reason
    who: Somebody = None
    due: Annotated[datetime, ByWhen()]


@act(
    "tasks.task-give",
    say("Add a task"),
    right=Right.see_desk,
    refusals=("no_ticket", "no_account", "merged", "what_missing", "no_such_person", *_DUE),
    undone_by="tasks.task-drop",
)
def give(doer: Doer, wanted: Give) -> Done:
    """Nothing waits for it; whoever has it is told once when it is due."""
    if wanted.ticket is not None:
        made = actions.give_on_ticket(
            viewer=doer.viewer,
            ticket_id=wanted.ticket,
            what=wanted.what,
            who_id=wanted.who,
            due_at=wanted.due,
            at=doer.at,
        )
    else:
        made = actions.give_on_account(
            viewer=doer.viewer,
            account_id=wanted.account or 0,
            what=wanted.what,
            who_id=wanted.who,
            due_at=wanted.due,
            at=doer.at,
        )
    about = {"ticket": str(made.ticket_id)} if made.ticket_id is not None else {"account": str(made.account_id)}
    undo = Undo(act="tasks.task-drop", sent={**about, "task": str(made.pk), "why": "Undone."})
    return Done(said=_given(doer, who=made.who, due_at=made.due_at), undo=undo)


def _given(doer: Doer, *, who: Person | None, due_at: datetime) -> Sentence:
    if who is None:
        return say("Still nobody's, due {time}.", time=due_at)
    if who.pk == doer.viewer.person_id:
        return say("Yours, due {time}. You are told once when it is.", time=due_at)
    return say("{person} has it, due {time}.", person=who.name, time=due_at)


@dataclass(frozen=True, kw_only=True)
class OnTask:
    """A task."""

    task: Annotated[int, Id("task")]


@act("tasks.task-done", say("Say that a task is done"), right=Right.see_desk, refusals=_FOUND, possible=beside)
def finish(doer: Doer, wanted: OnTask) -> Done:
    """Whether it was in time stands beside it."""
    actions.finish(viewer=doer.viewer, task_id=wanted.task, at=doer.at)
    return Done(said=say("Done."))


@dataclass(frozen=True, kw_only=True)
class Drop(OnTask):
    """A task, and why nobody will do it."""

    why: Reason


@act("tasks.task-drop", say("Drop a task"), right=Right.see_desk, refusals=(*_FOUND, "why_missing"), possible=beside)
def drop(doer: Doer, wanted: Drop) -> Done:
    """Nobody will do it."""
    actions.drop(viewer=doer.viewer, task_id=wanted.task, why=wanted.why, at=doer.at)
    return Done(said=say("Dropped."))


@dataclass(frozen=True, kw_only=True)
class Move(OnTask):
    """A task, who has it and by when from now on, and why. `due_before` is the instant that the form showed: typed
    again, it is no change."""

    who: Somebody = None
    due: Annotated[str, Text(at_most=40)] = ""
    due_before: Annotated[str, Text(at_most=40)] = ""
    why: Reason


@act(
    "tasks.task-move",
    say("Give a task to somebody else, or another day"),
    right=Right.see_desk,
    refusals=(*_FOUND, "why_missing", "nothing_changed", "no_such_person", *ByWhen.codes),
    possible=beside,
)
def move(doer: Doer, wanted: Move) -> Done:
    """Another person is told."""
    task = actions.move(
        viewer=doer.viewer,
        task_id=wanted.task,
        who_id=wanted.who,
        due_at=_due(doer, wanted) if wanted.due not in ("", wanted.due_before) else None,
        why=wanted.why,
        at=doer.at,
    )
    return Done(said=_given(doer, who=task.who, due_at=task.due_at))


def _due(doer: Doer, wanted: Move) -> datetime:
    """The new instant; the form shows the one that stands in the same words, and that may be past."""
    return ByWhen().read([wanted.due], asker=doer.asker)
