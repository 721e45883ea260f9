"""Mail on its way in: mailboxes and every raw message we said yes to."""

from enum import StrEnum

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.choices import enum_field, one_of
from firsthand.models.conversation import Message
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket


class MailboxMode(StrEnum):
    """How mail for an address reaches us: fetched by IMAP, or handed over (pipe, LMTP, import)."""

    imap = "imap"
    handed_over = "handed_over"


class Security(StrEnum):
    """How a connection to a mail server is protected."""

    tls = "tls"
    starttls = "starttls"
    plain = "plain"


class Mailbox(HasSubject):
    """An address of the desk, how its mail comes in and how replies go out.

    The IMAP cursor is (uid_validity, last_uid).
    """

    subject_kind = SubjectKind.mailbox

    address = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    mode = enum_field(default=MailboxMode.handed_over)
    is_active = models.BooleanField(default=True)
    imap_host = models.CharField(max_length=253, blank=True, default="")
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = enum_field(default=Security.tls)
    imap_folder = models.CharField(max_length=200, default="INBOX")
    smtp_host = models.CharField(max_length=253, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = enum_field(default=Security.starttls)
    username = models.CharField(max_length=320, blank=True, default="")
    password = models.CharField(max_length=400, blank=True, default="")
    uid_validity = models.PositiveBigIntegerField(null=True)
    last_uid = models.PositiveBigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("mode", MailboxMode),
            one_of("imap_security", Security),
            one_of("smtp_security", Security),
            models.CheckConstraint(
                condition=~models.Q(mode="imap") | ~models.Q(imap_host=""), name="mailbox_imap_names_a_host"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class RawState(StrEnum):
    """What became of a raw message. `quarantined` waits for a person; nothing is ever dropped."""

    ticketed = "ticketed"
    duplicate = "duplicate"
    recorded = "recorded"
    quarantined = "quarantined"
    discarded = "discarded"


class RawMessage(models.Model):
    """A message as it came in, kept byte for byte in the data folder under its SHA-256; one row per content. Of one
    that was erased with its sender only the digest and the instant stay, so that it is not taken in again."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = enum_field()
    reason = models.CharField(max_length=400, blank=True, default="")
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

    class Meta:
        constraints = [one_of("state", RawState)]
        indexes = [models.Index(fields=["state", "-received_at"], name="rawmessage_by_state")]
