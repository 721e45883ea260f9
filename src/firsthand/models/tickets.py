"""Tickets, how they hang together, and what was decided about them."""

from datetime import UTC, datetime
from enum import StrEnum

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.tickets import Owes, Phase
from firsthand.models import names
from firsthand.models.accounts import Account, Contact
from firsthand.models.channels import Endpoint
from firsthand.models.choices import enum_field, one_of
from firsthand.models.names import NameKey
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject, Subject

NO_CLOCK = datetime(9999, 1, 1, tzinfo=UTC)
"""`Ticket.order_at` where no clock of the responsible role runs."""
AT_THE_TOP = datetime(1970, 1, 1, tzinfo=UTC)
"""`Ticket.order_at` where our last word did not arrive: before everything that is late."""
OPEN = models.Q(solved_at__isnull=True)


class ClosedAs(StrEnum):
    """How a closed ticket ended. Everything but `resolved` is counted apart from customers' requests; `history` came
    before the desk answered for its address."""

    resolved = "resolved"
    merged = "merged"
    spam = "spam"
    sales_mail = "sales_mail"
    billing = "billing"
    other = "other"
    history = "history"


class Ticket(HasSubject):
    """What a customer asked, or a conversation that we began (`begun`). `responsible_role` is never empty (S10,
    invariant 1); stage, strategic, plan and contract are snapshots taken when it was received (A9). `phase` and `owes`
    are what `status` means: whether it is open, solved or closed, and who owes the next step; `timer_at` is when it
    becomes `timer_to` by itself, as the book said when it came to stand so. `channel` is what the book calls the way by
    which it came, `endpoint` the desk's address on it. `order_at` is when the next clock of the responsible role
    breaks, or a far instant when none runs: the inbox is one index read. `undelivered_at` is since when it is
    known that our last word did not arrive: the ticket stands at the top then."""

    subject_kind = SubjectKind.ticket

    title = models.CharField(max_length=998, blank=True, default="")
    status_name = NameKey(names.KnownState)
    phase = enum_field(default=Phase.open)
    owes = enum_field(default=Owes.team)
    kind_name = NameKey(names.KnownKind)
    kind_confirmed_at = models.DateTimeField(null=True, blank=True)
    severity = models.CharField(max_length=16, blank=True, default="")
    channel = models.CharField(max_length=64, default="email")
    topic = models.CharField(max_length=64, blank=True, default="")
    endpoint = models.ForeignKey(Endpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    to_address = models.CharField(max_length=320, blank=True, default="")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    stage_name = NameKey(names.KnownStage)
    strategic = models.BooleanField(default=False)
    plan = models.CharField(max_length=64, blank=True, default="")
    contract = models.CharField(max_length=64, blank=True, default="")
    responsible_role_name = NameKey(names.KnownRole)
    team_name = NameKey(names.KnownTeam, null=True)
    responsible = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="responsible_for"
    )
    begun = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    timer_at = models.DateTimeField(null=True, blank=True)
    timer_to_name = NameKey(names.KnownState, null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = enum_field(blank=True)
    order_at = models.DateTimeField()
    undelivered_at = models.DateTimeField(null=True, blank=True)
    next_clock = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            one_of("phase", Phase),
            one_of("owes", Owes),
            models.CheckConstraint(condition=~models.Q(responsible_role=""), name="ticket_has_a_responsible_role"),
            one_of("closed_as", ClosedAs, or_empty=True),
            models.CheckConstraint(
                condition=models.Q(phase="open", solved_at=None)
                | (~models.Q(phase="open") & models.Q(solved_at__isnull=False)),
                name="ticket_solved_at_goes_with_its_phase",
            ),
            models.CheckConstraint(
                condition=models.Q(timer_at=None, timer_to=None)
                | models.Q(timer_at__isnull=False, timer_to__isnull=False),
                name="ticket_timer_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(phase="closed", closed_at__isnull=False) & ~models.Q(closed_as="")
                | (~models.Q(phase="closed") & models.Q(closed_at=None, closed_as="")),
                name="ticket_closed_at_goes_with_its_phase",
            ),
        ]
        # Open means `solved_at IS NULL`: SQLite uses a partial index only when its condition has no parameter.
        indexes = [
            models.Index(fields=["order_at", "id"], condition=OPEN, name="ticket_open_by_order"),
            models.Index(fields=["responsible_role", "order_at", "id"], condition=OPEN, name="ticket_open_by_role"),
            models.Index(fields=["responsible", "order_at", "id"], condition=OPEN, name="ticket_open_by_person"),
            models.Index(
                fields=["responsible", "order_at"],
                condition=models.Q(closed_at=None),
                name="ticket_unclosed_by_person",
            ),
            models.Index(fields=["responsible_role", "owes"], condition=OPEN, name="ticket_open_by_owes"),
            models.Index(fields=["account", "-received_at"], name="ticket_by_account"),
            models.Index(fields=["received_at", "kind_name", "closed_as"], name="ticket_by_receipt"),
            models.Index(fields=["-updated_at"], name="ticket_changed_last"),
            models.Index(fields=["timer_at"], condition=models.Q(timer_at__isnull=False), name="ticket_timer_next"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"


class LinkKind(StrEnum):
    """How one ticket stands to another, read from `source` to `target`."""

    related = "related"
    merged_into = "merged_into"
    split_from = "split_from"
    follows = "follows"


class TicketLink(models.Model):
    """A link between two tickets. A ticket is merged into one other at most."""

    source = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="linked_from")
    kind = enum_field()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", LinkKind),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="ticketlink_joins_two_tickets"),
            models.UniqueConstraint(fields=["source", "target", "kind"], name="ticketlink_is_made_once"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(kind="merged_into"), name="ticketlink_merges_into_one"
            ),
        ]


class TicketTag(models.Model):
    """A tag on a ticket, in lower case."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="tickettag_is_set_once")]
        indexes = [models.Index(fields=["tag"], name="tickettag_by_tag")]


class Decision(models.Model):
    """What the book decided about a subject, from which facts, and why. Append-only; a later one never replaces it."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    at = models.DateTimeField()
    occasion = models.CharField(max_length=64)
    edition = models.CharField(max_length=200)
    known_at = models.DateTimeField()
    facts = models.JSONField()
    outcome = models.JSONField()
    because = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="decision_by_subject")]
