"""What a timer says of a subject to people, and who owes it themselves; each kind asks its own room."""

from firsthand.domain.names import Role
from firsthand.models.people import Person
from firsthand.services.acting import Acting
from firsthand.services.exceptions.queries import label_of as label_of_exception
from firsthand.services.tasks.queries import label_of as label_of_task
from firsthand.services.tasks.queries import task_of, who_is_told


def label_of(act: Acting) -> str:
    """The subject in a line: a ticket's number and title, what a task is, or the clause of a deviation."""
    if act.ticket is not None:
        return f"#{act.ticket.pk} {act.ticket.title}"[:200]
    task = task_of(act.subject)
    return label_of_task(task) if task is not None else label_of_exception(act.subject, act.desk)


def whose(act: Acting, owing: Role) -> list[Person]:
    """The people who owe it themselves, if any: whoever is responsible for the ticket in the owing role, or whose the
    task is."""
    if act.ticket is not None:
        responsible = act.ticket.responsible if owing == act.ticket.responsible_role else None
        return [responsible] if responsible is not None and responsible.is_active else []
    task = task_of(act.subject)
    return who_is_told(task) if task is not None else []
