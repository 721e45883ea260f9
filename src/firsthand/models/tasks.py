"""Tasks of one's own (T51)."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.tasks import TaskState
from firsthand.models.accounts import Account
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

OPEN = models.Q(ended_at__isnull=True)


class Task(HasSubject):
    """What somebody (`who`) is to do by `due_at`, on a ticket or an account, which never waits for it. Nobody has it
    after they left the desk, until somebody takes it. `subject.ticket` is `ticket`: a merge moves both. What becomes of
    its due instant is a clock's to say, as of every promise."""

    subject_kind = SubjectKind.task

    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="tasks")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=400)
    who = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given_tasks", db_index=False)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = enum_field(default=TaskState.open)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", TaskState),
            models.CheckConstraint(
                condition=models.Q(ticket__isnull=False, account=None) | models.Q(ticket=None, account__isnull=False),
                name="task_hangs_on_one_ticket_or_account",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None, ended_by=None)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="task_ends_with_its_state",
            ),
            models.CheckConstraint(condition=~models.Q(what=""), name="task_says_what"),
        ]
        # Open means `ended_at IS NULL`: SQLite uses a partial index only when its condition has no parameter.
        indexes = [
            models.Index(fields=["who", "due_at"], condition=OPEN, name="task_open_by_person"),
            models.Index(fields=["given_by", "due_at"], condition=OPEN, name="task_open_by_giver"),
        ]

    def __str__(self) -> str:
        return self.what
