"""Everything that happened: on which subject, by whom, when, and why."""

from django.db import models

from firsthand.models.accounts import Account, Contact
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision

_ACTORS = ("person", "contact", "by_desk")


def _only(actor: str) -> models.Q:
    """That this actor did it, and no other."""
    taken = {
        "person": models.Q(person__isnull=False),
        "contact": models.Q(contact__isnull=False),
        "by_desk": models.Q(by_desk=True),
    }
    empty = {"person": models.Q(person=None), "contact": models.Q(contact=None), "by_desk": models.Q(by_desk=False)}
    found = taken[actor]
    for other in _ACTORS:
        if other != actor:
            found &= empty[other]
    return found


class Event(models.Model):
    """One thing that happened. `payload` holds its facts and `words` what people wrote and who they were
    (`domain/events` says which field is which); `at` is when it happened, `recorded_at` when the desk wrote it down.
    `account` is the subject's as of then, `because` the event that brought it about, `via` what carried it.
    Append-only; an erasure alone may change `words`. The primary key is the order of the feed."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="events", db_index=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_desk = models.BooleanField(default=False)
    via = models.CharField(max_length=64, blank=True, default="")
    verb = models.CharField(max_length=64)
    because = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    payload = models.JSONField(default=dict)
    words = models.JSONField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("person") | _only("contact") | _only("by_desk"), name="event_has_one_actor"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="event_by_subject"),
            models.Index(fields=["account", "id"], condition=models.Q(account__isnull=False), name="event_by_account"),
            models.Index(fields=["because"], condition=models.Q(because__isnull=False), name="event_by_cause"),
        ]
