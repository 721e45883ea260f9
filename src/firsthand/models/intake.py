"""What came in: every raw message that we said yes to."""

from enum import StrEnum

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.blocking import Block
from firsthand.models.choices import enum_field, one_of
from firsthand.models.conversation import Message
from firsthand.models.sentence_field import SentenceField
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket


class RawState(StrEnum):
    """What became of a raw message. `quarantined` waits for a person; nothing is ever dropped."""

    ticketed = "ticketed"
    duplicate = "duplicate"
    recorded = "recorded"
    quarantined = "quarantined"
    discarded = "discarded"


class RawMessage(models.Model):
    """A message as it came in, kept byte for byte in the data folder under its SHA-256; one row per content. Of one
    that was erased with its sender only the digest and the instant stay, so that it is not taken in again. `block` is
    the entry of the block list that held it."""

    channel = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    state = enum_field()
    reason = SentenceField(blank=True, default=NOTHING_SAID)
    via = models.CharField(max_length=32)
    envelope_to = models.CharField(max_length=320, blank=True, default="")
    envelope_from = models.CharField(max_length=320, blank=True, default="")
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField()
    copies = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=998, blank=True, default="")
    sender = models.CharField(max_length=400, blank=True, default="")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="raw_messages")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="raw_messages")
    block = models.ForeignKey(Block, null=True, on_delete=models.PROTECT, related_name="raw_messages")

    class Meta:
        constraints = [one_of("state", RawState)]
        indexes = [models.Index(fields=["state", "-received_at"], name="rawmessage_by_state")]


class HeldMessage(HasSubject):
    """A raw message that was held and may be a request: the answer to it is a clock of this subject, until a person
    makes a ticket of it or says why not. `responsible_role` owes it where no clause names another; empty for none."""

    subject_kind = SubjectKind.held

    raw = models.OneToOneField(RawMessage, on_delete=models.PROTECT, related_name="held")
    responsible_role = models.CharField(max_length=64, blank=True, default="")
