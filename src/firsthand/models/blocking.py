"""The block list: senders and domains whose mail is held."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject


class Block(HasSubject):
    """Mail from `whom`, an address or a domain with all below it, is held from `since` until `until`, or until somebody
    ended it. It says nothing of what was taken in before."""

    subject_kind = SubjectKind.block

    whom = models.CharField(max_length=320)
    why = models.CharField(max_length=400)
    since = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(whom="") & ~models.Q(why=""), name="block_says_whom_and_why"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="block_ends_after_it_begins"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="block_ends_with_who",
            ),
        ]
        indexes = [models.Index(fields=["whom", "until"], name="block_by_whom")]

    def __str__(self) -> str:
        return self.whom
