"""Offers of tickets from one role, team or person to another, and troubleshooting that is begun provisionally."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.handoffs import AtExpiry, HandoffState, Occasion
from firsthand.models.choices import enum_field, one_of
from firsthand.models.names import KnownRole, KnownTeam, NameKey
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

OPEN = models.Q(ended_at__isnull=True)


class Handoff(HasSubject):
    """The offer of a ticket. Until it is accepted the sender stays responsible. `context` is what the book's form asked
    of the sender, field by field, with what the desk filled in marked so; `offered_by` is nobody where the desk offered
    it. Whom it is offered to may ask one `question`, and reads back the `essence` in a sentence to accept it. `clause`
    is the one that gave the form, whether it is `one_way`, and what becomes of it at `expires_at`."""

    subject_kind = SubjectKind.handoff

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="handoffs")
    from_role_name = NameKey(KnownRole)
    from_team_name = NameKey(KnownTeam, null=True)
    from_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_role_name = NameKey(KnownRole)
    to_team_name = NameKey(KnownTeam, null=True)
    to_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    occasion = enum_field(default=Occasion.person)
    context = models.JSONField(default=list)
    clause = models.CharField(max_length=200, blank=True, default="")
    one_way = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)
    at_expiry = enum_field(default=AtExpiry.stays)
    question = models.CharField(max_length=400, blank=True, default="")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=400, blank=True, default="")
    state = enum_field(default=HandoffState.offered)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    essence = models.CharField(max_length=400, blank=True, default="")
    why = models.CharField(max_length=400, blank=True, default="")
    instead_name = NameKey(KnownRole, null=True)

    class Meta:
        constraints = [
            one_of("state", HandoffState),
            one_of("occasion", Occasion),
            one_of("at_expiry", AtExpiry),
            models.CheckConstraint(
                condition=models.Q(state="offered", ended_at=None, ended_by=None)
                | (~models.Q(state="offered") & models.Q(ended_at__isnull=False)),
                name="handoff_ends_with_its_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | ~models.Q(essence=""), name="handoff_is_read_back"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | (~models.Q(why="") & models.Q(instead_name__isnull=False)),
                name="handoff_declined_says_why_and_where",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="") | ~models.Q(question=""), name="handoff_answer_has_a_question"
            ),
            models.UniqueConstraint(fields=["ticket"], condition=OPEN, name="handoff_one_open_on_a_ticket"),
        ]
        # Open means `ended_at IS NULL`: SQLite uses a partial index only when its condition has no parameter.
        indexes = [
            models.Index(fields=["to_role_name", "offered_at"], condition=OPEN, name="handoff_open_by_role"),
            models.Index(fields=["from_role_name", "offered_at"], condition=OPEN, name="handoff_open_by_sender"),
            models.Index(fields=["expires_at"], condition=OPEN, name="handoff_expires_next"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} to {self.to_role}"


class ProvisionalWork(models.Model):
    """Somebody (`person`) of a role that does not own a ticket began on it (S41). The owning role owes its clocks all
    along. At `limit_at` (None: the book gives no limit) the ticket is offered to the owning role by itself."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="provisional_work")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    role_name = NameKey(KnownRole)
    clause = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    limit_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=OPEN, name="provisional_one_open_on_a_ticket"),
        ]
        indexes = [
            models.Index(fields=["person", "started_at"], condition=OPEN, name="provisional_open_by_person"),
            models.Index(fields=["limit_at"], condition=OPEN, name="provisional_limit_next"),
        ]


class MoveByBook(models.Model):
    """An open ticket that the book, since it changed, gives to another role than it did and than has it. It goes once
    the ticket is offered there, or the book gives it elsewhere. `published_by` made it so, by `amendment`."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="move_by_book")
    to_role = models.CharField(max_length=64)
    clause = models.CharField(max_length=200)
    amendment = models.CharField(max_length=200)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    found_at = models.DateTimeField()
