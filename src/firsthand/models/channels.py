"""By what addresses the desk and people are known on each channel."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.accounts import Contact
from firsthand.models.people import Person
from firsthand.models.sealed_field import SealedField
from firsthand.models.sentence_field import SentenceField
from firsthand.models.subjects import HasSubject


class Endpoint(HasSubject):
    """An address of the desk on a channel. `name` is what stands on answers, `called` what the book calls it.

    `settings` and `secrets` (kept encrypted) are the values of its channel's fields, `cursor` how far it was read. What
    was received before `answers_since` is history, to which nobody owes an answer. An IMAP server that fails is asked
    again after half the time that it has been failing, up to a quarter of an hour.
    """

    subject_kind = SubjectKind.endpoint

    channel = models.CharField(max_length=32)
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    secrets = SealedField(blank=True, default=dict)
    cursor = models.JSONField(default=dict)
    answers_since = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = SentenceField(blank=True, default=NOTHING_SAID)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(address=""), name="endpoint_has_an_address"),
            models.UniqueConstraint(fields=["channel", "address"], name="endpoint_is_one_on_its_channel"),
        ]

    def __str__(self) -> str:
        return self.address


class Handle(models.Model):
    """An address on a channel and whose it is: a contact's, a teammate's, or both where a teammate wrote as a customer.
    Who has none is known by name alone."""

    channel = models.CharField(max_length=32)
    address = models.CharField(max_length=320)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="handles")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="handles")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(address=""), name="handle_has_an_address"),
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False) | models.Q(person__isnull=False), name="handle_is_somebodys"
            ),
            models.UniqueConstraint(fields=["channel", "address"], name="handle_is_one_on_its_channel"),
        ]

    def __str__(self) -> str:
        return self.address
