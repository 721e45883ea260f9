"""The tasks that somebody who leaves was to do."""

from firsthand.domain.events.tasks import TaskMoved
from firsthand.domain.sentences import count, say
from firsthand.models.tasks import OPEN, Task
from firsthand.services.acting import acting
from firsthand.services.owning.carrying_on import is_let_in
from firsthand.services.owning.values import OF_NO_ROLE, Leaver, Owned, of_no_role


def _hand_on(leaver: Leaver) -> None:
    theirs = Task.objects.select_for_update(of=("self", "subject")).select_related("subject", "ticket")
    to = leaver.owner("tasks", OF_NO_ROLE)
    for task in theirs.filter(OPEN, who=leaver.person).order_by("subject_id"):
        who = to if to is not None and is_let_in(task.ticket_id, to, leaver.desk) else None
        account = task.ticket.account_id if task.ticket is not None else task.account_id
        moved = TaskMoved(
            what=task.what,
            from_person=leaver.person.pk,
            to_person=who.pk if who is not None else None,
            due_before=task.due_at,
            due_at=task.due_at,
            why=leaver.why,
        )
        with acting(task.subject, desk=leaver.desk, actor=leaver.actor, account_id=account) as act:
            act.append(moved, because=leaver.because)
        task.who = who
        task.save(update_fields=["who"])
        if who is not None:
            leaver.given.append((who, "tasks"))


OWNED = (
    Owned(
        kind="tasks",
        columns=frozenset({"Task.who"}),
        counted=lambda person, _desk: of_no_role(Task.objects.filter(OPEN, who=person).count()),
        said=lambda number: count(number, "One open task", "{n} open tasks"),
        left_behind=lambda: Task.objects.filter(OPEN, who__is_active=False).values_list("who"),
        hand_on=_hand_on,
        left_to=say("nobody: whoever gave it, or an owner, hands it on"),
    ),
)
