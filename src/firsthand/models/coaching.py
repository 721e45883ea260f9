"""Coaching: plans that accounts get, their steps, and what tickets say of them (S8, S9, S25, S26)."""

from django.db import models

from firsthand.domain.coaching.states import StepOrigin, StepState, TicketTie
from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.accounts import Account
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

OPEN = models.Q(ended_at__isnull=True)


class CoachingPlan(models.Model):
    """What one entry of an account into a stage had the book begin, `asked` by its customer engineer or by the move
    itself. It goes on in the stages of `goes_on_in`; a move to any other ended it, and its open steps."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="coaching_plans")
    stage = models.CharField(max_length=64)
    clause = models.CharField(max_length=200)
    edition = models.CharField(max_length=200)
    goes_on_in = models.JSONField(default=list)
    asked = models.BooleanField(default=False)
    began_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account"], condition=OPEN, name="coachingplan_going_on")]


class CoachingStep(HasSubject):
    """Something that is done for an account, unasked: `what`, `done_means` when it is, by whom (`who`; nobody named:
    whoever holds `role`) and by when. What becomes of its due instant is a clock's to say, as of every promise."""

    subject_kind = SubjectKind.coaching_step

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="coaching_steps")
    plan = models.ForeignKey(CoachingPlan, null=True, on_delete=models.PROTECT, related_name="steps")
    origin = enum_field()
    what = models.CharField(max_length=200)
    done_means = models.CharField(max_length=400, blank=True, default="")
    role = models.CharField(max_length=64)
    who = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="coaching_steps", db_index=False)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = enum_field(default=StepState.open)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            one_of("origin", StepOrigin),
            one_of("state", StepState),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None, ended_by=None)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="coachingstep_ends_with_its_state",
            ),
            models.CheckConstraint(condition=~models.Q(what=""), name="coachingstep_says_what"),
        ]
        # Open means `ended_at IS NULL`: SQLite uses a partial index only when its condition has no parameter.
        indexes = [
            models.Index(fields=["who", "due_at"], condition=OPEN, name="coachingstep_open_by_person"),
            models.Index(fields=["role", "due_at"], condition=OPEN, name="coachingstep_open_by_role"),
            models.Index(fields=["account", "due_at"], condition=OPEN, name="coachingstep_open_of_account"),
            models.Index(fields=["account", "-ended_at"], name="coachingstep_ended_last"),
        ]

    def __str__(self) -> str:
        return self.what


class LikeTickets(models.Model):
    """Tickets of an account that are alike: of one topic, or of one kind where they have none. Since `proposed_at` a
    step is proposed that would have prevented those received from `from_at` on; once that was answered, only tickets
    that come later count."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="like_tickets")
    kind = models.CharField(max_length=64, blank=True, default="")
    topic = models.CharField(max_length=64, blank=True, default="")
    from_at = models.DateTimeField()
    clause = models.CharField(max_length=200, blank=True, default="")
    proposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "topic"], name="liketickets_are_counted_once"),
            models.CheckConstraint(
                condition=(models.Q(kind="") & ~models.Q(topic="")) | (~models.Q(kind="") & models.Q(topic="")),
                name="liketickets_are_of_a_topic_or_a_kind",
            ),
        ]


class CoachingTicket(models.Model):
    """A ticket at a step: it gave rise to it, or the step should have prevented it. A ticket has one step at most that
    should have."""

    step = models.ForeignKey(CoachingStep, on_delete=models.PROTECT, related_name="tickets")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="coaching", db_index=False)
    tie = enum_field()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("tie", TicketTie),
            models.UniqueConstraint(fields=["ticket", "tie", "step"], name="coachingticket_stands_once"),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(tie="should_have_prevented"),
                name="coachingticket_has_one_that_should_have",
            ),
        ]
