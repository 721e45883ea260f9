"""What a person has written and not sent, and how they sign."""

from django.db import models

from firsthand.models.channels import Endpoint
from firsthand.models.choices import enum_field
from firsthand.models.conversation import Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket


class Unsent(models.Model):
    """An answer or a note that a person began on a ticket: the text with all that stands beside it. `version` rises
    with every change and `page` says which one kept it, so that none writes over what another kept. Once it was sent it
    is nobody's draft any more: `sent_as` says as which message, from which it comes back when that is taken back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unsent")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="unsent")
    direction = enum_field()
    version = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.PROTECT, related_name="+")
    recipients = models.JSONField(null=True)
    copies = models.JSONField(null=True)
    substantive = models.BooleanField(default=False)
    with_history = models.BooleanField(default=False)
    status_after = models.CharField(max_length=64, blank=True, default="")
    sent_as = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction__in=[Direction.outbound.value, Direction.note.value]),
                name="unsent_is_an_answer_or_a_note",
            ),
            models.UniqueConstraint(fields=["person", "ticket", "direction"], name="unsent_is_one_for_each_person"),
        ]
        indexes = [models.Index(fields=["ticket", "at"], name="unsent_by_ticket")]


class UnsentFile(models.Model):
    """A file that goes along once it is sent. Its bytes lie in the data folder under their SHA-256."""

    unsent = models.ForeignKey(Unsent, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)


class Signature(models.Model):
    """What a person's answers from one of the desk's addresses end with."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="signatures")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "endpoint"], name="signature_is_one_for_each_address"),
        ]
