"""What sales asks before it moves an account, what each role answers, the combined answer, and warnings (S15–S17)."""

from django.db import models

from firsthand.domain.consequences import Advice, Conflict, Move, Moved, Seen
from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.accounts import Account
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.sentence_field import SentenceField
from firsthand.models.subjects import HasSubject, Subject
from firsthand.models.tickets import Decision

STANDS = models.Q(withdrawn_at__isnull=True)
"""What sales asked and did not withdraw."""
STILL_TO_MOVE = models.Q(withdrawn_at__isnull=True, moved_at__isnull=True)
UNANSWERED = models.Q(answered_at__isnull=True, round__withdrawn_at__isnull=True)


class ConsequenceRound(HasSubject):
    """What sales wants to move of an account, and asks about first. `wanted` is a stage's name for a stage, and words
    otherwise; `before` is the stage that it was, `bridge` the role that records the combined
    answer. `stood` is how it stood when sales moved. Nothing here holds a move
    up."""

    subject_kind = SubjectKind.consequence_round

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="consequence_rounds")
    move = enum_field()
    before = models.CharField(max_length=64, blank=True, default="")
    wanted = models.CharField(max_length=200)
    why = models.CharField(max_length=400)
    clause = models.CharField(max_length=200)
    bridge = models.CharField(max_length=64, blank=True, default="")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    stood = enum_field(blank=True)
    moved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    moved_at = models.DateTimeField(null=True)
    moved_why = SentenceField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("move", Move),
            one_of("stood", Moved, or_empty=True),
            models.CheckConstraint(
                condition=~models.Q(wanted="") & ~models.Q(why=""), name="consequenceround_says_what_and_why"
            ),
            models.CheckConstraint(
                condition=models.Q(stood="", moved_at=None, moved_by=None)
                | (~models.Q(stood="") & models.Q(moved_at__isnull=False, moved_by__isnull=False, withdrawn_at=None)),
                name="consequenceround_move_is_somebodys",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="consequenceround_newest"),
            models.Index(fields=["account", "-id"], name="consequenceround_of_account"),
        ]


class AskedConsequence(HasSubject):
    """One role that is asked in a round, and what it answered: that it sees `some`, which its note says, or `none`."""

    subject_kind = SubjectKind.consequence

    round = models.ForeignKey(ConsequenceRound, on_delete=models.PROTECT, related_name="asked")
    role = models.CharField(max_length=64)
    answer = enum_field(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("answer", Seen, or_empty=True),
            models.UniqueConstraint(fields=["round", "role"], name="askedconsequence_role_once"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="askedconsequence_answer_is_somebodys",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role"], condition=models.Q(answered_at__isnull=True), name="askedconsequence_open_by_role"
            ),
        ]


class CombinedAnswer(models.Model):
    """What whoever bridges records between sales and the warnings: both sides of it, always (S1, S2), and
    which goal won, where the two were in `conflict` (S3). A later one stands beside the earlier; the newest counts."""

    round = models.ForeignKey(ConsequenceRound, on_delete=models.PROTECT, related_name="combined")
    advice = enum_field()
    customer_interest = models.TextField()
    long_term = models.TextField()
    conflict = enum_field()
    without = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("advice", Advice),
            one_of("conflict", Conflict),
            models.CheckConstraint(
                condition=~models.Q(customer_interest="") & ~models.Q(long_term=""),
                name="combinedanswer_has_both_sides",
            ),
        ]


class ConsequenceNote(models.Model):
    """What somebody warns of for their role: in answer to what was `asked`, or unasked. `about` is a ticket, a round, a
    feature request, a deviation or a proposal, and whoever may read that may read the note. `decision` is the one of
    the book that it is about, if any."""

    about = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consequence_notes")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="consequence_notes")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.OneToOneField(AskedConsequence, null=True, on_delete=models.PROTECT, related_name="note")
    role = models.CharField(max_length=64)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="consequencenote_says_what")]
        indexes = [models.Index(fields=["-at", "-id"], name="consequencenote_newest")]
