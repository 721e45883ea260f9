"""What was said on a ticket, what it was sent as, and the files with it."""

from enum import StrEnum

from django.db import models

from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.accounts import Contact
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.sentence_field import SentenceField
from firsthand.models.tickets import Ticket


class Direction(StrEnum):
    """From the customer, to the customer, or an internal note."""

    inbound = "inbound"
    outbound = "outbound"
    note = "note"


class Message(models.Model):
    """One message. Append-only but for `taken_back_at`, and for an `external_id` that the service gives once it has the
    message. By `channel` (empty for a note) and `external_id` it is known outside. `copies` are the addresses in copy,
    `answer_to` those at which its author wants to be answered; None: at their own. `dated_at` is when its author's
    program says that it was sent. `substantive` is what the person who wrote a reply marked (work done plus a next
    step, A17); `counts_as_response` is what that came to, with its reason."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    direction = enum_field()
    channel = models.CharField(max_length=32, blank=True, default="")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=400, blank=True, default="")
    answer_to = models.JSONField(null=True)
    recipients = models.JSONField(default=list)
    copies = models.JSONField(default=list)
    subject = models.CharField(max_length=998, blank=True, default="")
    text = models.TextField(blank=True, default="")
    quoted = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    external_id = models.CharField(max_length=400, null=True)
    dated_at = models.DateTimeField(null=True, blank=True)
    content_digest = models.CharField(max_length=64, blank=True, default="")
    automatic = models.CharField(max_length=32, blank=True, default="")
    warnings = models.JSONField(default=list)
    substantive = models.BooleanField(default=False)
    counts_as_response = models.BooleanField(default=False)
    counts_because = SentenceField(blank=True, default=NOTHING_SAID)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("direction", Direction),
            models.CheckConstraint(
                condition=models.Q(direction="inbound", person=None)
                | (~models.Q(direction="inbound") & models.Q(contact=None)),
                name="message_author_goes_with_direction",
            ),
            models.UniqueConstraint(fields=["channel", "external_id"], name="message_is_one_on_its_channel"),
        ]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="message_by_ticket"),
            models.Index(fields=["content_digest"], name="message_by_content"),
        ]


class Scan(StrEnum):
    """What a scanner says of a file: nobody asks, it is still to be asked, it gave no answer, nothing, or a virus."""

    unasked = "unasked"
    waiting = "waiting"
    unanswered = "unanswered"
    clean = "clean"
    infected = "infected"


KEPT_BACK = (Scan.waiting, Scan.infected)
"""Files that nobody is given."""


class Attachment(models.Model):
    """A file that came with a message. Its bytes lie in the data folder under their SHA-256, never in a web root; those
    of an infected one lie apart. `infection` is what it is infected with, in the scanner's words."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True, default="")
    scan = enum_field(default=Scan.unasked)
    infection = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [one_of("scan", Scan)]
        indexes = [
            models.Index(
                condition=models.Q(scan__in=(Scan.waiting, Scan.unanswered)), fields=["id"], name="attachment_to_scan"
            )
        ]

    @property
    def is_kept_back(self) -> bool:
        """Whether nobody is given it."""
        return self.scan in KEPT_BACK
