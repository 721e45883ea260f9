"""What customers wish, as whoever decides about it has it before them (S39, S43)."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.feature_requests import RequestAnswer
from firsthand.models.accounts import Account
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

UNANSWERED = models.Q(answered_at__isnull=True)


class FeatureRequest(HasSubject):
    """The record of one ticket's wish, for `role`, whatever becomes of the ticket's kind. `carried_by` hears what is
    answered since whoever sent it left. The subject's ticket is the record's, and who may see that one sees this
    one."""

    subject_kind = SubjectKind.feature_request

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="feature_request")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="feature_requests")
    role = models.CharField(max_length=64)
    clause = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    evidence = models.TextField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    carried_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    answer = enum_field(blank=True)
    why = models.CharField(max_length=400, blank=True, default="")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("answer", RequestAnswer, or_empty=True),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="featurerequest_answer_is_somebodys",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "sent_at"], condition=UNANSWERED, name="featurerequest_open_by_role"),
            models.Index(fields=["-answered_at"], name="featurerequest_answered_last"),
        ]
