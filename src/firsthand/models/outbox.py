"""Messages on their way out, and word to teammates."""

from enum import StrEnum

from django.db import models

from firsthand.domain.notices import NoticeWay
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.channels import Endpoint
from firsthand.models.choices import enum_field, one_of
from firsthand.models.conversation import Message
from firsthand.models.people import Person
from firsthand.models.sentence_field import SentenceField
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket


class OutboxState(StrEnum):
    """`sending` is held under a lease; a worker that dies gives it back by its end."""

    queued = "queued"
    sending = "sending"
    sent = "sent"
    failed = "failed"
    taken_back = "taken_back"


class Delivery(models.Model):
    """A message to send, written in the same transaction as the change that caused it. `key` makes a second write of
    the same one impossible; `external_id` is fixed here where the channel names its messages itself, so that a repeat
    carries the same one. `endpoint` is None for what any endpoint of the channel may send. `reached` are those of its
    recipients and copies for whom a service took it, `not_reached` those who will never get it."""

    key = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=32)
    channel = models.CharField(max_length=32)
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.PROTECT, related_name="deliveries")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="deliveries")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="deliveries")
    recipients = models.JSONField()
    copies = models.JSONField(default=list)
    reached = models.JSONField(default=list)
    not_reached = models.JSONField(default=list)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    external_id = models.CharField(max_length=400, blank=True, default="")
    state = enum_field(default=OutboxState.queued)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = SentenceField(blank=True, default=NOTHING_SAID)

    class Meta:
        constraints = [
            one_of("state", OutboxState),
            models.CheckConstraint(
                condition=~models.Q(state="queued") | models.Q(next_attempt_at__isnull=False),
                name="delivery_queued_has_a_next_attempt",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(claimed_until__isnull=False),
                name="delivery_sending_is_leased",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="delivery_due_next"),
            models.Index(fields=["state", "claimed_until"], name="delivery_leases"),
            models.Index(fields=["state", "-created_at"], name="delivery_by_state"),
            models.Index(fields=["channel", "external_id"], name="delivery_by_external_id"),
        ]


class Notice(models.Model):
    """Word to a teammate. `key` keeps it from being said twice. `path` is the page that it leads to, where it is of no
    ticket. It is to be mailed at `mail_at`, together with what else is due by then, unless it was read before;
    `delivery` is the mail that brought it."""

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="notices")
    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    text = SentenceField()
    clause = models.CharField(max_length=200, blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    is_by_mail_alone = models.BooleanField(default=False)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mail_at"], condition=models.Q(mail_at__isnull=False), name="notice_to_mail"),
        ]


class NoticeChoice(models.Model):
    """How a person wants word of a kind to come."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notice_choices")
    kind = enum_field()
    way = enum_field()

    class Meta:
        constraints = [
            one_of("way", NoticeWay),
            models.UniqueConstraint(fields=["person", "kind"], name="noticechoice_is_one_for_each_kind"),
        ]
