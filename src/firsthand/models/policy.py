"""The policy book as it was published."""

from django.db import models

from firsthand.models.people import Person


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
