"""The policy book as it was published."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject


class Amendment(models.Model):
    """One dated publication, kept as the YAML text that a git folder would hold. Append-only."""

    book = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "name"], name="amendment_is_published_once")]
        ordering = ["published_at", "id"]


class EditionSeal(models.Model):
    """The signed hash of the edition that an amendment makes: over the hash before it, the amendment's name and its
    digest. Append-only; the order of the chain is that of the ids."""

    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="seal")
    edition = models.CharField(max_length=100)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class PolicyException(HasSubject):
    """A deviation of the book for one account, as one amendment gave it: its review is a promise with a clock (A12)."""

    subject_kind = SubjectKind.exception

    clause = models.CharField(max_length=200)
    amendment = models.CharField(max_length=200)
    review_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "amendment"], name="policyexception_is_kept_once")]
