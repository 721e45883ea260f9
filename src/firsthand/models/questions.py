"""Questions about a ticket that are asked of everybody, and what was answered (S35–S37)."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

STANDS = models.Q(withdrawn_at__isnull=True)
UNANSWERED = models.Q(withdrawn_at__isnull=True, answered_at__isnull=True)


class Question(HasSubject):
    """What somebody asked in a channel that the book opens, about a ticket. `answered_at` is when it was answered
    first; from `remind_at` on whoever asked is shown that nobody has. `carried_by` is whose it is since whoever asked
    left. The subject's ticket is the question's, and who may see that one sees this one."""

    subject_kind = SubjectKind.question

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="questions")
    channel = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    text = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="questions", db_index=False)
    carried_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="question_says_what"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(answered_at=None),
                name="question_is_withdrawn_only_unanswered",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=UNANSWERED, name="question_unanswered"),
            models.Index(fields=["asked_by", "remind_at"], condition=UNANSWERED, name="question_unanswered_by_asker"),
            models.Index(fields=["-answered_at"], name="question_answered_last"),
        ]


class QuestionAnswer(models.Model):
    """What somebody answered. `helped_at` is when whoever asked said that it helped."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    helped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="questionanswer_says_what")]
