"""What is given to consider to whoever puts the work in order (S24)."""

from django.db import models

from firsthand.domain.considerations import Ending, Weighed
from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

STANDS = models.Q(ended_at__isnull=True)
UNANSWERED = models.Q(ended_at__isnull=True, answered_at__isnull=True)


class Consideration(HasSubject):
    """What `role` considers on a ticket until `until`, as `clause` has it, and what it answered. It has ended once that
    instant came or whoever gave it took it back. The subject's ticket is the consideration's, and who may see that one
    sees this one."""

    subject_kind = SubjectKind.consideration

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="considerations")
    role = models.CharField(max_length=64)
    clause = models.CharField(max_length=200)
    text = models.CharField(max_length=400)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    answer = enum_field(blank=True)
    why = models.CharField(max_length=400, blank=True, default="")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    ending = enum_field(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("answer", Weighed, or_empty=True),
            one_of("ending", Ending, or_empty=True),
            models.CheckConstraint(condition=~models.Q(text=""), name="consideration_says_what"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("given_at")), name="consideration_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="consideration_answer_is_somebodys",
            ),
            models.CheckConstraint(
                condition=models.Q(ending="", ended_at=None)
                | (~models.Q(ending="") & models.Q(ended_at__isnull=False)),
                name="consideration_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "answered_at"], condition=STANDS, name="consideration_stands"),
            models.Index(fields=["until"], condition=STANDS, name="consideration_ends_next"),
            models.Index(fields=["role"], condition=UNANSWERED, name="consideration_unanswered"),
        ]
